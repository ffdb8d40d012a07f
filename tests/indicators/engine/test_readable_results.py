"""What a reader who must not see few people's answers gets of a survey."""

from typing import Any

from indicators.engine.answer_tallies import Tallies
from indicators.engine.disclosure import NOTHING
from indicators.engine.questions import read, tally
from indicators.engine.readable_results import Readable
from indicators.engine.visible_results import Choice
from tests.indicators.survey_world import BAD, CONTENT, GOOD

ASKED = read(CONTENT)
MAY, JUNE = (2026, 5), (2026, 6)
ALL = {**GOOD, "a3": 4}


def readable(forms: dict[tuple[int, tuple[int, int]], list[dict[str, Any]]], fewest: int = 10) -> Readable:
    made = Tallies()
    for (unit, month), answers in forms.items():
        for each in answers:
            made.add(unit, month, "link", tally(ASKED, each), each)
    return Readable(made, ASKED, None, fewest)


def tells(found: Readable, unit: str = "", month: str = "") -> bool:
    choice = Choice(unit, month)
    return found.tells(choice, found.results(choice).whole)


def test_month_of_a_unit_is_told_when_no_other_follows_from_it() -> None:
    many = readable({(unit, month): [ALL] * 20 for unit in (1, 2) for month in (MAY, JUNE)})
    few = readable({(1, MAY): [ALL] * 3, (1, JUNE): [ALL] * 20, (2, MAY): [ALL] * 20, (2, JUNE): [ALL] * 20})

    assert tells(many, "1", "2026-05")
    assert not any(tells(few, unit, month) for unit in "12" for month in ("2026-05", "2026-06"))
    assert all(tells(few, unit=unit) for unit in "12")
    assert tells(few, month="2026-05")


def test_forms_that_rate_nothing_are_not_people_to_hide_behind() -> None:
    nothing = {"a1": 0, "a2": 0, "a3": 0}

    found = readable({(1, MAY): [nothing] * 12 + [BAD] * 3, (2, MAY): [ALL] * 30})

    assert not tells(found, unit="1")


def test_question_of_few_in_one_unit_is_hidden_in_every_unit_but_not_in_all_together() -> None:
    found = readable({(1, MAY): [GOOD] * 20 + [ALL] * 3, (2, MAY): [ALL] * 30})

    whole, part = found.detail(Choice()), found.detail(Choice(unit="2"))

    assert whole is not None and {"a1", "a2", "a3", "b1"} <= whole.questions
    assert part is not None and "a3" not in part.questions
    assert len({"a1", "a2"} & part.questions) == 1, "one more of its factor, or the factor would tell a3"
    assert part.factors == {"Tiếp cận", "Thái độ"}
    assert found.detail(Choice(unit="1")) == part


def test_questions_of_one_month_of_one_unit_are_told_to_the_office_only() -> None:
    forms = {(unit, month): [ALL] * 20 for unit in (1, 2) for month in (MAY, JUNE)}

    assert readable(forms).detail(Choice("1", "2026-05")) == NOTHING
    assert readable(forms, fewest=0).detail(Choice("1", "2026-05")) is None
