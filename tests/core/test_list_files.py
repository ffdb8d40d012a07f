"""Long lists as files of jobs: all rows in the order shown, written in pieces, asked for by a button."""

from io import BytesIO

import django_filters
import django_tables2 as tables
import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import reverse
from django.utils.html import escape
from openpyxl import load_workbook

from accounts.models import Unit
from core import list_files
from core.listing import SEAL, Listing, show
from tests.factories.accounts import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
HEADINGS = ("Đơn vị", "Mã")


class UnitTable(tables.Table):
    name = tables.Column("Đơn vị")
    code = tables.Column("Mã")
    hidden = tables.Column("Ẩn", accessor="pk", exclude_from_export=True)


class UnitFilter(django_filters.FilterSet):
    code = django_filters.CharFilter(lookup_expr="startswith")


@pytest.fixture
def five() -> list[str]:
    return [UnitFactory(code=f"k{number}", name=f"Khoa {number}").code for number in range(1, 6)]


def listing(**given: object) -> Listing:
    own = Unit.objects.filter(code__startswith="k").order_by("code")
    options = {"title": "Đơn vị", "table": UnitTable, "queryset": own, "filterset": UnitFilter, **given}
    return Listing(**options)


def asked(**query: str) -> HttpRequest:
    request = RequestFactory().get("/don-vi/", query)
    for layer in (SessionMiddleware, MessageMiddleware):
        layer(lambda each: None).process_request(request)
    request.user, request.centre, request.centres, request.year = UserFactory(), None, [], 2026
    return request


def written(
    request: HttpRequest, progress: list[tuple[int, int]] | None = None, **options: object
) -> list[list[tuple[object, ...]]]:
    target = BytesIO()
    noted = [] if progress is None else progress
    count = list_files.write_list(
        target, listing(**options), request, progress=lambda done, total, said: noted.append((done, total))
    )
    sheets = [list(sheet.values) for sheet in load_workbook(target)]
    assert count == sum(len(rows) - 1 for rows in sheets)
    return sheets


def test_all_rows_are_written_in_pieces(five: list[str]) -> None:
    progress: list[tuple[int, int]] = []

    (rows,) = written(asked(page="2"), progress, rows_at_once=2)

    assert rows == [HEADINGS, *((f"Khoa {number}", f"k{number}") for number in range(1, 6))]
    assert progress == [(2, 5), (4, 5), (5, 5)]


def test_filter_and_order_are_those_of_the_page(five: list[str]) -> None:
    UnitFactory(code="k22", name="Khoa 22")

    (rows,) = written(asked(code="k2", sort="-code"))

    assert rows == [HEADINGS, ("Khoa 22", "k22"), ("Khoa 2", "k2")]


def test_empty_list_has_its_headings() -> None:
    assert written(asked()) == [[HEADINGS]]


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(monkeypatch, five: list[str]) -> None:
    monkeypatch.setattr(list_files, "MOST_ROWS_OF_A_SHEET", 2)

    sheets = written(asked())

    assert [[row[1] for row in rows] for rows in sheets] == [["Mã", "k1", "k2"], ["Mã", "k3", "k4"], ["Mã", "k5"]]


@pytest.mark.parametrize("most, is_posted", [(5, False), (4, True)])
def test_button_of_a_long_list_asks_for_a_job(settings, most: int, is_posted: bool, five: list[str]) -> None:
    settings.LISTS_EXPORTED_DIRECTLY = most

    page = show(asked(code="k", page="2"), listing()).content.decode()

    assert (f'action="{reverse("core:list-export")}"' in page) is is_posted
    kept = f'<input type="hidden" name="address" value="{escape(SEAL.sign("/don-vi/?code=k"))}">'
    assert (kept in page) is is_posted
    assert ('<input type="hidden" name="code" value="k">' in page) is not is_posted


def test_long_list_is_not_written_while_its_page_waits(five: list[str]) -> None:
    request = asked(_export="xlsx", code="k", page="3")

    answer = show(request, listing(exported_directly=4))

    assert (answer.status_code, answer["Location"]) == (302, "/don-vi/?code=k")
    assert "Xuất Excel" in str(next(iter(get_messages(request))))
    direct = show(asked(_export="xlsx"), listing(exported_directly=5))
    assert len(list(load_workbook(BytesIO(direct.content)).active.values)) == 6


def test_rows_that_stand_in_no_table_are_written_in_order(five: list[str]) -> None:
    rows = list(Unit.objects.filter(code__startswith="k").order_by("-code"))
    target = BytesIO()

    count = list_files.write_list(
        target, listing(queryset=rows, filterset=None, rows_at_once=2), asked(sort="code"), progress=lambda *_: None
    )

    assert count == 5
    assert [row[1] for row in load_workbook(target).active.values] == ["Mã", "k1", "k2", "k3", "k4", "k5"]
