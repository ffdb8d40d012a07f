"""A unit's self-assessment, its evidence, and what verification says to each criterion."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from campaigns.models import Round
from core.fields import FixedPointField, NormalisedCharField, NormalisedTextField
from core.models import StoredFile
from scoring.enums import AssessmentState, ItemState
from scoring.models.criteria import Criterion


class Assessment(models.Model):
    """The self-assessment of one unit in one round."""

    round = models.ForeignKey(Round, verbose_name="đợt", on_delete=models.PROTECT, related_name="assessments")
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="assessments")
    state = models.CharField("trạng thái", max_length=12, choices=AssessmentState, default=AssessmentState.DRAFT)
    created_at = models.DateTimeField("mở lúc")
    submitted_at = models.DateTimeField("nộp lúc", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người nộp",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    returned_at = models.DateTimeField("trả lại lúc", null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người trả lại",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    verified_at = models.DateTimeField("thẩm định xong lúc", null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người thẩm định",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = "phiếu tự đánh giá"
        verbose_name_plural = "phiếu tự đánh giá"
        ordering = ["round", "unit__position", "unit__sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["round", "unit"], name="assessment_once_per_unit"),
            models.CheckConstraint(
                condition=Q(state__in=[AssessmentState.DRAFT]) | Q(submitted_at__isnull=False),
                name="assessment_submitted_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Phiếu tự đánh giá {self.round.year} – {self.unit}"


class AssessmentItem(models.Model):
    """One criterion of one self-assessment: what the unit declared and what the verifier decided, side by side.

    ``declared`` holds ``scoring.engine.values.Inputs`` as a mapping (decimals as text); for figures of the portal it is
    written at submission. ``revision`` grows with every change, so that two people who write at once are told.
    """

    assessment = models.ForeignKey(Assessment, verbose_name="phiếu", on_delete=models.CASCADE, related_name="items")
    criterion = models.ForeignKey(Criterion, verbose_name="tiêu chí", on_delete=models.PROTECT, related_name="items")
    declared = models.JSONField("số liệu kê khai", default=dict, blank=True)
    declared_source = NormalisedCharField("nguồn số liệu", max_length=200, blank=True)
    self_points = FixedPointField("điểm tự chấm", places=2, null=True, blank=True)
    claims_not_applicable = models.BooleanField("đề nghị không áp dụng", default=False)
    explanation = NormalisedTextField("giải trình của đơn vị", blank=True)
    saved_at = models.DateTimeField("lưu lúc", null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người lưu",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    revision = models.PositiveIntegerField("lần sửa", default=0)
    state = models.CharField("thẩm định", max_length=10, choices=ItemState, default=ItemState.PENDING)
    verified_points = FixedPointField("điểm thẩm định", places=2, null=True, blank=True)
    verified_not_applicable = models.BooleanField("chấp nhận không áp dụng", default=False)
    verified_reason = NormalisedTextField("lý do điều chỉnh hoặc trả lại", blank=True)
    comment = NormalisedTextField("ý kiến gửi đơn vị", blank=True)
    internal_note = NormalisedTextField("ghi chú nội bộ", blank=True)
    verified_at = models.DateTimeField("thẩm định lúc", null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người thẩm định",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = "dòng tự đánh giá"
        verbose_name_plural = "dòng tự đánh giá"
        ordering = ["assessment", "criterion__position"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="assessment_item_once"),
            models.CheckConstraint(
                condition=~Q(state__in=[ItemState.ADJUSTED, ItemState.RETURNED]) | ~Q(verified_reason=""),
                name="assessment_item_change_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=ItemState.PENDING) | Q(verified_at__isnull=False),
                name="assessment_item_verified_has_time",
            ),
        ]

    @property
    def unit(self) -> Unit:
        return self.assessment.unit

    def __str__(self) -> str:
        return f"{self.assessment} – {self.criterion.code}"


def evidence_path(evidence: "Evidence", name: str) -> str:
    """Files lie under their content hash, so that their names tell nothing and cannot clash."""
    return f"evidence/{evidence.unit_id}/{evidence.sha256[:2]}/{evidence.sha256}"


class Evidence(StoredFile):
    """An uploaded proof of a unit; may serve several criteria."""

    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="evidence")
    file = models.FileField("tệp", upload_to=evidence_path, max_length=200)

    class Meta:
        verbose_name = "minh chứng"
        verbose_name_plural = "minh chứng"
        ordering = ["-uploaded_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "sha256"], name="evidence_once_per_unit")]


class EvidenceLink(models.Model):
    """A proof pinned to a criterion, at a page where that helps."""

    item = models.ForeignKey(
        AssessmentItem, verbose_name="dòng", on_delete=models.CASCADE, related_name="evidence_links"
    )
    evidence = models.ForeignKey(Evidence, verbose_name="minh chứng", on_delete=models.PROTECT, related_name="links")
    page = models.PositiveIntegerField("trang", null=True, blank=True)

    class Meta:
        verbose_name = "minh chứng của tiêu chí"
        verbose_name_plural = "minh chứng của tiêu chí"
        ordering = ["item", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "evidence"], name="evidence_link_once")]

    def __str__(self) -> str:
        return f"{self.evidence} – {self.item}"
