"""The deadline ledger of a round: each deadline of each unit, when it was met, how early or late, on whom it waits."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from accounts.models import Unit, User
from accounts.policies import reach
from campaigns.enums import Phase
from campaigns.models import DeadlineExtension, Round
from campaigns.selectors.rounds import Deadline, deadlines_of_units, participating_units
from core.models import AuditEvent
from indicators.engine.working_days import Calendar
from indicators.selectors.calendar import calendar_for
from scoring.enums import AppealState, AssessmentState
from scoring.models import Appeal, AppealWindow, Assessment
from scoring.roles import VIEW_ASSESSMENT
from scoring.selectors.appeals import window_of
from scoring.selectors.ledger_facts import Fact, Standing, facts_of
from scoring.selectors.results import published_run

ORDER = (Phase.FIGURES, Phase.SELF_ASSESSMENT, Phase.VERIFICATION, Phase.PUBLICATION, Phase.NOMINATION, Phase.COUNCIL)


UNDATED = (Standing.PAST, Standing.FULL, Standing.NONE)
"""Here the days between deadline and today mean nothing."""


@dataclass(frozen=True)
class Line:
    """One deadline of one unit. ``met_on`` is empty while it is not met, and where nobody records that it was."""

    unit: Unit
    matter: str
    regular: date
    due: date
    extension: DeadlineExtension | None
    met_on: date | None
    waits_on: str
    standing: Standing
    note: str
    """What is known besides: which figures are missing, how many dossiers or ballots there are."""
    days: int
    """Calendar days from the deadline to the day it was met, else to today: below zero is early."""
    working_days: int
    """The same in working days, as rules that count lateness do."""

    @property
    def words(self) -> str:
        """“sớm 1 ngày”, “trễ 4 ngày (2 ngày làm việc)”, “còn 5 ngày (3 ngày làm việc)”."""
        if self.standing in UNDATED:
            return ""
        if self.days == 0:
            return "đúng ngày" if self.met_on else "hôm nay"
        early, late = ("sớm", "trễ") if self.met_on else ("còn", "quá")
        words = f"{early if self.days < 0 else late} {abs(self.days)} ngày"
        return words if self.working_days == self.days else f"{words} ({abs(self.working_days)} ngày làm việc)"


@dataclass(frozen=True)
class _Now:
    """The day looked from, and which days are worked."""

    on: date
    calendar: Calendar


@dataclass(frozen=True)
class _Facts:
    """All that the lines of a round rest on, by unit."""

    sheets: Mapping[int, Assessment]
    first_submitted: Mapping[int, datetime]
    appeals: Mapping[int, Sequence[Appeal]]
    window: AppealWindow | None
    published_at: datetime | None
    known: Mapping[Phase, Mapping[int, Sequence[Fact]]]


def ledger(round_: Round, user: User, on: date) -> list[Line]:
    """The lines of the units that this person may see, those of the centre as a whole first, then unit by unit.

    A constant number of queries.
    """
    within = reach(user, VIEW_ASSESSMENT)
    units = [unit for unit in participating_units(round_) if within.covers(unit)]
    deadlines = deadlines_of_units(round_, [*units, round_.unit])
    facts = _facts(round_, units, user)
    now = _Now(on, calendar_for(range(round_.year - 1, round_.year + 2)))
    own = [line for unit in units for line in _of_unit(unit, deadlines, facts, now)]
    return [*_of_centre(round_.unit, deadlines, facts, now), *own]


def _facts(round_: Round, units: Sequence[Unit], user: User) -> _Facts:
    sheets = list(Assessment.objects.filter(round=round_, unit__in=units))
    events = AuditEvent.objects.filter(
        action="scoring.assessment.submit", target_id__in=[str(sheet.pk) for sheet in sheets]
    )
    first = dict(events.order_by("-at").values_list("target_id", "at"))
    appeals: dict[int, list[Appeal]] = {}
    made = Appeal.objects.filter(window__round=round_, unit__in=units).exclude(state=AppealState.WITHDRAWN)
    for appeal in made.select_related("item__criterion").order_by("item__criterion__position"):
        appeals.setdefault(appeal.unit_id, []).append(appeal)
    published = published_run(round_)
    return _Facts(
        sheets={sheet.unit_id: sheet for sheet in sheets},
        first_submitted={sheet.unit_id: first[str(sheet.pk)] for sheet in sheets if str(sheet.pk) in first},
        appeals=appeals,
        window=window_of(round_),
        published_at=published.published_at if published else None,
        known=facts_of(round_, units, user),
    )


def _of_unit(unit: Unit, deadlines: Mapping[tuple[int, str], Deadline], facts: _Facts, now: _Now) -> Iterator[Line]:
    for phase in ORDER:
        deadline = deadlines.get((unit.pk, phase))
        if deadline is None:
            continue
        if phase == Phase.PUBLICATION:
            yield from _appeal_lines(unit, deadline, facts, now)
        known = facts.known.get(Phase(phase))
        if known is None:
            met, waits_on = _met(unit, phase, facts)
            yield _line(unit, Phase(phase).label, deadline, Fact(met=met, waits_on=waits_on), now)
        elif unit.pk in known:
            yield from _known_lines(unit, phase, deadline, known[unit.pk], now)
        elif phase != Phase.COUNCIL or not any(known.values()):
            yield _line(unit, Phase(phase).label, deadline, Fact(), now, is_tracked=False)


def _of_centre(centre: Unit, deadlines: Mapping[tuple[int, str], Deadline], facts: _Facts, now: _Now) -> Iterator[Line]:
    """What the centre as a whole owes: its targets, the council's sessions."""
    for phase in ORDER:
        known, deadline = facts.known.get(phase, {}).get(centre.pk), deadlines.get((centre.pk, phase))
        if known is not None and deadline is not None:
            yield from _known_lines(centre, phase, deadline, known, now)


def _known_lines(unit: Unit, phase: Phase, deadline: Deadline, known: Iterable[Fact], now: _Now) -> Iterator[Line]:
    for fact in known:
        yield _line(unit, fact.matter or phase.label, deadline, fact, now)


def _met(unit: Unit, phase: Phase, facts: _Facts) -> tuple[datetime | None, str]:
    """When a phase was done for a unit, else on whom it waits."""
    sheet = facts.sheets.get(unit.pk)
    if phase == Phase.SELF_ASSESSMENT:
        submitted = facts.first_submitted.get(unit.pk) or (sheet.submitted_at if sheet else None)
        return submitted, f"Trưởng {unit.short_name}"
    if phase == Phase.VERIFICATION:
        waits_for_unit = sheet is None or sheet.state in (AssessmentState.DRAFT, AssessmentState.RETURNED)
        is_done = sheet is not None and sheet.state == AssessmentState.VERIFIED
        waits_on = f"{unit.short_name} nộp phiếu" if waits_for_unit else "Người thẩm định"
        return (sheet.verified_at if sheet and is_done else None), waits_on
    return facts.published_at, "Giám đốc"


def _appeal_lines(unit: Unit, publication: Deadline, facts: _Facts, now: _Now) -> Iterable[Line]:
    """When the unit filed, and when each appeal was settled: that has to be done before publication."""
    appeals = facts.appeals.get(unit.pk, ())
    if facts.window is None or not appeals:
        return
    closes_on = timezone.localdate(facts.window.closes_at)
    filing = Deadline(publication.phase, timezone.localdate(facts.window.opened_at), closes_on)
    yield _line(unit, "Gửi kiến nghị", filing, Fact(met=max(appeal.submitted_at for appeal in appeals)), now)
    for appeal in appeals:
        matter = f"Giải quyết kiến nghị {appeal.item.criterion.code}"
        fact = Fact(met=appeal.decided_at, waits_on="Người giải quyết kiến nghị")
        yield _line(unit, matter, publication, fact, now)


def _line(unit: Unit, matter: str, deadline: Deadline, fact: Fact, now: _Now, *, is_tracked: bool = True) -> Line:
    met_on = timezone.localdate(fact.met) if fact.met else None
    days = ((met_on or now.on) - deadline.closes_on).days
    return Line(
        unit=unit,
        matter=matter,
        regular=deadline.extension.deadline.closes_on if deadline.extension else deadline.closes_on,
        due=deadline.closes_on,
        extension=deadline.extension,
        met_on=met_on,
        waits_on="" if met_on else fact.waits_on,
        standing=_standing(fact, days, is_tracked),
        note=fact.note,
        days=days,
        working_days=now.calendar.between(deadline.closes_on, met_on or now.on),
    )


def _standing(fact: Fact, days: int, is_tracked: bool) -> Standing:
    if fact.standing == Standing.FULL:
        return Standing.FULL
    if fact.met:
        return Standing.LATE if days > 0 else Standing.IN_TIME
    if days <= 0:
        return Standing.OPEN
    return fact.standing or (Standing.OVERDUE if is_tracked else Standing.PAST)
