"""Criteria sets: as rows for pages, and as values for the engine."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from accounts.models import Unit, User
from accounts.policies import reach
from campaigns.models import Round
from core.formats import vn_number
from scoring.engine import definition, rules, tree
from scoring.enums import NodeKind, Rescaling, WhenExempt
from scoring.models import CriteriaSet, Criterion, RoundCriteria, ScoreRun
from scoring.roles import VIEW_CRITERIA


@dataclass(frozen=True)
class Node:
    """One node of a set as a page shows it: the rule in words, who supplies the figures."""

    criterion: Criterion
    depth: int
    rule_label: str
    rule_words: str

    @property
    def is_group(self) -> bool:
        return self.criterion.kind == NodeKind.GROUP


@dataclass(frozen=True)
class BandSpan:
    """A grade with its span of points in words."""

    name: str
    words: str


def visible_sets(user: User) -> QuerySet[CriteriaSet]:
    """The sets this person may read: those of the centres above or below where the person works."""
    paths = reach(user, VIEW_CRITERIA).paths
    owners = {path[:length] for path in paths for length in range(Unit.steplen, len(path) + 1, Unit.steplen)}
    below = reach(user, VIEW_CRITERIA).filter(CriteriaSet.objects.all())
    return (below | CriteriaSet.objects.filter(unit__path__in=owners)).select_related("unit")


def criteria_sets(user: User) -> QuerySet[CriteriaSet]:
    """The visible sets with the number of their criteria and of the rounds that use them."""
    return visible_sets(user).annotate(
        leaf_count=Count("criteria", filter=~Q(criteria__kind=NodeKind.GROUP), distinct=True),
        round_count=Count("rounds", distinct=True),
    )


def nodes(criteria_set: CriteriaSet) -> list[Node]:
    """The tree in reading order: groups with their criteria, then bonus and penalty criteria."""
    return [_node(criterion, depth) for criterion, depth in walk(criteria_set.criteria.all())]


def bands(criteria_set: CriteriaSet) -> list[BandSpan]:
    """The grades from the best down."""
    rows = list(criteria_set.bands.all())
    spans = []
    for place, band in enumerate(rows):
        low = vn_number(band.low.normalize())
        if place == 0:
            words = f"từ {low} điểm trở lên"
        else:
            high = vn_number(rows[place - 1].low.normalize())
            words = f"dưới {high} điểm" if band.low == 0 else f"từ {low} đến dưới {high} điểm"
        spans.append(BandSpan(band.name, words))
    return spans


def rounds_using(criteria_set: CriteriaSet) -> QuerySet[RoundCriteria]:
    """Where the set is used, newest year first."""
    return criteria_set.rounds.select_related("round__campaign").order_by("-round__year", "round__campaign__title")


def rounds_without_scores(criteria_set: CriteriaSet) -> QuerySet[Round]:
    """Rounds of the set's own unit that have no scores yet and do not use the set already."""
    rounds = Round.objects.filter(campaign__unit=criteria_set.unit_id).exclude(pk__in=ScoreRun.objects.values("round"))
    return rounds.exclude(criteria__criteria_set=criteria_set).order_by("-year", "title")


def set_of_round(round_: Round) -> CriteriaSet | None:
    """The set that a round is scored by, with all rows the engine needs (three queries)."""
    return (
        CriteriaSet.objects.filter(rounds__round=round_)
        .prefetch_related("bands", Prefetch("criteria", Criterion.objects.order_by("position", "pk")))
        .first()
    )


def with_rows(pk: int) -> CriteriaSet:
    """A set by its key, with all rows the engine needs (three queries)."""
    return CriteriaSet.objects.prefetch_related(
        "bands", Prefetch("criteria", Criterion.objects.order_by("position", "pk"))
    ).get(pk=pk)


def engine_set(criteria_set: CriteriaSet) -> tree.CriteriaSet:
    """The stored set as the engine's value; raises ValueError when the stored rows contradict each other."""
    built, found = definition.read_set(as_mapping(criteria_set))
    slips = definition.errors(found)
    if built is None or slips:
        raise ValueError("; ".join(str(slip) for slip in slips))
    return built


def walk(criteria: Iterable[Criterion]) -> Iterator[tuple[Criterion, int]]:
    """Rows of one set in reading order, each with its depth."""
    below = _by_parent(criteria)

    def visit(parent: int | None, depth: int) -> Iterator[tuple[Criterion, int]]:
        for row in below.get(parent, ()):
            yield row, depth
            yield from visit(row.pk, depth + 1)

    return visit(None, 0)


def _node(criterion: Criterion, depth: int) -> Node:
    if criterion.kind == NodeKind.GROUP:
        return Node(criterion, depth, "", "")
    rule, _ = rules.read_rule(criterion.rule)
    if rule is None:
        return Node(criterion, depth, "", "")
    return Node(criterion, depth, rule.label, rule.words(criterion.max_points))


def _by_parent(criteria: Iterable[Criterion]) -> dict[int | None, list[Criterion]]:
    below: dict[int | None, list[Criterion]] = defaultdict(list)
    for row in criteria:
        below[row.parent_id].append(row)
    return below


def as_mapping(criteria_set: CriteriaSet) -> dict[str, Any]:
    """The stored rows as ``definition.read_set`` reads them: the same shape as the file of a set."""
    below = _by_parent(criteria_set.criteria.all())
    top = below.get(None, [])
    return {
        "code": criteria_set.code,
        "name": criteria_set.name,
        "version": criteria_set.version,
        "total": criteria_set.total,
        "cap_total": criteria_set.cap_total,
        "group": [_group(row, below) for row in top if row.kind == NodeKind.GROUP],
        "band": [{"code": band.code, "name": band.name, "low": band.low} for band in criteria_set.bands.all()],
        "bonus": _on_top(criteria_set.bonus_cap, top, NodeKind.BONUS),
        "penalty": _on_top(criteria_set.penalty_cap, top, NodeKind.PENALTY),
        **_stated(
            tie_break=criteria_set.tie_break,
            limit=criteria_set.limits,
            quota=criteria_set.quota,
            example=criteria_set.examples,
        ),
    }


def _on_top(cap: Decimal, rows: list[Criterion], kind: NodeKind) -> dict[str, Any]:
    return {"cap": cap, "criterion": [_leaf(row) for row in rows if row.kind == kind]}


def _group(row: Criterion, below: dict[int | None, list[Criterion]]) -> dict[str, Any]:
    children = below.get(row.pk, [])
    return {
        "code": row.code,
        "name": row.name,
        "max": row.max_points,
        **_stated(suspended=row.suspended, not_for=row.not_for),
        **({} if row.rescaling == Rescaling.PROPORTIONAL else {"rescaling": row.rescaling}),
        "group": [_group(child, below) for child in children if child.kind == NodeKind.GROUP],
        "criterion": [_leaf(child) for child in children if child.kind != NodeKind.GROUP],
    }


def _leaf(row: Criterion) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "max": row.max_points,
        "rule": row.rule,
        "guidance": row.guidance,
        "evidence": row.evidence,
        "indicator": row.indicator_code,
        "entered_by": row.entered_by,
        "may_not_apply": row.may_not_apply,
        **_stated(suspended=row.suspended, not_for=row.not_for),
        **({} if row.when_exempt == WhenExempt.LEAVE_OUT else {"when_exempt": row.when_exempt}),
    }


def _stated(**parts: Any) -> dict[str, Any]:
    """The parts that say something; a file leaves the others out."""
    return {name: part for name, part in parts.items() if part}
