"""Ranks: equal units share a rank and the next one is skipped (1, 2, 2, 4), over all units and within each group."""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Generic, TypeVar

from scoring.engine.provisions import VOTE
from scoring.engine.results import Evaluation
from scoring.engine.tree import CriteriaSet

Key = TypeVar("Key", bound=Hashable)
SortValues = tuple[Decimal, ...]
ABSENT = Decimal(-1)
"""Stands for the points of a node that a unit has none for: it comes after every unit that has."""


@dataclass(frozen=True, slots=True)
class Place(Generic[Key]):
    """Where a unit stands. `rank` and `group_rank` are None when it has no total."""

    unit: Key
    rank: int | None
    group_rank: int | None
    together: Sequence[Key] = ()
    """The units of its rank, itself among them (one list for all, since a whole province may stand level)."""
    decided_by: str = ""
    """What separated it from units of the same total: code of the last node that was needed, or “vote”."""

    @property
    def tied_with(self) -> tuple[Key, ...]:
        """The units that share its rank: nothing decides between them yet."""
        return tuple(each for each in self.together if each != self.unit)


def standings(
    criteria_set: CriteriaSet,
    evaluations: Mapping[Key, Evaluation],
    groups: Mapping[Key, str],
    votes: Mapping[Key, int] | None = None,
) -> dict[Key, Place[Key]]:
    """The place of each unit by total, then the set's tie-break keys, then the recorded vote (its order, best first).

    A vote decides only when it names every unit of a tie. Units without a total are not ranked.
    """
    values = {unit: sort_values(criteria_set, each) for unit, each in evaluations.items()}
    recorded = (votes or {}) if VOTE in criteria_set.tie_break else {}
    overall = _ordered(values, recorded)
    ranks = _ranks(overall)
    group_ranks: dict[Key, int] = {}
    for group in sorted({groups.get(unit, "") for unit in values}):
        members = {unit: each for unit, each in values.items() if groups.get(unit, "") == group}
        group_ranks |= _ranks(_ordered(members, recorded))
    tied = {unit: together for together in overall for unit in together}
    decided = _deciders(criteria_set, values, overall)
    return {
        unit: Place(unit, ranks.get(unit), group_ranks.get(unit), tied.get(unit, ()), decided.get(unit, ""))
        for unit in evaluations
    }


def sort_values(criteria_set: CriteriaSet, evaluation: Evaluation) -> SortValues | None:
    """The total and the points of each tie-break node; None without a total."""
    if evaluation.total is None:
        return None
    keys = [code for code in criteria_set.tie_break if code != VOTE]
    if not keys:
        return (evaluation.total,)
    points = {line.code: line.points for line in evaluation.lines if line.code in keys}
    found = (points.get(code) for code in keys)
    return (evaluation.total, *(ABSENT if each is None else each for each in found))


def shared_ranks(totals: Mapping[Key, SortValues | None]) -> dict[Key, int | None]:
    """The rank of each key by its sort values, best (greatest) first; a key without values is not ranked.

    Further values of the tuple break ties: the total first, then the tie-break keys in their order.
    """
    ranks = _ranks(_ordered(totals, {}))
    return {key: ranks.get(key) for key in totals}


def ranks_within(totals: Mapping[Key, SortValues | None], groups: Mapping[Key, str]) -> dict[Key, int | None]:
    """Ranks counted separately inside each group (khối)."""
    ranked: dict[Key, int | None] = {}
    for group in sorted(set(groups.values())):
        ranked |= shared_ranks({key: values for key, values in totals.items() if groups[key] == group})
    return ranked


def _ordered(values: Mapping[Key, SortValues | None], votes: Mapping[Key, int]) -> list[list[Key]]:
    """Units from the best down; those between which nothing decides stand together."""
    known = sorted(((each, unit) for unit, each in values.items() if each is not None), key=_values, reverse=True)
    ordered: list[list[Key]] = []
    for _, found in groupby(known, key=_values):
        ordered += _by_vote([unit for _, unit in found], votes)
    return ordered


def _values(pair: tuple[SortValues, Key]) -> SortValues:
    return pair[0]


def _by_vote(tied: list[Key], votes: Mapping[Key, int]) -> Iterator[list[Key]]:
    if len(tied) == 1 or not all(unit in votes for unit in tied):
        yield tied
        return
    for _, together in groupby(sorted(tied, key=votes.__getitem__), key=votes.__getitem__):
        yield list(together)


def _ranks(ordered: list[list[Key]]) -> dict[Key, int]:
    ranks: dict[Key, int] = {}
    for together in ordered:
        rank = len(ranks) + 1
        ranks |= dict.fromkeys(together, rank)
    return ranks


def _deciders(
    criteria_set: CriteriaSet, values: Mapping[Key, SortValues | None], ordered: list[list[Key]]
) -> dict[Key, str]:
    """For units of equal totals that were separated: the key that it took."""
    decided: dict[Key, str] = {}
    keys = [code for code in criteria_set.tie_break if code != VOTE]
    for better, worse in zip(ordered, ordered[1:], strict=False):
        word = _decider(values[better[0]], values[worse[0]], keys)
        if word is not None:
            decided |= {unit: word for unit in (*better, *worse) if _later(word, decided.get(unit), keys)}
    return decided


def _decider(one: SortValues | None, other: SortValues | None, keys: Collection[str]) -> str | None:
    if one is None or other is None or one[0] != other[0]:
        return None
    differing = (code for code, left, right in zip(keys, one[1:], other[1:], strict=True) if left != right)
    return next(differing, VOTE)


def _later(word: str, known: str | None, keys: list[str]) -> bool:
    """Whether the key stands further down the order than the one noted so far."""
    order = [*keys, VOTE]
    return known is None or order.index(word) > order.index(known)
