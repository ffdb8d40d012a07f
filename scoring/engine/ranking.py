"""Ranks: equal keys share a rank and the next one is skipped (1, 2, 2, 4)."""

from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def shared_ranks(totals: Mapping[Key, tuple[Decimal, ...] | None]) -> dict[Key, int | None]:
    """The rank of each key by its sort values, best (greatest) first; a key without values is not ranked.

    Further values of the tuple break ties: the total first, then the tie-break keys in their order.
    """
    ordered = sorted((values for values in totals.values() if values is not None), reverse=True)
    first: dict[tuple[Decimal, ...], int] = {}
    for place, values in enumerate(ordered, start=1):
        first.setdefault(values, place)
    return {key: None if values is None else first[values] for key, values in totals.items()}


def ranks_within(totals: Mapping[Key, tuple[Decimal, ...] | None], groups: Mapping[Key, str]) -> dict[Key, int | None]:
    """Ranks counted separately inside each group (khối)."""
    ranked: dict[Key, int | None] = {}
    for group in sorted(set(groups.values())):
        ranked |= shared_ranks({key: values for key, values in totals.items() if groups[key] == group})
    return ranked
