"""What people type becomes inputs, or a message that says what to mend."""

from decimal import Decimal
from fractions import Fraction

import pytest

from core.numbers import read_number
from scoring.engine.declarations import read_typed, write_typed
from scoring.engine.rules import Rule, read_rule
from scoring.engine.values import Inputs, OptionCount, PartInputs


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


WITHOUT_BOUND = rule(kind="proportional", numerator_label="Tin, bài", denominator_label="Được giao", may_exceed=True)
ANSWERS = rule(kind="survey_share")
COMPOSED = rule(
    kind="sum_of_parts",
    parts=[
        {"code": "kh", "label": "Kế hoạch", "max": 4, "rule": {"kind": "manual", "step": "0.5"}},
        {
            "code": "tt",
            "label": "Tuyên truyền",
            "max": 6,
            "rule": {
                "kind": "precondition",
                "condition": "Có kế hoạch",
                "rule": {"kind": "proportional", "numerator_label": "Đạt", "denominator_label": "Tổng số"},
            },
        },
    ],
)


def test_part_may_exceed_the_whole_where_the_rule_says_so() -> None:
    read, errors = read_typed(WITHOUT_BOUND, TEN, {"numerator": "15", "denominator": "12"})

    assert (read, errors) == (Inputs(numerator=Decimal(15), denominator=Decimal(12)), {})
    assert read_typed(rule(kind="proportional", may_exceed=True), TEN, {"value": "125"})[1] == {}


def test_answers_are_typed_by_option() -> None:
    read, _ = read_typed(ANSWERS, TEN, {"counts.A": "12", "counts.B": "0", "counts.C": "", "E": "9"})

    assert read == Inputs(counts=(OptionCount("A", 12), OptionCount("B", 0)))


def test_fields_of_parts_have_flat_names_and_say_their_part() -> None:
    assert [(field.name, field.label) for field in COMPOSED.fields()] == [
        ("parts.kh.mark", "Kế hoạch: Điểm chấm"),
        ("parts.tt.condition", "Tuyên truyền: Có kế hoạch"),
        ("parts.tt.numerator", "Tuyên truyền: Đạt"),
        ("parts.tt.denominator", "Tuyên truyền: Tổng số"),
    ]


def test_parts_are_read_and_written_back() -> None:
    typed = {"parts.kh.mark": "3,5", "parts.tt.condition": "co", "parts.tt.numerator": "1", "parts.tt.denominator": "2"}
    read, errors = read_typed(COMPOSED, TEN, typed)

    assert errors == {}
    assert read == Inputs(
        parts=(
            PartInputs("kh", Inputs(mark=Decimal("3.5"))),
            PartInputs("tt", Inputs(condition=True, numerator=Decimal(1), denominator=Decimal(2))),
        )
    )
    assert write_typed(COMPOSED, read.as_mapping()) == typed


def test_mark_of_a_part_is_bounded_by_the_part() -> None:
    assert "parts.kh.mark" in read_typed(COMPOSED, TEN, {"parts.kh.mark": "4,5"})[1]
    assert "parts.kh.mark" in read_typed(COMPOSED, TEN, {"parts.kh.mark": "3,75"})[1]


def test_contradiction_inside_a_part_is_told_at_its_field() -> None:
    typed = {"parts.tt.numerator": "3", "parts.tt.denominator": "2"}
    assert read_typed(COMPOSED, TEN, typed)[1] == {
        "parts.tt.numerator": "3 lớn hơn “Tuyên truyền: Tổng số” (2). Kiểm tra lại hai số này."
    }


def test_published_figure_keeps_to_its_scale() -> None:
    published = rule(kind="external", source="Báo cáo", scale=80)

    assert read_typed(published, TEN, {"value": "80,5"})[1] == {"value": "Không được vượt quá 80."}


def test_exact_average_is_shown_as_a_person_would_type_it() -> None:
    compared = rule(kind="versus_average", reached=10)

    assert write_typed(compared, Inputs(average=Fraction(200, 3)).as_mapping()) == {"value": "", "average": "66,6667"}
    assert read_typed(compared, TEN, {"average": "66,5"})[0] == Inputs(average=Fraction(133, 2))


def test_figures_of_the_whole_are_shown_in_the_parts() -> None:
    parts = [{"code": code, "label": code.upper(), "rule": {"kind": "proportional"}} for code in ("a", "b")]

    assert write_typed(rule(kind="best_of", parts=parts), {"value": "7.5"}) == {
        "parts.a.value": "7,5",
        "parts.b.value": "7,5",
    }


def test_code_of_a_level_stays_as_it_is() -> None:
    named = [{"code": "01", "name": "A", "points": 10}, {"code": "1/2", "name": "B", "points": 0}]

    assert write_typed(rule(kind="level", levels=named), {"level": "01"}) == {"level": "01"}
    assert write_typed(rule(kind="level", levels=named), {"level": "1/2"}) == {"level": "1/2"}
