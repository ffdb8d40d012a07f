"""Since when nothing tells of the case files of a unit, so that a page can say why there is no figure."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Max

from accounts.models import Unit
from indicators.engine.roll_up import MONTHS_IN_YEAR, Span
from indicators.models import ProcedureCount
from indicators.selectors.providers import Question


@dataclass(frozen=True)
class Silence:
    """Units of which nothing is told ``since`` a month («từ tháng 11/2026»); empty for never."""

    units: tuple[Unit, ...]
    since: str


def silences(units: Iterable[Unit], year: int, span: Span) -> list[Silence]:
    """The units of whose case files nothing is told in these months, those of the same month together.

    What is told of a unit below counts as told.
    """
    wanted = list(units)
    last_month = _number(year, span.last)
    told = dict(
        ProcedureCount.objects.filter(Question((), (), [unit.path for unit in wanted]).branches("unit"))
        .order_by()
        .alias(own=F("year") * MONTHS_IN_YEAR + F("month") - 1)
        .filter(own__lte=last_month)
        .values_list("unit__path")
        .annotate(end=Max("own"))
    )
    found: dict[int, list[Unit]] = {}
    for unit in wanted:
        end = max((month for path, month in told.items() if path.startswith(unit.path)), default=0)
        if end < _number(year, span.first):
            found.setdefault(end, []).append(unit)
    return [Silence(tuple(units), _since(end)) for end, units in sorted(found.items(), reverse=True)]


def _number(year: int, month: int) -> int:
    return year * MONTHS_IN_YEAR + month - 1


def _since(end: int) -> str:
    following = end + 1
    return f"từ tháng {following % MONTHS_IN_YEAR + 1}/{following // MONTHS_IN_YEAR}" if end else ""
