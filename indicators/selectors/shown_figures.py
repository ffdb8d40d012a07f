"""Figures as somebody may see them: what rests on the answers of too few people is hidden from all but the office.

Scores, targets and doubts are computed from the figures as they are (``selectors.figures``); this is for showing them.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from django.conf import settings

from accounts.enums import UnitKind
from accounts.models import Unit, User
from accounts.policies import Reach, reach
from indicators.engine.roll_up import WHOLE_YEAR, Row, Span
from indicators.engine.sanity import Check
from indicators.engine.told_figures import ToldFigures
from indicators.enums import Source
from indicators.models import Indicator, SurveyCount
from indicators.roles import MANAGE_SURVEYS, VIEW_FIGURES
from indicators.selectors.doubts import UnitDoubt
from indicators.selectors.figures import Figure, MonthValue, figures_for, monthly_values, yearly_values
from indicators.selectors.providers import Question, rows_for
from indicators.selectors.survey_figures import SURVEYED

FEW = "ít phiếu"
PARTS: Mapping[str, tuple[str, ...]] = {
    "patient_satisfaction": ("inpatient_satisfaction", "outpatient_satisfaction"),
}
"""A sum of other figures is told where each of them is: else the one could be worked out from the other."""

CODES: Mapping[str, str] = {kinds[0]: code for code, kinds in SURVEYED.items() if len(kinds) == 1}
"""By kind of survey the indicator that rests on it alone."""


class Veil:
    """What of some years' figures a user may see; None stands for somebody without any right.

    Whether a figure may be told is the same for all who see a centre, so that two of them know no more together.
    """

    def __init__(self, user: User | None, codes: Iterable[str], units: Iterable[Unit], years: Iterable[int]) -> None:
        seeing, keeping = (
            reach(user, each) if user is not None else Reach(()) for each in (VIEW_FIGURES, MANAGE_SURVEYS)
        )
        self._seeing, self._veiled = seeing, {unit.path for unit in units if not keeping.covers(unit)}
        self._codes, self._years = set(codes), sorted(set(years))
        self._told: dict[tuple[str, str, int], ToldFigures] = {}

    def tells(self, code: str, unit: Unit, year: int, span: Span = WHOLE_YEAR) -> bool:
        """Whether the figure of the unit with all below it may be told."""
        if not self.covers(unit) or code not in self._surveyed:
            return True
        top = self._tops[unit.path]
        return all(self._of(each, top, year).tells(unit.path, span) for each in (code, *PARTS.get(code, ())))

    def covers(self, unit: Unit) -> bool:
        """Whether the user sees a unit's figures with few answers hidden."""
        return unit.path in self._veiled

    def over(self, figure: Figure, unit: Unit, span: Span = WHOLE_YEAR) -> Figure:
        """The figure without what may not be told of it."""
        if not self.tells(figure.code, unit, figure.year, span):
            return replace(figure, value=None, numerator=None, denominator=None, previous=None, is_hidden=True)
        if figure.previous is not None and not self.tells(figure.code, unit, figure.year - 1, span):
            return replace(figure, previous=None)
        return figure

    def _of(self, code: str, top: str, year: int) -> ToldFigures:
        key = code, top, year
        if key not in self._told:
            rows = [row for row in self._rows if row.code == code and row.year == year and row.path.startswith(top)]
            self._told[key] = _told(rows, top)
        return self._told[key]

    @cached_property
    def _surveyed(self) -> frozenset[str]:
        """The codes that rest on answers; asks nothing where everything may be seen."""
        if not self._veiled:
            return frozenset()
        rows = Indicator.objects.filter(code__in=self._codes, source=Source.SURVEY)
        return frozenset(rows.values_list("code", flat=True))

    @cached_property
    def _tops(self) -> dict[str, str]:
        """By path of each unit the highest branch that matters: its centre, or what the user sees above it."""
        centres = set(Unit.objects.filter(kind=UnitKind.CENTRE).values_list("path", flat=True))
        return {path: _top(path, centres, self._seeing) for path in self._veiled}

    @cached_property
    def _rows(self) -> list[Row]:
        codes: Collection[str] = self._surveyed.union(*(PARTS.get(code, ()) for code in self._surveyed))
        indicators = list(Indicator.objects.filter(code__in=codes))
        return list(rows_for(Question(indicators, self._years, sorted(set(self._tops.values())))))


def figures_shown(
    user: User, codes: Iterable[str], units: Iterable[Unit], year: int, span: Span = WHOLE_YEAR
) -> dict[tuple[str, int], Figure]:
    """Like ``figures_for``, as the user may see them; what nobody may know to be absent is hidden, too."""
    wanted, asked = list(units), list(codes)
    by_key = {unit.pk: unit for unit in wanted}
    veil = Veil(user, asked, wanted, (year - 1, year))
    found = figures_for(asked, wanted, year, span)
    hidden = {
        (code, unit.pk): Figure(code, unit.pk, year, None, None, None, "", None, is_hidden=True)
        for code in asked
        for unit in wanted
        if (code, unit.pk) not in found and not veil.tells(code, unit, year, span)
    }
    return hidden | {key: veil.over(figure, by_key[key[1]], span) for key, figure in found.items()}


def months_shown(user: User, code: str, unit: Unit, year: int) -> list[MonthValue]:
    """Like ``monthly_values``; a month that may not be told has no value."""
    veil = Veil(user, [code], [unit], [year])
    return [
        each if veil.tells(code, unit, year, Span.month(each.month)) else replace(each, value=None)
        for each in monthly_values(code, unit, year)
    ]


def years_shown(user: User, code: str, unit: Unit, year: int) -> list[tuple[int, Decimal]]:
    """Like ``yearly_values``, without years that may not be told."""
    found = yearly_values(code, unit, year)
    veil = Veil(user, [code], [unit], [each for each, _ in found])
    return [(each, value) for each, value in found if veil.tells(code, unit, each)]


def _top(path: str, centres: Collection[str], seeing: Reach) -> str:
    above = (path[:length] for length in range(Unit.steplen, len(path) + 1, Unit.steplen))
    own = next((each for each in above if each in centres), path)
    return min([own, *(each for each in seeing.paths if own.startswith(each))], key=len)


def doubts_shown(user: User, raised: Iterable[UnitDoubt], year: int) -> list[UnitDoubt]:
    """Without those that tell the rate of a month which may not be told; numbers of forms are no secret."""
    rows = list(raised)
    rates = [row for row in rows if row.doubt.check == Check.JUMP and row.doubt.subject in CODES]
    veil = Veil(user, CODES.values(), [row.unit for row in rates], [year])
    hidden = [row for row in rates if not _tells_month(veil, row.doubt.subject, row.unit, year, row.doubt.month)]
    return [row for row in rows if row not in hidden]


def few_typed(user: User, counts: Iterable[SurveyCount], year: int) -> list[int]:
    """The keys of typed counts of surveys that may not be told: of few forms, or in a month that is hidden."""
    rows = list(counts)
    units = {row.unit.path: row.unit for row in rows}
    veil = Veil(user, CODES.values(), units.values(), [year])
    return [
        row.pk
        for row in rows
        if veil.covers(row.unit)
        and (row.forms < settings.SURVEY_SHOWN_FROM or not _tells_month(veil, row.kind, row.unit, year, row.month))
    ]


def _tells_month(veil: Veil, kind: str, unit: Unit, year: int, month: int) -> bool:
    return veil.tells(CODES[kind], unit, year, Span.month(month))


def _told(rows: Iterable[Row], top: str) -> ToldFigures:
    people: dict[tuple[str, int], int] = {}
    fewest = 1
    for row in rows:
        people[row.path, row.month] = people.get((row.path, row.month), 0) + row.people
        fewest = max(fewest, row.fewest)
    return ToldFigures(people, top, Unit.steplen, fewest)
