"""The audit trail: who changed what, when, from what to what, and why."""

from django.conf import settings
from django.db import models


class AuditEvent(models.Model):
    """One change of a record that matters.

    It names its record by type and key instead of a foreign key, so that the trail outlives deletion, and its unit by
    the unit's path, so that a reader sees the events of the own branch only.
    """

    at = models.DateTimeField("thời điểm")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người thực hiện", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    actor_name = models.CharField("tên người thực hiện", max_length=150)
    action = models.CharField("hành động", max_length=80)
    target_type = models.CharField("loại bản ghi", max_length=80)
    target_id = models.CharField("mã bản ghi", max_length=64)
    target_label = models.CharField("bản ghi", max_length=300)
    unit_path = models.CharField("nhánh đơn vị", max_length=255, blank=True)
    changes = models.JSONField("thay đổi", default=dict, blank=True)
    reason = models.TextField("lý do", blank=True)

    class Meta:
        verbose_name = "sự kiện nhật ký"
        verbose_name_plural = "nhật ký"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["target_type", "target_id"], name="audit_by_target"),
            models.Index(fields=["unit_path", "-at"], name="audit_by_branch"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.target_label}"
