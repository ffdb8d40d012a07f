"""Every layout that one-stop systems export, as CSV and as Excel, ends in the same rows."""

import pytest

from tests.indicators.case_files import (
    CASE_HEADINGS,
    CASE_ROWS,
    DIGITISATION,
    PORTAL,
    STATES,
    SUMMARY,
    csv_text,
    workbook,
)

FORMS = {"csv": lambda rows: (csv_text(rows), "bang.csv"), "xlsx": lambda rows: (workbook(rows), "bang.xlsx")}


@pytest.fixture(params=FORMS)
def form(request):
    return FORMS[request.param]


def told(row, *names):
    return tuple(row[name] for name in names)


def test_case_list(read, form):
    found, good, bad, left_out = read(*form([CASE_HEADINGS, *CASE_ROWS]))
    assert (found.layout, found.header_row, found.first_row, bad, left_out) == ("cases", 1, 2, [], 0)
    assert [told(row, "line", "code", "applicant_name", "outcome", "charge") for row in good] == [
        (2, "H15-1", "Đỗ Thị Ứng", "result", 150_000),
        (3, "H15-2", "Lữ Văn Ẩn", None, None),
        (4, "H15-3", "Nguyễn Ỷ", "withdrawn", 50_000),
    ]
    assert [str(moment) for moment in told(good[0], "received", "due", "finished")] == [
        "2026-03-05 08:00:00", "2026-03-10 08:00:00", "2026-03-09 15:30:00"
    ]  # fmt: skip
    assert str(good[1]["due"]) == "2026-03-12 23:59:59", "a due day lasts until its end"


def test_case_list_between_title_page_break_total_and_signature(read, form):
    rows = [
        ["DANH SÁCH HỒ SƠ"], [], CASE_HEADINGS, CASE_ROWS[0], [], ["", "", "", "Trang 1/2"], CASE_HEADINGS,
        *CASE_ROWS[1:], ["", "Tổng cộng", "", "", "", "", "", "200.000"], [],
        ["", "", "", "", "", "Hoài Nhơn, ngày 01 tháng 4 năm 2026"], ["", "Người lập biểu", "", "", "", "Giám đốc"],
        ["", "Lê Thị Bình", "", "", "", "Trần Văn Cường"],
    ]  # fmt: skip
    found, good, bad, left_out = read(*form(rows))
    assert bad == []
    assert (found.header_row, [row["line"] for row in good], left_out) == (3, [4, 8, 9], 8)


def test_summary_with_headings_over_three_rows(read, form):
    found, good, bad, left_out = read(*form(SUMMARY))
    assert (found.layout, found.header_row, found.first_row, bad, left_out) == ("summary", 7, 9, [], 6)
    assert found.headings[3] == "Số hồ sơ tiếp nhận › Trong kỳ › Trực tuyến"
    assert good[1] == {
        "line": 10, "unit": None, "procedure": None, "field": "Dược phẩm", "carried_over": 100,
        "received_direct": 400, "received_online": 700, "finished_early": 600, "finished_on_time": 450,
        "finished_late": 50, "closed_without_result": 0, "pending_in_time": 80, "pending_late": 20,
    }  # fmt: skip


def test_summary_by_states_has_two_late_columns(read, form):
    found, good, bad, _ = read(*form(STATES))
    assert found.proposal["pending_late"].heading == "Quá hạn"
    assert found.proposal["finished_late"].heading == "Quá hạn (2)"
    assert bad == []
    assert told(good[0], "received_direct", "pending_in_time", "pending_late", "closed_without_result") == (14, 7, 1, 1)


def test_digitisation(read, form):
    found, good, bad, left_out = read(*form(DIGITISATION))
    assert (found.layout, bad, left_out) == ("digital", [], 1)
    assert told(good[0], "unit", "inputs_digitised", "inputs_on_paper", "digitised_reused", "results_digitised") == (
        "Khoa Khám bệnh", 80, 20, 30, 80
    )  # fmt: skip


def test_portal_statistics_leave_out_their_rates(read, form):
    found, good, bad, left_out = read(*form(PORTAL))
    assert (found.layout, bad, left_out) == ("portal", [], 1)
    assert told(good[0], "field", "finished_early", "finished_on_time", "finished_late", "pending_in_time") == (
        "Toàn trình", 50, 38, 2, 10
    )  # fmt: skip


@pytest.mark.parametrize(
    ("place", "value", "reason"),
    [
        (3, "71", "Tiếp nhận 120 nhưng trực tuyến 71 + trực tiếp, bưu chính 40 + kỳ trước 10 = 121."),
        (9, "6", "Đã giải quyết 110 nhưng trước hạn 60 + đúng hạn 45 + quá hạn 6 = 111."),
        (11, "9", "Đang giải quyết 10 nhưng trong hạn 9 + quá hạn 2 = 11."),
        (2, "một", "“một” không phải là số"),
    ],
)
def test_summary_that_does_not_add_up(read, place, value, reason):
    rows = [list(row) for row in SUMMARY]
    rows[8][place] = value
    _, good, bad, _ = read(csv_text(rows))
    assert [row["line"] for row in good] == [10]
    assert bad[0]["line"] == 9
    assert reason in bad[0]["reason"]


def test_received_must_be_finished_and_pending(read):
    rows = [list(row) for row in SUMMARY]
    rows[8][10:] = ["11", "9", "2"]
    _, _, bad, _ = read(csv_text(rows))
    assert bad[0]["reason"] == "Tiếp nhận 120 nhưng đã giải quyết 110 + đang giải quyết 11 = 121."


def test_group_rows_and_a_unit_over_several_rows(read):
    rows = [
        ["STT", "Đơn vị", *SUMMARY_FLAT[0]],
        ["I", "", "Cấp huyện", "3", "3", "0", "0", "3", "1", "2", "0", "0", "0", "0"],
        ["1", "Khoa Khám bệnh", "Dân số", "1", "1", "0", "0", "1", "1", "0", "0", "0", "0", "0"],
        ["2", "", "Dược", "2", "2", "0", "0", "2", "0", "2", "0", "0", "0", "0"],
    ]
    _, good, bad, left_out = read(csv_text(rows))
    assert (bad, left_out) == ([], 1)
    assert [told(row, "unit", "field") for row in good] == [("Khoa Khám bệnh", "Dân số"), ("Khoa Khám bệnh", "Dược")]


SUMMARY_FLAT = [
    ["Lĩnh vực", "Tổng số", "Trực tuyến", "Trực tiếp", "Kỳ trước chuyển qua", "Tổng số", "Trước hạn", "Đúng hạn",
     "Quá hạn", "Tổng số", "Trong hạn", "Quá hạn"],
]  # fmt: skip


def test_a_field_named_tong_hop_is_no_total(read):
    row = ["Tổng hợp", "3", "3", "0", "0", "3", "1", "2", "0", "0", "0", "0"]
    _, good, _, left_out = read(csv_text([*SUMMARY_FLAT, row]))
    assert ([each["field"] for each in good], left_out) == (["Tổng hợp"], 0)
