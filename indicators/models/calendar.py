"""Days that differ from the week: public holidays, and Saturdays and Sundays that are worked instead."""

from django.db import models
from django.db.models import Q

from core.fields import NormalisedCharField
from indicators.enums import DayKind


class CalendarDay(models.Model):
    """One such day, the same for the whole installation (Bộ luật Lao động 2019, Điều 112; yearly notices).

    Without any of them Monday to Friday are worked.
    """

    on = models.DateField("ngày", unique=True)
    kind = models.CharField("loại", max_length=4, choices=DayKind, default=DayKind.OFF)
    name = NormalisedCharField("dịp", max_length=120)
    basis = NormalisedCharField("căn cứ", max_length=200, blank=True)
    is_provisional = models.BooleanField("dự kiến, chưa có thông báo chính thức", default=False)

    class Meta:
        verbose_name = "ngày nghỉ, ngày làm bù"
        verbose_name_plural = "lịch nghỉ và làm bù"
        ordering = ["on"]
        constraints = [
            # 1 is Sunday and 7 is Saturday in the databases' count of the days of a week.
            models.CheckConstraint(
                condition=~Q(kind=DayKind.WORK) | Q(on__week_day__in=(1, 7)), name="calendar_day_worked_on_weekend"
            )
        ]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y} {self.name}"
