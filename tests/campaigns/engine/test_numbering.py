"""Vietnamese numbering: made, read back and checked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.engine.numbering import (
    NumberingStyle,
    from_letter,
    from_roman,
    label_for,
    mark_for,
    next_mark,
    number_siblings,
    numbering_slips,
    ordinal,
    parse_mark,
    to_letter,
    to_roman,
)

ROMAN, ARABIC, DECIMAL = NumberingStyle.ROMAN, NumberingStyle.ARABIC, NumberingStyle.DECIMAL
LETTER, DASH, PLUS, NONE = NumberingStyle.LETTER, NumberingStyle.DASH, NumberingStyle.PLUS, NumberingStyle.NONE


def test_letters_follow_the_order_of_nghi_dinh_30() -> None:
    letters = [to_letter(number) for number in range(1, 24)]
    assert letters == list("abcdđeghiklmnopqrstuvxy")
    assert to_letter(24) == "aa"


@pytest.mark.parametrize("mark", ["f", "j", "w", "z", "ă", "B", ""])
def test_letters_outside_the_order_are_no_marks(mark: str) -> None:
    assert from_letter(mark) is None


@pytest.mark.parametrize(("number", "roman"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL"), (89, "LXXXIX")])
def test_roman_numerals(number: int, roman: str) -> None:
    assert to_roman(number) == roman
    assert from_roman(roman) == number


@pytest.mark.parametrize("text", ["IIII", "VX", "IC", "", "XIIII", "V I"])
def test_malformed_roman_numerals_are_refused(text: str) -> None:
    assert from_roman(text) is None


@given(st.integers(1, 89), st.sampled_from([ROMAN, ARABIC, LETTER]))
def test_every_mark_reads_back_as_its_position(position: int, style: NumberingStyle) -> None:
    mark = mark_for(style, position)
    assert ordinal(style, mark) == position
    parsed = parse_mark(f"{label_for(style, mark)} nội dung")
    assert parsed is not None
    assert (parsed.style, parsed.mark, parsed.rest) == (style, mark, "nội dung")


def test_number_siblings_goes_on_from_a_manual_mark() -> None:
    assert number_siblings([ROMAN] * 5, ["", "", "", "V", ""]) == ["I", "II", "III", "V", "VI"]


def test_number_siblings_counts_each_style_apart_and_decimals_under_the_parent() -> None:
    assert number_siblings([DASH, LETTER, DASH, LETTER, NONE]) == ["-", "a", "-", "b", ""]
    assert number_siblings([DECIMAL, DECIMAL], parent_mark="3") == ["3.1", "3.2"]


def test_number_siblings_keeps_a_mark_that_states_no_number() -> None:
    assert number_siblings([ROMAN, ROMAN, ROMAN], ["", "II bis", ""]) == ["I", "II bis", "III"]


def test_next_mark() -> None:
    assert next_mark(LETTER, "d") == "đ"
    assert next_mark(LETTER, "e") == "g"
    assert next_mark(ROMAN, "") == "I"
    assert next_mark(DECIMAL, "3.1", "3") == "3.2"


@pytest.mark.parametrize(
    ("line", "style", "mark", "rest"),
    [
        ("I. MỤC ĐÍCH", ROMAN, "I", "MỤC ĐÍCH"),
        ("IV- TỔ CHỨC", ROMAN, "IV", "TỔ CHỨC"),
        ("1. Mục đích: x", ARABIC, "1", "Mục đích: x"),
        ("1) Mục", ARABIC, "1", "Mục"),
        ("3.1. Tập thể", DECIMAL, "3.1", "Tập thể"),
        ("3.1 Tập thể", DECIMAL, "3.1", "Tập thể"),
        ("đ) Thi đua", LETTER, "đ", "Thi đua"),
        ("a)Thi đua", LETTER, "a", "Thi đua"),
        ("- Huy động", DASH, "-", "Huy động"),
        ("– Huy động", DASH, "-", "Huy động"),
        ("• Huy động", DASH, "-", "Huy động"),
        ("+ 90% hồ sơ", PLUS, "+", "90% hồ sơ"),
    ],
)
def test_parse_mark(line: str, style: NumberingStyle, mark: str, rest: str) -> None:
    parsed = parse_mark(line)
    assert parsed is not None
    assert (parsed.style, parsed.mark, parsed.rest) == (style, mark, rest)


@pytest.mark.parametrize(
    "line", ["2026 là năm đầu", "Kế hoạch", "1.234 hồ sơ", "f) sai", "I", "------", "TTYT. Hoài Nhơn", "90% hồ sơ", ""]
)
def test_parse_mark_leaves_prose_alone(line: str) -> None:
    assert parse_mark(line) is None


def test_numbering_slips_name_what_is_missing() -> None:
    (slip,) = numbering_slips(ROMAN, ["I", "II", "III", "V"])
    assert (slip.found, slip.expected, slip.missing) == ("V", "IV", ("IV",))
    assert slip.message == "Trước mục “V” thiếu mục “IV”."


def test_numbering_slips_see_repeats_and_a_wrong_first() -> None:
    (repeat,) = numbering_slips(ARABIC, ["1", "2", "2", "3"])
    assert "không đúng thứ tự" in repeat.message
    (first,) = numbering_slips(LETTER, ["b", "c"])
    assert first.missing == ("a",)


def test_numbering_slips_accept_d_then_the_vietnamese_d() -> None:
    assert numbering_slips(LETTER, ["a", "b", "c", "d", "đ", "e", "g"]) == []
    assert numbering_slips(LETTER, ["d", "e"])[-1].missing == ("đ",)
