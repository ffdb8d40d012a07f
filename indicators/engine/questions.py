"""Asking and answering: what a questionnaire accepts as answers, and what one person's answers come to.

Reading a stored questionnaire is in ``question_reading``; everything that pages and services need is named here.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from indicators.engine.question_parts import (
    CHOOSING,
    KINDS,
    LEVELS,
    ROLES,
    SATISFIED_LEVELS,
    SCALES,
    UNUSED,
    Kind,
    Option,
    Question,
    Questionnaire,
    Role,
    Section,
)
from indicators.engine.question_reading import ContentRefused, Slip, find_slips, read

__all__ = [
    "KINDS",
    "LEVELS",
    "ROLES",
    "TEXT_LIMIT",
    "UNUSED",
    "Answer",
    "Answers",
    "ContentRefused",
    "Kind",
    "Option",
    "Question",
    "Questionnaire",
    "Role",
    "Section",
    "Slip",
    "Tally",
    "check",
    "find_slips",
    "read",
    "tally",
    "texts",
]

Answer = int | str | list[int]
Answers = dict[str, Answer]
TEXT_LIMIT = 2000
"""Characters of a free comment that are kept."""
NUMBER_LIMIT = 1_000_000
PERCENT_LIMIT = 200
"""What was met may exceed what was expected, but not without end."""


class Tally(NamedTuple):
    """What one form comes to, over the questions that count: answers at levels 1–5, those at 4 or 5, their points."""

    valid: int
    satisfied: int
    points: int
    fully_satisfied: bool


class _Wrong(ValueError):
    """An answer that cannot be taken; the text is for the person who answers."""


def check(asked: Questionnaire | Section, typed: Mapping[str, Any]) -> tuple[Answers, dict[str, str]]:
    """Read what was sent for a section or for the whole questionnaire.

    ``typed`` holds texts of a form, or numbers and lists of a JSON body, by question code; what was not asked is left
    out without a word. Gives the answers to be kept (nothing for a question left empty) and errors in Vietnamese by
    question code. It never raises, whatever was sent.
    """
    answers: Answers = {}
    errors: dict[str, str] = {}
    for question in asked.questions:
        given = typed.get(question.code)
        # Nearly every answer is one of the numbers on offer. True is none of them, though it equals 1.
        if type(given) is int and given in question.single_values:
            answers[question.code] = given
            continue
        try:
            answer = _answer(question, given)
        except _Wrong as wrong:
            errors[question.code] = str(wrong)
            continue
        if answer is not None:
            answers[question.code] = answer
        elif question.required:
            errors[question.code] = _missing(question)
    return answers, errors


def tally(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> Tally:
    """Count one form (domain: Ministry of Health, “did not use” is in neither numerator nor denominator).

    Fully satisfied (hài lòng toàn diện): at least one counted answer, and every one of them 4 or 5.
    """
    levels = [answers.get(code) for code in questionnaire.counted]
    counted = [level for level in levels if isinstance(level, int) and 1 <= level <= 5]
    satisfied = sum([level in SATISFIED_LEVELS for level in counted])
    return Tally(len(counted), satisfied, sum(counted), bool(counted) and satisfied == len(counted))


def texts(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> tuple[Answers, dict[str, str]]:
    """Part the answers into those that are counted and the free texts, which are kept apart from the form."""
    free = questionnaire.free_texts
    kept = {code: answer for code, answer in answers.items() if code not in free}
    return kept, {code: str(answer) for code, answer in answers.items() if code in free}


def _answer(question: Question, typed: Any) -> Answer | None:
    if typed is None:
        return None
    if question.kind == "choices":
        return _chosen(question, typed)
    if question.kind == "text":
        return _text(typed)
    if isinstance(typed, list | tuple):
        if len(typed) > 1:
            raise _Wrong("Câu này chỉ chọn một câu trả lời.")
        typed = typed[0] if typed else None
    number = _number(typed)
    if number is None:
        return None
    if question.kind in SCALES or question.kind in CHOOSING:
        if number not in question.values:
            raise _Wrong("Xin chọn một trong các câu trả lời có sẵn.")
        return number
    return _bounded(question, number)


def _chosen(question: Question, typed: Any) -> list[int] | None:
    several = typed if isinstance(typed, list | tuple) else [typed]
    if len(several) > len(question.values):
        raise _Wrong("Có câu trả lời bị lặp lại.")
    numbers = {number for number in map(_number, several) if number is not None}
    if not numbers <= question.values:
        raise _Wrong("Xin chọn trong các câu trả lời có sẵn.")
    return sorted(numbers) or None


def _text(typed: Any) -> str | None:
    if isinstance(typed, list | tuple):
        typed = typed[0] if typed else ""
    if not isinstance(typed, str):
        raise _Wrong("Xin ghi ý kiến bằng chữ.")
    # Databases refuse NUL, and half of a surrogate pair is no character.
    text = "".join(sign for sign in typed if sign in "\n\t" or (sign >= " " and not "\ud800" <= sign <= "\udfff"))
    text = text.strip()
    if len(text) > TEXT_LIMIT:
        raise _Wrong(f"Ý kiến dài {len(text)} ký tự; tối đa {TEXT_LIMIT} ký tự.")
    return text or None


def _number(typed: Any) -> int | None:
    if isinstance(typed, bool) or not isinstance(typed, int | str | None):
        raise _Wrong("Câu trả lời không đọc được.")
    if typed is None or isinstance(typed, int):
        return typed
    digits = typed.strip().removesuffix("%").rstrip()
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        raise _Wrong("Xin ghi một số nguyên, ví dụ 85.")
    return int(digits)


def _bounded(question: Question, number: int) -> int:
    lowest = question.lowest or 0
    highest = question.highest
    if highest is None:
        highest = PERCENT_LIMIT if question.kind == "percent" else NUMBER_LIMIT
    if not lowest <= number <= highest:
        raise _Wrong(f"Xin ghi số từ {lowest} đến {highest}.")
    return number


def _missing(question: Question) -> str:
    return "Chưa chọn câu trả lời." if question.offered else "Chưa ghi câu trả lời."
