"""Sheets with the same headings are read as one table, and what is wrong names its sheet."""

import io

import pytest
from openpyxl import Workbook

from indicators.spreadsheet.frames import frames
from indicators.spreadsheet.opening import look
from indicators.spreadsheet.refusal import FileRefused

HEADINGS = ["Mã hồ sơ", "Ngày tiếp nhận", "Ngày trả"]
SUMMARY = ["Đơn vị", "Lĩnh vực", "Tiếp nhận", "Đúng hạn", "Quá hạn"]


def book(sheets):
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


MONTHS = {
    "Bìa": [["Báo cáo"], ["Năm 2026"]],
    "Tháng 1": [["Tháng 1/2026"], HEADINGS, ["A1", "05/01/2026", ""], ["", "", ""], ["NGƯỜI LẬP", "", "GIÁM ĐỐC"]],
    "Tháng 2": [["Tháng 2/2026"], [], HEADINGS, ["B1", "05/02/2026", ""], ["B2", "hỏng", ""], ["Ghi", "chú", "khác"]],
    "Đơn vị": [SUMMARY, ["Khoa A", "Y tế", 3, 2, 1]],
}


def read(path, found, sheets):
    columns = {ours: match.heading for ours, match in found.proposal.items()}
    return [(frame.sheet, frame.place, frame) for frame in frames(path, found, columns, sheets=sheets)]


def test_sheets_of_the_same_headings_are_offered_together(put):
    found = look(put(book(MONTHS), "a.xlsx"), "a.xlsx")
    assert (found.sheet, found.alike) == ("Tháng 1", ("Tháng 1", "Tháng 2"))
    assert found.sheets == ("Bìa", "Tháng 1", "Tháng 2", "Đơn vị")
    assert [table.titles for table in found.tables] == [("Tháng 1/2026",), ("Tháng 2/2026",)]


def test_all_chosen_sheets_are_read(put):
    path = put(book(MONTHS), "a.xlsx")
    frames_read = read(path, look(path, "a.xlsx"), ["Tháng 2", "Tháng 1"])
    good = [
        (sheet, place, *row) for sheet, place, each in frames_read for row in each.good.select("line", "code").rows()
    ]
    bad = [(sheet, line) for sheet, _, each in frames_read for line in each.bad["line"]]
    assert good == [("Tháng 1", 0, 3, "A1"), ("Tháng 2", 1, 4, "B1")]
    assert bad == [("Tháng 2", 5), ("Tháng 2", 6)], "signatures of the first sheet do not end the second"


def test_one_sheet_is_read_without_its_name(put):
    path = put(book(MONTHS), "a.xlsx")
    assert [each[:2] for each in read(path, look(path, "a.xlsx", sheet="Tháng 2"), [])] == [("", 0)]


def test_what_refuses_a_sheet_names_it(put):
    swapped = [HEADINGS, *([f"C{day}", f"3/{day}/2026", ""] for day in range(13, 29))]
    path = put(book({**MONTHS, "Tháng 3": swapped}), "a.xlsx")
    with pytest.raises(FileRefused, match="^Trang “Tháng 3”: Cột “Ngày tiếp nhận” ghi tháng trước ngày"):
        read(path, look(path, "a.xlsx"), ["Tháng 1", "Tháng 3"])


def test_units_of_one_sheet_do_not_reach_into_the_next(put):
    sheets = {"Một": [SUMMARY, ["Khoa A", "Y tế", 3, 2, 1]], "Hai": [SUMMARY, ["", "Dược", 3, 2, 1]]}
    path = put(book(sheets), "a.xlsx")
    rows = [row for *_, each in read(path, look(path, "a.xlsx"), ["Một", "Hai"]) for row in each.good.to_dicts()]
    assert [(row["unit"], row["field"]) for row in rows] == [("Khoa A", "Y tế"), (None, "Dược")]
