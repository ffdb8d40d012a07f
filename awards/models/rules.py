"""The law as data: instruments, base salaries, titles and forms, and their dated rules."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from awards.enums import Decider, Family, VoteBase
from campaigns.enums import SubjectKind
from core.fields import FixedPointField, NormalisedCharField, NormalisedTextField

fraction = RegexValidator(r"^\d{1,4}(/[1-9]\d{0,3})?$", "Ghi dạng phân số, ví dụ 4/5.")


class LegalInstrument(models.Model):
    """A law or decree with the time it is in force."""

    code = models.SlugField("mã", max_length=40, unique=True)
    name = NormalisedCharField("tên văn bản", max_length=200)
    valid_from = models.DateField("có hiệu lực từ")
    valid_to = models.DateField("đến hết", null=True, blank=True)
    note = NormalisedTextField("ghi chú", blank=True)

    class Meta:
        verbose_name = "văn bản pháp luật"
        verbose_name_plural = "văn bản pháp luật"
        ordering = ["valid_from", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="instrument_dates_in_order",
            ),
        ]

    @property
    def is_law(self) -> bool:
        """Whether it is a law, which stands before decrees where both are cited."""
        return self.name.startswith("Luật")

    def __str__(self) -> str:
        return self.name


class BaseSalary(models.Model):
    """Lương cơ sở in đồng a month, from a day until the next row."""

    valid_from = models.DateField("áp dụng từ", unique=True)
    amount = models.PositiveIntegerField("mức lương cơ sở (đồng)")
    source = NormalisedCharField("căn cứ", max_length=200)

    class Meta:
        verbose_name = "mức lương cơ sở"
        verbose_name_plural = "mức lương cơ sở"
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return f"{self.amount} ({self.source})"


class Award(models.Model):
    """An emulation title or a form of commendation."""

    code = models.CharField("mã", max_length=20, unique=True)
    name = NormalisedCharField("tên", max_length=120)
    family = models.CharField("loại", max_length=5, choices=Family)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "danh hiệu, hình thức khen thưởng"
        verbose_name_plural = "danh hiệu, hình thức khen thưởng"
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class AwardRule(models.Model):
    """What one award asks of one kind of subject in a span of time.

    ``conditions`` hold what ``awards.eligibility.condition_from`` reads; ``components`` are ``[code, name]`` pairs;
    ``threshold`` and ``quorum`` are exact fractions such as 4/5. ``multiplier`` times the base salary is the prize.
    """

    award = models.ForeignKey(
        Award, verbose_name="danh hiệu, hình thức", on_delete=models.CASCADE, related_name="rules"
    )
    subject_kind = models.CharField("đối tượng", max_length=12, choices=SubjectKind)
    valid_from = models.DateField("áp dụng từ")
    valid_to = models.DateField("đến hết", null=True, blank=True)
    legal_source = NormalisedCharField("căn cứ", max_length=200)
    decider = models.CharField("thẩm quyền quyết định", max_length=16, choices=Decider)
    multiplier = FixedPointField("hệ số tiền thưởng", places=2)
    threshold = models.CharField("ngưỡng thông qua", max_length=9, validators=[fraction])
    is_strict = models.BooleanField("phải vượt quá ngưỡng", default=False)
    vote_base = models.CharField("tính trên", max_length=16, choices=VoteBase, default=VoteBase.ALL_MEMBERS)
    quorum = models.CharField("tỷ lệ dự họp tối thiểu", max_length=9, validators=[fraction], default="2/3")
    vote_source = NormalisedCharField("căn cứ biểu quyết", max_length=200)
    components = models.JSONField("thành phần hồ sơ", default=list)
    conditions = models.JSONField("điều kiện", default=list)

    class Meta:
        verbose_name = "quy định khen thưởng"
        verbose_name_plural = "quy định khen thưởng"
        ordering = ["award", "subject_kind", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["award", "subject_kind", "valid_from"], name="award_rule_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="award_rule_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award} – {self.get_subject_kind_display()}"
