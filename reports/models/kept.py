"""What was printed when a decision was signed or a certificate issued."""

from django.db import models
from django.db.models import Q

from awards.models import Decision, Honour


class KeptPrint(models.Model):
    """A signed decision or an issued certificate word by word, so that it prints the same whatever changes later.

    The QR code is not part of it: it leads to wherever the portal answers on the day of printing.
    """

    decision = models.OneToOneField(
        Decision,
        verbose_name="quyết định",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="kept_print",
    )
    honour = models.OneToOneField(
        Honour,
        verbose_name="giấy chứng nhận",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="kept_print",
    )
    snapshot = models.JSONField("văn bản đã ký")
    kept_at = models.DateTimeField("lưu lúc")

    class Meta:
        verbose_name = "bản in đã lưu"
        verbose_name_plural = "bản in đã lưu"
        ordering = ["-kept_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__isnull=False, honour__isnull=True)
                | Q(decision__isnull=True, honour__isnull=False),
                name="kept_print_of_one_document",
            ),
        ]

    def __str__(self) -> str:
        return f"Bản in {self.decision or self.honour}"
