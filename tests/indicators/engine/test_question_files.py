"""Questionnaire files: the shipped ones have the parts that the official forms have, and broken ones are refused."""

import pytest

from indicators.engine.question_files import QuestionnaireFileRefused, parse_file
from indicators.engine.questions import read
from indicators.enums import SurveyKind
from indicators.services.questionnaires import shipped_files

FILES = {file.code: file for file in shipped_files()}
COUNTED = {
    "noi-tru": (5, 5, 9, 7, 5),
    "ngoai-tru": (5, 10, 8, 4, 4),
    "nhan-vien": (9, 9, 12, 7, 7),
    "sipas": (3, 4, 4, 3, 3),
    "tiem-chung": (3, 3, 4),
}


@pytest.mark.parametrize("code", COUNTED)
def test_factors_have_as_many_questions_as_the_form(code: str) -> None:
    factors = list(read(FILES[code].content).factors())

    assert tuple(len(questions) for _, questions in factors) == COUNTED[code]


def test_every_kind_of_survey_has_a_questionnaire() -> None:
    assert sorted(file.kind for file in FILES.values()) == sorted(SurveyKind.values)


def test_levels_that_mean_coming_back_differ_between_the_forms() -> None:
    wanted = {"noi-tru": (5, (4, 5)), "ngoai-tru": (4, (3, 4))}
    for code, (levels, positive) in wanted.items():
        question = read(FILES[code].content).playing("return")
        assert question is not None
        assert (len(question.options), question.positive) == (levels, positive)


def test_staff_are_not_asked_for_their_expectations() -> None:
    assert read(FILES["nhan-vien"].content).playing("expectation") is None


def test_sipas_counts_only_the_five_factors() -> None:
    sipas = read(FILES["sipas"].content)

    assert len(list(sipas.factors())) == 5
    policies = [question for question in sipas.questions if question.code.startswith("p")]
    assert policies and not any(question.counts_as_satisfaction for question in policies)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("code =", "sai cú pháp"),
        ('code = "x"', "version"),
        ('code = "x"\nversion = 1\ncolour = "đỏ"', "colour"),
        ('code = "x"\nversion = 1\n[[section]]\ncode = "a"\ntitle = "A"\nkind = "scale"\ntexts = ["Một"]', "tính vào"),
    ],
)
def test_broken_file_is_refused_with_what_is_wrong(text: str, told: str) -> None:
    with pytest.raises(QuestionnaireFileRefused, match=told):
        parse_file(text)
