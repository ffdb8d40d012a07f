"""Monthly counts add up or are refused whole."""

from datetime import UTC, datetime

import pytest

from accounts.roles import RoleCode
from indicators.enums import CountOrigin
from indicators.models import ProcedureCount, SurveyCount
from indicators.services import monthly_counts
from indicators.services.errors import FigureRefused
from tests.factories.accounts import user_with
from tests.factories.indicators import ProcedureCountFactory, ProcedureFactory
from tests.factories.world import World

AT = datetime(2026, 11, 30, 8, tzinfo=UTC)


def _record(world: World, **counts: int) -> ProcedureCount:
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
    )


def test_month_entered_again_is_renewed_not_doubled(world: World) -> None:
    _record(world, received_direct=10, finished_early=10)
    _record(world, received_direct=12, finished_early=11, finished_late=1)

    stored = ProcedureCount.objects.get()
    assert (stored.received_direct, stored.finished_late) == (12, 1)


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


def test_more_fully_satisfied_forms_than_forms_are_refused(world: World) -> None:
    with pytest.raises(FigureRefused, match="toàn diện"):
        monthly_counts.record_survey_month(
            unit=world.surgery,
            kind="sipas",
            year=2026,
            month=5,
            counts={"forms": 1, "fully_satisfied": 2},
            source_note="Phiếu giấy",
            by=user_with(RoleCode.OFFICE, world.centre),
            at=AT,
        )
    assert not SurveyCount.objects.exists()
