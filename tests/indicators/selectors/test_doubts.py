"""Doubts about the stored figures of units, and answers that hold while the numbers stay."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Unit
from core.models import AuditEvent
from indicators.engine.roll_up import Span
from indicators.engine.sanity import Check, Gravity
from indicators.enums import CountOrigin, Measure, PeriodKind, SurveyKind
from indicators.models import DoubtAnswer, ProcedureCount
from indicators.selectors.doubts import UnitDoubt, doubts_about, doubts_of
from indicators.selectors.figures import figure_for
from indicators.services import doubts
from indicators.services.errors import FigureRefused
from tests.factories.accounts import UserFactory
from tests.factories.indicators import (
    IndicatorFactory,
    MeasurementFactory,
    ProcedureCountFactory,
    SurveyCountFactory,
)
from tests.factories.world import World

EARLY = date(2026, 2, 1)  # no month of the year is missed yet
AT = datetime(2026, 11, 22, 2, tzinfo=UTC)


def _cases(unit: Unit, month: int, finished: int, late: int = 0, **counts: Any) -> ProcedureCount:
    pending = counts.get("pending_in_time", 0)
    received = finished + pending - counts.get("carried_over", 0)
    made: ProcedureCount = ProcedureCountFactory(
        unit=unit,
        procedure=None,
        month=month,
        **{"received_direct": received, "finished_on_time": finished - late, "finished_late": late, **counts},
    )
    return made


def _checks(found: list[UnitDoubt]) -> list[tuple[str, int]]:
    return [(raised.doubt.check, raised.doubt.month) for raised in found]


def test_carried_over_that_was_not_pending_is_doubted(world: World) -> None:
    _cases(world.surgery, 1, 50, pending_in_time=3)
    _cases(world.surgery, 2, 40, carried_over=9)
    _cases(world.pharmacy, 1, 40)

    (raised,) = doubts_of([world.surgery, world.pharmacy], 2026, EARLY)

    assert (raised.unit, raised.doubt.check, raised.doubt.month) == (world.surgery, Check.CARRIED, 2)
    assert raised.answer is None
    assert "tthc_on_time" in raised.indicators and "papi" not in raised.indicators


def test_month_unlike_its_history_and_missing_months(world: World) -> None:
    for month in range(1, 8):
        _cases(world.surgery, month, 50, late=0 if month < 7 else 20)

    found = doubts_of([world.surgery], 2026, date(2026, 9, 15))

    assert _checks(found) == [(Check.JUMP, 7), (Check.MISSING, 8)]
    assert "60%" in found[0].doubt.sentence
    assert [raised.doubt.check for raised in doubts_of([world.surgery], 2025, date(2026, 9, 15))] == []
    # While the month is still running, nobody knows what it will be like.
    assert _checks(doubts_of([world.surgery], 2026, date(2026, 7, 31))) == []


def test_typed_month_is_held_against_the_list_that_counts(world: World) -> None:
    _cases(world.surgery, 1, 50, origin=CountOrigin.CASES)
    _cases(world.surgery, 1, 30, origin=CountOrigin.TYPED)

    (raised,) = doubts_of([world.surgery], 2026, EARLY)

    assert (raised.doubt.check, raised.doubt.gravity) == (Check.TYPED, Gravity.HIGH)


def test_surveys_of_few_forms_and_stated_rates(world: World) -> None:
    SurveyCountFactory(unit=world.surgery, kind=SurveyKind.INPATIENT, forms=12, level_5=200)
    rate = IndicatorFactory(code="ty_le", measure=Measure.PERCENT, name="Tỷ lệ thử")
    MeasurementFactory(
        indicator=rate, unit=world.surgery, value=Decimal(100), entered_at=datetime(2027, 1, 5, tzinfo=UTC)
    )
    MeasurementFactory(
        indicator=rate,
        unit=world.surgery,
        value=None,
        numerator=6,
        denominator=5,
        period_kind=PeriodKind.QUARTER,
        period=1,
    )

    spring = date(2026, 4, 20)
    found = doubts_of([world.surgery], 2026, spring)

    assert _checks(found) == [(Check.RATE, 3), (Check.FULL_RATE, 0), (Check.FEW_ANSWERS, 3)]
    assert [raised.gravity_words for raised in found] == ["Cao", "Vừa", "Thấp"]
    full, expected = "patient_full_satisfaction", "patient_expectation_met"
    assert found[2].indicators == {"patient_satisfaction", "inpatient_satisfaction", full, expected}
    assert _checks(doubts_about("patient_satisfaction", world.surgery, 2026, spring)) == [(Check.FEW_ANSWERS, 3)]
    assert doubts_about("tthc_on_time", world.surgery, 2026, spring) == []


def test_doubts_of_a_year_end_with_it(world: World) -> None:
    for month in (10, 11, 12):
        _cases(world.surgery, month, 50, year=2025)

    assert _checks(doubts_of([world.surgery], 2026, date(2026, 2, 10))) == []  # January is not ten days over
    assert _checks(doubts_of([world.surgery], 2026, date(2026, 2, 11))) == [(Check.MISSING, 1)]


def test_answer_holds_until_the_numbers_change(world: World) -> None:
    _cases(world.surgery, 1, 50, pending_in_time=3)
    february = _cases(world.surgery, 2, 40, carried_over=9)
    (raised,) = doubts_of([world.surgery], 2026, EARLY)
    by = UserFactory()
    doubts.answer(
        unit=raised.unit,
        doubt=raised.doubt,
        fingerprint=raised.doubt.fingerprint,
        reason="Nhận bàn giao 6 hồ sơ của trạm y tế",
        by=by,
        at=AT,
    )

    (answered,) = doubts_of([world.surgery], 2026, EARLY)
    assert answered.answer is not None and answered.answer.answered_by == by
    assert AuditEvent.objects.get(action="indicators.doubt_answer.add").reason == "Nhận bàn giao 6 hồ sơ của trạm y tế"
    ProcedureCount.objects.filter(pk=february.pk).update(carried_over=8, received_direct=32)
    (asked_again,) = doubts_of([world.surgery], 2026, EARLY)
    assert asked_again.answer is None


@pytest.mark.parametrize(("reason", "fingerprint"), [("  ngắn  ", None), ("Lý do đủ dài để đọc", "b" * 64)])
def test_answer_needs_a_reason_for_the_numbers_shown(world: World, reason: str, fingerprint: str | None) -> None:
    SurveyCountFactory(unit=world.surgery, kind=SurveyKind.STAFF, forms=5)
    (raised,) = doubts_of([world.surgery], 2026, date(2026, 4, 20))

    with pytest.raises(FigureRefused):
        doubts.answer(
            unit=raised.unit,
            doubt=raised.doubt,
            fingerprint=fingerprint or raised.doubt.fingerprint,
            reason=reason,
            by=UserFactory(),
            at=AT,
        )
    assert not DoubtAnswer.objects.exists()


def test_number_of_queries_does_not_grow_with_units(world: World) -> None:
    units = [world.surgery, world.pharmacy, world.office]
    rate = IndicatorFactory(measure=Measure.PERCENT)
    for unit in units:
        _cases(unit, 1, 50, pending_in_time=3)
        _cases(unit, 2, 50, carried_over=9)
        SurveyCountFactory(unit=unit, kind=SurveyKind.STAFF, forms=5)
        MeasurementFactory(indicator=rate, unit=unit, value=Decimal(100))

    with CaptureQueriesContext(connection) as one:
        doubts_of(units[:1], 2026, AT.date())
    with CaptureQueriesContext(connection) as three:
        found = doubts_of(units, 2026, AT.date())

    assert len(one) == len(three)
    assert {raised.unit for raised in found} == set(units)


def test_month_of_the_centre_inside_quarters_of_departments_is_doubted(world: World) -> None:
    rate = IndicatorFactory(measure=Measure.PERCENT, frequency=PeriodKind.QUARTER)
    for unit, above in ((world.surgery, 50), (world.pharmacy, 60)):
        MeasurementFactory(
            indicator=rate, unit=unit, period_kind=PeriodKind.QUARTER, period=1, value=None, numerator=above,
            denominator=100,
        )  # fmt: skip
    assert not doubts_of([world.centre, world.surgery], 2026, EARLY)
    MeasurementFactory(
        indicator=rate, unit=world.centre, period_kind=PeriodKind.MONTH, period=3, value=None, numerator=9,
        denominator=10,
    )  # fmt: skip

    (raised,) = doubts_of([world.centre, world.surgery], 2026, EARLY)

    assert (raised.unit, raised.doubt.check, raised.doubt.month) == (world.centre, Check.OVERLAP, 3)
    assert raised.indicators == {rate.code}
    figure = figure_for(rate.code, world.centre, 2026, Span.quarter(1))
    assert figure is not None and (figure.numerator, figure.denominator) == (110, 200)
