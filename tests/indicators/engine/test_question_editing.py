"""Editing gives a new content and leaves the old one as it was."""

from copy import deepcopy
from typing import Any

import pytest

from indicators.engine import question_editing as editing
from indicators.engine.question_editing import Kept
from indicators.engine.questions import find_slips

OLD: dict[str, Any] = {
    "sections": [
        {"code": "a", "title": "A", "questions": [{"code": "a1", "text": "Một"}, {"code": "a2", "text": "Hai"}]},
        {"code": "b", "title": "B", "questions": [{"code": "b1", "text": "Ba"}]},
    ]
}


@pytest.fixture(autouse=True)
def old_stays() -> Any:
    before = deepcopy(OLD)
    yield
    assert before == OLD


def codes(content: dict[str, Any]) -> list[tuple[str, list[str]]]:
    return [
        (section["code"], [question["code"] for question in section["questions"]]) for section in content["sections"]
    ]


def test_arranging_leaves_out_sorts_and_counts() -> None:
    kept = {"a2": Kept(1, True), "a1": Kept(2, False)}

    new = editing.arrange(OLD, kept, ["b", "a"])

    assert codes(new) == [("a", ["a2", "a1"])]
    assert [question["counts"] for question in new["sections"][0]["questions"]] == [True, False]


def test_sections_that_are_not_named_stay_last() -> None:
    kept = {"a1": Kept(1, True), "b1": Kept(1, True)}

    assert codes(editing.arrange(OLD, kept, ["b"])) == [("b", ["b1"]), ("a", ["a1"])]


def test_new_section_without_questions_stays() -> None:
    with_new = editing.put_section(OLD, "c", "C", "")

    assert codes(editing.arrange(with_new, {"a1": Kept(1, True)}, [])) == [("a", ["a1"]), ("c", [])]


def test_section_is_changed_added_and_removed() -> None:
    changed = editing.put_section(OLD, "a", "Mới", "Ghi chú")
    added = editing.put_section(OLD, "c", "C", "")

    assert changed["sections"][0] == {**OLD["sections"][0], "title": "Mới", "note": "Ghi chú"}
    assert codes(added)[-1] == ("c", [])
    assert codes(editing.remove_section(OLD, "a")) == [("b", ["b1"])]


def test_question_is_changed_in_place_or_added_at_the_end() -> None:
    changed = editing.put_question(OLD, "a", {"code": "a1", "text": "Khác"})
    added = editing.put_question(OLD, "b", {"code": "b2", "text": "Bốn"})

    assert changed["sections"][0]["questions"][0]["text"] == "Khác"
    assert codes(added) == [("a", ["a1", "a2"]), ("b", ["b1", "b2"])]


def test_free_codes() -> None:
    assert editing.free_code(OLD, "a") == "a3"
    assert editing.free_section_code(OLD) == "c"
    full = {"sections": [{"code": letter} for letter in "abcdefghiklmnopqrstuvxy"]}
    assert editing.free_section_code(full) == "p1"


def test_code_of_an_earlier_question_is_not_given_to_another() -> None:
    assert editing.free_code(OLD, "b", used=["b2", "b3"]) == "b4"


def test_left_out_questions_come_back_where_they_stood() -> None:
    short = editing.arrange(OLD, {"a2": Kept(1, False)}, [])

    assert codes({"sections": editing.left_out(short, OLD)}) == [("a", ["a1"]), ("b", ["b1"])]
    assert codes(editing.bring_back(short, OLD, ["a1", "b1", "a2", "x"])) == [("a", ["a2", "a1"]), ("b", ["b1"])]
    assert editing.bring_back(short, OLD, []) == short


def test_finding() -> None:
    assert editing.find_question(OLD, "b1") == ("b", {"code": "b1", "text": "Ba"})
    assert editing.find_question(OLD, "x") is None
    assert editing.find_section(OLD, "x") is None


def test_words_before_and_after() -> None:
    assert editing.set_words({}, "Xin chào", "Cảm ơn") == {
        "sections": [],
        "introduction": "Xin chào",
        "thanks": "Cảm ơn",
    }


def test_slips_stand_at_their_question() -> None:
    sections = editing.with_slips(OLD, find_slips(OLD))

    assert [slip.message for slip in sections[0].questions[1].slips] == ["Không có loại câu hỏi “”."]
    assert not sections[0].slips
