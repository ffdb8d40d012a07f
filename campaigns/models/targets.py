"""The targets of a plan (chỉ tiêu)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from campaigns.engine.targets import Operator, TargetRule, target_words
from campaigns.enums import TargetOperator, TargetScope, Verification
from campaigns.models.campaigns import Campaign
from campaigns.models.plans import ContentArea, Plan
from core.fields import FixedPointField, NormalisedCharField, NormalisedTextField
from indicators.models import Indicator


class Target(models.Model):
    """A quantified or qualitative target; ``confirmed`` is False while a proposal waits for a person."""

    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="targets")
    code = NormalisedCharField("mã", max_length=20)
    content_area = models.ForeignKey(
        ContentArea, verbose_name="nội dung", null=True, blank=True, on_delete=models.SET_NULL, related_name="targets"
    )
    label = NormalisedTextField("chỉ tiêu")
    indicator = models.ForeignKey(
        Indicator, verbose_name="chỉ số", null=True, blank=True, on_delete=models.PROTECT, related_name="targets"
    )
    operator = models.CharField("cách so sánh", max_length=16, choices=TargetOperator)
    low = FixedPointField("mức", places=4, null=True, blank=True)
    high = FixedPointField("đến mức", places=4, null=True, blank=True)
    grade = NormalisedCharField("mức xếp loại", max_length=30, blank=True)
    unit_of_measure = NormalisedCharField("đơn vị tính", max_length=60, blank=True)
    baseline = NormalisedCharField("so với", max_length=120, blank=True)
    due_on = models.DateField("thời hạn", null=True, blank=True)
    scope = models.CharField("phạm vi", max_length=12, choices=TargetScope, default=TargetScope.CENTRE)
    verification = models.CharField(
        "cách kiểm chứng", max_length=12, choices=Verification, default=Verification.DECLARED
    )
    source_text = NormalisedTextField("câu trong kế hoạch", blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    confirmed = models.BooleanField("đã xác nhận", default=True)

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        ordering = ["plan", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="target_code_once"),
            models.CheckConstraint(
                condition=~Q(operator__in=["gte", "gt", "eq", "lte", "lt", "reduce_between"]) | Q(low__isnull=False),
                name="target_figure_where_compared",
            ),
            models.CheckConstraint(
                condition=~Q(operator="reduce_between") | Q(high__gte=F("low")), name="target_range_in_order"
            ),
            models.CheckConstraint(condition=~Q(operator="grade_gte") | ~Q(grade=""), name="target_grade_named"),
        ]

    @property
    def unit(self) -> Unit:
        return self.plan.unit

    @property
    def rule(self) -> TargetRule:
        """What must be reached, as the engine compares it."""
        return TargetRule(Operator(self.operator), self.low, self.high, self.unit_of_measure, self.grade)

    @property
    def threshold(self) -> str:
        """What must be reached in a few words: «≥ 99%», «giảm 30% – 50%»…"""
        return target_words(self.rule)

    def __str__(self) -> str:
        return f"{self.code} {self.label}"[:80]


class TargetReport(models.Model):
    """What is known of a target that no indicator measures: a grade, a rank, or whether the work is done.

    It names its target by campaign and code, so that it stays with the target when the plan is amended.
    """

    campaign = models.ForeignKey(Campaign, verbose_name="phong trào", on_delete=models.PROTECT, related_name="reports")
    target_code = NormalisedCharField("mã chỉ tiêu", max_length=20)
    year = models.PositiveSmallIntegerField("năm")
    value = FixedPointField("giá trị", places=4, null=True, blank=True)
    grade = NormalisedCharField("mức xếp loại", max_length=30, blank=True)
    is_done = models.BooleanField("đã hoàn thành", null=True, blank=True)
    source_note = NormalisedTextField("nguồn, diễn giải")
    reported_at = models.DateTimeField("ghi lúc")
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người ghi", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "kết quả chỉ tiêu"
        verbose_name_plural = "kết quả chỉ tiêu"
        ordering = ["campaign", "target_code", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "target_code", "year"], name="target_report_once_a_year"),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(grade="") | Q(is_done__isnull=False),
                name="target_report_says_something",
            ),
        ]

    @property
    def unit(self) -> Unit:
        return self.campaign.unit

    def __str__(self) -> str:
        return f"{self.target_code} năm {self.year}"
