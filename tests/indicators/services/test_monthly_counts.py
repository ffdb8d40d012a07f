"""Monthly counts add up or are refused whole."""

from datetime import UTC, date, datetime

import pytest

from accounts.roles import RoleCode
from indicators.engine.sanity import Check, Gravity
from indicators.enums import CountOrigin
from indicators.models import ProcedureCount, SurveyCount
from indicators.selectors.doubts import doubts_of
from indicators.services import monthly_counts
from indicators.services.catalogue import load_catalogue
from indicators.services.errors import FigureRefused
from tests.factories.accounts import user_with
from tests.factories.indicators import ProcedureCountFactory, ProcedureFactory
from tests.factories.world import World

AT = datetime(2026, 11, 30, 8, tzinfo=UTC)


def _record(world: World, *, as_told: bool = False, **counts: int) -> ProcedureCount:
    return monthly_counts.record_procedure_month(
        unit=world.surgery,
        procedure=ProcedureFactory(centre=world.centre, code="1.000001")
        if not ProcedureCount.objects.exists()
        else ProcedureCount.objects.get().procedure,
        year=2026,
        month=5,
        counts=counts,
        source_note="Một cửa điện tử",
        by=user_with(RoleCode.OFFICE, world.centre),
        at=AT,
        as_told=as_told,
    )


def test_month_entered_again_is_renewed_not_doubled(world: World) -> None:
    _record(world, received_direct=10, finished_early=10)
    _record(world, received_direct=12, finished_early=11, finished_late=1)

    stored = ProcedureCount.objects.get()
    assert (stored.received_direct, stored.finished_late) == (12, 1)


@pytest.mark.parametrize("slip", [100_000_001, 10**20])
def test_numbers_that_no_database_holds_are_refused(world: World, slip: int) -> None:
    with pytest.raises(FigureRefused, match="lớn quá mức"):  # a telephone number in the wrong field
        _record(world, received_direct=slip, finished_early=slip)
    with pytest.raises(FigureRefused, match="lớn quá mức"):
        monthly_counts.record_survey_month(
            unit=world.surgery,
            kind="inpatient",
            year=2026,
            month=5,
            counts={"forms": 1, "level_5": slip},
            source_note="Phiếu giấy",
            by=user_with(RoleCode.OFFICE, world.centre),
            at=AT,
        )

    assert not ProcedureCount.objects.exists()
    assert not SurveyCount.objects.exists()


def test_month_that_a_file_told_already_stays_beside_the_typed_one(world: World) -> None:
    procedure = ProcedureFactory(centre=world.centre, code="1.000001")
    ProcedureCountFactory(
        unit=world.surgery,
        procedure=procedure,
        year=2026,
        month=5,
        origin=CountOrigin.CASES,
        received_direct=7,
        received_online=0,
        finished_early=7,
        finished_on_time=0,
        finished_late=0,
    )
    _record(world, received_direct=10, finished_early=10)

    stored = ProcedureCount.objects.filter(month=5).values_list("origin", "received_direct")
    assert dict(stored) == {CountOrigin.CASES: 7, CountOrigin.TYPED: 10}


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({"received_direct": 10, "finished_early": 9}, "không khớp"),
        ({"received_direct": -1, "finished_early": -1}, "âm"),
        ({"with_fee": 1, "paid_online": 2}, "thanh toán"),
    ],
)
def test_counts_that_cannot_be_right_are_refused(world: World, counts: dict[str, int], words: str) -> None:
    with pytest.raises(FigureRefused, match=words):
        _record(world, **counts)

    assert not ProcedureCount.objects.exists()


def test_month_that_has_not_begun_has_no_counts(world: World) -> None:
    given = {"unit": world.surgery, "source_note": "Một cửa", "by": user_with(RoleCode.OFFICE, world.centre), "at": AT}
    procedure = ProcedureFactory(centre=world.centre)

    with pytest.raises(FigureRefused, match="Tháng 12/2026 chưa đến"):
        monthly_counts.record_procedure_month(procedure=procedure, year=2026, month=12, counts={}, **given)
    with pytest.raises(FigureRefused, match="Tháng 1/2027 chưa đến"):
        monthly_counts.record_survey_month(kind="sipas", year=2027, month=1, counts={"forms": 1}, **given)


def test_counts_that_stand_so_in_the_source_are_kept_and_doubted(world: World) -> None:
    _record(world, as_told=True, received_direct=10, finished_early=12, with_fee=1, paid_online=2)

    found = doubts_of([world.surgery], 2026, date(2026, 6, 1))
    assert [raised.doubt.check for raised in found] == [Check.FINISHED]
    with pytest.raises(FigureRefused, match="âm"):
        _record(world, as_told=True, received_direct=-1, finished_early=-1)


def test_more_paid_online_than_had_to_pay_is_doubted_where_the_indicator_is_known(world: World) -> None:
    load_catalogue()
    _record(world, as_told=True, received_direct=3, finished_early=3, with_fee=1, paid_online=2)

    (raised,) = doubts_of([world.surgery], 2026, date(2026, 6, 1))
    assert (raised.doubt.check, raised.doubt.gravity, raised.doubt.month) == (Check.RATE, Gravity.HIGH, 5)
    assert raised.indicators == {"online_payment"}
    assert "tử số 2 lớn hơn mẫu số 1" in raised.doubt.sentence


def test_more_fully_satisfied_forms_than_forms_are_refused(world: World) -> None:
    with pytest.raises(FigureRefused, match="toàn diện"):
        monthly_counts.record_survey_month(
            unit=world.surgery,
            kind="sipas",
            year=2026,
            month=5,
            counts={"forms": 1},
            fully_satisfied=2,
            source_note="Phiếu giấy",
            by=user_with(RoleCode.OFFICE, world.centre),
            at=AT,
        )
    assert not SurveyCount.objects.exists()
