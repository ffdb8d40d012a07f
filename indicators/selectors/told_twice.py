"""Months in which case files were told by several origins that do not agree: of one unit, or of a unit and those below.

Which of them counts is chosen when figures are rolled up (``case_counts.chosen``, ``engine.overlaps``); they are never
added.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator

from indicators.engine import sanity
from indicators.engine.sanity import CaseMonth, Doubt
from indicators.enums import CountOrigin
from indicators.selectors.case_counts import PROCESSING, MonthCounts, Months, chosen
from indicators.selectors.procedure_figures import FINISHED, RECEIVED

PENDING = ("pending_in_time", "pending_late")
COUNTED = (*RECEIVED, *FINISHED, *PENDING, "carried_over", "closed_without_result")
IN_TIME = ("finished_early", "finished_on_time")


def told_twice(subject: str, paths: Collection[str], months: Months) -> Iterator[tuple[str, Doubt]]:
    """Path and doubt of each of these units of which a whole and parts disagree.

    ``months``: what is told of their branches, with the fields of ``COUNTED``.
    """
    by_month: dict[tuple[int, int], list[MonthCounts]] = defaultdict(list)
    for told in chosen(months, PROCESSING, FINISHED, skips_silent=False):
        by_month[told.year, told.month].append(told)
    for same_month in by_month.values():
        if len({told.key for told in same_month}) > 1:
            for whole in (told for told in same_month if told.path in paths):
                parts = _others_below(whole, same_month)
                doubts = _doubts(subject, whole, parts) if parts else ()
                yield from ((whole.path, doubt) for doubt in doubts)


def told_apart(subject: str, months: Months) -> Iterator[tuple[str, Doubt]]:
    """Path and doubt of each unit and month that another origin tells otherwise than the one that counts.

    What is typed beside a list has a check of its own; a list that names units tells of the unit alone what a table
    tells of it with all below.
    """
    for (path, _, _), by_origin in months.items():
        there = [by_origin[origin] for origin in PROCESSING if origin in by_origin]
        for other in there[1:]:
            has_own_check = (there[0].origin, other.origin) == (CountOrigin.CASES, CountOrigin.TYPED)
            if has_own_check or (other.is_whole and there[0].names_parts):
                continue
            origins = (origin_words(there[0]), origin_words(other))
            doubt = sanity.origin_doubt(subject, case_month(there[0]), case_month(other), origins)
            if doubt is not None:
                yield path, doubt
                break


def origin_words(told: MonthCounts) -> str:
    """Who told it, as it stands within a sentence."""
    return "số nhập tay" if told.origin == CountOrigin.TYPED else CountOrigin(told.origin).label.lower()


def _others_below(whole: MonthCounts, told: list[MonthCounts]) -> list[MonthCounts]:
    return [
        each
        for each in told
        if each.key != whole.key and len(each.path) > len(whole.path) and each.path.startswith(whole.path)
    ]


def _doubts(subject: str, whole: MonthCounts, parts: list[MonthCounts]) -> Iterator[Doubt]:
    origins = [CountOrigin(origin).label.lower() for origin in sorted({part.origin for part in parts})]
    yield from sanity.whole_doubts(
        subject,
        case_month(whole),
        case_month(*parts),
        (CountOrigin(whole.origin).label.lower(), ", ".join(origins)),
        parts_count=any(part.names_parts for part in parts),
    )


def case_month(*told: MonthCounts) -> CaseMonth:
    """What one or several units tell of one month, added up."""

    def total(fields: tuple[str, ...]) -> int:
        return sum(each.total(fields) for each in told)

    return CaseMonth(
        told[0].year,
        told[0].month,
        received=total(RECEIVED),
        carried_over=total(("carried_over",)),
        finished=total(FINISHED),
        in_time=total(IN_TIME),
        closed=total(("closed_without_result",)),
        pending=total(PENDING),
    )
