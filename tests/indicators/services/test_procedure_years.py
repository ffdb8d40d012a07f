"""The list of procedures changes; what it said of an earlier year stays said."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit
from accounts.roles import RoleCode
from indicators.engine.roll_up import Span
from indicators.enums import CountOrigin
from indicators.models import Procedure, ProcedureCount
from indicators.selectors.figures import figure_for
from indicators.services import periods, procedures
from indicators.services.errors import FigureRefused
from tests.factories.accounts import user_with
from tests.factories.indicators import IndicatorFactory, ProcedureCountFactory, ProcedureFactory
from tests.factories.world import World

NEXT_MARCH = datetime(2027, 3, 2, 3, tzinfo=UTC)
IN_2028 = datetime(2028, 3, 2, 3, tzinfo=UTC)
CUT, PORTAL = "tthc_time_cut", "portal_integration"


@pytest.fixture(autouse=True)
def procedure(world: World) -> Procedure:
    """Of 10 days 8 are promised; it is offered online and not on the portal. Both years have cases."""
    for code in (CUT, PORTAL):
        IndicatorFactory(code=code, source="procedures")
    made: Procedure = ProcedureFactory(centre=world.centre, statutory_days=10, promised_days=8, is_online=True)
    for year in (2026, 2027):
        ProcedureCountFactory(
            unit=world.surgery, procedure=made, year=year, month=1, origin=CountOrigin.TYPED, finished_on_time=1
        )
    return made


def told(centre: Unit, code: str = CUT) -> list[Decimal | None]:
    found = [figure_for(code, centre, year) for year in (2026, 2027)]
    return [figure.value if figure else None for figure in found]


def changed(procedure: Procedure, from_year: int | None = None, at: datetime = NEXT_MARCH, **values: Any) -> None:
    procedures.edit(procedure=procedure, values=values, by=None, at=at, from_year=from_year)


def close(centre: Unit, office: Any, year: int = 2026) -> None:
    periods.change(centre=centre, year=year, month=12, transition="close", by=office, at=NEXT_MARCH)


@pytest.fixture
def office(world: World) -> Any:
    return user_with(RoleCode.OFFICE, world.centre)


def test_change_of_this_year_leaves_the_years_before(world: World, procedure: Procedure) -> None:
    changed(procedure, promised_days=5)
    changed(procedure, is_on_national_portal=True)

    assert told(world.centre) == [20, 50] and told(world.surgery) == [20, 50]
    assert told(world.centre, PORTAL) == [0, 100]

    changed(procedure, promised_days=1, at=IN_2028)

    assert told(world.centre) == [20, 50]
    assert procedure.past.count() == 2


def test_slip_is_mended_for_the_years_that_are_open(world: World, procedure: Procedure) -> None:
    changed(procedure, promised_days=5)
    changed(procedure, promised_days=4, from_year=2026)

    assert told(world.centre) == [60, 60]
    assert [past.until_year for past in procedure.past.all()] == [2025]


def test_closed_year_is_not_mended(world: World, procedure: Procedure, office: Any) -> None:
    close(world.centre, office)

    with pytest.raises(FigureRefused, match="12/2026 đã khóa"):
        changed(procedure, promised_days=4, from_year=2026)
    with pytest.raises(FigureRefused, match="12/2026 đã khóa"):
        changed(procedure, abolished_from=2026)
    changed(procedure, promised_days=4)

    assert told(world.centre) == [20, 60]


def test_year_that_is_opened_again_keeps_its_list(world: World, procedure: Procedure, office: Any) -> None:
    close(world.centre, office)
    changed(procedure, promised_days=5)
    reopen = {"transition": "reopen", "comment": "Sửa phiếu"}

    periods.change(centre=world.centre, year=2026, month=12, by=office, at=NEXT_MARCH, **reopen)
    assert told(world.centre) == [20, 50]

    close(world.centre, office)
    assert told(world.centre) == [20, 50]


def test_name_or_decision_keeps_nothing(procedure: Procedure) -> None:
    changed(procedure, name="Tên mới", decision="Quyết định 12")

    assert not procedure.past.exists()


@pytest.mark.parametrize(("is_closed", "expected"), [(True, [20, 50]), (False, [50, 50])])
def test_new_procedure_counts_in_years_that_are_not_closed(
    world: World, procedure: Procedure, office: Any, is_closed: bool, expected: list[int]
) -> None:
    if is_closed:
        close(world.centre, office)
    values = {"code": "2.1", "name": "Mới", "field": "Y tế", "statutory_days": 10, "promised_days": 2}

    procedures.create(centre=world.centre, values=values, by=None, at=NEXT_MARCH)

    assert told(world.centre) == expected


def test_abolished_procedure_counts_until_then_and_stays(world: World, procedure: Procedure) -> None:
    ProcedureFactory(centre=world.centre, statutory_days=10, promised_days=2)
    unused = ProcedureFactory(centre=world.centre, statutory_days=10, promised_days=5)
    with pytest.raises(FigureRefused, match="Số liệu năm 2026 tính cả"):
        procedures.remove(procedure=unused, by=None, at=NEXT_MARCH)
    assert told(world.centre) == [50, 50]

    changed(unused, abolished_from=2027)

    assert told(world.centre) == [50, 50]  # 20, 80 and 50; then 20 and 80
    unused.refresh_from_db()
    assert unused.terms_in(2026) is unused and unused.terms_in(2027) is None
    changed(unused, promised_days=1)
    assert told(world.centre) == [50, 50]


def test_form_offers_the_open_years_and_says_what_stays(client: Client, world: World, procedure: Procedure) -> None:
    client.force_login(user_with(RoleCode.OFFICE, world.centre))
    address = reverse("indicators:procedure-edit", args=[procedure.pk])
    this_year = timezone.localdate().year

    page = client.get(address).content.decode()
    assert f'<option value="{this_year}">' in page and f'<option value="{this_year - 3}">' in page
    assert f'<option value="{this_year - 4}">' not in page and "giữ nguyên" in page

    sent = {"code": procedure.code, "name": procedure.name, "field": procedure.field, "statutory_days": 10}
    answer = client.post(address, {**sent, "promised_days": 3, "is_online": "on", "from_year": this_year - 1})

    assert answer.status_code == 302
    assert [past.until_year for past in procedure.past.all()] == [this_year - 2]
    assert client.post(address, {**sent, "promised_days": 3, "from_year": 1999}).status_code == 400
    began = {"promised_days": 3, "is_online": "on", "online_from": f"15/1/{this_year}"}
    assert client.post(address, {**sent, **began}).status_code == 302
    procedure.refresh_from_db()
    assert (procedure.is_online, procedure.online_from) == (True, date(this_year, 1, 15))
    assert f"15/1/{this_year}" in client.get(address).content.decode()


OFFERED = "online_submission_offered"


def offered(centre: Unit) -> list[Decimal | None]:
    found = [figure_for(OFFERED, centre, year, Span.month(1)) for year in (2026, 2027)]
    return [figure.value if figure else None for figure in found]


@pytest.fixture
def filed(procedure: Procedure) -> None:
    """Of the ten cases of each January half were filed online."""
    IndicatorFactory(code=OFFERED, source="procedures")
    ProcedureCount.objects.update(received_direct=5, received_online=5, finished_on_time=10, finished_early=0)


@pytest.mark.usefixtures("filed")
def test_cases_offered_online_are_those_of_the_terms_of_their_year(world: World, procedure: Procedure) -> None:
    assert offered(world.centre) == [50, 50]
    changed(procedure, is_online=False)
    assert offered(world.centre) == [50, None], "nothing was offered online from 2027 on"
    changed(procedure, is_online=True, at=IN_2028)
    assert offered(world.centre) == [50, None], "each year goes by its own terms, not by those of today"


@pytest.mark.usefixtures("filed")
def test_closed_months_keep_which_cases_were_offered_online(world: World, procedure: Procedure, office: Any) -> None:
    periods.change(centre=world.centre, year=2027, month=1, transition="close", by=office, at=NEXT_MARCH)
    with pytest.raises(FigureRefused, match="áp dụng từ năm sau"):
        changed(procedure, is_online=False)
    assert offered(world.centre) == [50, 50]

    changed(procedure, is_online=False, at=IN_2028)
    assert offered(world.centre) == [50, 50]


def in_month(centre: Unit, month: int, year: int = 2027) -> Decimal | None:
    figure = figure_for(OFFERED, centre, year, Span.month(month))
    return figure.value if figure else None


@pytest.mark.usefixtures("filed")
def test_months_before_a_procedure_went_online_are_not_held_against_it(
    world: World, procedure: Procedure, office: Any
) -> None:
    changed(procedure, is_online=False)
    for month, online in ((2, 0), (3, 4), (4, 9), (5, 10)):
        ProcedureCountFactory(
            unit=world.surgery, procedure=procedure, year=2027, month=month, origin=CountOrigin.TYPED,
            received_direct=10 - online, received_online=online, finished_on_time=10,
        )  # fmt: skip
    for month in (1, 2):
        periods.change(centre=world.centre, year=2027, month=month, transition="close", by=office, at=NEXT_MARCH)
    with pytest.raises(FigureRefused, match="đã khóa"):
        changed(procedure, is_online=True)

    changed(procedure, is_online=True, online_from=date(2027, 3, 15))

    assert [in_month(world.centre, month) for month in (1, 2, 3, 4, 5)] == [None, None, None, 90, 100]
    year = figure_for(OFFERED, world.centre, 2027)
    assert year is not None and (year.numerator, year.denominator) == (19, 20)
    assert offered(world.centre) == [50, None], "the year before stays"


@pytest.mark.usefixtures("filed")
@pytest.mark.parametrize(("day", "told"), [(date(2027, 1, 1), 50), (date(2027, 1, 2), None), (date(2026, 12, 31), 50)])
def test_the_first_day_of_a_month_is_the_whole_month(
    world: World, procedure: Procedure, day: date, told: int | None
) -> None:
    changed(procedure, online_from=day)

    assert offered(world.centre) == [50, told]
    procedure.refresh_from_db()
    assert procedure.is_offered_on(date(2027, 1, 1)) == (told is not None)
    changed(procedure, name="Tên khác", promised_days=7, at=IN_2028)
    assert offered(world.centre) == [50, told], "terms that are kept keep their day"


@pytest.mark.usefixtures("filed")
def test_a_day_that_moves_no_closed_month_is_taken(world: World, procedure: Procedure, office: Any) -> None:
    periods.change(centre=world.centre, year=2027, month=1, transition="close", by=office, at=NEXT_MARCH)

    changed(procedure, online_from=date(2026, 6, 1))
    with pytest.raises(FigureRefused, match="đã khóa"):
        changed(procedure, online_from=date(2027, 2, 1))

    assert offered(world.centre) == [50, 50]


@pytest.mark.parametrize(
    ("day", "rates"), [(None, [100, 100]), (date(2027, 12, 31), [0, 100]), (date(2028, 1, 1), [0, 0])]
)
def test_a_year_in_which_it_was_not_online_yet_does_not_list_it_as_online(
    world: World, procedure: Procedure, day: date | None, rates: list[int]
) -> None:
    IndicatorFactory(code="online_procedures", source="procedures")

    changed(procedure, online_from=day, from_year=2026)

    assert told(world.centre, "online_procedures") == rates


@pytest.mark.usefixtures("filed")
def test_another_term_brings_no_offer_into_closed_months(world: World, procedure: Procedure, office: Any) -> None:
    """From 2026 on all years follow the procedure as it is now, and that would be offline."""
    changed(procedure, is_online=False)
    periods.change(centre=world.centre, year=2026, month=1, transition="close", by=office, at=NEXT_MARCH)

    with pytest.raises(FigureRefused, match="đã khóa"):
        changed(procedure, promised_days=4, from_year=2026)
    changed(procedure, promised_days=4)

    assert offered(world.centre) == [50, None]
