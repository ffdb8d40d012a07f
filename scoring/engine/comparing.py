"""Where every unit stands before and after a change: totals, ranks, grades, and who moves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from scoring.engine import quota, ranking
from scoring.engine.provisions import VOTE
from scoring.engine.results import Evaluation
from scoring.engine.tree import CriteriaSet


class Position(NamedTuple):
    """The standing of one unit; empty where it has no total."""

    total: Decimal | None
    rank: int | None
    group_rank: int | None
    grade_code: str
    grade: str
    reason: str = ""
    """Why the grade is not the one that the points reach."""


NOWHERE = Position(None, None, None, "", "")


@dataclass(frozen=True, slots=True)
class Move:
    """One unit before and after."""

    unit: str
    before: Position
    after: Position

    @property
    def changes_rank(self) -> bool:
        return self.before.rank != self.after.rank

    @property
    def changes_group_rank(self) -> bool:
        return self.before.group_rank != self.after.group_rank

    @property
    def changes_grade(self) -> bool:
        return self.before.grade_code != self.after.grade_code

    @property
    def changes_total(self) -> bool:
        return self.before.total != self.after.total

    @property
    def is_changed(self) -> bool:
        return self.changes_total or self.changes_rank or self.changes_group_rank or self.changes_grade


def positions(
    criteria_set: CriteriaSet,
    evaluations: Mapping[str, Evaluation],
    groups: Mapping[str, str],
    votes: Mapping[str, int],
) -> dict[str, Position]:
    """Ranks, and grades after the quota, of all units together; `votes` as for `ranking.standings`."""
    places = ranking.standings(criteria_set, evaluations, groups, votes)
    fallen = quota.apply(criteria_set, evaluations, places, groups)
    found = {}
    for unit, each in evaluations.items():
        band, reasons = each.band, list(each.limits)
        if unit in fallen:
            band = fallen[unit].band
            reasons.append(fallen[unit].reason)
        code, name = (band.code, band.name) if band else ("", "")
        place = places[unit]
        found[unit] = Position(each.total, place.rank, place.group_rank, code, name, "; ".join(reasons))
    return found


def slim(criteria_set: CriteriaSet, evaluation: Evaluation) -> Evaluation:
    """The result with only the lines that the comparison of units needs: those of the tie-break nodes."""
    keys = frozenset(code for code in criteria_set.tie_break if code != VOTE)
    kept = tuple(line for line in evaluation.lines if line.code in keys)
    return Evaluation(
        kept,
        evaluation.main,
        evaluation.bonus,
        evaluation.penalty,
        evaluation.total,
        evaluation.band,
        evaluation.reached,
        evaluation.limits,
        evaluation.missing,
        "",
    )


def compare(before: Mapping[str, Position], after: Mapping[str, Position]) -> list[Move]:
    """Every unit: those that change grade first, then those that change rank, then only points, then the others."""
    units = [*before, *(unit for unit in after if unit not in before)]
    moves = [Move(unit, before.get(unit, NOWHERE), after.get(unit, NOWHERE)) for unit in units]
    return sorted(moves, key=_order)


def sentence(moves: Sequence[Move], names: Mapping[str, str], most: int = 5) -> str:
    """What the trial would change, in words; at most so many units are named."""
    ranks = sum(move.changes_rank for move in moves)
    grades = [move for move in moves if move.changes_grade]
    if not any(move.is_changed for move in moves):
        return "Không đơn vị nào đổi điểm, hạng hay xếp loại."
    if not ranks and not grades:
        return f"{sum(move.changes_total for move in moves)} đơn vị đổi điểm, không đơn vị nào đổi hạng hay xếp loại."
    told = f"{ranks or 'Không'} đơn vị đổi hạng, {len(grades) or 'không'} đơn vị đổi xếp loại"
    named = [
        f"{names.get(move.unit, move.unit)} ({move.before.grade or '–'} → {move.after.grade or '–'})"
        for move in grades[:most]
    ]
    if len(grades) > most:
        named.append(f"và {len(grades) - most} đơn vị khác")
    return f"{told}: {', '.join(named)}." if named else f"{told}."


def _order(move: Move) -> tuple[int, int]:
    weight = 0 if move.changes_grade else 1 if move.changes_rank else 2 if move.is_changed else 3
    return weight, move.after.rank or 10**9
