"""Rows of text files: quotation marks, ragged rows, pieces, and the reasons that rows are given."""

import re
import resource
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.spreadsheet import csv_rows
from indicators.spreadsheet.faults import faults_workbook
from indicators.spreadsheet.frames import frames
from indicators.spreadsheet.opening import REASON_HEADING, look
from indicators.spreadsheet.refusal import FileRefused
from tests.indicators.case_files import CASE_HEADINGS, CASE_ROWS, SUMMARY, csv_text, read_path, workbook

HEAD = "Mã hồ sơ,Người nộp,Ngày tiếp nhận,Ngày trả,Kết quả\r\n"


def case_list(*rows):
    return csv_text([["Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày trả", "Kết quả", "Phí"], *rows])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["", "05/03/2026", "", "", "", ""], "Cột “Mã hồ sơ”: để trống. Ghi đủ ô này."),
        (["H1", "", "06/03/2026", "", "", ""], "Cột “Ngày tiếp nhận”: để trống. Ghi đủ ô này."),
        (["H1", "31/02/2026", "", "", "", ""], "Cột “Ngày tiếp nhận”: “31/02/2026”: không có ngày, giờ này."),
        (["H1", "05/03/2026", "04/03/2026", "", "", ""], "Ngày hẹn trả 04/03/2026 trước ngày tiếp nhận"),
        (["H1", "05/03/2026 10:00", "", "05/03/2026 09:00", "", ""],
         "Ngày trả 05/03/2026 09:00 trước ngày tiếp nhận 05/03/2026 10:00."),
        (["H1", "05/03/2026", "", "06/03/2026", "Đang xử lý", ""], "Ghi “Đang xử lý” nhưng đã có ngày trả 06/03/2026."),
        (["H1", "05/03/2026", "", "", "Đã trả kết quả", ""], "Ghi “Đã trả kết quả” nhưng không có ngày trả."),
        (["H1", "05/03/2026", "", "", "", "năm nghìn"], "Cột “Phí”: “năm nghìn” không phải là số."),
        (["H" * 61, "05/03/2026", "", "", "", ""], "Cột “Mã hồ sơ”: dài 61 ký tự, nhiều nhất 60."),
        (["H1", "05/03/2026", "", "", "", "", "thừa ra"], "Dòng có nhiều ô hơn số cột: thừa “thừa ra”."),
    ],
)  # fmt: skip
def test_reasons(read, row, reason):
    _, good, bad, left_out = read(case_list(["H0", "05/03/2026", "", "", "", ""], row))
    assert ([each["code"] for each in good], left_out) == (["H0"], 0)
    assert (bad[0]["line"], bad[0]["cells"]) == (3, row[:6])
    assert bad[0]["reason"].startswith(reason)


def test_a_finish_told_by_its_day_is_not_before_a_receipt_of_that_day(read):
    _, good, bad, _ = read(case_list(["H0", "05/03/2026 10:00", "05/03/2026", "05/03/2026", "", ""]))
    assert bad == []
    assert (str(good[0]["finished"]), good[0]["outcome"]) == ("2026-03-05 10:00:00", "result")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('"Đỗ ""Tý"" Ứng"', 'Đỗ "Tý" Ứng'),
        ('"Đỗ,\nỨng"', "Đỗ, Ứng"),
        ('Đỗ "Tý" Ứng', 'Đỗ "Tý" Ứng'),
        ('Màn 5" cũ', 'Màn 5" cũ'),
        ('="0012"', "0012"),
        ("  Đỗ Ứng\u00a0", "Đỗ Ứng"),
        ("\u200bĐỗ Ứng", "Đỗ Ứng"),
        ("'=1+1", "=1+1"),
        ("-", None),
    ],
)
def test_texts(read, text, name):
    rows = "".join(f"H{number},A,05/03/2026,,\r\n" for number in range(50))
    _, good, bad, _ = read(f"{HEAD}{rows}H50,{text},05/03/2026,,\r\n{rows.replace('H', 'K')}")
    assert bad == []
    assert (len(good), good[50]["applicant_name"]) == (101, name)
    assert [each["line"] for each in good] == list(range(2, 103)), "a text of two lines is one row, as in Excel"


@pytest.mark.parametrize("quote", ["", '"'])
def test_small_blocks_give_the_same_rows_as_one(put, monkeypatch, quote):
    rows = [f"H{number},{quote}Người, số{quote} {number}" for number in range(3000)] if quote else [
        f"H{number},Người {number}" for number in range(3000)
    ]  # fmt: skip
    body = "".join(f"{row.replace(f'{quote} ', f' x{quote}', 1) if quote else row},05/03/2026,,\r\n" for row in rows)
    path = put(HEAD + body)
    whole = read_path(path, "tep.csv")
    monkeypatch.setattr(csv_rows, "BLOCK", 700)
    monkeypatch.setattr(csv_rows, "ROWS_A_PIECE", 7)
    assert read_path(path, "tep.csv")[1:] == whole[1:]
    assert len(whole[1]) == 3000


def test_a_mark_that_changes_its_meaning_far_down_refuses_the_file(put, monkeypatch):
    monkeypatch.setattr(csv_rows, "ROWS_A_PIECE", 2)
    rows = [
        ["H1", "05/03/2026", "", "", "", "1.500"],
        ["H2", "05/03/2026", "", "", "", "7"],
        ["H3", "05/03/2026", "", "", "", "1.5"],
    ]
    with pytest.raises(FileRefused, match="vừa ngăn hàng nghìn vừa ngăn phần thập phân"):
        read_path(put(case_list(*rows)), "tep.csv")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\r\n", "\r"])
@pytest.mark.parametrize("name", ["Đỗ Ứng", '"Đỗ "" Ứng"', 'Đỗ 5" Ứng'])
def test_line_ends_count_alike_above_and_below_the_header(read, end, name):
    lines = ["Danh sách", "", HEAD.strip(), *(f"H{number},{name},05/03/2026,," for number in range(3)), ""]
    found, good, bad, _ = read(end.join(lines))
    assert (found.header_row, [row["line"] for row in good], bad) == (3, [4, 5, 6], [])
    assert good[0]["applicant_name"].endswith("Ứng")


WRITTEN = st.text(alphabet='ab ă"\n,;\t', max_size=8)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(WRITTEN, min_size=1, max_size=30),
    delimiter=st.sampled_from(",;\t"),
    block=st.sampled_from([90, 10**6]),
)
def test_what_a_writer_of_csv_wrote_is_read(put, names, delimiter, block):
    rows = [[f"H{number}", name, "05/03/2026"] for number, name in enumerate(names)]
    path = put(csv_text([["Mã hồ sơ", "Người nộp", "Ngày tiếp nhận"], *rows], delimiter))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_rows, "BLOCK", block)
        _, good, bad, _ = read_path(path, "tep.csv")
    assert bad == []
    assert [row["applicant_name"] for row in good] == [re.sub("[\n\t]+", " ", name).strip() or None for name in names]


def test_short_rows_and_two_headings_of_one_name(read):
    found, good, bad, _ = read("Mã hồ sơ,Ngày tiếp nhận,Ghi chú,Ghi chú\r\nH1,05/03/2026\r\n")
    assert found.headings == ("Mã hồ sơ", "Ngày tiếp nhận", "Ghi chú", "Ghi chú (2)")
    assert (len(good), bad) == (1, [])


@pytest.mark.parametrize("table", [[CASE_HEADINGS, *CASE_ROWS], SUMMARY])
def test_refused_rows_come_back_mended(put, table):
    rows = [list(row) for row in table]
    broken = next(number for number, row in enumerate(rows) if row and row[0] == "1")
    place, was = (3, rows[broken][3])
    rows[broken][place] = "+hỏng"
    found, good, bad, _ = read_path(put(workbook(rows), "a.xlsx"), "a.xlsx")
    columns = {ours: match.heading for ours, match in found.proposal.items()}
    content = faults_workbook(found.headings, [tuple(bad[0].values())])
    again, good_again, bad_again, _ = read_path(put(content, "b.xlsx"), "b.xlsx", columns=columns)
    assert (again.headings[-1], again.layout) == (REASON_HEADING, found.layout)
    assert columns == {ours: match.heading for ours, match in again.proposal.items()}
    assert (good_again, [cell.removeprefix("'") for cell in bad_again[0]["cells"][1:-1]]) == ([], bad[0]["cells"])
    twice = faults_workbook(again.headings, [tuple(bad_again[0].values())])
    assert look(put(twice, "c.xlsx"), "c.xlsx").headings == again.headings, "its own columns are not written twice"
    mended = faults_workbook(found.headings, [(2, [was if cell == "+hỏng" else cell for cell in bad[0]["cells"]], "")])
    _, good_mended, bad_mended, _ = read_path(put(mended, "d.xlsx"), "d.xlsx", columns=columns)
    assert (len(good_mended), bad_mended) == (1, [])


def test_memory_stays_flat(put):
    """300,000 rows (about 30 MB) must not take more than a few pieces' room."""
    path = put(HEAD + "".join(f"H{n},Người nộp số {n},05/03/2026 08:00,06/03/2026 09:00,\r\n" for n in range(300_000)))
    found = look(path, "tep.csv")
    columns = {ours: match.heading for ours, match in found.proposal.items()}
    count = 0
    sizes = []
    for frame in frames(path, found, columns):
        count += frame.good.height
        assert frame.good.height <= 100_000
        sizes.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 if sys.platform == "darwin" else 1024))
    assert count == 300_000
    assert sizes[-1] - sizes[1] < 60, "megabytes between the second piece and the last"


def test_a_text_that_says_that_there_is_no_day_yet_is_no_fault(read):
    rows = [
        ["H1", "05/03/2026", "08/03/2026", "Chưa trả", "Đang xử lý", ""],
        ["H2", "05/03/2026", "Không có", "06/03/2026", "", "NULL"],
        ["H3", "05/03/2026", "N/A", "06/03/2026", "", ""],
        ["H4", "05/03/2026", "08/03/2026", "Chưa trả", "Đã trả kết quả", ""],
        ["H5", "Chưa rõ", "08/03/2026", "", "", ""],
    ]
    _, good, bad, _ = read(case_list(*rows))
    assert [(row["code"], row["due"] is None, row["finished"] is None) for row in good] == [
        ("H1", False, True), ("H2", True, False), ("H3", True, False)
    ]  # fmt: skip
    assert bad[0]["reason"] == "Ghi “Đã trả kết quả” nhưng không có ngày trả."
    assert bad[1]["reason"].startswith("Cột “Ngày tiếp nhận”: “Chưa rõ” không phải là ngày.")


def test_rows_that_name_a_group_are_no_data(read):
    rows = [["STT", "Mã hồ sơ", "Ngày tiếp nhận"], ["I", "Cấp giấy chứng sinh", ""], ["1", "H1", "05/03/2026"],
            ["II.", "Cấp bản sao hồ sơ bệnh án", ""], ["2", "H2", "05/03/2026"], ["3", "H3", ""]]  # fmt: skip
    _, good, bad, left_out = read(csv_text(rows))
    assert ([row["code"] for row in good], [row["line"] for row in bad], left_out) == (["H1", "H2"], [6], 2)
