"""Lists: ready filters that fold, and cells without a value."""

import django_tables2 as tables
import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory

from accounts.models import Unit
from core.listing import CHIPS_SHOWN, Chip, _chips

STATES = [Chip("Tất cả", {})] + [Chip(f"Trạng thái {number}", {"state": str(number)}, number) for number in range(8)]


class UnitTable(tables.Table):
    name = tables.Column("Đơn vị")
    code = tables.Column("Mã", default="—")
    people = tables.Column("Nhân sự", empty_values=(None,))


@pytest.fixture
def request_for_page() -> HttpRequest:
    return RequestFactory().get("/don-vi/")


def labels(chips: list[dict[str, Chip]]) -> list[str]:
    return [item["chip"].label for item in chips]


def test_more_chips_than_fit_are_folded() -> None:
    found = _chips(STATES, {})

    assert len(found["chips"]) == CHIPS_SHOWN
    assert labels(found["chips"] + found["folded_chips"]) == [chip.label for chip in STATES]


def test_chosen_chip_stays_in_sight() -> None:
    found = _chips(STATES, {"state": "6"})

    assert labels(found["chips"])[-1] == "Trạng thái 6"
    assert "Trạng thái 6" not in labels(found["folded_chips"])


def test_all_is_chosen_only_when_nothing_else_is() -> None:
    assert [chip["current"] for chip in _chips(STATES[:3], {"state": "1"})["chips"]] == [False, False, True]
    assert [chip["current"] for chip in _chips(STATES[:3], {"q": "nội"})["chips"]] == [True, False, False]


def test_one_chip_is_not_worth_folding() -> None:
    found = _chips(STATES[: CHIPS_SHOWN + 1], {})

    assert len(found["chips"]) == CHIPS_SHOWN + 1
    assert found["folded_chips"] == []


def test_cell_without_a_value_is_marked_and_zero_is_a_value(request_for_page: HttpRequest) -> None:
    rows = [{"name": Unit(name="Khoa Nội"), "code": None, "people": 0}]
    page = render_to_string("core/_table.html", {"table": UnitTable(rows), "request": request_for_page})

    cells = " ".join(page.split()).split("<td ")[1:]
    assert [" data-blank>–" in cell for cell in cells] == [False, True, False]
    assert ">0</td>" in cells[2]
