"""Satisfaction: surveys with their places and codes, and monthly counts of surveys held elsewhere."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from core.fields import FixedPointField, NormalisedCharField
from indicators.enums import SurveyKind, SurveyState
from indicators.models.questionnaires import Questionnaire


class Survey(models.Model):
    """One round of a questionnaire at a centre: from when to when, where, and how many answers it needs."""

    centre = models.ForeignKey(Unit, verbose_name="trung tâm", on_delete=models.PROTECT, related_name="surveys")
    questionnaire = models.ForeignKey(
        Questionnaire, verbose_name="phiếu", on_delete=models.PROTECT, related_name="surveys"
    )
    title = NormalisedCharField("tên đợt khảo sát", max_length=200)
    opens_on = models.DateField("từ ngày")
    closes_on = models.DateField("đến hết ngày")
    population = models.PositiveIntegerField("số lượt giao dịch dự kiến (N)", default=0)
    margin = FixedPointField("sai số cho phép (%)", places=2, default=5)
    target = models.PositiveIntegerField("số phiếu cần đạt", default=0)
    """At least n = N / (1 + N·e²) where N is known; the office may ask for more."""
    shown_from = models.PositiveSmallIntegerField(
        "số phiếu ít nhất để công khai", default=10, validators=[MinValueValidator(1)]
    )
    needs_code = models.BooleanField("mỗi người một mã", default=False)
    is_published = models.BooleanField("công khai kết quả", default=False)
    """Whether the page of results without an account answers; ``results_token`` is its address."""
    results_token = models.CharField("mã trang kết quả", max_length=16, blank=True)
    state = models.CharField("trạng thái", max_length=6, choices=SurveyState, default=SurveyState.DRAFT)
    opened_at = models.DateTimeField("mở lúc", null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người mở",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    closed_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người kết thúc",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = "đợt khảo sát"
        verbose_name_plural = "các đợt khảo sát"
        ordering = ["-opens_on", "title"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="survey_dates_in_order"),
            models.CheckConstraint(condition=Q(margin__gt=0), name="survey_margin_positive"),
            models.UniqueConstraint(
                fields=["results_token"], condition=~Q(results_token=""), name="survey_results_token_once"
            ),
            models.CheckConstraint(
                condition=Q(is_published=False) | ~Q(results_token=""), name="survey_published_has_address"
            ),
            models.CheckConstraint(
                condition=Q(state=SurveyState.DRAFT, opened_at__isnull=True)
                | (~Q(state=SurveyState.DRAFT) & Q(opened_at__isnull=False)),
                name="survey_opened_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state=SurveyState.CLOSED, closed_at__isnull=False)
                | (~Q(state=SurveyState.CLOSED) & Q(closed_at__isnull=True)),
                name="survey_closed_has_time",
            ),
        ]

    @property
    def unit(self) -> Unit:
        return self.centre

    def __str__(self) -> str:
        return self.title


class ServicePoint(models.Model):
    """A place of a survey with a link, a poster and a kiosk of its own; its answers belong to its unit."""

    survey = models.ForeignKey(Survey, verbose_name="đợt khảo sát", on_delete=models.CASCADE, related_name="points")
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="service_points")
    name = NormalisedCharField("điểm phục vụ", max_length=120)
    token = models.CharField("mã đường dẫn", max_length=16, unique=True)
    target = models.PositiveIntegerField("số phiếu cần đạt", default=0)
    kiosk_pin = models.CharField("mã PIN của máy (băm)", max_length=128, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "điểm phục vụ"
        verbose_name_plural = "điểm phục vụ"
        ordering = ["survey", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["survey", "unit", "name"], name="service_point_once_per_survey")]

    def __str__(self) -> str:
        return f"{self.name} – {self.unit}"


class AnswerCode(models.Model):
    """A one-time code: who has it answers once. Only its hash is kept, so nobody can join codes to people later."""

    survey = models.ForeignKey(Survey, verbose_name="đợt khảo sát", on_delete=models.CASCADE, related_name="codes")
    point = models.ForeignKey(
        ServicePoint, verbose_name="điểm phục vụ", null=True, blank=True, on_delete=models.CASCADE, related_name="codes"
    )
    digest = models.CharField("mã băm", max_length=64)
    made_at = models.DateTimeField("lập lúc")

    class Meta:
        verbose_name = "mã trả lời"
        verbose_name_plural = "mã trả lời"
        constraints = [models.UniqueConstraint(fields=["survey", "digest"], name="answer_code_once_per_survey")]

    def __str__(self) -> str:
        return self.digest[:8]


class SurveyCount(models.Model):
    """Answers of one kind of survey at one unit in one month.

    Levels 1–5 as on the Ministry's forms; «did not use» (0) is not counted. ``fully_satisfied`` is the number of forms
    on which every answer is 4 or 5 (hài lòng toàn diện); None where the source does not tell it.
    """

    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="survey_counts")
    kind = models.CharField("loại khảo sát", max_length=12, choices=SurveyKind)
    year = models.PositiveSmallIntegerField("năm")
    month = models.PositiveSmallIntegerField("tháng")
    forms = models.PositiveIntegerField("số phiếu")
    fully_satisfied = models.PositiveIntegerField("số phiếu hài lòng toàn diện", null=True, blank=True)
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
                condition=Q(fully_satisfied__lte=F("forms")), name="survey_count_full_at_most_forms"
            ),
        ]

    @property
    def closing_month(self) -> int:
        """The month whose closing closes these counts: their own."""
        return self.month

    @property
    def period_words(self) -> str:
        """«Tháng 3/2026»."""
        return f"Tháng {self.month}/{self.year}"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.unit} – {self.month}/{self.year}"
