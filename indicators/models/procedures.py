"""Administrative procedures (TTHC) and the monthly counts of their case files."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from core.fields import NormalisedCharField
from indicators.enums import CountOrigin


class ProcedureTerms(models.Model):
    """What figures of procedures are computed from; times in working days."""

    statutory_days = models.PositiveSmallIntegerField("thời hạn theo quy định (ngày làm việc)")
    promised_days = models.PositiveSmallIntegerField("thời hạn cam kết (ngày làm việc)")
    has_fee = models.BooleanField("có nghĩa vụ tài chính", default=False)
    pays_online = models.BooleanField("đã triển khai thanh toán trực tuyến", default=False)
    published_on_time = models.BooleanField("đã công khai kịp thời", default=True)
    is_online = models.BooleanField("cung cấp trực tuyến", default=False)
    is_on_national_portal = models.BooleanField("đã tích hợp Cổng Dịch vụ công quốc gia", default=False)
    promised_on = models.DateField("cam kết từ ngày", null=True, blank=True)
    online_from = models.DateField("cung cấp trực tuyến từ ngày", null=True, blank=True)
    """Cases of the months before, and of one in which it began later than on its first day, count as not offered."""

    class Meta:
        abstract = True

    def is_offered_on(self, day: date) -> bool:
        """Whether it is offered online on a day, as far as these terms tell."""
        return self.is_online and (self.online_from is None or self.online_from <= day)


TERMS = tuple(field.name for field in ProcedureTerms._meta.local_fields)


class Procedure(ProcedureTerms):
    """A procedure that a centre handles, with its statutory and promised processing time as they are now."""

    centre = models.ForeignKey(Unit, verbose_name="trung tâm", on_delete=models.PROTECT, related_name="procedures")
    code = models.CharField("mã thủ tục", max_length=40)
    name = NormalisedCharField("tên thủ tục", max_length=300)
    field = NormalisedCharField("lĩnh vực", max_length=120)
    decision = NormalisedCharField("quyết định công bố", max_length=200, blank=True)
    abolished_from = models.PositiveSmallIntegerField("bãi bỏ từ năm", null=True, blank=True)
    """From this year on it counts in no list; what it was before stays counted."""

    class Meta:
        verbose_name = "thủ tục hành chính"
        verbose_name_plural = "thủ tục hành chính"
        ordering = ["field", "code"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "code"], name="procedure_code_once_per_centre"),
            models.CheckConstraint(
                condition=Q(statutory_days__gt=0, promised_days__gt=0), name="procedure_days_positive"
            ),
        ]

    @property
    def unit(self) -> Unit:
        return self.centre

    def terms_in(self, year: int) -> ProcedureTerms | None:
        """The terms that figures of a year are computed from; None while it was not listed. Reads ``past`` at once."""
        if self.abolished_from is not None and year >= self.abolished_from:
            return None
        kept = [past for past in self.past.all() if past.until_year >= year]
        if not kept:
            return self
        oldest = min(kept, key=lambda past: past.until_year)
        return oldest if oldest.is_listed else None

    def days_on(self, day: date) -> int:
        """Working days that were promised on a day: by the newest promise in force then, else the statutory time."""
        terms = self.terms_in(day.year) or self
        older = sorted(
            (past for past in self.past.all() if past.until_year < day.year and past.is_listed),
            key=lambda past: -past.until_year,
        )
        in_force = (each for each in (terms, *older) if each.promised_on is None or each.promised_on <= day)
        return next((each.promised_days for each in in_force), terms.statutory_days)

    def days_of_change(self) -> set[date]:
        """The days from which on ``days_on`` may tell another number."""
        past = list(self.past.all())
        promised = {terms.promised_on for terms in (self, *past) if terms.promised_on is not None}
        return promised | {date(each.until_year + 1, 1, 1) for each in past}

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ProcedurePast(ProcedureTerms):
    """The terms of a procedure until the end of a year, kept when they were changed for later years."""

    procedure = models.ForeignKey(Procedure, verbose_name="thủ tục", on_delete=models.CASCADE, related_name="past")
    until_year = models.PositiveSmallIntegerField("đến hết năm")
    is_listed = models.BooleanField("có trong danh mục", default=True)

    class Meta:
        verbose_name = "thủ tục hành chính trước đây"
        verbose_name_plural = "thủ tục hành chính trước đây"
        ordering = ["procedure", "until_year"]
        constraints = [models.UniqueConstraint(fields=["procedure", "until_year"], name="procedure_past_once_per_year")]

    def __str__(self) -> str:
        return f"{self.procedure} – đến hết năm {self.until_year}"


class ProcedureCount(models.Model):
    """Case files of one procedure, or of one field, at one unit in one month.

    finished = early + on time + late; what is pending at the end of the month is in time or overdue. The same month may
    be told by several origins, of which one counts (``selectors.case_counts``).
    """

    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="procedure_counts")
    procedure = models.ForeignKey(
        Procedure, verbose_name="thủ tục", null=True, blank=True, on_delete=models.PROTECT, related_name="counts"
    )
    field = NormalisedCharField("lĩnh vực", max_length=120, blank=True)
    """Of counts that are not told by procedure."""
    origin = models.CharField("từ", max_length=8, choices=CountOrigin, default=CountOrigin.TYPED)
    case_import = models.ForeignKey(
        "indicators.CaseImport",
        verbose_name="lần nhập",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="counts",
    )
    year = models.PositiveSmallIntegerField("năm")
    month = models.PositiveSmallIntegerField("tháng")
    carried_over = models.PositiveIntegerField("kỳ trước chuyển qua", default=0)
    received_direct = models.PositiveIntegerField("tiếp nhận trực tiếp, bưu chính", default=0)
    received_online = models.PositiveIntegerField("tiếp nhận trực tuyến", default=0)
    finished_early = models.PositiveIntegerField("giải quyết trước hạn", default=0)
    finished_on_time = models.PositiveIntegerField("giải quyết đúng hạn", default=0)
    finished_late = models.PositiveIntegerField("giải quyết quá hạn", default=0)
    closed_without_result = models.PositiveIntegerField("từ chối, công dân rút", default=0)
    pending_in_time = models.PositiveIntegerField("đang giải quyết trong hạn", default=0)
    pending_late = models.PositiveIntegerField("đang giải quyết quá hạn", default=0)
    with_fee = models.PositiveIntegerField("hồ sơ phát sinh nghĩa vụ tài chính", default=0)
    paid_online = models.PositiveIntegerField("hồ sơ thanh toán trực tuyến", default=0)
    data_reused = models.PositiveIntegerField("hồ sơ khai thác dữ liệu thay giấy tờ", default=0)
    digitised_reused = models.PositiveIntegerField("hồ sơ dùng lại thành phần đã số hóa", default=0)
    inputs_digitised = models.PositiveIntegerField("đã số hóa thành phần hồ sơ", default=0)
    inputs_on_paper = models.PositiveIntegerField("chưa số hóa thành phần hồ sơ", default=0)
    results_digitised = models.PositiveIntegerField("đã số hóa kết quả", default=0)
    results_on_paper = models.PositiveIntegerField("chưa số hóa kết quả", default=0)
    source_note = NormalisedCharField("nguồn", max_length=200)
    imported_at = models.DateTimeField("nhập lúc")

    class Meta:
        verbose_name = "thống kê hồ sơ TTHC"
        verbose_name_plural = "thống kê hồ sơ TTHC"
        ordering = ["-year", "-month", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "procedure", "year", "month", "origin"],
                condition=Q(procedure__isnull=False),
                name="procedure_count_once_per_month",
            ),
            models.UniqueConstraint(
                fields=["unit", "field", "year", "month", "origin"],
                condition=Q(procedure__isnull=True),
                name="field_count_once_per_month",
            ),
            models.CheckConstraint(condition=Q(month__range=(1, 12)), name="procedure_count_month_exists"),
            # What somebody typed as another system tells it may not add up: it is doubted then, and explained.
            models.CheckConstraint(
                condition=Q(origin=CountOrigin.TYPED)
                | Q(
                    carried_over=F("finished_early")
                    + F("finished_on_time")
                    + F("finished_late")
                    + F("closed_without_result")
                    + F("pending_in_time")
                    + F("pending_late")
                    - F("received_direct")
                    - F("received_online")
                ),
                name="procedure_count_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(origin=CountOrigin.TYPED) | Q(paid_online__lte=F("with_fee")),
                name="procedure_count_paid_at_most_due",
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
        return f"{self.procedure or self.field} – {self.unit} – {self.month}/{self.year}"
