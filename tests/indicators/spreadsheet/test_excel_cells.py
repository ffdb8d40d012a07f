"""Cells of Excel that are no texts: days, numbers, yes and no, and days that Excel itself has misread."""

import io
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from indicators.spreadsheet.refusal import FileRefused
from indicators.spreadsheet.xlsx_rows import as_text

HEADINGS = ["Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Phí", "Số hóa kết quả", "Số ngày chờ bổ sung"]


def book(*rows):
    made = Workbook()
    made.active["C3"] = "Danh sách hồ sơ"
    for number, row in enumerate((HEADINGS, *rows), start=5):
        for place, cell in enumerate(row, start=3):
            made.active.cell(number, place, cell)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def at(text):
    return datetime.fromisoformat(text)


def test_native_cells_of_a_table_that_stands_in_the_middle(read):
    rows = [
        ["H1", at("2026-03-05T14:30:00"), date(2026, 3, 12), 150000, True, 2],
        [10002, date(2026, 3, 5), at("2026-03-12T08:00:00"), 20000.0, False, None],
        ["H3", 46086.604166666664, "12/3/2026", "1.500.000", "Có", "3"],
        ["H4", at("2026-03-05T14:30:00"), None, 0.5, None, None],
    ]
    found, good, bad, left_out = read(book(*rows), "a.xlsx")
    assert (found.header_row, found.first_row, left_out) == (5, 6, 0)
    assert found.headings[:3] == ("Cột A", "Cột B", "Mã hồ sơ")
    names = ("line", "code", "received", "due", "fee", "result_digitised", "paused_days")
    assert [tuple(row[name] for name in names) for row in good] == [
        (6, "H1", at("2026-03-05T14:30:00"), at("2026-03-12T23:59:59"), 150_000, True, 2),
        (7, "10002", at("2026-03-05T00:00:00"), at("2026-03-12T08:00:00"), 20_000, False, None),
        (8, "H3", at("2026-03-05T14:30:00"), at("2026-03-12T23:59:59"), 1_500_000, True, 3),
    ]
    assert bad[0]["line"] == 9
    assert bad[0]["reason"].startswith("Cột “Phí”: “0.5” không phải số nguyên.")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (1234.0, "1234"), (1.5, "1.5"), (1.234, "1.2340"), (float("inf"), "inf"), (True, "TRUE"), (0.1 + 0.2, "0.3"),
        (at("2026-03-05T14:30:00"), "05/03/2026 14:30:00"), (date(2026, 3, 5), "05/03/2026"), (time(8, 30), "08:30:00"),
    ],
)  # fmt: skip
def test_cells_as_texts(cell, text):
    assert as_text(cell) == text


@pytest.mark.parametrize("year", ["2026", "26"])
def test_days_that_excel_read_month_first_are_refused(read, year):
    misread = [[f"H{day}", at(f"2026-{day:02d}-03"), None, None, None, None] for day in range(1, 13)]
    kept = [[f"K{day}", f"{day}/3/{year}", None, None, None, None] for day in range(13, 29)]
    with pytest.raises(FileRefused, match="Cột D: Excel đã hiểu nhầm ngày thành tháng"):
        read(book(*misread, *kept), "a.xlsx")


@pytest.mark.parametrize(
    ("dates", "texts", "is_refused"), [(6, 6, True), (5, 5, True), (3, 9, True), (2, 16, False), (3, 3, False)]
)
def test_a_few_days_prove_it_where_chance_would_not_do(read, dates, texts, is_refused):
    misread = [[f"H{day}", at(f"2026-{day:02d}-09"), None, None, None, None] for day in range(1, dates + 1)]
    kept = [[f"K{day}", f"{day}/9/2026", None, None, None, None] for day in range(13, 13 + texts)]
    if is_refused:
        with pytest.raises(FileRefused, match="Cột D: Excel đã hiểu nhầm ngày thành tháng"):
            read(book(*misread, *kept), "a.xlsx")
    else:
        assert len(read(book(*misread, *kept), "a.xlsx")[1]) == dates + texts


def test_days_and_texts_that_do_not_prove_a_mistake_are_read(read):
    rows = [[f"H{day}", at(f"2026-03-{day:02d}"), None, None, None, None] for day in range(1, 29)]
    texts = [[f"K{day}", f"{day}/3/2026", None, None, None, None] for day in range(1, 29)]
    _, good, bad, _ = read(book(*rows, *texts), "a.xlsx")
    assert (len(good), bad) == (56, [])
