"""Nominations of a year, dossiers, and the papers that make a dossier complete."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Person, Unit
from awards.enums import AwardRoundKind, AwardRoundState, DossierState
from awards.models.facts import Initiative
from awards.models.rules import Award, AwardRule
from campaigns.enums import SubjectKind
from campaigns.models import Round
from core.fields import NormalisedCharField, NormalisedTextField
from core.text import search_key

LIVING = Q(state__in=[state for state in DossierState if state not in (DossierState.WITHDRAWN, DossierState.REVOKED)])


class AwardRound(models.Model):
    """The office's call for nominations: which awards, by when, on the result of which emulation round."""

    unit = models.ForeignKey(Unit, verbose_name="trung tâm", on_delete=models.PROTECT, related_name="award_rounds")
    round = models.ForeignKey(
        Round, verbose_name="đợt thi đua", null=True, blank=True, on_delete=models.PROTECT, related_name="award_rounds"
    )
    year = models.PositiveSmallIntegerField("năm")
    kind = models.CharField("loại đợt", max_length=8, choices=AwardRoundKind, default=AwardRoundKind.ANNUAL)
    name = NormalisedCharField("tên đợt xét", max_length=200)
    opens_on = models.DateField("nhận hồ sơ từ")
    closes_on = models.DateField("hạn nộp hồ sơ")
    awards = models.ManyToManyField(Award, verbose_name="danh hiệu, hình thức xét", related_name="award_rounds")
    state = models.CharField("trạng thái", max_length=6, choices=AwardRoundState, default=AwardRoundState.OPEN)
    closed_at = models.DateTimeField("khép lúc", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người khép", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "đợt xét khen thưởng"
        verbose_name_plural = "đợt xét khen thưởng"
        ordering = ["-year", "-opens_on", "name"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "name"], name="award_round_once"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="award_round_dates_in_order"),
        ]

    def __str__(self) -> str:
        return self.name


class Dossier(models.Model):
    """One proposal to award one subject. ``unit`` is the proposing unit, and the subject itself for a collective.

    ``eligibility`` keeps the assessment as it was on submission; ``judgements`` what the unit's meeting concluded.
    """

    reference = models.UUIDField("mã tham chiếu", default=uuid.uuid4, unique=True, editable=False)
    award_round = models.ForeignKey(
        AwardRound, verbose_name="đợt xét", on_delete=models.PROTECT, related_name="dossiers"
    )
    award = models.ForeignKey(Award, verbose_name="danh hiệu, hình thức", on_delete=models.PROTECT, related_name="+")
    rule = models.ForeignKey(AwardRule, verbose_name="quy định áp dụng", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="dossiers")
    subject_kind = models.CharField("đối tượng", max_length=12, choices=SubjectKind)
    person = models.ForeignKey(
        Person, verbose_name="cá nhân", null=True, blank=True, on_delete=models.PROTECT, related_name="dossiers"
    )
    year = models.PositiveSmallIntegerField("năm")
    state = models.CharField("trạng thái", max_length=12, choices=DossierState, default=DossierState.DRAFT)
    situation = NormalisedTextField("sơ lược đặc điểm, lý lịch", blank=True)
    results = NormalisedTextField("thành tích đạt được", blank=True)
    past_awards = NormalisedTextField("các hình thức đã được khen thưởng", blank=True)
    citation = NormalisedCharField("thành tích ghi trong quyết định", max_length=300, blank=True)
    met_on = models.DateField("ngày họp bình xét", null=True, blank=True)
    met_present = models.PositiveSmallIntegerField("số người dự họp", null=True, blank=True)
    met_in_favour = models.PositiveSmallIntegerField("số người đồng ý", null=True, blank=True)
    judgements = models.JSONField("kết luận của hội nghị", default=dict, blank=True)
    eligibility = models.JSONField("kết quả kiểm tra điều kiện khi nộp", default=dict, blank=True)
    initiatives = models.ManyToManyField(
        Initiative, verbose_name="sáng kiến sử dụng", through="InitiativeUse", related_name="dossiers"
    )
    version = models.PositiveIntegerField("lần sửa", default=0)
    supplements = models.PositiveSmallIntegerField("số lần yêu cầu bổ sung", default=0)
    appraisal = NormalisedTextField("ý kiến thẩm định", blank=True)
    created_at = models.DateTimeField("lập lúc")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người lập", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    submitted_at = models.DateTimeField("nộp lúc", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người nộp", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    appraised_at = models.DateTimeField("thẩm định lúc", null=True, blank=True)
    appraised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người thẩm định", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state_since = models.DateTimeField("ở trạng thái này từ")
    search_key = models.CharField(max_length=500, editable=False, db_index=True)
    sort_key = models.CharField(max_length=800, editable=False)

    class Meta:
        verbose_name = "hồ sơ khen thưởng"
        verbose_name_plural = "hồ sơ khen thưởng"
        ordering = ["-year", "award__position", "unit__position", "sort_key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(subject_kind=SubjectKind.COLLECTIVE, person__isnull=True)
                | Q(subject_kind=SubjectKind.INDIVIDUAL, person__isnull=False),
                name="dossier_person_agrees_with_kind",
            ),
            models.UniqueConstraint(
                fields=["award_round", "award", "person"],
                condition=Q(person__isnull=False) & LIVING,
                name="dossier_once_a_person",
            ),
            models.UniqueConstraint(
                fields=["award_round", "award", "unit"],
                condition=Q(person__isnull=True) & LIVING,
                name="dossier_once_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(met_in_favour__isnull=True) | Q(met_in_favour__lte=F("met_present")),
                name="dossier_meeting_votes_in_range",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[DossierState.DRAFT, DossierState.WITHDRAWN]) | Q(submitted_at__isnull=False),
                name="dossier_submitted_is_stamped",
            ),
        ]

    @property
    def subject_name(self) -> str:
        """Whose dossier it is: the person's or the unit's full name."""
        return self.person.full_name if self.person else self.unit.name

    def __str__(self) -> str:
        return f"{self.award.name} năm {self.year} – {self.subject_name}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.search_key = search_key(f"{self.subject_name} {self.unit.name} {self.award.name}")
        self.sort_key = self.person.sort_key if self.person else self.unit.sort_key
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_key", "sort_key"}  # type: ignore[misc]
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class InitiativeUse(models.Model):
    """Which dossier spends which initiative: once for one family of awards only."""

    initiative = models.ForeignKey(Initiative, verbose_name="sáng kiến", on_delete=models.PROTECT, related_name="uses")
    dossier = models.ForeignKey(Dossier, verbose_name="hồ sơ", on_delete=models.CASCADE, related_name="initiative_uses")

    class Meta:
        verbose_name = "sử dụng sáng kiến"
        verbose_name_plural = "sử dụng sáng kiến"
        constraints = [models.UniqueConstraint(fields=["initiative", "dossier"], name="initiative_use_once")]

    def __str__(self) -> str:
        return f"{self.initiative} – {self.dossier}"


def component_path(instance: "ComponentFile", filename: str) -> str:
    """Where an uploaded paper lies: random, with nothing of the person's file name."""
    return f"dossiers/{instance.dossier.reference}/{uuid.uuid4().hex}"


class ComponentFile(models.Model):
    """One uploaded paper of one required component."""

    dossier = models.ForeignKey(Dossier, verbose_name="hồ sơ", on_delete=models.CASCADE, related_name="files")
    component = models.CharField("thành phần", max_length=40)
    file = models.FileField("tệp", upload_to=component_path, max_length=200)
    name = NormalisedCharField("tên tệp", max_length=150)
    content_type = models.CharField("kiểu", max_length=100)
    size = models.PositiveIntegerField("kích thước (byte)")
    sha256 = models.CharField("mã băm", max_length=64)
    pages = models.PositiveIntegerField("số trang", null=True, blank=True)
    uploaded_at = models.DateTimeField("tải lên lúc")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người tải lên", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "tệp thành phần hồ sơ"
        verbose_name_plural = "tệp thành phần hồ sơ"
        ordering = ["dossier", "component", "uploaded_at"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "component", "sha256"], name="component_file_once"),
        ]

    @property
    def unit(self) -> Unit:
        return self.dossier.unit

    def __str__(self) -> str:
        return self.name


class DossierNote(models.Model):
    """A message between the unit and the office; internal ones are for the office only."""

    dossier = models.ForeignKey(Dossier, verbose_name="hồ sơ", on_delete=models.CASCADE, related_name="notes")
    text = NormalisedTextField("nội dung")
    is_internal = models.BooleanField("chỉ nội bộ phòng Tổ chức - Hành chính", default=False)
    written_at = models.DateTimeField("viết lúc")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người viết", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "trao đổi về hồ sơ"
        verbose_name_plural = "trao đổi về hồ sơ"
        ordering = ["written_at", "pk"]

    @property
    def unit(self) -> Unit:
        return self.dossier.unit

    def __str__(self) -> str:
        return self.text[:80]
