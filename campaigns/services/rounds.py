"""The yearly round: prepared, opened, extended for single units, closed."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit, User
from accounts.policies import people_with
from campaigns.enums import Phase, RoundState
from campaigns.models import Campaign, DeadlineExtension, Participant, PhaseDeadline, Round
from campaigns.roles import MANAGE_ROUND, REPORT_TASK
from campaigns.selectors.rounds import (
    PHASES,
    active_children,
    deadline_for,
    has_issued_plan,
    participants_of,
    proposed_deadlines,
)
from campaigns.workflow import ROUND
from core.errors import DomainError
from core.formats import vn_date
from core.services import audit, notifications, transitions

Period = tuple[date, date]


class RoundRefused(DomainError):
    """Something that cannot be done with a round."""


@transaction.atomic
def create(
    *,
    campaign: Campaign,
    year: int,
    by: User,
    at: datetime,
    title: str = "",
    deadlines: Mapping[str, Period] | None = None,
    units: Iterable[Unit] | None = None,
) -> Round:
    """Prepare the round of a year.

    What is not given is proposed: the deadlines from last year's round (or the usual year), all active units below the
    issuer as participants. Refused when the year is outside the campaign or has its round already.
    """
    if not by.has_perm(MANAGE_ROUND, campaign):
        raise RoundRefused("Bạn không có quyền lập đợt thi đua.", code="permission")
    if not campaign.starts_on.year <= year <= campaign.ends_on.year:
        raise RoundRefused(
            f"Năm {year} nằm ngoài thời gian của phong trào.",
            hint=f"Chọn năm từ {campaign.starts_on.year} đến {campaign.ends_on.year}.",
            field="year",
        )
    try:
        with transaction.atomic():
            row = Round.objects.create(campaign=campaign, year=year, title=title or f"Đợt thi đua năm {year}")
    except IntegrityError as error:
        raise RoundRefused(
            f"Phong trào này đã có đợt năm {year}.", hint="Mở đợt đã có hoặc chọn năm khác.", field="year"
        ) from error
    _store_deadlines(row, deadlines or proposed_deadlines(campaign, year))
    members = list(units) if units is not None else active_children(campaign.unit, date(year, 12, 31))
    _store_participants(row, members)
    audit.record(
        action="campaigns.round.create", target=row, by=by, at=at, changes={"năm": year, "số đơn vị": len(members)}
    )
    return row


@transaction.atomic
def set_deadlines(*, round: Round, deadlines: Mapping[str, Period], by: User, at: datetime) -> None:
    """Change the days of all phases at once; their order is checked."""
    locked = _locked_unclosed(round, by)
    before = {row.phase: (row.opens_on, row.closes_on) for row in locked.deadlines.all()}
    _store_deadlines(locked, deadlines)
    changes = {
        Phase(phase).label: [_period_words(before.get(phase)), _period_words(period)]
        for phase, period in deadlines.items()
        if before.get(phase) != period
    }
    if changes:
        audit.record(action="campaigns.round.set_deadlines", target=locked, by=by, at=at, changes=changes)


@transaction.atomic
def set_participants(*, round: Round, units: Iterable[Unit], by: User, at: datetime) -> None:
    """Change which units take part. Refused for a unit outside the issuer's branch, or when none is left."""
    locked = _locked_unclosed(round, by)
    wanted = {unit.pk: unit for unit in units}
    if not wanted:
        raise RoundRefused("Đợt thi đua phải có ít nhất một đơn vị tham gia.", hint="Chọn đơn vị.", field="units")
    before = {row.unit_id: row.unit for row in participants_of(locked)}
    added = [unit for key, unit in wanted.items() if key not in before]
    removed = [unit for key, unit in before.items() if key not in wanted]
    locked.participants.filter(unit__in=removed).delete()
    _store_participants(locked, added)
    if added or removed:
        changes = {"thêm": [str(unit) for unit in added], "bớt": [str(unit) for unit in removed]}
        audit.record(action="campaigns.round.set_participants", target=locked, by=by, at=at, changes=changes)


def open(*, round: Round, by: User, at: datetime) -> Round:
    """Open the round and tell the participating units their deadlines."""

    def check(locked: Round) -> None:
        missing = set(PHASES) - set(locked.deadlines.values_list("phase", flat=True))
        if missing:
            names = ", ".join(phase.label for phase in PHASES if phase in missing)
            raise RoundRefused(f"Chưa mở được: chưa đặt hạn cho {names}.", hint="Đặt đủ hạn các giai đoạn.")
        if not locked.participants.exists():
            raise RoundRefused("Chưa mở được: chưa có đơn vị tham gia.", hint="Chọn đơn vị tham gia.")
        if locked.campaign.plans.exists() and not has_issued_plan(locked):
            raise RoundRefused(
                "Chưa mở được: kế hoạch của phong trào chưa ban hành.", hint="Trình Giám đốc ban hành kế hoạch trước."
            )

    done = transitions.perform(ROUND, "open", round, by=by, at=at, check=check)
    deadline = deadline_for(done, None, Phase.SELF_ASSESSMENT)
    until = f", hạn tự đánh giá {vn_date(deadline.closes_on)}" if deadline else ""
    for participant in participants_of(done):
        _tell_unit(done, participant.unit, f"{done} đã mở{until}.", at)
    return done


def close(*, round: Round, by: User, at: datetime) -> Round:
    """Close the round: deadlines and extensions are fixed from now on."""
    return transitions.perform(ROUND, "close", round, by=by, at=at)


def reopen(*, round: Round, by: User, at: datetime, comment: str) -> Round:
    """Open a closed round again, with a reason."""
    return transitions.perform(ROUND, "reopen", round, by=by, at=at, comment=comment)


@transaction.atomic
def extend(
    *, round: Round, phase: str, unit: Unit, closes_on: date, asked_by: str, reason: str, by: User, at: datetime
) -> DeadlineExtension:
    """Grant one unit a later deadline; who asked, who granted and why is kept, and the unit is told."""
    locked = _locked_unclosed(round, by)
    row = PhaseDeadline.objects.filter(round=locked, phase=phase).first()
    now = deadline_for(locked, unit, phase)
    if row is None or now is None:
        raise RoundRefused("Đợt thi đua chưa đặt hạn cho giai đoạn này.", field="phase")
    if not locked.participants.filter(unit=unit).exists():
        raise RoundRefused(f"{unit} không tham gia đợt này.", hint="Chọn đơn vị tham gia.", field="unit")
    if closes_on <= now.closes_on:
        raise RoundRefused(
            f"Hạn mới phải sau hạn hiện nay ({vn_date(now.closes_on)}).", hint="Ghi lại ngày.", field="closes_on"
        )
    for value, field, label in ((asked_by, "asked_by", "người đề nghị"), (reason, "reason", "lý do")):
        if not value.strip():
            raise RoundRefused(f"Chưa gia hạn được: chưa ghi {label}.", field=field)
    extension = DeadlineExtension.objects.create(
        deadline=row, unit=unit, closes_on=closes_on, asked_by=asked_by, granted_by=by, granted_at=at, reason=reason
    )
    audit.record(
        action="campaigns.round.extend",
        target=locked,
        by=by,
        at=at,
        changes={f"{row.get_phase_display()} – {unit}": [now.closes_on, closes_on]},
        reason=reason,
    )
    _tell_unit(locked, unit, f"{unit} được gia hạn {row.get_phase_display()} đến {vn_date(closes_on)}.", at)
    return extension


def _locked_unclosed(round: Round, by: User) -> Round:
    locked = Round.objects.select_for_update().get(pk=round.pk)
    if not by.has_perm(MANAGE_ROUND, locked):
        raise RoundRefused("Bạn không có quyền sửa đợt thi đua này.", code="permission")
    if locked.state == RoundState.CLOSED:
        raise RoundRefused("Đợt đã khép, không sửa được nữa.", hint="Mở lại đợt nếu thật cần.", code="state")
    return locked


def _store_deadlines(row: Round, deadlines: Mapping[str, Period]) -> None:
    _refuse_disorder(deadlines)
    for phase, (opens_on, closes_on) in deadlines.items():
        PhaseDeadline.objects.update_or_create(
            round=row, phase=phase, defaults={"opens_on": opens_on, "closes_on": closes_on}
        )


def _refuse_disorder(deadlines: Mapping[str, Period]) -> None:
    """Each phase ends after it begins, and neither begins nor ends before the one that precedes it."""
    before: tuple[Phase, Period] | None = None
    for phase in PHASES:
        period = deadlines.get(phase)
        if period is None:
            continue
        opens_on, closes_on = period
        if closes_on < opens_on:
            raise RoundRefused(
                f"{phase.label}: hạn cuối {vn_date(closes_on)} trước ngày mở {vn_date(opens_on)}.",
                hint="Ghi lại hai ngày.",
                field=f"{phase}_closes_on",
            )
        if before and (opens_on < before[1][0] or closes_on < before[1][1]):
            raise RoundRefused(
                f"{phase.label} mở hoặc hết hạn trước giai đoạn {before[0].label}.",
                hint=f"{before[0].label}: {_period_words(before[1])}; giai đoạn sau không được sớm hơn.",
                field=f"{phase}_opens_on" if opens_on < before[1][0] else f"{phase}_closes_on",
            )
        before = (phase, period)


def _store_participants(row: Round, units: Iterable[Unit]) -> None:
    rows = list(units)
    for unit in rows:
        if not unit.is_within(row.unit) or unit.pk == row.unit.pk:
            raise RoundRefused(f"{unit} không thuộc {row.unit}.", hint="Chọn đơn vị trực thuộc.", field="units")
    Participant.objects.bulk_create(Participant(round=row, unit=unit) for unit in rows)


def _period_words(period: Period | None) -> str:
    return f"{vn_date(period[0])} – {vn_date(period[1])}" if period else ""


def _tell_unit(row: Round, unit: Unit, text: str, at: datetime) -> None:
    # Whoever reports for the unit: its head and staff.
    people = people_with(REPORT_TASK, unit, timezone.localdate(at))
    notifications.notify(recipients=people, text=text, at=at, url=reverse("campaigns:round-detail", args=[row.pk]))
