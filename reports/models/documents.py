"""Notices and reports of a round: what people write in them, and what was issued."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from campaigns.models import RegisterEntry, Round
from core.fields import NormalisedCharField, NormalisedTextField
from reports.enums import DocumentKind, DocumentState
from scoring.models import ScoreRun


class ReportDocument(models.Model):
    """A result notice or a yearly report. Its figures are read from the data for as long as it is a draft.

    On issue the finished letter is kept in ``snapshot``, so that it prints the same whatever changes later.
    """

    round = models.ForeignKey(Round, verbose_name="đợt", on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField("loại văn bản", max_length=16, choices=DocumentKind)
    state = models.CharField("trạng thái", max_length=16, choices=DocumentState, default=DocumentState.DRAFT)
    symbol = NormalisedCharField("ký hiệu", max_length=40, blank=True)
    addressee = NormalisedCharField("kính gửi", max_length=200, blank=True)
    narrative = models.JSONField("phần viết", default=dict, blank=True)
    recipients = NormalisedTextField("nơi nhận", blank=True, help_text="Mỗi nơi nhận một dòng.")
    signer_title = NormalisedTextField(
        "quyền hạn, chức vụ người ký", blank=True, help_text="Mỗi dòng một dòng, ví dụ KT. GIÁM ĐỐC."
    )
    signer_name = NormalisedCharField("họ tên người ký", max_length=100, blank=True)
    revision = models.PositiveIntegerField("lần sửa", default=0)
    run = models.ForeignKey(
        ScoreRun, verbose_name="kết quả đã in", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    entry = models.OneToOneField(
        RegisterEntry, verbose_name="số văn bản", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    snapshot = models.JSONField("văn bản đã ban hành", null=True, blank=True)
    created_at = models.DateTimeField("lập lúc")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người lập", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    with_director_at = models.DateTimeField("trình lúc", null=True, blank=True)
    with_director_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người trình", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    issued_at = models.DateTimeField("ban hành lúc", null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người ký", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "thông báo, báo cáo"
        verbose_name_plural = "thông báo, báo cáo"
        ordering = ["-round__year", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["round", "kind"], name="report_document_once_a_round"),
            models.CheckConstraint(
                condition=Q(state=DocumentState.ISSUED, entry__isnull=False)
                & Q(issued_at__isnull=False, snapshot__isnull=False)
                | (~Q(state=DocumentState.ISSUED) & Q(entry__isnull=True, issued_at__isnull=True)),
                name="report_document_issued_has_number",
            ),
        ]

    @property
    def unit(self) -> Unit:
        return self.round.unit

    @property
    def signer_title_lines(self) -> tuple[str, ...]:
        """The lines above the signature."""
        return _lines(self.signer_title)

    @property
    def recipient_lines(self) -> tuple[str, ...]:
        """The lines of nơi nhận without their dash."""
        return tuple(line.removeprefix("- ") for line in _lines(self.recipients))

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.round}"


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
