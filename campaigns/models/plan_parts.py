"""The lists that belong to a plan beside its sections: bases, subjects, duties, recipients, acknowledgements."""

from django.conf import settings
from django.db import models

from accounts.models import Unit
from campaigns.enums import BasisKind, SubjectKind
from campaigns.models.plans import Plan
from core.fields import NormalisedCharField, NormalisedTextField


class LegalBasis(models.Model):
    """A document that the plan rests on or carries out, as one line of the document."""

    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="bases")
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    kind = models.CharField("loại", max_length=12, choices=BasisKind, default=BasisKind.BASIS)
    text = NormalisedTextField("nội dung")
    is_printed = models.BooleanField(
        "in thành dòng căn cứ", default=True, help_text="Bỏ chọn khi căn cứ đã nằm trong lời văn."
    )

    class Meta:
        verbose_name = "căn cứ"
        verbose_name_plural = "căn cứ"
        ordering = ["plan", "position", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


class EligibleSubject(models.Model):
    """Who may compete (đối tượng thi đua)."""

    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="subjects")
    kind = models.CharField("loại", max_length=12, choices=SubjectKind)
    definition = NormalisedTextField("xác định")
    reform_workers_only = models.BooleanField("chỉ người trực tiếp làm cải cách hành chính", default=False)

    class Meta:
        verbose_name = "đối tượng thi đua"
        verbose_name_plural = "đối tượng thi đua"
        ordering = ["plan", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.definition}"[:80]


class Duty(models.Model):
    """What a unit, or a group of units named in words, has to do under the plan."""

    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="duties")
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    responsible = NormalisedCharField("bên thực hiện", max_length=200)
    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = NormalisedTextField("nhiệm vụ")

    class Meta:
        verbose_name = "trách nhiệm"
        verbose_name_plural = "trách nhiệm"
        ordering = ["plan", "position", "pk"]

    def __str__(self) -> str:
        return f"{self.responsible}: {self.text}"[:80]


class Recipient(models.Model):
    """One line of nơi nhận."""

    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="recipients")
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    text = NormalisedCharField("nơi nhận", max_length=200)

    class Meta:
        verbose_name = "nơi nhận"
        verbose_name_plural = "nơi nhận"
        ordering = ["plan", "position", "pk"]

    def __str__(self) -> str:
        return self.text


class Acknowledgement(models.Model):
    """A unit confirms that it has received the plan."""

    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="acknowledgements")
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người nhận", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "xác nhận đã nhận"
        verbose_name_plural = "xác nhận đã nhận"
        constraints = [models.UniqueConstraint(fields=["plan", "unit"], name="acknowledgement_once_per_unit")]

    def __str__(self) -> str:
        return f"{self.unit} – {self.plan}"
