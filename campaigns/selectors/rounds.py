"""Rounds, their deadlines for each unit, the phase that is running, and the year as a line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, QuerySet

from accounts.models import Unit, User
from campaigns.enums import Phase, PlanState, RoundState
from campaigns.models import Campaign, DeadlineExtension, Participant, PhaseDeadline, Round
from campaigns.policies import concerning
from campaigns.roles import VIEW_ROUND
from core.formats import vn_date_span

PHASES = tuple(Phase)


@dataclass(frozen=True)
class Deadline:
    """The deadline that holds for one unit: ``closes_on`` is the extended day when ``extension`` is given."""

    phase: Phase
    opens_on: date
    closes_on: date
    extension: DeadlineExtension | None = None

    def is_open(self, on: date) -> bool:
        return self.opens_on <= on <= self.closes_on

    def is_over(self, on: date) -> bool:
        return on > self.closes_on


@dataclass(frozen=True)
class PhaseStep:
    """One phase on the line of the year: ``standing`` is ``done``, ``now`` or ``later``."""

    phase: Phase
    label: str
    opens_on: date
    closes_on: date
    standing: str
    days_left: int

    @property
    def days(self) -> str:
        """From its first day to its last: «2/11 – 2/12/2026»."""
        return vn_date_span(self.opens_on, self.closes_on)


def rounds_visible_to(user: User) -> QuerySet[Round]:
    """The rounds that concern a person: those run by the own branch or by a unit above it."""
    rounds = Round.objects.select_related("campaign__unit")
    return rounds.filter(concerning(user, VIEW_ROUND, "campaign__unit")).order_by("-year", "campaign")


def rounds_of(centre: Unit, year: int) -> list[Round]:
    """The rounds of a unit's campaigns in a year, that of the newest campaign first."""
    return list(Round.objects.filter(campaign__unit=centre, year=year).select_related("campaign__unit"))


def round_of(centre: Unit | None, year: int) -> Round | None:
    """The round of a unit's campaign in a year; of several, the one that has come furthest."""
    if centre is None:
        return None
    rounds = rounds_of(centre, year)
    order = (RoundState.OPEN, RoundState.CLOSED, RoundState.DRAFT)
    return min(rounds, key=lambda found: order.index(RoundState(found.state)), default=None)


def deadline_for(round: Round, unit: Unit | None, phase: str) -> Deadline | None:
    """The deadline of a phase for a unit, its latest extension included; None when the round has no such phase.

    An extension granted to a unit above counts for the units below it.
    """
    row = PhaseDeadline.objects.filter(round=round, phase=phase).first()
    if row is None:
        return None
    return _extended(row, _extensions_of(round, unit).get(row.pk))


def deadlines_for(round: Round, unit: Unit | None) -> dict[str, Deadline]:
    """All deadlines of a round for a unit, by phase, in two queries."""
    extensions = _extensions_of(round, unit)
    rows = PhaseDeadline.objects.filter(round=round)
    return {row.phase: _extended(row, extensions.get(row.pk)) for row in rows}


def deadlines_of_units(round: Round, units: Iterable[Unit]) -> dict[tuple[int, str], Deadline]:
    """The deadlines that hold for each unit, by the unit's key and the phase, in two queries for all units."""
    rows = list(PhaseDeadline.objects.filter(round=round))
    granted = DeadlineExtension.objects.filter(deadline__round=round)
    extensions = list(granted.select_related("unit", "deadline", "granted_by__person").order_by("closes_on", "pk"))
    found = {}
    for unit in units:
        latest = {row.deadline_id: row for row in extensions if unit.path.startswith(row.unit.path)}
        for row in rows:
            found[unit.pk, row.phase] = _extended(row, latest.get(row.pk))
    return found


def _extensions_of(round: Round, unit: Unit | None) -> dict[int, DeadlineExtension]:
    """The latest day granted to the unit for each deadline, by the deadline's key."""
    if unit is None:
        return {}
    above = [unit.path[:length] for length in range(Unit.steplen, len(unit.path) + 1, Unit.steplen)]
    rows = DeadlineExtension.objects.filter(deadline__round=round, unit__path__in=above)
    return {row.deadline_id: row for row in rows.select_related("granted_by__person").order_by("closes_on", "pk")}


def _extended(row: PhaseDeadline, extension: DeadlineExtension | None) -> Deadline:
    later = extension if extension is not None and extension.closes_on > row.closes_on else None
    return Deadline(Phase(row.phase), row.opens_on, later.closes_on if later else row.closes_on, later)


def current_phases(round: Round, on: date) -> list[PhaseDeadline]:
    """The phases that are running on a day; figures and self-assessment may run side by side."""
    return list(round.deadlines.filter(opens_on__lte=on, closes_on__gte=on))


def current_phase(round: Round, on: date) -> PhaseDeadline | None:
    """The phase that must be finished first among those running, None between phases."""
    return min(current_phases(round, on), key=lambda row: (row.closes_on, PHASES.index(Phase(row.phase))), default=None)


def timeline(round: Round, on: date) -> list[PhaseStep]:
    """The phases in the order of the year, each with its standing on a day."""
    rows = sorted(round.deadlines.all(), key=lambda row: (PHASES.index(Phase(row.phase)), row.opens_on))
    return [
        PhaseStep(
            phase=Phase(row.phase),
            label=Phase(row.phase).label,
            opens_on=row.opens_on,
            closes_on=row.closes_on,
            standing="later" if on < row.opens_on else "now" if on <= row.closes_on else "done",
            days_left=(row.closes_on - on).days,
        )
        for row in rows
    ]


def participants_of(round: Round) -> QuerySet[Participant]:
    """The units taking part, in the order of the unit list."""
    return round.participants.select_related("unit").order_by("unit__position", "unit__sort_key", "pk")


def has_issued_plan(round: Round) -> bool:
    """Whether the campaign's plan is in force, so that units may be asked to work by it."""
    return round.campaign.plans.filter(state=PlanState.ISSUED).exists()


def participating_units(round: Round) -> list[Unit]:
    """The participating units themselves."""
    return [participant.unit for participant in participants_of(round)]


def extensions_of(round: Round) -> QuerySet[DeadlineExtension]:
    """Extensions granted in a round, newest first."""
    rows = DeadlineExtension.objects.filter(deadline__round=round)
    return rows.select_related("unit", "deadline", "granted_by__person").order_by("-granted_at", "-pk")


def with_counts(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """Rounds with ``unit_count`` and ``last_day``."""
    return rounds.annotate(unit_count=Count("participants", distinct=True), last_day=Max("deadlines__closes_on"))


def active_children(unit: Unit, on: date) -> list[Unit]:
    """The units directly below one that are working on a day: those a plan addresses and a round takes in."""
    # By path, since the count of children that a unit carries in memory may be out of date.
    below = Unit.objects.filter(path__startswith=unit.path, depth=unit.depth + 1)
    rows: Iterable[Unit] = below.order_by("position", "sort_key", "pk")
    return [
        row
        for row in rows
        if (row.active_from is None or row.active_from <= on) and (row.active_to is None or row.active_to >= on)
    ]


# The usual year of a movement: figures close in November, units assess themselves until 10 December, the office
# verifies until 25 December, results are out by New Year, dossiers and council follow in January.
_USUAL_YEAR: dict[Phase, tuple[tuple[int, int, int], tuple[int, int, int]]] = {
    Phase.FIGURES: ((0, 1, 1), (0, 11, 30)),
    Phase.SELF_ASSESSMENT: ((0, 11, 15), (0, 12, 10)),
    Phase.VERIFICATION: ((0, 12, 11), (0, 12, 25)),
    Phase.PUBLICATION: ((0, 12, 26), (0, 12, 31)),
    Phase.NOMINATION: ((0, 12, 26), (1, 1, 10)),
    Phase.COUNCIL: ((1, 1, 11), (1, 1, 25)),
}


def proposed_deadlines(campaign: Campaign, year: int) -> dict[str, tuple[date, date]]:
    """Deadlines for a new round: those of the latest earlier round moved to this year, else the usual ones."""
    earlier = Round.objects.filter(campaign=campaign, year__lt=year).order_by("-year").first()
    usual = {
        phase.value: (date(year + first[0], *first[1:]), date(year + last[0], *last[1:]))
        for phase, (first, last) in _USUAL_YEAR.items()
    }
    if earlier is None:
        return usual
    shift = year - earlier.year
    kept = {row.phase: (_moved(row.opens_on, shift), _moved(row.closes_on, shift)) for row in earlier.deadlines.all()}
    return usual | kept


def _moved(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 28."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year + years, day.month, last)
