"""How far a unit is from the next grade: the smallest sets of criteria that would lift it.

Each criterion is brought to the most that its rule gives (a penalty to nothing), or that is still within reach;
rescaling, rounding, the caps of bonus and penalty points and the limits on the grade are respected. The quota of a
grade depends on other units; `seats` tells of it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from heapq import heappop, heappush

from scoring.engine import limits, raising
from scoring.engine.evaluation import conclude, evaluate
from scoring.engine.provisions import Limit
from scoring.engine.raising import Choice, Part, Table
from scoring.engine.results import Evaluation, Line
from scoring.engine.rounding import round_points
from scoring.engine.standing import Standing
from scoring.engine.tree import Band, CriteriaSet, Criterion, Group
from scoring.engine.values import Entry

ORDINARY = Standing()
NOTHING: frozenset[str] = frozenset()
Node = Group | Criterion
Reach = Mapping[str, Decimal]
ANYTHING: Reach = {}
LeafReader = Callable[[Criterion, int], Table]


@dataclass(frozen=True, slots=True)
class Way:
    """One smallest set of criteria, and what would come of bringing each of them to its best."""

    codes: tuple[str, ...]
    gained: Decimal
    """Points added to the total."""
    total: Decimal
    band: Band


def ways_to_next(
    criteria_set: CriteriaSet, entries: Mapping[str, Entry], standing: Standing = ORDINARY, most: int = 5
) -> list[Way]:
    """At most `most` ways to a better grade; see `ways_from`."""
    return ways_from(criteria_set, evaluate(criteria_set, entries, standing), standing, most)


def ways_from(
    criteria_set: CriteriaSet,
    evaluation: Evaluation,
    standing: Standing = ORDINARY,
    most: int = 5,
    reach: Reach = ANYTHING,
) -> list[Way]:
    """The ways out of a result, all with the same, smallest number of criteria, those of the highest total first.

    `reach`: by code the points that a criterion can still come to where that is not its best (see `reaching`).
    Empty at the best grade, without a grade, and when no criterion can lift it (see `obstacles`).
    """
    goal = _goal(criteria_set, evaluation)
    if goal is None or obstacles(criteria_set, evaluation, standing):
        return []
    search = _Search(criteria_set, evaluation, goal, reach)
    found = [_way(criteria_set, evaluation, standing, codes, reach) for codes in search.smallest(most)]
    order = {leaf.code: place for place, leaf in enumerate(criteria_set.criteria())}
    return sorted(found, key=lambda way: (-way.total, [order[code] for code in way.codes]))


def obstacles(criteria_set: CriteriaSet, evaluation: Evaluation, standing: Standing = ORDINARY) -> tuple[str, ...]:
    """Facts that hold the grade down whatever the criteria earn: not assessed, a recorded circumstance."""
    goal = _goal(criteria_set, evaluation)
    if goal is None:
        return ()
    firm = (limit for limit in goal.limits if limit.when in ("not_assessed", "circumstance"))
    found = ((limit.name, limits.fact_of(limit, {}, standing)) for limit in firm)
    return tuple(f"{name}: {fact}" for name, fact in found if fact)


@dataclass(frozen=True, slots=True)
class _Goal:
    """The next grade, and the limits that would keep a unit below it."""

    band: Band
    limits: tuple[Limit, ...]


def _goal(criteria_set: CriteriaSet, evaluation: Evaluation) -> _Goal | None:
    if evaluation.band is None:
        return None
    order = [band.code for band in criteria_set.bands]
    at = order.index(evaluation.band.code)
    if at == 0:
        return None
    lower = set(order[at:])
    return _Goal(criteria_set.bands[at - 1], tuple(each for each in criteria_set.limits if each.at_most in lower))


class _Search:
    """Looks for the best choices of a given number of criteria; the tables are exact, so nothing is tried in vain."""

    def __init__(self, criteria_set: CriteriaSet, evaluation: Evaluation, goal: _Goal, reach: Reach) -> None:
        self.criteria_set = criteria_set
        self.applies = {line.code for line in evaluation.lines if line.status != "not_applicable"}
        lines = {line.code: line for line in evaluation.lines}
        self.now = {code: raising.hundredths_of(line.points) for code, line in lines.items()}
        self.best = dict(_bests(criteria_set, self.now, self.applies, reach))
        self.enough = goal.band.low * 100
        self.least = _least(goal.limits)
        self.must = _must(criteria_set, goal.limits, lines)

    def smallest(self, most: int) -> list[tuple[str, ...]]:
        """At most `most` choices of the smallest number that is enough, the highest totals first.

        After each choice the rest is split into choices that differ from it in one criterion first (Lawler 1972), so
        that every further one is again the best of its part and none comes twice.
        """
        first = self._first()
        if first is None:
            return []
        size = len(first[1])
        waiting = [(-first[0], 0, first[1], NOTHING, NOTHING)]
        found: list[tuple[str, ...]] = []
        pushed = 0
        while waiting and len(found) < most:
            _, _, codes, kept, barred = heappop(waiting)
            found.append(codes)
            for code in codes:
                if code in kept:
                    continue
                choice = self._exactly(size, kept, barred | {code})
                if choice is not None:
                    pushed += 1
                    heappush(waiting, (-choice[0], pushed, choice[1], kept, barred | {code}))
                kept = kept | {code}
        return found

    def _first(self) -> Choice | None:
        """The best choice of the smallest number of criteria, looked for in ever larger tables."""
        largest = 4
        while True:
            table = self._table(min(largest, len(self.best)), NOTHING, NOTHING)
            for choice in table:
                if choice is not None and choice[0] >= self.enough:
                    return choice
            if largest >= len(self.best):
                return None
            largest *= 2

    def _exactly(self, size: int, kept: frozenset[str], barred: frozenset[str]) -> Choice | None:
        table = self._table(size, kept, barred)
        choice = table[size] if len(table) > size else None
        return choice if choice is not None and choice[0] >= self.enough else None

    def _table(self, largest: int, kept: frozenset[str], barred: frozenset[str]) -> Table:
        """The greatest total, in hundredths, by number of criteria raised."""
        whole, leaf = self.criteria_set, self._leaf_reader(kept | self.must, barred)
        sums = [self._sum(whole.groups, whole.total, "proportional", leaf, largest)]
        for on_top, sign in ((whole.bonus, 1), (whole.penalty, -1)):
            tables = [leaf(each, sign) for each in on_top.criteria if each.code in self.applies]
            sums.append(raising.capped(raising.joined(tables, largest), on_top.cap))
        table = raising.joined(sums, largest)
        return raising.capped(table, whole.total) if whole.cap_total else table

    def _sum(self, nodes: Sequence[Node], full: Decimal, rescaling: str, leaf: LeafReader, largest: int) -> Table:
        parts: list[Part] = [
            (each.max_points, self._node(each, leaf, largest)) for each in nodes if each.code in self.applies
        ]
        left_out = [each.max_points for each in nodes if each.code not in self.applies]
        return raising.whole(parts, left_out, full, rescaling, largest)

    def _node(self, node: Node, leaf: LeafReader, largest: int) -> Table:
        if isinstance(node, Criterion):
            table = leaf(node, 1)
        else:
            table = self._sum(node.children, node.max_points, node.rescaling, leaf, largest)
        limit = self.least.get(node.code)
        return table if limit is None else raising.at_least(table, limits.needed(limit, node.max_points))

    def _leaf_reader(self, kept: frozenset[str], barred: frozenset[str]) -> LeafReader:
        """Gives the table of a leaf: it stays as it is, or it is raised; penalties (sign −1) count down."""

        def read(leaf: Criterion, sign: int) -> Table:
            stays: Choice | None = None if leaf.code in kept else (sign * self.now[leaf.code], ())
            best = None if leaf.code in barred else self.best.get(leaf.code)
            return [stays] if best is None else [stays, (best, (leaf.code,))]

        return read


def _bests(
    criteria_set: CriteriaSet, now: Mapping[str, int], applies: Collection[str], reach: Reach
) -> Iterator[tuple[str, int]]:
    """What each leaf that can still gain would be raised to, in hundredths."""
    for leaf in criteria_set.criteria():
        if leaf.code in applies:
            best = raising.hundredths_of(best_points(leaf, reach))
            lost = best - now[leaf.code]
            if (-lost if leaf.rule.kind == "penalty" else lost) > 0:
                yield leaf.code, best


def best_points(leaf: Criterion, reach: Reach = ANYTHING) -> Decimal:
    """The points of a criterion that is brought to the best that is within reach."""
    if leaf.code in reach:
        return reach[leaf.code]
    return round_points(Decimal(0) if leaf.rule.kind == "penalty" else leaf.rule.best(leaf.max_points))


def _least(found: tuple[Limit, ...]) -> dict[str, Limit]:
    """The strictest `node_below` limit by node."""
    strictest: dict[str, Limit] = {}
    for limit in found:
        known = strictest.get(limit.node)
        if limit.when == "node_below" and (known is None or limit.percent > known.percent):
            strictest[limit.node] = limit
    return strictest


def _must(criteria_set: CriteriaSet, found: tuple[Limit, ...], lines: Mapping[str, Line]) -> frozenset[str]:
    """Criteria at zero that have to be raised in any case."""
    outside = {leaf.code for on_top in (criteria_set.bonus, criteria_set.penalty) for leaf in on_top.criteria}
    in_tree = {code: line for code, line in lines.items() if code not in outside}
    zero = (limit for limit in found if limit.when == "criterion_zero")
    return frozenset(line.code for limit in zero for line in limits.zeros(limit, in_tree))


def _way(
    criteria_set: CriteriaSet, evaluation: Evaluation, standing: Standing, codes: tuple[str, ...], reach: Reach
) -> Way:
    lines = {line.code: line for line in evaluation.lines}

    def line_of(leaf: Criterion, depth: int, left_out: str) -> Line:
        line = lines[leaf.code]
        return line._replace(points=best_points(leaf, reach), status="awarded", gaps=()) if leaf.code in codes else line

    reached = conclude(criteria_set, line_of, standing)
    if reached.total is None or reached.band is None or evaluation.total is None:
        raise ValueError("A unit without a total has no way to a grade.")
    return Way(codes, reached.total - evaluation.total, reached.total, reached.band)
