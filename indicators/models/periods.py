"""Months whose figures are closed, and answers to doubts about figures."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from core.fields import NormalisedTextField
from indicators.enums import PeriodState


class FigurePeriod(models.Model):
    """A month of a centre. While it is closed none of its figures can be entered, imported or undone.

    A month without a row is open. Quarters and years are closed with their last month.
    """

    centre = models.ForeignKey(Unit, verbose_name="trung tâm", on_delete=models.PROTECT, related_name="figure_periods")
    year = models.PositiveSmallIntegerField("năm")
    month = models.PositiveSmallIntegerField("tháng")
    state = models.CharField("trạng thái", max_length=8, choices=PeriodState, default=PeriodState.OPEN)
    closed_at = models.DateTimeField("khóa lúc", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người khóa",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reopened_at = models.DateTimeField("mở lại lúc", null=True, blank=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người mở lại",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = "kỳ số liệu"
        verbose_name_plural = "kỳ số liệu"
        ordering = ["-year", "-month"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "year", "month"], name="figure_period_once"),
            models.CheckConstraint(condition=Q(month__range=(1, 12)), name="figure_period_month_exists"),
            models.CheckConstraint(
                condition=Q(state=PeriodState.OPEN)
                | Q(state=PeriodState.CLOSED, closed_at__isnull=False)
                | Q(state=PeriodState.REOPENED, reopened_at__isnull=False),
                name="figure_period_state_has_time",
            ),
        ]

    @property
    def unit(self) -> Unit:
        return self.centre

    @property
    def is_closed(self) -> bool:
        return self.state == PeriodState.CLOSED

    def __str__(self) -> str:
        return f"Tháng {self.month}/{self.year} – {self.centre}"


class DoubtAnswer(models.Model):
    """A unit's reason for a figure that a sanity check doubts; it holds while the doubted numbers stay the same."""

    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="doubt_answers")
    check_code = models.CharField("phép kiểm", max_length=30)
    subject = models.CharField("đối tượng", max_length=80)
    """What is doubted: the code of an indicator, or of a kind of count."""
    year = models.PositiveSmallIntegerField("năm")
    month = models.PositiveSmallIntegerField("tháng")
    fingerprint = models.CharField("mã băm số liệu", max_length=64)
    reason = NormalisedTextField("lý do")
    answered_at = models.DateTimeField("trả lời lúc")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người trả lời", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "giải thích số liệu"
        verbose_name_plural = "giải thích số liệu"
        ordering = ["-year", "-month", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "check_code", "subject", "year", "month"], name="doubt_answer_once"
            ),
            models.CheckConstraint(condition=Q(month__range=(0, 12)), name="doubt_answer_month_exists"),
            models.CheckConstraint(condition=~Q(reason=""), name="doubt_answer_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} – {self.unit} – {self.month}/{self.year}"
