"""What people type becomes inputs, or a message that says what to mend."""

from decimal import Decimal

import pytest

from core.numbers import read_number
from scoring.engine.declarations import read_typed, write_typed
from scoring.engine.rules import Rule, read_rule
from scoring.engine.values import Inputs


def rule(**stated: object) -> Rule:
    built, slips = read_rule(stated)
    assert built is not None, slips
    return built


SHARE = rule(kind="proportional", numerator_label="Đạt", denominator_label="Tổng số")
RATE = rule(kind="proportional", value_label="Tỷ lệ")
TEN = Decimal(10)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12", "12"),
        ("1.234,5", "1234.5"),
        ("1.234", "1234"),
        ("1.234.567", "1234567"),
        ("99,5", "99.5"),
        ("99.5", "99.5"),
        (" 32,0 % ", "32.0"),
        ("１２", "12"),
        ("0", "0"),
    ],
)
def test_number_is_read_as_written_in_vietnam(typed: str, meant: str) -> None:
    assert read_number(typed) == Decimal(meant)


@pytest.mark.parametrize(
    "typed", ["-1", "−1", "mười", "1e5", "1,2,3", "12.34.5", "NaN", "٣", "1234567890123", "1,23456"]
)
def test_what_is_not_a_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="[a-zà-ỹ]"):
        read_number(typed)


def test_both_parts_are_read() -> None:
    read, errors = read_typed(SHARE, TEN, {"numerator": "1.204", "denominator": "1.215"})

    assert errors == {}
    assert read == Inputs(numerator=Decimal(1204), denominator=Decimal(1215))


def test_empty_is_not_reported_and_zero_is_zero() -> None:
    read, _ = read_typed(SHARE, TEN, {"numerator": "0", "denominator": ""})

    assert read == Inputs(numerator=Decimal(0))


def test_part_larger_than_whole_is_refused_at_the_part() -> None:
    read, errors = read_typed(SHARE, TEN, {"numerator": "12", "denominator": "10"})

    assert read is None
    assert list(errors) == ["numerator"]


def test_rate_above_one_hundred_is_refused() -> None:
    _, errors = read_typed(RATE, TEN, {"value": "100,5"})

    assert errors == {"value": "Tỷ lệ không được vượt quá 100%."}


def test_every_fault_is_told_at_once() -> None:
    _, errors = read_typed(SHARE, TEN, {"numerator": "-1", "denominator": "abc"})

    assert set(errors) == {"numerator", "denominator"}


def test_count_must_be_whole() -> None:
    _, errors = read_typed(rule(kind="count_step", per_item="1"), TEN, {"count": "1,5"})

    assert errors == {"count": "Phải là số nguyên."}


def test_percent_sign_is_refused_where_a_count_is_asked() -> None:
    _, errors = read_typed(rule(kind="count_step", per_item="1"), TEN, {"count": "120%"})

    assert errors == {"count": "Ô này ghi số, không ghi tỷ lệ. Bỏ dấu %."}


def test_mark_keeps_to_its_steps_and_maximum() -> None:
    manual = rule(kind="manual", step="0.5")

    assert read_typed(manual, TEN, {"mark": "7,5"})[0] == Inputs(mark=Decimal("7.5"))
    assert "mark" in read_typed(manual, TEN, {"mark": "7,25"})[1]
    assert "mark" in read_typed(manual, TEN, {"mark": "10,5"})[1]


def test_choice_outside_the_list_is_refused() -> None:
    named = [{"code": "a", "name": "A", "points": "10"}, {"code": "b", "name": "B", "points": "0"}]
    levels = rule(kind="level", levels=named)

    assert "level" in read_typed(levels, TEN, {"level": "z"})[1]
    assert read_typed(levels, TEN, {"level": "a"})[0] == Inputs(level="a")


def test_yes_and_no() -> None:
    asked = rule(kind="yes_no")

    assert read_typed(asked, TEN, {"done": "co"})[0] == Inputs(done=True)
    assert read_typed(asked, TEN, {"done": "khong"})[0] == Inputs(done=False)
    assert "done" in read_typed(asked, TEN, {"done": "1"})[1]


def test_what_was_stored_is_shown_as_typed() -> None:
    stored = Inputs(value=Decimal("1234.50")).as_mapping()

    assert write_typed(RATE, stored) == {"value": "1234,5"}
    assert write_typed(rule(kind="yes_no"), {"done": False}) == {"done": "khong"}
    assert write_typed(SHARE, {}) == {"numerator": "", "denominator": ""}
