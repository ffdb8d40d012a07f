"""What may be chosen in the workshop's forms: groups, nodes, bands, indicators; and the next code."""

from collections.abc import Collection

from indicators.models import Indicator
from scoring.enums import NodeKind
from scoring.models import CriteriaSet, Criterion
from scoring.selectors import criteria as reading
from scoring.selectors import workshop_codes

FIRST = {NodeKind.GROUP: "I", NodeKind.BONUS: "C.1", NodeKind.PENALTY: "D.1"}
Choices = list[tuple[str, str]]


def groups(criteria_set: CriteriaSet, but_inside: Collection[int] = ()) -> Choices:
    """The groups of a draft, indented as in the tree, without those in ``but_inside`` and what they hold."""
    left_out = set(but_inside)
    found = []
    for row, depth in reading.walk(criteria_set.criteria.all()):
        if row.parent_id in left_out:
            left_out.add(row.pk)
        if row.kind == NodeKind.GROUP and row.pk not in left_out:
            found.append((str(row.pk), f"{'— ' * depth}{short(row)}"))
    return found


def nodes(criteria_set: CriteriaSet, *, leaves_only: bool = False) -> Choices:
    """The nodes of the main tree by code."""
    return [
        (row.code, f"{'— ' * depth}{short(row)}")
        for row, depth in reading.walk(criteria_set.criteria.all())
        if row.kind == NodeKind.CRITERION or (row.kind == NodeKind.GROUP and not leaves_only)
    ]


def bands(criteria_set: CriteriaSet) -> Choices:
    """The grades of a draft, best first."""
    return [(band.code, band.name) for band in criteria_set.bands.all()]


def indicators() -> Choices:
    """The catalogue of indicators."""
    return [(code, name) for code, name in Indicator.objects.values_list("code", "name")]


def next_code(criteria_set: CriteriaSet, kind: str, parent: Criterion | None) -> str:
    """A free code for a new node of a kind, in the manner of its siblings."""
    rows = list(criteria_set.criteria.all())
    parent_key = parent.pk if parent else None
    siblings = [row.code for row in rows if row.parent_id == parent_key and (parent or row.kind == kind)]
    taken = {row.code for row in rows}
    start = FIRST.get(NodeKind(kind), "I")
    return workshop_codes.suggested(parent.code if parent else "", siblings, taken, start=start)


def short(row: Criterion) -> str:
    """Code and the beginning of the name."""
    return f"{row.code} {row.name}"[:80]
