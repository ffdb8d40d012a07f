"""Headings are recognised whatever their spelling; what was mapped once is kept."""

import pytest

from indicators.engine.case_columns import CASES, COLUMNS, SUMMARY, chosen, guess, missing, propose, unsure


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


@pytest.mark.parametrize(
    ("heading", "ours"),
    [("Thời hạn trả kết quả", "due"), ("Thời gian hẹn trả kết quả", "due"), ("Hạn trả kết quả", "due"),
     ("Ngày trả KQ dự kiến", "due"), ("Ngày hẹn trả thực tế", None), ("Ngày hẹn trả kết quả mới", None),
     ("Ngày trả kết quả cũ", None), ("Ngày trả lại", None), ("Ngày gia hạn", None), ("Số ngày hẹn trả", None),
     ("Số ngày xử lý", None), ("Ngày tạm dừng", None), ("Người tiếp nhận", None), ("Nơi tiếp nhận", None),
     ("Người trả kết quả", None), ("Ngày nộp phí", None), ("Ngày nộp bổ sung", None), ("Trạng thái số hóa", None),
     ("Mã hồ sơ gốc", None), ("Miễn phí", None), ("Dự kiến › Ngày trả", "due"), ("Hẹn trả › Ngày kết thúc", None),
     ("Thời hạn giải quyết › Ngày trả kết quả", "finished"), ("Trả kết quả › Thời gian tiếp nhận", "received")],
)  # fmt: skip
def test_words_that_mean_something_else_rule_a_column_out(heading, ours):
    assert list(propose(CASES, [heading])) == ([ours] if ours else [])


def test_due_day_is_not_taken_for_the_end_beside_another_due_day():
    headings = ["Mã hồ sơ", "Ngày tiếp nhận", "Thời gian hẹn trả kết quả", "Ngày hẹn trả"]
    assert {ours: match.heading for ours, match in propose(CASES, headings).items()} == {
        "code": "Mã hồ sơ", "received": "Ngày tiếp nhận", "due": "Ngày hẹn trả"
    }  # fmt: skip


def test_no_name_of_a_column_is_ruled_out():
    for column in COLUMNS[CASES]:
        for name in (column.label, *column.synonyms):
            assert propose(CASES, [name])[column.name].score == 100, name


def test_what_is_only_alike_is_told():
    headings = ["Mã hồ sơ", "Ngày nhận hồ sơ", "Ngày ký kết quả", "Thời hạn trả kết quả"]
    columns = {"code": "Mã hồ sơ", "received": "Ngày nhận hồ sơ", "finished": "Ngày ký kết quả"}
    assert unsure(CASES, columns, headings) == ["finished"]
    assert unsure(CASES, {"finished": "Thời hạn trả kết quả"}, headings) == ["finished"]
