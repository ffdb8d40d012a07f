"""Closing months, opening them with a reason, and what a closed month refuses."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import Settings

from accounts.models import User
from accounts.roles import RoleCode
from core.errors import TransitionRefused
from core.models import AuditEvent
from indicators.enums import PeriodKind, PeriodState, SurveyKind
from indicators.models import FigurePeriod, Measurement
from indicators.services import calendar, measurements, monthly_counts, periods
from indicators.services.errors import FigureRefused
from indicators.services.measurements import Period, Value
from indicators.tasks import close_periods
from tests.factories.accounts import user_with
from tests.factories.indicators import FigurePeriodFactory, IndicatorFactory, ProcedureFactory
from tests.factories.world import World

AT = datetime(2026, 11, 22, 2, tzinfo=UTC)


@pytest.fixture
def office(world: World) -> User:
    return user_with(RoleCode.OFFICE, world.centre)


def _change(world: World, by: User, month: int, transition: str, **given: Any) -> FigurePeriod:
    return periods.change(
        **{"centre": world.centre, "year": 2026, "month": month, "transition": transition, "by": by, "at": AT, **given}
    )


def _declare(world: World, kind: str, number: int, by: User) -> Measurement:
    return measurements.declare(
        indicator=IndicatorFactory(),
        unit=world.surgery,
        period=Period(2026, kind, number),
        figure=Value(numerator=Decimal(1), denominator=Decimal(2)),
        source_note="Báo cáo",
        by=by,
        at=AT,
        as_told=kind != PeriodKind.MONTH,
    )


def test_month_is_closed_and_opened_again_with_a_reason(world: World, office: User) -> None:
    closed = _change(world, office, 9, "close")
    assert (closed.state, closed.closed_by) == (PeriodState.CLOSED, office)
    with pytest.raises(TransitionRefused, match="lý do"):
        _change(world, office, 9, "reopen", comment="  ")
    reopened = _change(world, office, 9, "reopen", comment="Thiếu biểu của khoa Dược")
    again = _change(world, office, 9, "close")

    assert (reopened.state, again.state) == (PeriodState.REOPENED, PeriodState.CLOSED)
    event = AuditEvent.objects.get(action="indicators.figure_period.reopen")
    assert event.reason == "Thiếu biểu của khoa Dược"


def test_month_that_has_not_ended_is_not_closed(world: World, office: User) -> None:
    with pytest.raises(FigureRefused, match="chưa kết thúc"):
        _change(world, office, 11, "close")
    assert not FigurePeriod.objects.exists()


def test_only_who_locks_figures_there_closes_a_month(world: World, office: User) -> None:
    with pytest.raises(TransitionRefused, match="quyền"):
        _change(world, user_with(RoleCode.DEPARTMENT_HEAD, world.surgery), 9, "close")
    with pytest.raises(TransitionRefused, match="quyền"):
        _change(world, office, 9, "close", centre=world.other_centre)
    assert not FigurePeriod.objects.exists()


@pytest.mark.parametrize(
    ("kind", "number", "closing"),
    [(PeriodKind.MONTH, 9, 9), (PeriodKind.QUARTER, 3, 9), (PeriodKind.QUARTER, 4, 12), (PeriodKind.YEAR, 0, 12)],
)
def test_declared_figure_obeys_the_month_that_closes_its_period(
    world: World, office: User, kind: str, number: int, closing: int
) -> None:
    FigurePeriodFactory(centre=world.centre, month=closing - 1, state=PeriodState.CLOSED, closed_at=AT)
    _declare(world, kind, number, office)
    FigurePeriodFactory(centre=world.centre, month=closing, state=PeriodState.CLOSED, closed_at=AT)

    with pytest.raises(FigureRefused) as refusal:
        _declare(world, kind, number, office)
    assert f"tháng {closing}/2026 đã khóa từ ngày 22/11/2026" in str(refusal.value)
    assert "Phòng Tổ chức - Hành chính" in str(refusal.value)


def test_monthly_counts_obey_closed_months(world: World, office: User) -> None:
    FigurePeriodFactory(centre=world.centre, month=9, state=PeriodState.CLOSED, closed_at=AT)
    common: dict[str, Any] = {"unit": world.surgery, "year": 2026, "source_note": "Phiếu", "by": office, "at": AT}
    files = {"received_direct": 1, "finished_early": 1}
    procedure = ProcedureFactory(centre=world.centre)

    with pytest.raises(FigureRefused, match="đã khóa"):
        monthly_counts.record_procedure_month(**common, procedure=procedure, month=9, counts=files)
    with pytest.raises(FigureRefused, match="đã khóa"):
        monthly_counts.record_survey_month(**common, kind=SurveyKind.SIPAS, month=9, counts={"forms": 1, "level_5": 3})
    monthly_counts.record_procedure_month(**common, procedure=procedure, month=8, counts=files)


def test_reopened_and_foreign_months_refuse_nothing(world: World, office: User) -> None:
    FigurePeriodFactory(centre=world.centre, month=9, state=PeriodState.REOPENED, closed_at=AT, reopened_at=AT)
    FigurePeriodFactory(centre=world.other_centre, month=8, state=PeriodState.CLOSED, closed_at=AT)

    for month in (8, 9):
        _declare(world, PeriodKind.MONTH, month, office)

    assert list(Measurement.objects.order_by("period").values_list("unit", "period")) == [
        (world.surgery.pk, 8),
        (world.surgery.pk, 9),
    ]


def test_one_figure_locked_on_its_own_stays_locked_in_an_open_month(world: World, office: User) -> None:
    measurement = _declare(world, PeriodKind.MONTH, 9, office)
    measurements.set_lock(measurement=measurement, locked=True, by=office, at=AT)

    with pytest.raises(FigureRefused, match="của kỳ này đã khóa"):
        measurements.declare(
            indicator=measurement.indicator,
            unit=world.surgery,
            period=Period(2026, PeriodKind.MONTH, 9),
            figure=Value(numerator=Decimal(2), denominator=Decimal(2)),
            source_note="Báo cáo",
            by=office,
            at=AT,
        )


def test_month_closes_by_itself_ten_working_days_after_its_end(world: World, settings: Settings) -> None:
    calendar.load_shipped()
    settings.FIGURES_CLOSE_AFTER_WORKING_DAYS = 10
    last_day = datetime(2026, 3, 13, 3, tzinfo=UTC)  # 2–6 and 9–13 March: ten working days after February

    periods.close_due(at=datetime(2026, 3, 5, 3, tzinfo=UTC))
    assert periods.close_due(at=last_day) == 0
    assert periods.close_due(at=datetime(2026, 3, 14, 3, tzinfo=UTC)) == 2  # two centres
    assert periods.close_due(at=datetime(2026, 3, 15, 3, tzinfo=UTC)) == 0
    period = FigurePeriod.objects.get(centre=world.centre, month=2)
    assert (period.year, period.state, period.closed_by) == (2026, PeriodState.CLOSED, None)
    events = AuditEvent.objects.filter(action="indicators.figure_period.close", target_id=str(period.pk))
    assert [event.actor_name for event in events] == ["Hệ thống"]


def test_days_off_put_the_closing_off(world: World, settings: Settings) -> None:
    calendar.load_shipped()
    settings.FIGURES_CLOSE_AFTER_WORKING_DAYS = 12
    at = datetime(2026, 2, 21, 3, tzinfo=UTC)

    assert periods.close_due(at=at) == 0  # Tết lies between
    assert periods.close_due(at=datetime(2026, 2, 26, 3, tzinfo=UTC)) == 2
    assert set(FigurePeriod.objects.values_list("month", flat=True)) == {1}


def test_history_and_reopened_months_are_not_closed_by_the_clock(world: World, settings: Settings) -> None:
    settings.FIGURES_CLOSE_AFTER_WORKING_DAYS = 10
    FigurePeriodFactory(
        centre=world.centre, year=2026, month=10, state=PeriodState.REOPENED, closed_at=AT, reopened_at=AT
    )
    periods.close_due(at=AT)

    assert FigurePeriod.objects.get(centre=world.centre).state == PeriodState.REOPENED
    assert FigurePeriod.objects.get(centre=world.other_centre).month == 10  # and no month before it


def test_nothing_closes_by_itself_where_the_installation_says_so(world: World, settings: Settings) -> None:
    settings.FIGURES_CLOSE_AFTER_WORKING_DAYS = 0

    assert close_periods() == 0
    assert periods.closes_by_itself_on(2026, 1, calendar.calendar_for([2026])) is None
    assert not FigurePeriod.objects.exists()


def test_clock_uses_the_day_of_vietnam(world: World, settings: Settings) -> None:
    settings.FIGURES_CLOSE_AFTER_WORKING_DAYS = 1
    periods.close_due(at=datetime(2026, 9, 1, 16, 30, tzinfo=UTC))
    evening = datetime(2026, 9, 1, 17, 30, tzinfo=UTC)  # past midnight of 2 September in Vietnam

    assert periods.close_due(at=evening) == 2
    assert FigurePeriod.objects.filter(month=8).count() == 2
    assert date(2026, 9, 1) == periods.closes_by_itself_on(2026, 8, calendar.calendar_for([2026]))
