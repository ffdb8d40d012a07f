"""A unit's self-assessment: opened for a round, filled in cell by cell, submitted as a whole."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit, User
from accounts.policies import people_with
from campaigns.enums import RoundState
from campaigns.models import Round
from campaigns.roles import MANAGE_ROUND
from campaigns.selectors.rounds import participating_units
from core.errors import DomainError, StaleRecord
from core.formats import vn_date, vn_datetime
from core.services import audit, notifications, transitions
from core.text import nfc
from scoring.engine import evaluation, tree
from scoring.engine.values import Awarded, Entry, NotApplicable
from scoring.enums import AssessmentState, EnteredBy, ItemState
from scoring.models import Assessment, AssessmentItem, Criterion
from scoring.policies import is_of_own_unit
from scoring.roles import FILL_ASSESSMENT, SUBMIT_ASSESSMENT, VERIFY_ASSESSMENT
from scoring.selectors import assessments as reading
from scoring.selectors import criteria, entries, inputs, sheets, typed_figures
from scoring.workflow import ASSESSMENT

LONGEST_EXPLANATION = 2000


class AssessmentRefused(DomainError):
    """Work on a self-assessment that is not possible.

    ``errors`` are messages by field of one line; ``rows`` the lines that keep a sheet from being submitted.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        code: str = "",
        errors: Mapping[str, str] | None = None,
        rows: Sequence[sheets.Row] = (),
    ) -> None:
        super().__init__(message, hint=hint, code=code, errors=errors)
        self.rows = tuple(rows)


@transaction.atomic
def open_for_round(*, round: Round, by: User, at: datetime) -> list[Assessment]:
    """Give every participant of a round its sheet with a line for every criterion; repeating adds what is missing.

    Returns the sheets that were new. Needs ``campaigns.manage_round`` for the round.
    """
    if not by.has_perm(MANAGE_ROUND, round):
        raise AssessmentRefused("Bạn không có quyền mở phiếu tự đánh giá của đợt này.", code="permission")
    if round.state != RoundState.OPEN:
        raise AssessmentRefused("Chưa mở được phiếu: đợt thi đua chưa mở hoặc đã khép lại.", hint="Mở đợt trước.")
    stored = criteria.set_of_round(round)
    if stored is None:
        raise AssessmentRefused("Chưa mở được phiếu: đợt chưa có bộ tiêu chí.", hint="Gán bộ tiêu chí cho đợt trước.")
    leaves = [criterion for criterion in stored.criteria.all() if criterion.is_leaf]
    present = set(Assessment.objects.filter(round=round).values_list("unit_id", flat=True))
    opened = []
    for unit in participating_units(round):
        if unit.pk not in present:
            opened.append(_open(round, unit, leaves, by, at))
    return opened


def _open(round: Round, unit: Unit, leaves: Iterable[Criterion], by: User, at: datetime) -> Assessment:
    assessment = Assessment.objects.create(round=round, unit=unit, created_at=at)
    AssessmentItem.objects.bulk_create(AssessmentItem(assessment=assessment, criterion=leaf) for leaf in leaves)
    audit.record(action="scoring.assessment.open", target=assessment, by=by, at=at)
    notifications.notify(
        recipients=people_with(SUBMIT_ASSESSMENT, unit, timezone.localdate(at)),
        text=f"Phiếu tự đánh giá năm {round.year} của {unit.short_name} đã mở.",
        url=_address(assessment),
        at=at,
    )
    return assessment


@transaction.atomic
def save_item(
    *,
    item: AssessmentItem,
    typed: Mapping[str, str],
    expected_revision: int,
    by: User,
    at: datetime,
    explanation: str | None = None,
    claims_not_applicable: bool | None = None,
) -> AssessmentItem:
    """Save one line as typed (``typed`` by input name, numbers as written in Vietnam); None leaves a part as it is.

    Raises AssessmentRefused with ``errors`` by field, and StaleRecord when somebody saved in between; then nothing of
    the line is stored.
    """
    assessment, locked = lock_for_work(item, by=by, at=at)
    if locked.revision != expected_revision:
        raise StaleRecord(_stale_words(locked), hint="Nội dung bạn nhập vẫn còn; bấm Lưu nếu muốn thay bằng của bạn.")
    values: dict[str, Any] = _typed_values(locked, typed) if locked.criterion.entered_by == EnteredBy.UNIT else {}
    if explanation is not None:
        values["explanation"] = _explanation(explanation)
    if claims_not_applicable is not None:
        values["claims_not_applicable"] = _claim(locked.criterion, claims_not_applicable)
    changes = audit.difference(locked, values)
    if not changes and locked.saved_at is not None:
        return locked
    for name, value in values.items():
        setattr(locked, name, value)
    locked.revision += 1
    locked.saved_at, locked.saved_by = at, by
    locked.save(update_fields=[*values, "revision", "saved_at", "saved_by"])
    _record_save(assessment, locked, changes, by, at)
    return locked


def _record_save(assessment: Assessment, item: AssessmentItem, changes: dict[str, Any], by: User, at: datetime) -> None:
    action = "scoring.assessment_item.save"
    audit.record(action=action, target=item, by=by, at=at, unit=assessment.unit, changes=changes)


def lock_for_work(item: AssessmentItem, *, by: User, at: datetime) -> tuple[Assessment, AssessmentItem]:
    """Lock a sheet and one of its lines for the unit's work; AssessmentRefused when it may not be changed now."""
    assessment = Assessment.objects.select_for_update().get(pk=item.assessment_id)
    locked = AssessmentItem.objects.select_for_update(of=("self",)).select_related("criterion").get(pk=item.pk)
    locked.assessment = assessment
    if not by.has_perm(FILL_ASSESSMENT, assessment):
        raise AssessmentRefused("Bạn không có quyền nhập phiếu này.", code="permission")
    if not sheets.may_be_edited(assessment, locked):
        raise AssessmentRefused(
            f"Không sửa được: phiếu đang ở trạng thái “{assessment.get_state_display()}”.",
            hint="Tải lại trang để xem trạng thái mới nhất.",
            code="state",
        )
    _refuse_after_deadline(assessment, at)
    return assessment, locked


def submit(*, assessment: Assessment, by: User, at: datetime) -> Assessment:
    """Submit a sheet for the first time or again; freezes the portal's figures in it.

    Raises AssessmentRefused whose ``rows`` are the lines with something missing.
    """
    name = "resubmit" if assessment.state == AssessmentState.RETURNED else "submit"

    def freeze_complete_sheet(locked: Assessment) -> None:
        _refuse_after_deadline(locked, at)
        sheet = sheets.sheet_of(locked)
        if sheet.incomplete:
            raise _incomplete(sheet)
        _freeze(locked, at)

    with transaction.atomic():
        submitted = transitions.perform(ASSESSMENT, name, assessment, by=by, at=at, check=freeze_complete_sheet)
        notifications.notify(
            recipients=_verifiers(submitted, at),
            text=f"{submitted.unit.short_name} đã nộp phiếu tự đánh giá năm {submitted.round.year}.",
            url=_address(submitted),
            at=at,
        )
    return submitted


def _freeze(assessment: Assessment, at: datetime) -> None:
    """Store what the portal knows now, every self mark, and put returned lines back before the verifier."""
    stored = criteria.set_of_round(assessment.round)
    if stored is None:
        raise AssessmentRefused("Đợt không còn bộ tiêu chí.", hint="Báo phòng Tổ chức - Hành chính.")
    leaves = {leaf.code: leaf for leaf in criteria.engine_set(stored).criteria()}
    known = inputs.by_unit(
        inputs.known_inputs(leaves.values(), [assessment.unit], assessment.round.year), assessment.unit
    )
    changed = []
    for item in AssessmentItem.objects.filter(assessment=assessment).select_related("criterion"):
        if item.state in entries.DECIDED:
            continue
        figure = known.get(item.criterion.code)
        if entries.is_supplied(item.criterion):
            item.declared = figure.inputs.as_mapping() if figure else {}
            item.declared_source = entries.source_of(figure)[:200] if figure else ""
        item.self_points = _points(leaves[item.criterion.code], _own_entry(assessment, item, figure))
        item.state = ItemState.PENDING
        item.revision += 1
        changed.append(item)
    AssessmentItem.objects.bulk_update(changed, ["declared", "declared_source", "self_points", "state", "revision"])


def _own_entry(assessment: Assessment, item: AssessmentItem, known: inputs.Known | None) -> Entry:
    """What the unit's own mark rests on: never figures that the office entered while it verified."""
    if item.criterion.entered_by == EnteredBy.OFFICE and not item.claims_not_applicable:
        return Entry()
    return entries.entry_of(assessment, item, known)


def _typed_values(item: AssessmentItem, typed: Mapping[str, str]) -> dict[str, Any]:
    try:
        read, errors = typed_figures.read(item.criterion, typed)
    except typed_figures.UnreadableRule as slips:
        raise AssessmentRefused("Cách tính của tiêu chí này bị lỗi.", hint=str(slips)) from None
    if read is None:
        raise AssessmentRefused(f"Chưa lưu {item.criterion.code}: {' '.join(errors.values())}", errors=errors)
    return {"declared": read.declared, "self_points": read.points}


def _points(leaf: tree.Criterion, entry: Entry) -> Any:
    if isinstance(entry.measured, NotApplicable):
        return None
    outcome = evaluation.outcome_of(leaf, entry)
    return outcome.points if isinstance(outcome, Awarded) else None


def _explanation(text: str) -> str:
    clean = nfc(text).strip()
    if len(clean) > LONGEST_EXPLANATION:
        message = f"Giải trình dài {len(clean)} ký tự, tối đa {LONGEST_EXPLANATION}."
        raise AssessmentRefused(message, hint="Rút gọn hoặc đính kèm tệp.", errors={"explanation": message})
    return clean


def _claim(criterion: Criterion, claimed: bool) -> bool:
    if claimed and not criterion.may_not_apply:
        message = f"Tiêu chí {criterion.code} áp dụng cho mọi đơn vị."
        raise AssessmentRefused(message, errors={"claims_not_applicable": message})
    return claimed


def _refuse_after_deadline(assessment: Assessment, at: datetime) -> None:
    deadline = reading.work_deadline(assessment)
    if deadline is not None and deadline.is_over(timezone.localdate(at)):
        raise AssessmentRefused(
            f"Đã hết hạn ngày {vn_date(deadline.closes_on)}.",
            hint="Đề nghị phòng Tổ chức - Hành chính gia hạn cho đơn vị.",
            code="deadline",
        )


def _incomplete(sheet: sheets.Sheet) -> AssessmentRefused:
    rows = sheet.incomplete
    first = "; ".join(f"{row.criterion.code} {row.gaps[0]}" for row in rows[:3])
    more = f" và {len(rows) - 3} tiêu chí khác" if len(rows) > 3 else ""
    return AssessmentRefused(
        f"Chưa nộp được: {first}{more}.", hint="Bổ sung từng mục được nêu rồi nộp lại.", code="incomplete", rows=rows
    )


def _stale_words(item: AssessmentItem) -> str:
    who = item.saved_by.display_name if item.saved_by else "Người khác"
    when = f" lúc {vn_datetime(item.saved_at)}" if item.saved_at else ""
    return f"{who} vừa lưu dòng này{when}, nên nội dung của bạn chưa được lưu."


def _verifiers(assessment: Assessment, at: datetime) -> list[User]:
    """The office; where it is the office's own sheet, whoever else may verify."""
    on = timezone.localdate(at)
    free = [
        user for user in people_with(VERIFY_ASSESSMENT, assessment.unit, on) if not is_of_own_unit(user, assessment)
    ]
    office = {user.pk for user in people_with(MANAGE_ROUND, assessment.unit, on)}
    return [user for user in free if user.pk in office] or free


def _address(assessment: Assessment) -> str:
    return reverse("scoring:assessment-detail", args=[assessment.pk])
