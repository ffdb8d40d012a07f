"""Sanity checks: what raises a doubt, what does not, and the numbers in its sentence."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.engine.sanity import (
    CHECK_WORDS,
    GRAVITY_WORDS,
    CaseMonth,
    Check,
    Doubt,
    Gravity,
    Value,
    case_doubts,
    few_answer_doubts,
    jump_doubts,
    missing_doubts,
    rate_doubts,
    typed_doubts,
)

FEBRUARY = CaseMonth(2026, 2, received=100, carried_over=5, finished=90, in_time=88, closed=2, pending=13)
MARCH = CaseMonth(2026, 3, received=80, carried_over=13, finished=85, in_time=85, closed=0, pending=8)


def _march(carried_over: int) -> CaseMonth:
    """March with other cases carried over, that still adds up."""
    return replace(MARCH, carried_over=carried_over, received=MARCH.received + MARCH.carried_over - carried_over)


def _rates(*values: str | int, cases: int = 100, year: int = 2026) -> list[Value]:
    return [Value(year, month, Decimal(value), Decimal(cases)) for month, value in enumerate(values, start=1)]


def test_months_that_fit_raise_no_doubt() -> None:
    assert not list(case_doubts("cases", [FEBRUARY, MARCH]))


def test_more_in_time_than_finished() -> None:
    (doubt,) = case_doubts("cases", [replace(FEBRUARY, in_time=91)])

    assert (doubt.check, doubt.gravity, doubt.month) == (Check.IN_TIME, Gravity.HIGH, 2)
    assert "91 hồ sơ trước hạn, đúng hạn nhưng chỉ 90 hồ sơ đã giải quyết" in doubt.sentence


def test_more_finished_than_there_were() -> None:
    (doubt,) = case_doubts("cases", [replace(FEBRUARY, finished=1_204, in_time=1)])

    assert (doubt.check, doubt.gravity) == (Check.FINISHED, Gravity.HIGH)
    assert "1.206 hồ sơ, nhiều hơn 105 hồ sơ" in doubt.sentence


def test_cases_that_are_neither_finished_nor_pending() -> None:
    (doubt,) = case_doubts("cases", [replace(FEBRUARY, pending=10)])

    assert (doubt.check, doubt.gravity) == (Check.BALANCE, Gravity.MEDIUM)
    assert "105 hồ sơ, nhưng đã giải quyết và kết thúc 92, đang giải quyết 10 hồ sơ" in doubt.sentence


@pytest.mark.parametrize("months", [(FEBRUARY, _march(20)), (_march(20), FEBRUARY)])
def test_what_is_carried_over_must_have_been_pending(months: tuple[CaseMonth, ...]) -> None:
    (doubt,) = case_doubts("cases", months)

    assert (doubt.check, doubt.gravity, doubt.month) == (Check.CARRIED, Gravity.MEDIUM, 3)
    assert "chuyển qua 20 hồ sơ, nhưng cuối tháng trước còn 13" in doubt.sentence


def test_december_is_followed_by_january() -> None:
    december = replace(FEBRUARY, year=2025, month=12)
    january = replace(_march(12), year=2026, month=1)

    assert [doubt.month for doubt in case_doubts("cases", [december, january])] == [1]
    april = replace(MARCH, month=4, carried_over=0, finished=72, in_time=72)
    assert not list(case_doubts("cases", [FEBRUARY, april]))  # March is unknown


def test_all_of_nothing_and_more_than_all() -> None:
    nothing = list(rate_doubts("x", "Tỷ lệ", 2026, 3, None, None, Decimal(100)))
    zero = list(rate_doubts("x", "Tỷ lệ", 2026, 0, Decimal(0), Decimal(0), Decimal(100)))
    beyond = list(rate_doubts("x", "Tỷ lệ", 2026, 3, Decimal(7), Decimal(5), Decimal(140)))

    assert [doubt.check for doubt in (*nothing, *zero)] == [Check.FULL_RATE] * 2
    assert zero[0].sentence.startswith("Năm 2026:")
    assert [(doubt.check, doubt.gravity) for doubt in beyond] == [(Check.RATE, Gravity.HIGH)]
    assert not list(rate_doubts("x", "Tỷ lệ", 2026, 3, Decimal(5), Decimal(5), Decimal(100)))
    assert not list(rate_doubts("x", "Tỷ lệ", 2026, 3, Decimal(0), Decimal(0), None))
    assert [doubt.check for doubt in rate_doubts("x", "T", 2026, 3, None, None, Decimal("100.01"))] == [Check.RATE]


def test_month_unlike_all_before_is_a_jump() -> None:
    (doubt,) = jump_doubts("x", "tỷ lệ đúng hạn", _rates(97, 98, 96, 97, 98, 97, 60), 2026)

    assert (doubt.check, doubt.month, doubt.gravity) == (Check.JUMP, 7, Gravity.MEDIUM)
    assert "là 60%, trong khi trung vị của 6 tháng trước là 97% (từ 96% đến 98%)" in doubt.sentence


@pytest.mark.parametrize(
    "values",
    [
        _rates(97, 98, 96, 97, 98, 60),  # five months are no history
        _rates(97, 97, 97, 97, 97, 97, 93),  # steady, but four points are no jump
        _rates(60, 95, 70, 88, 64, 99, 50),  # always went up and down
        _rates(97, 98, 96, 97, 98, 97, 60, cases=19),  # too few cases
        _rates(97, 98, 96, 97, 98, 97, 60, year=2025),  # last year is over
    ],
)
def test_what_is_no_jump(values: list[Value]) -> None:
    assert not list(jump_doubts("x", "tỷ lệ", values, 2026))


def test_number_jumps_by_half_of_itself_and_ten_at_least() -> None:
    def months(*numbers: int) -> list[Value]:
        return [Value(2026, month, Decimal(number)) for month, number in enumerate(numbers, start=1)]

    assert [doubt.month for doubt in jump_doubts("x", "hồ sơ", months(100, 104, 98, 101, 99, 100, 5), 2026)] == [7]
    assert not list(jump_doubts("x", "hồ sơ", months(100, 104, 98, 101, 99, 100, 60), 2026))
    assert not list(jump_doubts("x", "hồ sơ", months(4, 4, 4, 4, 4, 4, 12), 2026))


def test_history_of_last_year_counts() -> None:
    values = [*_rates(*[98] * 12, year=2025), *_rates(70)]

    assert [doubt.month for doubt in jump_doubts("x", "tỷ lệ", values, 2026)] == [1]


def test_missing_months_between_and_at_the_end() -> None:
    told = [(2026, month) for month in (1, 2, 3, 5)]
    doubts = list(missing_doubts("x", "thống kê hồ sơ", told, 2026, 6))

    assert [doubt.month for doubt in doubts] == [4, 6]
    assert "giữa các tháng đã có số liệu" in doubts[0].sentence
    assert "Chưa có thống kê hồ sơ tháng 6/2026" in doubts[1].sentence
    assert not list(missing_doubts("x", "thống kê", told[:2], 2026, 12))  # has hardly begun
    assert [doubt.month for doubt in missing_doubts("x", "t", [(2025, 10), (2025, 11), (2025, 12)], 2026, 1)] == [1]


def test_survey_of_few_forms_says_little() -> None:
    forms = [(2026, 1, 29), (2026, 2, 20), (2026, 4, 49), (2026, 6, 1), (2026, 8, 0), (2026, 10, 3), (2025, 3, 9)]
    doubts = list(few_answer_doubts("x", "nội trú", forms, 2026, 11))

    assert [(doubt.month, doubt.gravity) for doubt in doubts] == [(3, Gravity.LOW)]  # the fourth quarter is not over
    assert "khảo sát nội trú: quý 1 chỉ có 49 phiếu;" in doubts[0].sentence


def test_few_forms_in_many_quarters_are_one_doubt_and_a_new_quarter_asks_again() -> None:
    forms = [(2026, 3, 12), (2026, 6, 14), (2026, 9, 60), (2026, 12, 8)]
    (half,), (year,) = (list(few_answer_doubts("x", "nội trú", forms, 2026, month)) for month in (7, 12))

    assert (half.month, year.month) == (6, 12)
    assert "quý 1 chỉ có 12 phiếu, quý 2 chỉ có 14 phiếu, quý 4 chỉ có 8 phiếu" in year.sentence
    assert half.fingerprint != year.fingerprint


def test_typed_counts_are_held_against_the_list() -> None:
    (doubt,) = typed_doubts("cases", [replace(FEBRUARY, received=200)], [FEBRUARY])

    assert (doubt.check, doubt.gravity) == (Check.TYPED, Gravity.HIGH)
    assert "tiếp nhận 200 và 100" in doubt.sentence and "đã giải quyết" not in doubt.sentence
    assert not list(typed_doubts("cases", [replace(FEBRUARY, received=104)], [FEBRUARY]))  # within one in twenty
    assert not list(typed_doubts("cases", [FEBRUARY], [MARCH]))


def test_changed_numbers_ask_again() -> None:
    def doubt(carried: int) -> Doubt:
        (found,) = case_doubts("cases", [FEBRUARY, _march(carried)])
        return found

    assert doubt(20).fingerprint == doubt(20).fingerprint != doubt(21).fingerprint
    assert len(doubt(20).fingerprint) == 64


@given(st.lists(st.integers(0, 10_000), min_size=7, max_size=24))
def test_constant_history_and_its_scaling_raise_the_same_doubts(rates: list[int]) -> None:
    """A rate in per cent: moving all of it up or down together changes no verdict."""
    values = [Value(2026, month, Decimal(rate) / 100, Decimal(50)) for month, rate in enumerate(rates[:12], start=1)]
    moved = [replace(value, value=value.value + 7) for value in values]

    assert [doubt.month for doubt in jump_doubts("x", "n", values, 2026)] == [
        doubt.month for doubt in jump_doubts("x", "n", moved, 2026)
    ]


def test_every_check_and_gravity_has_its_words() -> None:
    assert CHECK_WORDS.keys() == set(Check) and GRAVITY_WORDS.keys() == set(Gravity)
    assert all(len(check) <= 30 for check in Check)


def test_doubted_quarter_is_called_a_quarter() -> None:
    (doubt,) = rate_doubts("x", "tỷ lệ thử", 2026, 12, Decimal(6), Decimal(5), None, months=3)

    assert doubt.sentence.startswith("Quý 4/2026: ") and doubt.month == 12
