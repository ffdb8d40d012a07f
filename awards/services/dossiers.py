"""The department's work on a dossier: nominate, write, attach, submit, withdraw."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person, Unit, User
from accounts.policies import people_with
from awards.enums import AwardRoundState, DossierState
from awards.models import Award, AwardRound, ComponentFile, Dossier, Initiative, InitiativeUse
from awards.roles import APPRAISE_DOSSIER, EDIT_DOSSIER, NOMINATE
from awards.selectors import dossiers as reading
from awards.selectors import eligibility
from awards.selectors.drafts import draft_report
from awards.selectors.rules import rule_on
from awards.services.moves import move
from campaigns.enums import SubjectKind
from core import uploads
from core.errors import DomainError, StaleRecord
from core.services import audit, notifications, stored_files

REPORT_FIELDS = (
    "situation",
    "results",
    "past_awards",
    "citation",
    "met_on",
    "met_present",
    "met_in_favour",
    "judgements",
)


class DossierRefused(DomainError):
    """Something the department cannot do with a dossier now."""


@transaction.atomic
def nominate(
    *, award_round: AwardRound, award: Award, unit: Unit, by: User, at: datetime, person: Person | None = None
) -> Dossier:
    """Make a draft dossier of the own unit, or of a person of the own unit, pre-filled from verified facts."""
    _refuse_nomination(award_round, award, unit, person, by)
    kind = SubjectKind.INDIVIDUAL if person else SubjectKind.COLLECTIVE
    rule = rule_on(award=award, subject_kind=kind, on=award_round.opens_on)
    if rule is None:
        raise DossierRefused(f"“{award.name}” không áp dụng cho {kind.label.lower()}.", field="award")
    dossier = Dossier(
        award_round=award_round,
        award=award,
        rule=rule,
        unit=unit,
        subject_kind=kind,
        person=person,
        year=award_round.year,
        created_at=at,
        created_by=by,
        state_since=at,
    )
    for name, text in draft_report(dossier).items():
        setattr(dossier, name, text)
    try:
        with transaction.atomic():
            dossier.save()
    except IntegrityError as error:
        raise DossierRefused(
            f"{dossier.subject_name} đã có hồ sơ đề nghị “{award.name}” trong đợt này.",
            hint="Mở hồ sơ đã có để sửa.",
            code="twice",
        ) from error
    audit.record(action="awards.dossier.nominate", target=dossier, by=by, at=at, changes={"đợt xét": str(award_round)})
    return dossier


def _refuse_nomination(award_round: AwardRound, award: Award, unit: Unit, person: Person | None, by: User) -> None:
    if not by.has_perm(NOMINATE, unit):
        raise DossierRefused("Chỉ Trưởng khoa/phòng được đề nghị khen thưởng cho đơn vị mình.", code="permission")
    if not unit.is_within(award_round.unit):
        raise DossierRefused("Đơn vị này không thuộc trung tâm mở đợt xét.")
    if award_round.state != AwardRoundState.OPEN:
        raise DossierRefused("Đợt xét đã khép, không nhận hồ sơ mới.", hint="Liên hệ Phòng Tổ chức - Hành chính.")
    if not award_round.awards.filter(pk=award.pk).exists():
        raise DossierRefused(f"Đợt này không xét “{award.name}”.", field="award")
    if person is not None and person.unit_id != unit.pk:
        raise DossierRefused(f"{person.full_name} không thuộc {unit.short_name}.", field="person")


@transaction.atomic
def save_report(
    *,
    dossier: Dossier,
    values: Mapping[str, Any],
    version: int,
    by: User,
    at: datetime,
    initiatives: Iterable[Initiative] | None = None,
) -> Dossier:
    """Save the achievement report and the meeting's result. Raises `StaleRecord` when somebody else saved first."""
    locked = _locked_for_edit(dossier, by)
    if locked.version != version:
        raise StaleRecord(
            "Chưa lưu được: người khác vừa sửa hồ sơ này.",
            hint="Chép phần bạn vừa gõ, tải lại trang rồi ghi tiếp.",
            code="stale",
        )
    wanted = {name: values[name] for name in REPORT_FIELDS if name in values}
    present, in_favour = (
        wanted.get("met_present", locked.met_present),
        wanted.get("met_in_favour", locked.met_in_favour),
    )
    if present is not None and in_favour is not None and in_favour > present:
        raise DossierRefused("Số người đồng ý nhiều hơn số người dự họp.", hint="Ghi lại.", field="met_in_favour")
    met_on = wanted.get("met_on")
    if met_on is not None and met_on > timezone.localdate(at):
        raise DossierRefused("Ngày họp bình xét ở tương lai.", hint="Ghi ngày đã họp.", field="met_on")
    changes = audit.difference(locked, wanted)
    for name, value in wanted.items():
        setattr(locked, name, value)
    if initiatives is not None:
        _use_initiatives(locked, list(initiatives))
    locked.version += 1
    locked.save(update_fields=[*wanted, "version"])
    if changes:
        audit.record(
            action="awards.dossier.save_report", target=locked, by=by, at=at, changes={"đã sửa": sorted(changes)}
        )
    return locked


def _use_initiatives(dossier: Dossier, initiatives: list[Initiative]) -> None:
    """Spend initiatives on the dossier: only the person's own, and only once across families of awards."""
    for work in initiatives:
        if dossier.person_id is None or not work.authors.filter(person=dossier.person_id).exists():
            raise DossierRefused(f"“{work.title}” không phải sáng kiến của người được đề nghị.", field="initiatives")
        other = (
            InitiativeUse.objects.filter(initiative=work, dossier__person=dossier.person)
            .exclude(dossier=dossier)
            .exclude(dossier__state__in=(DossierState.WITHDRAWN, DossierState.REVOKED))
            .exclude(dossier__award__family=dossier.award.family, dossier__award__family__exact="title")
            .select_related("dossier__award")
            .first()
        )
        if other is not None:
            raise DossierRefused(
                f"Sáng kiến “{work.title}” đã dùng cho {other.dossier.award.name} năm {other.dossier.year}.",
                hint="Mỗi sáng kiến chỉ dùng cho một loại khen thưởng (Công văn 5007/BNV-TĐKT).",
                field="initiatives",
            )
    dossier.initiatives.set(initiatives)


@transaction.atomic
def attach(*, dossier: Dossier, component: str, file: File, name: str, by: User, at: datetime) -> ComponentFile:
    """Put an uploaded paper into the dossier. Raises `UploadRefused` when the file is not what it should be."""
    locked = _locked_for_edit(dossier, by)
    if component not in dict(locked.rule.components):
        raise DossierRefused("Hồ sơ này không có thành phần đó.", field="component")
    facts = uploads.inspect(file, name=name, limit=settings.UPLOAD_LIMIT_BYTES)  # type: ignore[arg-type]
    if locked.files.filter(component=component, sha256=facts.sha256).exists():
        raise DossierRefused(f"Tệp “{facts.name}” đã có trong thành phần này.", hint="Chọn tệp khác.", field="file")
    stored = ComponentFile(dossier=locked, component=component)
    with stored_files.storing() as keep:
        keep(stored, file, facts, by=by, at=at)
    audit.record(action="awards.dossier.attach", target=locked, by=by, at=at, changes={"tệp": [None, facts.name]})
    return stored


@transaction.atomic
def detach(*, file: ComponentFile, by: User, at: datetime) -> Dossier:
    """Take a paper out of the dossier again; the stored file goes when that is certain."""
    locked = _locked_for_edit(file.dossier, by)
    audit.record(action="awards.dossier.detach", target=locked, by=by, at=at, changes={"tệp": [file.name, None]})
    stored_files.remove(file)
    return locked


def submit(*, dossier: Dossier, by: User, at: datetime) -> Dossier:
    """Send the dossier to the office; refused while anything is missing, saying what."""

    def check(locked: Dossier) -> None:
        if gaps := reading.missing(locked):
            raise DossierRefused(
                f"Chưa nộp được hồ sơ: còn thiếu {'; '.join(gaps)}.", hint="Bổ sung rồi nộp lại.", code="incomplete"
            )
        if locked.state == DossierState.DRAFT and locked.award_round.state != AwardRoundState.OPEN:
            raise DossierRefused("Đợt xét đã khép, không nhận hồ sơ nữa.", hint="Liên hệ Phòng Tổ chức - Hành chính.")

    with transaction.atomic():
        assessment = eligibility.assessment_data(eligibility.assessment_of(dossier))
        sent = move("submit", dossier, by=by, at=at, check=check)
        sent.eligibility = assessment
        sent.save(update_fields=["eligibility"])
        notifications.notify(
            recipients=people_with(APPRAISE_DOSSIER, sent.unit, timezone.localdate(at)),
            text=f"{sent.unit.short_name} nộp hồ sơ: {sent}.",
            url=reverse("awards:dossier-detail", args=[sent.pk]),
            at=at,
        )
    return sent


def withdraw(*, dossier: Dossier, by: User, at: datetime, comment: str) -> Dossier:
    """Take the proposal back, with the reason."""
    return move("withdraw", dossier, by=by, at=at, comment=comment)


def _locked_for_edit(dossier: Dossier, by: User) -> Dossier:
    locked = Dossier.objects.select_for_update(of=("self",)).select_related("rule", "unit").get(pk=dossier.pk)
    if not by.has_perm(EDIT_DOSSIER, locked):
        raise DossierRefused(
            f"Hồ sơ đang ở trạng thái “{locked.get_state_display()}”, bạn không sửa được.", code="permission"
        )
    return locked
