"""Lines of sheets that the criteria set itself leaves out for a unit: nobody verifies them, nothing counts them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from scoring.enums import NodeKind
from scoring.models import Assessment, Criterion


def left_out(
    sheets: QuerySet[Assessment], *, criterion: str = "criterion", group: str = "assessment__unit__group"
) -> Q:
    """Selects what is left out in these sheets (one query); ``criterion`` and ``group`` name the way there.

    A line is left out when it, or a group around it, is suspended or not meant for the unit's emulation group; the same
    as ``scoring.engine.evaluation`` decides, for many units at once.
    """
    rounds = sheets.order_by().values("round")
    rows = Criterion.objects.filter(criteria_set__rounds__round__in=rounds).order_by()
    nodes = {row.pk: row for row in rows.only("kind", "parent_id", "suspended", "not_for")}
    everywhere: set[int] = set()
    for_group: dict[str, set[int]] = defaultdict(set)
    for node in nodes.values():
        if node.kind == NodeKind.GROUP:
            continue
        for each in _with_groups_around(node, nodes):
            if each.suspended:
                everywhere.add(node.pk)
            for code in each.not_for:
                for_group[code].add(node.pk)
    found = Q(**{f"{criterion}__in": everywhere})
    for code, keys in sorted(for_group.items()):
        found |= Q(**{group: code, f"{criterion}__in": keys})
    return found


def _with_groups_around(node: Criterion, nodes: Mapping[int, Criterion]) -> Iterable[Criterion]:
    here: Any = node
    while here is not None:
        yield here
        here = nodes.get(here.parent_id)
