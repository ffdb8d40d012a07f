"""Satisfaction figures: how many answers at each level, by unit, month and kind of survey."""

from django.db import models
from django.db.models import Q

from accounts.models import Unit
from core.fields import NormalisedCharField
from indicators.enums import SurveyKind


class SurveyCount(models.Model):
    """Answers of one kind of survey at one unit in one month.

    Levels 1–5 as on the Ministry's forms; «did not use» (0) is not counted. ``fully_satisfied`` is the number of forms
    on which every answer is 4 or 5 (hài lòng toàn diện).
    """

    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="survey_counts")
    kind = models.CharField("loại khảo sát", max_length=12, choices=SurveyKind)
    year = models.PositiveSmallIntegerField("năm")
    month = models.PositiveSmallIntegerField("tháng")
    forms = models.PositiveIntegerField("số phiếu")
    fully_satisfied = models.PositiveIntegerField("số phiếu hài lòng toàn diện", default=0)
    level_1 = models.PositiveIntegerField("rất không hài lòng", default=0)
    level_2 = models.PositiveIntegerField("không hài lòng", default=0)
    level_3 = models.PositiveIntegerField("bình thường", default=0)
    level_4 = models.PositiveIntegerField("hài lòng", default=0)
    level_5 = models.PositiveIntegerField("rất hài lòng", default=0)
    source_note = NormalisedCharField("nguồn", max_length=200)
    imported_at = models.DateTimeField("nhập lúc")

    class Meta:
        verbose_name = "số liệu khảo sát"
        verbose_name_plural = "số liệu khảo sát"
        ordering = ["-year", "-month", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "year", "month"], name="survey_count_once_per_month"),
            models.CheckConstraint(condition=Q(month__range=(1, 12)), name="survey_count_month_exists"),
            models.CheckConstraint(
                condition=Q(fully_satisfied__lte=models.F("forms")), name="survey_count_full_at_most_forms"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.unit} – {self.month}/{self.year}"
