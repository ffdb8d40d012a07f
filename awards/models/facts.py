"""Facts that decide who is eligible and that no other app keeps: ratings, discipline, initiatives."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Person, Unit
from awards.enums import DisciplineMeasure, InitiativeKind, InitiativeScope, Level
from core.fields import NormalisedCharField, NormalisedTextField


class PerformanceRating(models.Model):
    """The legal performance level of a person or a unit for a year; the campaign's score feeds it but is not it."""

    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="ratings")
    person = models.ForeignKey(
        Person, verbose_name="cá nhân", null=True, blank=True, on_delete=models.PROTECT, related_name="ratings"
    )
    year = models.PositiveSmallIntegerField("năm")
    level = models.CharField("mức xếp loại", max_length=4, choices=Level)
    source = NormalisedCharField("văn bản xếp loại", max_length=200)
    decided_on = models.DateField("ngày xếp loại")
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người ghi", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "kết quả xếp loại"
        verbose_name_plural = "kết quả xếp loại"
        ordering = ["-year", "unit", "person"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "year"], condition=Q(person__isnull=False), name="rating_person_once_a_year"
            ),
            models.UniqueConstraint(
                fields=["unit", "year"], condition=Q(person__isnull=True), name="rating_unit_once_a_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.unit} – {self.year}: {self.get_level_display()}"


class DisciplineRecord(models.Model):
    """A disciplinary matter of a person: open while it is being verified, then a measure or a clearance."""

    person = models.ForeignKey(Person, verbose_name="cá nhân", on_delete=models.PROTECT, related_name="discipline")
    measure = models.CharField("hình thức", max_length=12, choices=DisciplineMeasure)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày", null=True, blank=True)
    source = NormalisedCharField("văn bản", max_length=200)
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người ghi", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "vụ việc kỷ luật"
        verbose_name_plural = "vụ việc kỷ luật"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="discipline_dates_in_order"
            ),
        ]

    @property
    def unit(self) -> Unit:
        return self.person.unit

    def __str__(self) -> str:
        return f"{self.person}: {self.get_measure_display()}"


class Initiative(models.Model):
    """A recognised initiative, or an accepted science topic (Nghị định 13/2012/NĐ-CP)."""

    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="initiatives")
    title = NormalisedCharField("tên sáng kiến, đề tài", max_length=300)
    kind = models.CharField("loại", max_length=12, choices=InitiativeKind)
    scope = models.CharField("phạm vi ảnh hưởng", max_length=12, choices=InitiativeScope)
    year = models.PositiveSmallIntegerField("năm công nhận")
    decision_number = NormalisedCharField("số quyết định công nhận", max_length=40)
    decided_on = models.DateField("ngày công nhận")
    benefit = NormalisedTextField("hiệu quả", blank=True)

    class Meta:
        verbose_name = "sáng kiến"
        verbose_name_plural = "sáng kiến"
        ordering = ["-year", "title"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "decision_number", "title"], name="initiative_recognised_once"),
        ]

    def __str__(self) -> str:
        return self.title


class InitiativeAuthor(models.Model):
    """An author with the share of the work in per cent."""

    initiative = models.ForeignKey(
        Initiative, verbose_name="sáng kiến", on_delete=models.CASCADE, related_name="authors"
    )
    person = models.ForeignKey(Person, verbose_name="tác giả", on_delete=models.PROTECT, related_name="authorships")
    share = models.PositiveSmallIntegerField("tỷ lệ đóng góp (%)", default=100)

    class Meta:
        verbose_name = "tác giả sáng kiến"
        verbose_name_plural = "tác giả sáng kiến"
        ordering = ["initiative", "-share", "person"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "person"], name="initiative_author_once"),
            models.CheckConstraint(condition=Q(share__gte=1, share__lte=100), name="initiative_share_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.share}%)"
