"""The appeal window on provisional results, and what units contest in it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from campaigns.models import Round
from core.fields import FixedPointField, NormalisedTextField
from scoring.enums import AppealState
from scoring.models.assessments import AssessmentItem, Evidence
from scoring.models.runs import ScoreRun


class AppealWindow(models.Model):
    """The one period in which units may contest the provisional results of a round."""

    round = models.OneToOneField(Round, verbose_name="đợt", on_delete=models.PROTECT, related_name="appeal_window")
    run = models.ForeignKey(
        ScoreRun, verbose_name="kết quả tạm được kiến nghị", on_delete=models.PROTECT, related_name="appeal_windows"
    )
    closes_at = models.DateTimeField("hạn kiến nghị")
    opened_at = models.DateTimeField("mở lúc")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người mở", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "thời hạn kiến nghị"
        verbose_name_plural = "các thời hạn kiến nghị"
        ordering = ["round"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opened_at")), name="appeal_window_dates_in_order")
        ]

    @property
    def unit(self) -> Unit:
        return self.round.unit

    def __str__(self) -> str:
        return f"Kiến nghị về kết quả {self.round}"


class Appeal(models.Model):
    """One contested criterion of one unit: what the unit says, what the first verifier said, what was decided.

    The first verifier's points and reason are copied when the appeal is made, so that both reasonings stay.
    """

    window = models.ForeignKey(
        AppealWindow, verbose_name="thời hạn kiến nghị", on_delete=models.PROTECT, related_name="appeals"
    )
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="appeals")
    item = models.ForeignKey(
        AssessmentItem, verbose_name="tiêu chí kiến nghị", on_delete=models.PROTECT, related_name="appeals"
    )
    state = models.CharField("trạng thái", max_length=10, choices=AppealState, default=AppealState.SUBMITTED)
    argument = NormalisedTextField("lý do kiến nghị")
    proposed_points = FixedPointField("điểm đề nghị", places=2)
    evidence = models.ManyToManyField(Evidence, verbose_name="minh chứng bổ sung", blank=True, related_name="appeals")
    first_points = FixedPointField("điểm thẩm định lần đầu", places=2, null=True, blank=True)
    first_reason = NormalisedTextField("lý do thẩm định lần đầu", blank=True)
    first_verifier = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người thẩm định lần đầu",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    submitted_at = models.DateTimeField("gửi lúc")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người gửi", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_points = FixedPointField("điểm sau giải quyết", places=2, null=True, blank=True)
    decision_reason = NormalisedTextField("lý do giải quyết", blank=True)
    decided_at = models.DateTimeField("giải quyết lúc", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người giải quyết",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "kiến nghị điểm"
        verbose_name_plural = "các kiến nghị điểm"
        ordering = ["window", "unit__sort_key", "item__criterion__position"]
        constraints = [
            models.UniqueConstraint(fields=["window", "item"], name="appeal_once_per_criterion"),
            models.CheckConstraint(condition=~Q(argument=""), name="appeal_has_argument"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(first_verifier__isnull=True)
                | ~Q(decided_by=F("first_verifier")),
                name="appeal_decided_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[AppealState.UPHELD, AppealState.ADJUSTED])
                | (Q(decided_at__isnull=False, decided_points__isnull=False) & ~Q(decision_reason="")),
                name="appeal_decision_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} – {self.item.criterion.code}"
