"""How far units are from the next grade: the smallest sets of criteria that would lift them, and what else stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.formats import vn_points
from scoring.engine import distance, reaching, seats, tree
from scoring.engine.evaluation import Evaluation, Line
from scoring.engine.reaching import Held
from scoring.engine.seats import Field, Graded, Outlook
from scoring.engine.standing import Standing
from scoring.engine.values import Inputs
from scoring.models import ScoreRun, UnitScore
from scoring.selectors import criteria
from scoring.selectors.distance_facts import field_of, stored

MOST_WAYS = 5
UNITS_AT_A_TIME = 100


@dataclass(frozen=True)
class Step:
    """One criterion of a way: what it has, what it can reach, what that adds; ``pk`` of the record it links to.

    ``condition`` was reported as not met and has to be met first.
    """

    code: str
    name: str
    points: Decimal | None
    reachable: Decimal
    gain: Decimal
    pk: int | None
    condition: str


@dataclass(frozen=True)
class Way:
    """Criteria which, each at its best, lift the unit; ``outlook``: whether a grade with a quota would be kept."""

    steps: Sequence[Step]
    gained: Decimal
    total: Decimal
    grade: str
    outlook: Outlook | None


@dataclass(frozen=True)
class Fixed:
    """A criterion that has lost points which nothing brings back, and why."""

    code: str
    name: str
    why: str


@dataclass(frozen=True)
class Distance:
    """Where a unit stands, what is next, and how to get there.

    ``goal`` is None at the best grade and without one; ``obstacles`` are facts that no criterion can outweigh;
    ``quota`` is the rule that limits how many units may have the goal; ``is_outside``: the points reach the goal, but
    the places went to other units (``outlook``, where they may be told of).
    """

    total: Decimal | None
    grade: str
    goal: tree.Band | None
    missing: Decimal
    ways: Sequence[Way]
    obstacles: Sequence[str]
    held_down: Sequence[str]
    fixed: Sequence[Fixed]
    quota: str
    is_outside: bool = False
    outlook: Outlook | None = None

    @property
    def in_words(self) -> str:
        """The best way in a few words, or why there is none."""
        if self.goal is None:
            return "đã ở mức cao nhất" if self.grade else "chưa xếp loại"
        if self.is_outside:
            return f"đạt điểm nhưng ngoài chỉ tiêu: {self.outlook.brief if self.outlook else self.quota}"
        if self.obstacles:
            return "; ".join(self.obstacles)
        if not self.ways:
            return "các tiêu chí còn thay đổi được không đủ để lên mức"
        first = self.ways[0]
        steps = ", ".join(f"{step.code} thêm {vn_points(step.gain)}" for step in first.steps)
        said = f"{len(first.steps)} tiêu chí: {steps} → {vn_points(first.total)}"
        return f"{said}. Chỉ tiêu {first.grade}: {first.outlook.brief}" if first.outlook else said


@dataclass(frozen=True)
class Unit:
    """What one distance is measured from: ``inputs`` by code, ``links`` keys of the records of the criteria."""

    evaluation: Evaluation
    standing: Standing
    inputs: Mapping[str, Inputs | None]
    links: Mapping[str, int]


def of_unit(criteria_set: tree.CriteriaSet, unit: Unit, field: Field | None = None, most: int = MOST_WAYS) -> Distance:
    """The distance of a unit; ``field``: the other units, where their points may be told."""
    evaluation = unit.evaluation
    band, total = evaluation.band, evaluation.total
    order = list(criteria_set.bands)
    at = order.index(band) if band in order else 0
    goal = order[at - 1] if band is not None and at else None
    lines = {line.code: line for line in evaluation.lines}
    leaves = {leaf.code: leaf for leaf in criteria_set.criteria()}
    held = _held(leaves, lines, unit.inputs)
    reach = {code: each.points for code, each in held.items()}
    found = distance.ways_from(criteria_set, evaluation, unit.standing, most, reach) if goal else []
    own = Graded(total, at, unit.standing.group) if field is not None and total is not None else None
    return Distance(
        total=total,
        grade=band.name if band else "",
        goal=goal,
        missing=max(goal.low - total, Decimal(0)) if goal and total is not None else Decimal(0),
        ways=[
            _way(way, leaves, lines, unit, reach, _outlook(criteria_set, field, own, way.total, way.band))
            for way in found
        ],
        obstacles=distance.obstacles(criteria_set, evaluation, unit.standing),
        held_down=evaluation.limits,
        fixed=[Fixed(code, leaves[code].name, each.why) for code, each in held.items()],
        quota=seats.rule_words(criteria_set) if seats.concerns(criteria_set, goal) else "",
    )


def of_unit_scores(
    run: ScoreRun,
    scores: Sequence[UnitScore],
    most: int = MOST_WAYS,
    *,
    tells_others: bool = True,
) -> dict[int, Distance]:
    """By key of the unit's result; a constant number of queries for every hundred units.

    ``tells_others``: whether the reader may know how the other units stand.
    """
    criteria_set = criteria.engine_set(criteria.with_rows(run.criteria_set_id))
    field = field_of(run, criteria_set) if tells_others else None
    found: dict[int, Distance] = {}
    for start in range(0, len(scores), UNITS_AT_A_TIME):
        part = scores[start : start + UNITS_AT_A_TIME]
        for pk, each in stored(run, criteria_set, part).items():
            inputs = {code: row.inputs for code, row in each.rows.items()}
            links = {code: row.pk for code, row in each.rows.items()}
            unit = Unit(each.evaluation, each.standing, inputs, links)
            found[pk] = of_unit(criteria_set, unit, field, most)
        found |= _outside(criteria_set, part, found, field)
    return found


def _outside(
    criteria_set: tree.CriteriaSet, scores: Sequence[UnitScore], found: Mapping[int, Distance], field: Field | None
) -> dict[int, Distance]:
    """Units whose points reach a grade that the quota did not leave them: the next grade is the one they reached."""
    changed = {}
    order = {band.code: place for place, band in enumerate(criteria_set.bands)}
    for score in scores:
        known = found[score.pk]
        reached = next((place for place, band in enumerate(criteria_set.bands) if band.name == known.grade), None)
        given = order.get(score.grade_code)
        if reached is None or given is None or given <= reached or score.total is None:
            continue
        band = criteria_set.bands[reached]
        own = Graded(score.total, reached, score.unit.group)
        changed[score.pk] = Distance(
            total=score.total,
            grade=score.grade,
            goal=band,
            missing=Decimal(0),
            ways=(),
            obstacles=(),
            held_down=known.held_down,
            fixed=(),
            quota=seats.rule_words(criteria_set),
            is_outside=True,
            outlook=field.seen_by(own, score.total, reached) if field is not None else None,
        )
    return changed


def _held(
    leaves: Mapping[str, tree.Criterion], lines: Mapping[str, Line], inputs: Mapping[str, Inputs | None]
) -> dict[str, Held]:
    """What cannot come to its best any more, of the criteria that apply and have lost points."""
    found = {}
    for code, leaf in leaves.items():
        line = lines.get(code)
        if line is None or line.status == "not_applicable" or distance.best_points(leaf) == line.points:
            continue
        held = reaching.held(leaf, line.points, inputs.get(code))
        if held is not None:
            found[code] = held
    return found


def _outlook(
    criteria_set: tree.CriteriaSet, field: Field | None, own: Graded | None, total: Decimal, band: tree.Band
) -> Outlook | None:
    if field is None or own is None or not seats.concerns(criteria_set, band):
        return None
    return field.seen_by(own, total, criteria_set.bands.index(band))


def _way(
    way: distance.Way,
    leaves: Mapping[str, tree.Criterion],
    lines: Mapping[str, Line],
    unit: Unit,
    reach: distance.Reach,
    outlook: Outlook | None,
) -> Way:
    steps = [_step(leaves[code], lines[code], unit, reach) for code in way.codes]
    return Way(sorted(steps, key=lambda step: -step.gain), way.gained, way.total, way.band.name, outlook)


def _step(leaf: tree.Criterion, line: Line, unit: Unit, reach: distance.Reach) -> Step:
    best = distance.best_points(leaf, reach)
    gain = abs(best - (line.points or Decimal(0)))
    condition = reaching.condition_to_meet(leaf.rule, unit.inputs.get(leaf.code))
    return Step(leaf.code, leaf.name, line.points, best, gain, unit.links.get(leaf.code), condition)
