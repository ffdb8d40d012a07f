"""Doubts about the figures of units, with the answers that were given to them.

Each unit's own figures are looked at, not those rolled up from below: a doubt goes to whoever entered the number.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from accounts.models import Unit
from core.text import lowered
from indicators.engine import sanity
from indicators.engine.months import month_end
from indicators.engine.sanity import Doubt, Gravity, Value
from indicators.enums import CountOrigin, Measure, PeriodKind, SurveyKind
from indicators.models import DoubtAnswer, Indicator, Measurement
from indicators.selectors.case_counts import PROCESSING, MonthCounts, Months, chosen, told_counts
from indicators.selectors.moved_cases import doubts_about_moves
from indicators.selectors.procedure_figures import FINISHED, NUMBERS, RATES, RECEIVED, rate_of
from indicators.selectors.providers import Question
from indicators.selectors.short_statements import short_statements
from indicators.selectors.stated_periods import contradicting_periods
from indicators.selectors.survey_figures import RESTING
from indicators.selectors.survey_months import forms_in_portal, forms_typed, survey_months
from indicators.selectors.told_bases import bases_apart
from indicators.selectors.told_twice import COUNTED, IN_TIME, case_month, told_apart, told_twice
from indicators.selectors.typed_figures import can_be_early
from indicators.statistics import Ratio

CASES = "cases"
EXPECTED_AFTER = timedelta(days=10)
"""A month's figures are missed from so many days after its end."""
ORDER = {Gravity.HIGH: 0, Gravity.MEDIUM: 1, Gravity.LOW: 2}


@dataclass(frozen=True)
class UnitDoubt:
    """A doubt about a unit's figure; ``answer`` holds only while the numbers are those that it was given for."""

    unit: Unit
    doubt: Doubt
    subject_words: str
    answer: DoubtAnswer | None

    @property
    def check_words(self) -> str:
        return sanity.CHECK_WORDS[self.doubt.check]

    @property
    def gravity_words(self) -> str:
        return sanity.GRAVITY_WORDS[self.doubt.gravity]

    @property
    def indicators(self) -> frozenset[str]:
        """Codes of the indicators that the doubted figure feeds."""
        subject = self.doubt.subject
        if subject == CASES:
            return frozenset(RATES.keys() | NUMBERS.keys())
        if subject in SurveyKind.values:
            return frozenset(code for code, kinds in RESTING.items() if subject in kinds)
        return frozenset({subject})


def doubts_of(units: Iterable[Unit], year: int, on: date) -> list[UnitDoubt]:
    """All doubts about the figures of these units in a year, the gravest first (a constant number of queries).

    ``on`` is the day looked from: months that ended less than ten days before it are not missed yet.
    """
    wanted = {unit.path: unit for unit in units}
    answers = _answers(wanted.values(), year)
    found = [
        *_about_cases(wanted, year, on),
        *_about_rates(wanted, year),
        *bases_apart(wanted, year),
        *_about_surveys(wanted, year, on),
        *_about_statements(wanted, year, on),
        *short_statements(wanted, year),
    ]
    raised = [
        UnitDoubt(wanted[path], doubt, words, _holding(answers, wanted[path], doubt))
        for path, doubt, words in found
        if doubt.year == year
    ]
    return sorted(raised, key=lambda one: (ORDER[one.doubt.gravity], one.unit.path, one.doubt.month, one.doubt.check))


def doubts_about(code: str, unit: Unit, year: int, on: date) -> list[UnitDoubt]:
    """Doubts about the figures of a unit that feed an indicator: what a verifier of its criterion should know."""
    return [raised for raised in doubts_of([unit], year, on) if code in raised.indicators]


Found = Iterator[tuple[str, Doubt, str]]
"""Path of the unit, the doubt, and its subject in words."""


def _about_cases(wanted: dict[str, Unit], year: int, on: date) -> Found:
    branches = Question((), (year,), list(wanted)).branches("unit")
    told_of_all = told_counts(branches, (year - 1, year), COUNTED)
    months = {key: told for key, told in told_of_all.items() if key[0] in wanted}
    counting = _by_path(chosen(months, PROCESSING, FINISHED, skips_silent=False))
    listed, typed = _told_by(months, CountOrigin.CASES), _told_by(months, CountOrigin.TYPED)
    words = "Hồ sơ TTHC"
    for path, told in counting.items():
        own = [case_month(each) for each in told]
        # A month that is still running is unlike any whole month.
        ended = [each for each in told if month_end(each.year, each.month) < on]
        rates = [_value(each.year, each.month, _in_time(each)) for each in ended]
        numbers = [Value(each.year, each.month, Decimal(each.total(RECEIVED))) for each in ended]
        periods = [(each.year, each.month) for each in told]
        doubts = [
            *sanity.case_doubts(CASES, own),
            *sanity.typed_doubts(CASES, map(case_month, typed[path]), map(case_month, listed[path])),
            *sanity.jump_doubts("tthc_on_time", "tỷ lệ đúng và trước hạn", _known(rates), year),
            *sanity.jump_doubts("tthc_received", "số hồ sơ tiếp nhận", numbers, year),
            *sanity.missing_doubts(CASES, "thống kê hồ sơ TTHC", periods, year, _last_expected(year, on)),
        ]
        yield from ((path, doubt, words) for doubt in doubts)
    yield from ((path, doubt, words) for path, doubt in told_twice(CASES, wanted, told_of_all))
    yield from ((path, doubt, words) for path, doubt in told_apart(CASES, months))
    yield from ((path, doubt, words) for path, doubt in doubts_about_moves(CASES, wanted, year))


def _about_rates(wanted: dict[str, Unit], year: int) -> Found:
    """Rates of two counts told apart, of which the upper one should be part of the lower one."""
    rates = {code: rate for code, rate in RATES.items() if not set(rate.above) <= set(rate.below)}
    names = dict(Indicator.objects.filter(code__in=rates).order_by().values_list("code", "name"))
    fields = {name for rate in rates.values() for name in rate.fields}
    months = told_counts(Q(unit__in=list(wanted.values())), (year,), fields)
    for code, name in names.items():
        for told in chosen(months, rates[code].origins, rates[code].below, skips_silent=True):
            ratio = rate_of(told, rates[code])
            said = sanity.rate_doubts(
                code, lowered(name), told.year, told.month, ratio.numerator, ratio.denominator, None
            )
            yield from ((told.path, doubt, name) for doubt in said)


def _about_surveys(wanted: dict[str, Unit], year: int, on: date) -> Found:
    typed, answered = forms_typed(wanted.values(), year), forms_in_portal(wanted.values(), year)
    for (path, kind), months in survey_months(wanted.values(), year).items():
        words = f"Khảo sát: {SurveyKind(kind).label.lower()}"
        name = SurveyKind(kind).label.lower()
        rates = [_value(*period, ratio) for period, (_, ratio) in months.items()]
        doubts = [
            *sanity.few_answer_doubts(
                kind, name, ((*period, forms) for period, (forms, _) in months.items()), year, _last_expected(year, on)
            ),
            *sanity.both_ways_doubts(kind, name, typed[path, kind], answered[path, kind]),
            *sanity.jump_doubts(kind, f"tỷ lệ hài lòng ({name})", _known(rates), year),
            *sanity.missing_doubts(kind, f"khảo sát {name}", months, year, _last_expected(year, on)),
        ]
        yield from ((path, doubt, words) for doubt in doubts)


def _about_statements(wanted: dict[str, Unit], year: int, on: date) -> Found:
    rows: dict[tuple[str, Indicator], list[Measurement]] = defaultdict(list)
    stated = Measurement.objects.filter(unit__in=list(wanted.values()), year__in=(year - 1, year))
    for row in stated.select_related("indicator", "unit").order_by("year", "period"):
        rows[row.unit.path, row.indicator].append(row)
    for (path, indicator), own in rows.items():
        yield from ((path, doubt, indicator.name) for doubt in _of_indicator(indicator, own, year, on))


def _of_indicator(indicator: Indicator, rows: Sequence[Measurement], year: int, on: date) -> Iterator[Doubt]:
    name = lowered(indicator.name)
    yield from _typed_early(indicator, name, rows)
    yield from contradicting_periods(indicator, name, rows)
    if indicator.measure == Measure.PERCENT:
        for row in rows:
            yield from sanity.rate_doubts(
                indicator.code,
                name,
                row.year,
                _month_of(row),
                row.numerator,
                row.denominator,
                row.value,
                months=3 if row.period_kind == PeriodKind.QUARTER else 1,
            )
    months = [row for row in rows if row.period_kind == PeriodKind.MONTH]
    values = [_stated(row) for row in months]
    yield from sanity.jump_doubts(indicator.code, name, _known(values), year)
    if indicator.frequency == PeriodKind.MONTH:
        told = [(row.year, row.period) for row in months]
        yield from sanity.missing_doubts(indicator.code, f"“{indicator.name}”", told, year, _last_expected(year, on))


def _typed_early(indicator: Indicator, name: str, rows: Iterable[Measurement]) -> Iterator[Doubt]:
    """Figures of a quarter or a year that were typed before its end."""
    for row in rows:
        entered = timezone.localdate(row.entered_at)
        if can_be_early(indicator, row.period_kind) and entered <= month_end(row.year, row.closing_month):
            months = 3 if row.period_kind == PeriodKind.QUARTER else 1
            yield sanity.early_doubt(indicator.code, name, row.year, _month_of(row), months, row.figure_words, entered)


def _month_of(row: Measurement) -> int:
    """The last month of its period, 0 for a year."""
    return 0 if row.period_kind == PeriodKind.YEAR else row.closing_month


def _stated(row: Measurement) -> Value | None:
    if row.numerator is not None and row.denominator is not None:
        return _value(row.year, row.period, Ratio(row.numerator, row.denominator))
    return Value(row.year, row.period, row.value) if row.value is not None else None


def _value(year: int, month: int, ratio: Ratio) -> Value | None:
    return Value(year, month, ratio.percent, ratio.denominator) if ratio.percent is not None else None


def _known(values: Iterable[Value | None]) -> list[Value]:
    return [value for value in values if value is not None]


def _in_time(told: MonthCounts) -> Ratio:
    return Ratio(Decimal(told.total(IN_TIME)), Decimal(told.total(FINISHED)))


def _by_path(rows: Iterable[MonthCounts]) -> dict[str, list[MonthCounts]]:
    found: dict[str, list[MonthCounts]] = defaultdict(list)
    for told in rows:
        found[told.path].append(told)
    return found


def _told_by(months: Months, origin: CountOrigin) -> dict[str, list[MonthCounts]]:
    return _by_path(by_origin[origin] for by_origin in months.values() if origin in by_origin)


def _last_expected(year: int, on: date) -> int:
    """The last month of a year whose figures should be there: 0 before the first, 12 once the year is well over."""
    return sum(month_end(year, month) + EXPECTED_AFTER < on for month in range(1, 13))


Answers = dict[tuple[int, str, str, int], DoubtAnswer]


def _answers(units: Iterable[Unit], year: int) -> Answers:
    given = DoubtAnswer.objects.filter(unit__in=list(units), year=year).select_related("answered_by__person")
    return {(row.unit_id, row.check_code, row.subject, row.month): row for row in given}


def _holding(answers: Answers, unit: Unit, doubt: Doubt) -> DoubtAnswer | None:
    answer = answers.get((unit.pk, doubt.check, doubt.subject, doubt.month))
    return answer if answer is not None and answer.fingerprint == doubt.fingerprint else None
