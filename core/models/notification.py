"""Notices to one person, shown under the bell."""

from django.conf import settings
from django.db import models


class Notification(models.Model):
    """A sentence and the address where it leads."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người nhận", on_delete=models.CASCADE, related_name="notifications"
    )
    text = models.CharField("nội dung", max_length=300)
    url = models.CharField("địa chỉ", max_length=300, blank=True)
    created_at = models.DateTimeField("gửi lúc")
    read_at = models.DateTimeField("đọc lúc", null=True)

    class Meta:
        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["recipient", "read_at"], name="notification_unread")]

    def __str__(self) -> str:
        return self.text
