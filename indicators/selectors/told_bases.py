"""Rates of which several origins tell how many cases they are about: one counts, and a few ticks may hide many."""

from collections.abc import Iterator, Mapping

from django.db.models import Q

from accounts.models import Unit
from core.text import lowered
from indicators.engine import sanity
from indicators.engine.sanity import Doubt
from indicators.models import Indicator
from indicators.selectors.case_counts import MonthCounts, told_counts
from indicators.selectors.procedure_figures import RATES
from indicators.selectors.told_twice import origin_words

CODES = ("tthc_inputs_digitised", "tthc_results_digitised", "online_payment")
"""The other rates are about received or finished cases, whose numbers are compared by themselves."""


def bases_apart(wanted: Mapping[str, Unit], year: int) -> Iterator[tuple[str, Doubt, str]]:
    """Path, doubt and name of the rate, of each unit and month; the rate is that of the first who tells anything."""
    names = dict(Indicator.objects.filter(code__in=CODES).order_by().values_list("code", "name"))
    fields = {name for code in names for name in RATES[code].below}
    months = told_counts(Q(unit__in=list(wanted.values())), (year,), fields) if fields else {}
    for (path, *_), by_origin in months.items():
        for code, name in names.items():
            doubt = _doubt(code, name, by_origin)
            if doubt is not None:
                yield path, doubt, name


def _doubt(code: str, name: str, by_origin: Mapping[str, MonthCounts]) -> Doubt | None:
    below = RATES[code].below
    there = [by_origin[origin] for origin in RATES[code].origins if origin in by_origin]
    speaking = [told for told in there if told.total(below)]
    for other in speaking[1:]:
        counting = speaking[0]
        if other.is_whole and counting.names_parts:
            continue  # the list tells of the unit alone, the table of all below it as well
        return sanity.base_doubt(
            code,
            lowered(name),
            (counting.year, counting.month),
            (counting.total(below), other.total(below)),
            (origin_words(counting), origin_words(other)),
        )
    return None
