"""Excel files open cleanly and never run what somebody typed."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from core.spreadsheet import safe_cell, workbook_bytes


@pytest.mark.parametrize("typed", ["=1+1", "+84905", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_safe_cell_disarms_formulas(typed: str) -> None:
    assert safe_cell(typed) == f"'{typed}"


@pytest.mark.parametrize("value", ["Lê Thị Hoa", "1-2", Decimal("-1.5"), -3, None, True, date(2026, 12, 5)])
def test_safe_cell_leaves_plain_values_alone(value: object) -> None:
    assert safe_cell(value) == value


def test_safe_cell_drops_control_characters() -> None:
    assert safe_cell("Khoa\x00 Nội") == "Khoa Nội"


def test_safe_cell_writes_local_time() -> None:
    assert safe_cell(datetime(2026, 12, 5, 0, 30, tzinfo=UTC)) == datetime(2026, 12, 5, 7, 30)  # noqa: DTZ001


def test_workbook_keeps_headings_rows_and_types() -> None:
    content = workbook_bytes([("Danh sách", ["Tên", "Điểm"], [["Khoa Nội", Decimal("92.5")], ["=HYPERLINK()", None]])])

    sheet = load_workbook(io.BytesIO(content))["Danh sách"]

    assert list(sheet.values) == [("Tên", "Điểm"), ("Khoa Nội", 92.5), ("'=HYPERLINK()", None)]
    assert sheet["A3"].data_type == "s"


def test_a_sheet_prints_all_its_columns_on_one_page():
    content = workbook_bytes([("Danh sách", ["Đơn vị", "Điểm"], [["Khoa Nội", 90]])])

    sheet = load_workbook(io.BytesIO(content)).active

    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$1"


def test_a_long_heading_is_broken_rather_than_its_column_made_wide():
    content = workbook_bytes(
        [("Tháng", ["Sở Y tế khảo sát qua mã QR – tiêm chủng: phiếu", "Số", "Đơn vị"], [[1, 2, "x" * 30]])]
    )

    sheet = load_workbook(io.BytesIO(content)).active

    assert [sheet.column_dimensions[letter].width for letter in "ABC"] == [18, 8, 32]
    assert sheet["A1"].alignment.wrap_text
    assert sheet.row_dimensions[1].height == 4 * 15
