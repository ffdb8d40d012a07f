"""How many forms of surveys units have in each month, and how satisfied they are."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum
from django.db.models.functions import ExtractMonth, ExtractYear

from accounts.models import Unit
from indicators.models import SurveyAnswer, SurveyCount
from indicators.statistics import Ratio

LEVELS = ("level_1", "level_2", "level_3", "level_4", "level_5")
SurveyMonths = dict[tuple[int, int], tuple[int, Ratio]]
Forms = dict[tuple[str, str], dict[tuple[int, int], int]]
"""Numbers of forms by (path, kind) and (year, month)."""


def survey_months(wanted: Iterable[Unit], year: int) -> dict[tuple[str, str], SurveyMonths]:
    """Forms and satisfied answers by (path, kind) and (year, month), those of the portal and typed ones together."""
    units, years = list(wanted), (year - 1, year)
    typed: Any = SurveyCount.objects.filter(unit__in=units, year__in=years).values_list(
        "unit__path", "kind", "year", "month", "forms", *LEVELS
    )
    answered: Any = _answered(units, year - 1, year).annotate(
        number=Count("pk"), all_satisfied=Sum("satisfied"), all_valid=Sum("valid")
    )
    found: dict[tuple[str, str], SurveyMonths] = defaultdict(dict)
    rows = [(*row[:5], row[8] + row[9], sum(row[5:10])) for row in typed]
    for path, kind, its_year, month, forms, satisfied, valid in [*rows, *answered]:
        months = found[path, kind]
        known, ratio = months.get((its_year, month), (0, Ratio(Decimal(0), Decimal(0))))
        months[its_year, month] = (known + forms, ratio + Ratio(Decimal(satisfied), Decimal(valid)))
    return found


def forms_in_portal(wanted: Iterable[Unit], year: int) -> Forms:
    """The forms that people answered in the portal at these units in a year, one by one."""
    rows: Any = _answered(list(wanted), year, year).annotate(number=Count("pk"))
    return _by_unit(rows)


def forms_typed(wanted: Iterable[Unit], year: int) -> Forms:
    """The forms of these units in a year that somebody typed as counts."""
    rows: Any = SurveyCount.objects.filter(unit__in=list(wanted), year=year, forms__gt=0)
    return _by_unit(rows.values_list("unit__path", "kind", "year", "month", "forms"))


def _by_unit(rows: Iterable[tuple[str, str, int, int, int]]) -> Forms:
    found: Forms = defaultdict(dict)
    for path, kind, year, month, number in rows:
        found[path, kind][year, month] = number
    return found


def _answered(units: list[Unit], first: int, last: int) -> Any:
    """Path, kind, year and month of what was answered in the portal, to be counted."""
    answers = SurveyAnswer.objects.filter(
        point__unit__in=units, finished_on__range=(date(first, 1, 1), date(last, 12, 31))
    )
    return answers.order_by().values_list(
        "point__unit__path",
        "point__survey__questionnaire__kind",
        ExtractYear("finished_on"),
        ExtractMonth("finished_on"),
    )
