"""Headings are recognised whatever their spelling; what was mapped once is kept."""

import pytest

from indicators.engine.case_columns import CASES, SUMMARY, chosen, guess, missing, propose


@pytest.mark.parametrize(
    ("heading", "ours"),
    [("MÃ HỒ SƠ", "code"), ("Ma ho so", "code"), ("Mã số hồ sơ", "code"), ("Ngày nhận hồ sơ", "received"),
     ("Ngày hẹn trả KQ", "due"), ("Ngày trả kết quả", "finished"), ("Tên TTHC", "procedure"),
     ("SĐT", "applicant_phone"), ("Lệ phí (đồng)", "charge"), ("Số hóa TPHS", "inputs_digitised"),
     ("Hình thức tiếp nhận", "channel")],
)  # fmt: skip
def test_one_heading(heading, ours):
    assert propose(CASES, [heading])[ours].heading == heading


def test_a_heading_is_proposed_once_and_the_likest_wins():
    proposal = propose(CASES, ["Ngày hẹn trả", "Ngày trả", "Phí", "Lệ phí"])
    assert {ours: match.heading for ours, match in proposal.items()} == {
        "due": "Ngày hẹn trả", "finished": "Ngày trả", "fee": "Phí", "charge": "Lệ phí"
    }  # fmt: skip


def test_unknown_headings_propose_nothing():
    assert guess(["x", "y", "z"]) == (CASES, {}, 0.0)


def test_remembered_columns_win_where_their_headings_are_there():
    headings = ["Mã hồ sơ", "Mã nội bộ", "Ngày tiếp nhận", "Người nộp"]
    remembered = {"code": "Mã nội bộ", "received": "Ngày tiếp nhận"}
    assert chosen(CASES, headings, remembered) == remembered, "nothing is added to what a person chose"


def test_remembered_columns_are_completed_where_headings_changed():
    found = chosen(CASES, ["Mã hồ sơ", "Ngày nộp", "Mã nội bộ"], {"code": "Mã nội bộ", "received": "Ngày tiếp nhận"})
    assert found == {"code": "Mã nội bộ", "received": "Ngày nộp"}


def test_required_columns_are_named():
    assert missing(CASES, {"code": "Mã"}, ["Mã"]) == ["Ngày tiếp nhận"]
    assert missing(CASES, {"code": "Mã"}, ["Khác"]) == ["Mã hồ sơ", "Ngày tiếp nhận"]
    assert "Lĩnh vực hoặc Thủ tục hoặc Đơn vị" in missing(SUMMARY, {}, [])


def test_numbers_of_cases_are_counts_only_in_tables_of_counts():
    assert propose(CASES, ["Thông tin hồ sơ › Số hồ sơ"])["code"].heading == "Thông tin hồ sơ › Số hồ sơ"
    assert propose(SUMMARY, ["Lĩnh vực", "Đúng hạn › Số hồ sơ"])["finished_on_time"].heading == "Đúng hạn › Số hồ sơ"


def test_names_of_data_fields_are_taken_apart():
    found = propose(CASES, ["MaHoSo", "TenTTHC", "NgayTiepNhan", "NGAY_HEN_TRA", "DonViXuLy"])
    assert sorted(found) == ["code", "due", "procedure", "received", "unit"]


def test_of_two_days_the_one_that_counts_is_taken():
    headings = ["Mã hồ sơ", "Ngày nộp", "Ngày tiếp nhận", "Ngày trả kết quả", "Ngày kết thúc xử lý"]
    found = {ours: match.heading for ours, match in propose(CASES, headings).items()}
    assert (found["received"], found["finished"]) == ("Ngày tiếp nhận", "Ngày kết thúc xử lý")
    assert "Ngày nộp" not in found.values(), "what is exactly one column's name is no other's"


def test_what_tells_of_an_applicant_is_proposed_for_nothing_else():
    found = propose(CASES, ["Mã hồ sơ", "Chủ hồ sơ", "Người nộp hồ sơ", "Ngày tiếp nhận"])
    assert sorted(found) == ["applicant_name", "code", "received"]
