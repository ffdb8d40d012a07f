"""Numbers, dates, line breaks and amounts of official documents."""

from datetime import date

import pytest

from reports.documents.number_words import to_words
from reports.documents.numbering import balanced_lines, long_date, number_and_symbol, place_and_date


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 1, 9), "ngày 09 tháng 01 năm 2026"),
        (date(2026, 2, 10), "ngày 10 tháng 02 năm 2026"),
        (date(2026, 3, 1), "ngày 01 tháng 3 năm 2026"),
        (date(2026, 9, 30), "ngày 30 tháng 9 năm 2026"),
        (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
    ],
)
def test_days_below_ten_and_the_first_two_months_are_padded(day, text):
    assert long_date(day) == text


def test_missing_date_leaves_room():
    assert place_and_date("Hoài Nhơn", None).split() == ["Hoài", "Nhơn,", "ngày", "tháng", "năm"]


@pytest.mark.parametrize(
    ("number", "symbol", "text"),
    [("5", "KH-TTYT", "05/KH-TTYT"), ("10", "QĐ-SYT", "10/QĐ-SYT"), ("12a", "BC-TTYT", "12a/BC-TTYT"), ("7", "", "07")],
)
def test_numbers_below_ten_are_padded(number, symbol, text):
    assert number_and_symbol(number, symbol) == text


def test_missing_number_leaves_room_before_the_symbol():
    assert number_and_symbol("", "KH-TTYT").strip() == "/KH-TTYT"


@pytest.mark.parametrize(
    ("text", "limit", "lines"),
    [
        ("SỞ Y TẾ TỈNH GIA LAI", 26, ("SỞ Y TẾ TỈNH GIA LAI",)),
        ("TRUNG TÂM Y TẾ HUYỆN TU MƠ RÔNG", 26, ("TRUNG TÂM Y TẾ", "HUYỆN TU MƠ RÔNG")),
        ("", 26, ()),
    ],
)
def test_names_are_broken_evenly(text, limit, lines):
    assert balanced_lines(text, limit) == lines


def test_broken_text_keeps_every_word_and_every_range_whole():
    text = "Phát động phong trào thi đua đẩy mạnh công tác cải cách hành chính tại Trung tâm Y tế giai đoạn 2023 - 2030"
    lines = balanced_lines(text, 40)

    assert " ".join(lines) == text
    assert any("2023 - 2030" in line for line in lines)
    assert any("Y tế" in line for line in lines)


def test_a_word_longer_than_the_line_stands_alone():
    assert balanced_lines("a " * 20 + "b" * 60, 20)[-1] == "b" * 60


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (105, "một trăm lẻ năm"),
        (1_520_000, "một triệu năm trăm hai mươi nghìn"),
        (15_960_000, "mười lăm triệu chín trăm sáu mươi nghìn"),
        (2_000_005, "hai triệu không trăm lẻ năm"),
        (1_001_000_000, "một tỷ không trăm lẻ một triệu"),
    ],
)
def test_amounts_are_read_out(number, words):
    assert to_words(number) == words


def test_amounts_beyond_reading_are_refused():
    with pytest.raises(ValueError, match="-1"):
        to_words(-1)
