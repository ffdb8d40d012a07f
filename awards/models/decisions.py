"""Decisions with their lists, and the register of honours (sổ vàng) from which certificates are made."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Person, Unit
from awards.enums import DecisionState
from awards.models.council import Session
from awards.models.dossiers import AwardRound, Dossier
from awards.models.rules import Award
from campaigns.enums import SubjectKind
from campaigns.models import RegisterEntry
from core.fields import NormalisedCharField, NormalisedTextField
from core.text import search_key

# Without characters that people confuse when they read a printed code aloud or type it.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 10


def new_code() -> str:
    """A code that nobody can guess: 31**10 possibilities."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


class Decision(models.Model):
    """Quyết định khen thưởng: a draft without number and date, then signed with both."""

    unit = models.ForeignKey(Unit, verbose_name="trung tâm", on_delete=models.PROTECT, related_name="award_decisions")
    award_round = models.ForeignKey(
        AwardRound, verbose_name="đợt xét", on_delete=models.PROTECT, related_name="decisions"
    )
    session = models.ForeignKey(
        Session, verbose_name="phiên họp", null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    title = NormalisedCharField("trích yếu", max_length=300)
    achievement = NormalisedCharField("thành tích", max_length=300)
    bases = NormalisedTextField("căn cứ", help_text="Mỗi căn cứ một dòng.")
    state = models.CharField("trạng thái", max_length=7, choices=DecisionState, default=DecisionState.DRAFT)
    entry = models.OneToOneField(
        RegisterEntry, verbose_name="số văn bản", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_on = models.DateField("ngày ký", null=True, blank=True)
    signer_name = NormalisedCharField("người ký", max_length=100, blank=True)
    signer_title = NormalisedCharField("chức vụ người ký", max_length=100, blank=True)
    code = models.CharField("mã xác nhận", max_length=12, unique=True, default=new_code)
    drafted_at = models.DateTimeField("soạn lúc")
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người soạn", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    signed_at = models.DateTimeField("ký lúc", null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người ký", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    revoked_at = models.DateTimeField("hủy lúc", null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người hủy", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    revocation_reason = NormalisedTextField("lý do hủy", blank=True)

    class Meta:
        verbose_name = "quyết định khen thưởng"
        verbose_name_plural = "quyết định khen thưởng"
        ordering = [F("signed_on").desc(nulls_first=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=DecisionState.DRAFT, entry__isnull=True, signed_on__isnull=True)
                | (~Q(state=DecisionState.DRAFT) & Q(entry__isnull=False, signed_on__isnull=False)),
                name="decision_signed_has_number_and_date",
            ),
        ]

    @property
    def number_and_symbol(self) -> str:
        """«12/QĐ-TTYT», empty in a draft."""
        return self.entry.number_and_symbol if self.entry else ""

    def __str__(self) -> str:
        return f"Quyết định {self.number_and_symbol or '(dự thảo)'} {self.title}"


class DecisionLine(models.Model):
    """One subject of a decision. ``prize`` is what the award is worth, ``paid`` what is paid (đồng)."""

    decision = models.ForeignKey(Decision, verbose_name="quyết định", on_delete=models.CASCADE, related_name="lines")
    dossier = models.ForeignKey(Dossier, verbose_name="hồ sơ", on_delete=models.PROTECT, related_name="decision_lines")
    position = models.PositiveSmallIntegerField("thứ tự")
    prize = models.PositiveIntegerField("tiền thưởng (đồng)", null=True, blank=True)
    paid = models.PositiveIntegerField("số tiền chi (đồng)", null=True, blank=True)
    arithmetic = NormalisedCharField("cách tính", max_length=200, blank=True)

    class Meta:
        verbose_name = "dòng danh sách khen thưởng"
        verbose_name_plural = "danh sách khen thưởng"
        ordering = ["decision", "position"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "dossier"], name="decision_line_once"),
        ]

    @property
    def unit(self) -> Unit:
        return self.decision.unit

    def __str__(self) -> str:
        return str(self.dossier)


class Honour(models.Model):
    """One line of the register of honours: a certificate with its number and code, or an award from before the portal.

    Names are written out because they must stay as they were on the day of the decision.
    """

    unit = models.ForeignKey(Unit, verbose_name="trung tâm", on_delete=models.PROTECT, related_name="honours")
    year = models.PositiveSmallIntegerField("năm khen thưởng")
    register_year = models.PositiveSmallIntegerField("năm vào sổ")
    number = models.PositiveIntegerField("số sổ vàng")
    award = models.ForeignKey(
        Award, verbose_name="danh hiệu, hình thức", on_delete=models.PROTECT, related_name="honours"
    )
    subject_kind = models.CharField("đối tượng", max_length=12, choices=SubjectKind)
    subject_unit = models.ForeignKey(
        Unit, verbose_name="đơn vị của người, tập thể", on_delete=models.PROTECT, related_name="received_honours"
    )
    person = models.ForeignKey(
        Person, verbose_name="cá nhân", null=True, blank=True, on_delete=models.PROTECT, related_name="honours"
    )
    subject_name = NormalisedCharField("người, tập thể được khen", max_length=200)
    unit_name = NormalisedCharField("đơn vị", max_length=200)
    achievement = NormalisedCharField("thành tích", max_length=300, blank=True)
    decision_number = NormalisedCharField("số quyết định", max_length=40)
    decided_on = models.DateField("ngày quyết định")
    decider_name = NormalisedCharField("cấp quyết định", max_length=200)
    amount = models.PositiveIntegerField("tiền thưởng (đồng)", null=True, blank=True)
    line = models.OneToOneField(
        DecisionLine,
        verbose_name="dòng quyết định",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="honour",
    )
    code = models.CharField("mã xác nhận", max_length=12, unique=True, default=new_code)
    issued_at = models.DateTimeField("cấp lúc")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người cấp", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    revoked_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)
    search_key = models.CharField(max_length=600, editable=False, db_index=True)

    class Meta:
        verbose_name = "dòng sổ vàng"
        verbose_name_plural = "sổ vàng"
        ordering = ["-register_year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "register_year", "number"], name="honour_number_once_a_year"),
            models.CheckConstraint(
                condition=Q(subject_kind=SubjectKind.COLLECTIVE, person__isnull=True)
                | Q(subject_kind=SubjectKind.INDIVIDUAL, person__isnull=False),
                name="honour_person_agrees_with_kind",
            ),
        ]

    @property
    def register_number(self) -> str:
        """«012/2026»: the number as it is printed on the certificate."""
        return f"{self.number:03d}/{self.register_year}"

    def __str__(self) -> str:
        return f"{self.register_number}: {self.subject_name} – {self.award}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.search_key = search_key(f"{self.subject_name} {self.unit_name} {self.award.name} {self.decision_number}")
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_key"}  # type: ignore[misc]
        super().save(*args, **kwargs)  # type: ignore[arg-type]
