"""What a questionnaire accepts, and what one form comes to (worked vectors of the Ministry's method)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.engine.questions import (
    TEXT_LIMIT,
    ContentRefused,
    Questionnaire,
    Slip,
    Tally,
    check,
    find_slips,
    read,
    tally,
    texts,
)


def scales(number: int, **other: Any) -> list[dict[str, Any]]:
    """Counted questions a1 … with “did not use”."""
    return [
        {"code": f"a{i}", "text": f"Câu {i}", "kind": "scale_or_unused", "counts": True, **other}
        for i in range(1, number + 1)
    ]


def content(*more: dict[str, Any], counted: int = 6) -> dict[str, Any]:
    """A questionnaire with counted questions in one section and whatever else in a second one."""
    sections = [{"code": "a", "title": "Tiếp cận", "questions": scales(counted)}]
    if more:
        sections.append({"code": "g", "title": "Chung", "questions": list(more)})
    return {"sections": sections}


def form(*levels: int) -> dict[str, int]:
    return {f"a{number}": level for number, level in enumerate(levels, start=1)}


ALL_KINDS = (
    {"code": "muc", "text": "Mức", "kind": "scale", "required": True},
    {"code": "chon", "text": "Chọn", "kind": "choice", "options": ["Có", "Không"]},
    {"code": "nhieu", "text": "Nhiều", "kind": "choices", "options": ["Một", "Hai", "Ba"]},
    {"code": "mong_doi", "text": "Mong đợi", "kind": "percent", "role": "expectation"},
    {"code": "so_ngay", "text": "Số ngày", "kind": "number", "lowest": 1, "highest": 365},
    {"code": "y_kien", "text": "Ý kiến", "kind": "text"},
)


@pytest.fixture
def questionnaire() -> Questionnaire:
    return read(content(*ALL_KINDS, counted=2))


def test_unused_is_in_neither_numerator_nor_denominator() -> None:
    assert tally(read(content()), form(5, 4, 4, 3, 0, 2)) == Tally(
        valid=5, satisfied=3, points=18, fully_satisfied=False
    )


def test_one_form_with_only_good_levels_is_fully_satisfied() -> None:
    four = read(content(counted=4))

    assert tally(four, form(5, 5, 4)) == Tally(3, 3, 14, True)
    assert tally(four, form(4, 3, 5, 5)) == Tally(4, 3, 17, False)


def test_form_without_any_counted_answer_is_not_fully_satisfied() -> None:
    assert tally(read(content()), form(0, 0)) == Tally(0, 0, 0, False)


def test_questions_that_do_not_count_change_nothing(questionnaire: Questionnaire) -> None:
    assert tally(questionnaire, {"a1": 5, "muc": 1, "mong_doi": 3}) == Tally(1, 1, 5, True)


def test_reads_texts_of_a_form(questionnaire: Questionnaire) -> None:
    typed = {
        **{"a1": "5", "a2": "0", "muc": " 4 ", "chon": ["2"], "nhieu": ["3", "1", "3"], "mong_doi": "85 %"},
        **{"so_ngay": "7", "y_kien": "  Chỗ ngồi còn ít \x00", "csrf": "x"},
    }

    answers, errors = check(questionnaire, typed)

    assert errors == {}
    assert answers == {
        **{"a1": 5, "a2": 0, "muc": 4, "chon": 2, "nhieu": [1, 3], "mong_doi": 85, "so_ngay": 7},
        "y_kien": "Chỗ ngồi còn ít",
    }


def test_checks_one_section_alone(questionnaire: Questionnaire) -> None:
    answers, errors = check(questionnaire.sections[0], {"a1": 4, "muc": 9})

    assert (answers, errors) == ({"a1": 4}, {})


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        ("a1", "6"),
        ("a1", "-1"),
        ("a1", "4,5"),
        ("a1", "²"),
        ("a1", ["4", "5"]),
        ("a1", True),
        ("a1", 4.0),
        ("muc", "0"),
        ("muc", ""),
        ("muc", None),
        ("chon", "3"),
        ("nhieu", ["1", "4"]),
        ("nhieu", ["1"] * 4),
        ("nhieu", [["1"]]),
        ("mong_doi", "201"),
        ("so_ngay", "0"),
        ("so_ngay", "9" * 30),
        ("y_kien", "x" * (TEXT_LIMIT + 1)),
        ("y_kien", 7),
    ],
)
def test_refuses_at_its_question(questionnaire: Questionnaire, code: str, typed: Any) -> None:
    answers, errors = check(questionnaire, {"muc": "5", code: typed})

    assert list(errors) == [code]
    assert errors[code][0].isupper() and errors[code].endswith(".")
    assert code not in answers


def test_empty_answers_are_left_out(questionnaire: Questionnaire) -> None:
    answers, errors = check(questionnaire, {"muc": "5", "a1": "", "nhieu": [], "y_kien": "  ", "so_ngay": " "})

    assert (answers, errors) == ({"muc": 5}, {})


def test_texts_are_kept_apart(questionnaire: Questionnaire) -> None:
    assert texts(questionnaire, {"a1": 5, "y_kien": "Tốt"}) == ({"a1": 5}, {"y_kien": "Tốt"})


def test_half_a_surrogate_pair_never_reaches_the_database(questionnaire: Questionnaire) -> None:
    answers, _ = check(questionnaire, {"muc": 5, "y_kien": "Tốt \ud83d"})

    assert str(answers["y_kien"]).encode() == "Tốt".encode()


def test_unused_is_offered_last_and_named(questionnaire: Questionnaire) -> None:
    question = questionnaire.by_code["a1"]

    assert [option.value for option in question.offered] == [1, 2, 3, 4, 5, 0]
    assert question.words(0) == "Không sử dụng"
    assert question.words(5) == "Rất hài lòng"


def test_factor_is_the_section_unless_named() -> None:
    named = content({"code": "b1", "text": "Câu", "kind": "scale", "counts": True, "factor": "Thái độ"}, counted=2)

    assert [(name, len(questions)) for name, questions in read(named).factors()] == [("Tiếp cận", 2), ("Thái độ", 1)]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"code": "A 1"}, "code"),
        ({"code": "a1"}, "sections"),
        ({"text": "  "}, "text"),
        ({"kind": "slider"}, "kind"),
        ({"kind": ["scale"]}, "kind"),
        ({"counts": True}, "counts"),
        ({"options": ["Một"]}, "options"),
        ({"options": ["Một", "Một"]}, "options"),
        ({"options": "Một, Hai"}, "options"),
        ({"lowest": 1}, "lowest"),
        ({"kind": "number", "options": [], "lowest": 5, "highest": 4}, "highest"),
        ({"kind": "number", "options": [], "lowest": "5"}, "lowest"),
        ({"kind": "text"}, "options"),
        ({"kind": "scale", "options": ["Kém", "Tốt"]}, "options"),
        ({"role": "expectation"}, "role"),
        ({"role": "return"}, "positive"),
        ({"role": "return", "positive": [3]}, "positive"),
        ({"required": "có"}, "required"),
        ({"colour": "đỏ"}, "colour"),
    ],
)
def test_slip_is_told_at_its_place(change: dict[str, Any], path: str) -> None:
    question = {"code": "chon", "text": "Chọn", "kind": "choice", "options": ["Có", "Không"], **change}

    slips = find_slips(content(question))

    where = path if path == "sections" else f"sections.1.questions.0.{path}"
    assert [slip.path for slip in slips] == [where]


def test_all_slips_are_told_at_once() -> None:
    with pytest.raises(ContentRefused) as refused:
        read({"sections": [{"code": "a", "title": "", "questions": [{"code": "x"}, "lạ"]}], "lạ": 1})

    assert len(refused.value.slips) >= 5
    assert str(refused.value.slips[1]) == "Phần 1: Chưa có tên phần."


def test_at_least_one_question_must_count() -> None:
    nothing_counts = {"sections": [{"code": "a", "title": "A", "questions": scales(2, counts=False)}]}

    assert [slip.message for slip in find_slips(nothing_counts)] == [
        "Chưa có câu hỏi nào được tính vào tỷ lệ hài lòng."
    ]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
SHAPED = st.fixed_dictionaries(
    {
        "sections": st.lists(
            st.fixed_dictionaries(
                {
                    "code": anything,
                    "title": anything,
                    "questions": st.lists(
                        st.dictionaries(
                            st.sampled_from(["code", "kind", "options", "role", "positive", "lowest", "counts"]),
                            anything,
                        )
                    ),
                }
            )
        )
    }
)


@given(anything | SHAPED)
def test_no_content_breaks_the_reader(stored: Any) -> None:
    assert all(isinstance(slip, Slip) and slip.message for slip in find_slips(stored))


@given(st.dictionaries(st.sampled_from([question["code"] for question in ALL_KINDS] + ["a1"]), anything))
def test_no_answer_breaks_the_check(typed: dict[str, Any]) -> None:
    asked = read(content(*ALL_KINDS, counted=2))

    answers, errors = check(asked, typed)

    assert not answers.keys() & errors.keys()
    assert check(asked, answers)[0] == answers


@given(st.lists(st.integers(0, 5), min_size=6, max_size=6))
def test_tally_stays_within_its_bounds(levels: list[int]) -> None:
    valid, satisfied, points, fully = tally(read(content()), form(*levels))

    assert 0 <= satisfied <= valid <= 6
    assert valid <= points <= 5 * valid
    assert fully == (valid > 0 and satisfied == valid)
