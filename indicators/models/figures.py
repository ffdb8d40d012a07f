"""The catalogue of what is measured, and figures that people enter with their source."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from core.fields import FixedPointField, NormalisedCharField, NormalisedTextField
from core.formats import vn_exact
from indicators.engine.roll_up import MONTHS_IN_QUARTER, MONTHS_IN_YEAR
from indicators.enums import Direction, Measure, PeriodKind, RollUp, Source


class Indicator(models.Model):
    """Something that a plan, a criterion or a dashboard measures."""

    code = models.SlugField("mã", max_length=60, unique=True)
    name = NormalisedCharField("tên chỉ số", max_length=200)
    definition = NormalisedTextField("định nghĩa", blank=True)
    measure = models.CharField("kiểu số", max_length=12, choices=Measure, default=Measure.PERCENT)
    unit_of_measure = NormalisedCharField("đơn vị tính", max_length=40, default="%")
    direction = models.CharField("chiều tốt", max_length=8, choices=Direction, default=Direction.HIGHER)
    numerator_label = NormalisedCharField("tử số", max_length=200, blank=True)
    denominator_label = NormalisedCharField("mẫu số", max_length=200, blank=True)
    frequency = models.CharField("kỳ số liệu", max_length=8, choices=PeriodKind, default=PeriodKind.MONTH)
    source = models.CharField("nguồn", max_length=12, choices=Source, default=Source.DECLARED)
    roll_up = models.CharField("gộp các tháng", max_length=6, choices=RollUp, default=RollUp.LATEST)
    owner = NormalisedCharField("bộ phận chịu trách nhiệm", max_length=120, blank=True)
    centre = models.ForeignKey(
        Unit, verbose_name="của riêng", null=True, blank=True, on_delete=models.PROTECT, related_name="own_indicators"
    )
    """The centre that added it; None for the shipped catalogue, which everybody shares."""
    is_active = models.BooleanField("đang dùng", default=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "chỉ số"
        verbose_name_plural = "chỉ số"
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class Measurement(models.Model):
    """One declared figure: an indicator of a unit in a period. A rate keeps its numerator and denominator."""

    indicator = models.ForeignKey(
        Indicator, verbose_name="chỉ số", on_delete=models.PROTECT, related_name="measurements"
    )
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="measurements")
    year = models.PositiveSmallIntegerField("năm")
    period_kind = models.CharField("loại kỳ", max_length=8, choices=PeriodKind, default=PeriodKind.MONTH)
    period = models.PositiveSmallIntegerField("kỳ", help_text="Tháng 1–12, quý 1–4, năm 0.", default=0)
    numerator = FixedPointField("tử số", places=4, null=True, blank=True)
    denominator = FixedPointField("mẫu số", places=4, null=True, blank=True)
    value = FixedPointField("giá trị", places=4, null=True, blank=True)
    source_note = NormalisedCharField("nguồn, văn bản", max_length=300)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người nhập", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    entered_at = models.DateTimeField("nhập lúc")
    locked_at = models.DateTimeField("khóa lúc", null=True, blank=True)

    class Meta:
        verbose_name = "số liệu"
        verbose_name_plural = "số liệu"
        ordering = ["indicator", "unit", "year", "period"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "unit", "year", "period_kind", "period"], name="measurement_one_per_period"
            ),
            models.CheckConstraint(
                condition=Q(period_kind=PeriodKind.MONTH, period__range=(1, 12))
                | Q(period_kind=PeriodKind.QUARTER, period__range=(1, 4))
                | Q(period_kind=PeriodKind.YEAR, period=0),
                name="measurement_period_exists",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(numerator__isnull=False, denominator__isnull=False),
                name="measurement_has_a_figure",
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gte=0),
                name="measurement_denominator_not_negative",
            ),
        ]

    @property
    def closing_month(self) -> int:
        """The month whose closing closes this figure: a quarter goes with its last month, a year with December."""
        return {PeriodKind.MONTH: self.period, PeriodKind.QUARTER: self.period * MONTHS_IN_QUARTER}.get(
            PeriodKind(self.period_kind), MONTHS_IN_YEAR
        )

    @property
    def period_words(self) -> str:
        """«Quý 2/2026», «Năm 2026»."""
        kind = self.get_period_kind_display()
        return f"{kind} {self.period}/{self.year}" if self.period else f"{kind} {self.year}"

    @property
    def figure_words(self) -> str:
        """What was declared, with every decimal of it."""
        return figure_words(self.value, self.numerator, self.denominator)

    def __str__(self) -> str:
        return f"{self.indicator} – {self.unit} – {self.get_period_kind_display()} {self.period}/{self.year}"


def figure_words(value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None) -> str:
    """A figure as it was told, every decimal of it: «12,3456», or the two counts of a rate, «0,5 / 2»."""
    if value is not None:
        return vn_exact(value)
    return f"{vn_exact(numerator)} / {vn_exact(denominator)}"
