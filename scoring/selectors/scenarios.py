"""Scenarios: who sees which, what they were tried on, and where every unit stood and would stand."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Unit, User
from accounts.policies import reach
from scoring.engine import comparing, explanation, scenarios, tree
from scoring.engine.comparing import Move, Position
from scoring.engine.scenario_words import marked, words
from scoring.engine.scenarios import Change, Mark
from scoring.enums import ScoreStatus
from scoring.models import CriterionScore, Scenario, ScoreRun
from scoring.roles import TRY_SCENARIO, VIEW_SCENARIO
from scoring.selectors import criteria

Row = tuple[Unit, Move, Sequence[str]]
"""A unit, how it moves, and which of its marks were tried."""


@dataclass(frozen=True)
class Comparison:
    """What a computed scenario shows: everybody, those who move first, and the sentence about them."""

    moves: Sequence[Move]
    units: dict[str, Unit]
    sentence: str
    marks: Mapping[str, Sequence[str]]
    """By code of the unit: the marks that were tried, old and new."""

    @property
    def rows(self) -> list[Row]:
        return [(self.units[move.unit], move, self.marks.get(move.unit, ())) for move in self.moves]

    @property
    def changed(self) -> list[Row]:
        return [row for row in self.rows if row[1].is_changed]

    @property
    def unchanged(self) -> list[Row]:
        return [row for row in self.rows if not row[1].is_changed]


def visible_scenarios(user: User) -> QuerySet[Scenario]:
    """Those of the centres where the person may try; of the others where the person may look, only shared ones."""
    scenarios_ = Scenario.objects.select_related("round__campaign__unit", "run__criteria_set", "created_by__person")
    own = _within(reach(user, TRY_SCENARIO).paths)
    shared = _within(reach(user, VIEW_SCENARIO).paths) & Q(shared_at__isnull=False)
    return scenarios_.filter(own | shared)


def runs_to_try(user: User) -> QuerySet[ScoreRun]:
    """The results on which this person may try something."""
    runs = ScoreRun.objects.select_related("round__campaign__unit", "criteria_set")
    return reach(user, TRY_SCENARIO).filter(runs, field="round__campaign__unit")


def changes_of(scenario: Scenario) -> list[Change]:
    """The stored changes; raises ValueError when they cannot be read."""
    return _read(scenario.changes)


def fingerprint(scenario: Scenario) -> str:
    """Names the list of changes as it is now, so that a page can say which list it showed."""
    return sha256(json.dumps(scenario.changes, sort_keys=True).encode()).hexdigest()[:16]


def told(run: ScoreRun, changes: Sequence[Change]) -> list[str]:
    """Each change as a sentence, with what it was in the run."""
    criteria_set = engine_set(run)
    names = {unit.code: unit.short_name for unit in units_of(run)}
    marks = _marks_before(run, changes)
    return [words(change, criteria_set, names, marks) for change in changes]


def engine_set(run: ScoreRun) -> tree.CriteriaSet:
    """The set that a run was computed with (three queries)."""
    return criteria.engine_set(criteria.with_rows(run.criteria_set_id))


def units_of(run: ScoreRun) -> list[Unit]:
    """The units of a run in the order of lists."""
    return list(Unit.objects.filter(scores__run=run).order_by("position", "sort_key", "pk"))


def is_current(scenario: Scenario) -> bool:
    """Whether the result belongs to the changes as they are now."""
    return scenario.computed_at is not None and scenario.result.get("changes") == scenario.changes


def comparison(scenario: Scenario) -> Comparison | None:
    """Before and after; None while nothing was computed (three queries)."""
    if scenario.computed_at is None:
        return None
    known = before(scenario.run)
    # a unit may have got another code since: then it is shown without a result until the trial is computed again
    after = {unit: _position(kept) for unit, kept in scenario.result["units"].items() if unit in known}
    moves = comparing.compare(known, after)
    units = {unit.code: unit for unit in units_of(scenario.run)}
    names = {code: unit.short_name for code, unit in units.items()}
    tried = _read(scenario.result.get("changes", []))
    return Comparison(moves, units, comparing.sentence(moves, names), _marks_tried(scenario.run, tried))


def before(run: ScoreRun) -> dict[str, Position]:
    """Where the units of a run stand, as it was stored."""
    rows = run.unit_scores.order_by("unit__code").values_list(
        "unit__code", "total", "rank", "group_rank", "grade_code", "grade", "grade_reason"
    )
    return {row[0]: Position(*row[1:]) for row in rows}


def _read(kept: Sequence[Any]) -> list[Change]:
    changes, slips = scenarios.read(kept)
    if slips:
        raise ValueError("; ".join(map(str, slips)))
    return changes


def _marks_tried(run: ScoreRun, changes: Sequence[Change]) -> dict[str, list[str]]:
    marks = _marks_before(run, changes)
    found: dict[str, list[str]] = {}
    for each in changes:
        if isinstance(each, Mark):
            found.setdefault(each.unit, []).append(f"{each.code}: {marked(each, marks)}")
    return found


def _marks_before(run: ScoreRun, changes: Sequence[Change]) -> dict[tuple[str, str], str]:
    """What the contested criteria have in the run, by codes of unit and criterion (a query where there are any)."""
    contested = {(each.unit, each.code) for each in changes if isinstance(each, Mark)}
    if not contested:
        return {}
    rows = CriterionScore.objects.filter(
        unit_score__run=run,
        unit_score__unit__code__in={unit for unit, _ in contested},
        criterion__code__in={code for _, code in contested},
    )
    return {
        (unit, code): ScoreStatus(status).label.lower() if points is None else explanation.figure(points)
        for unit, code, status, points in rows.values_list(
            "unit_score__unit__code", "criterion__code", "status", "points"
        )
    }


def keep(position: Position) -> list[Any]:
    """A position in types that JSON knows."""
    total = None if position.total is None else str(position.total)
    return [total, *position[1:]]


def _position(kept: Sequence[Any]) -> Position:
    total, *rest = kept
    return Position(None if total is None else Decimal(total), *rest)


def _within(paths: Sequence[str]) -> Q:
    branches = Q(pk__in=())
    for path in paths:
        branches |= Q(round__campaign__unit__path__startswith=path)
    return branches
