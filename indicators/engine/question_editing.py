"""Changing the content of a questionnaire without touching what was there: every function gives a new content."""

from collections.abc import Collection, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from indicators.engine.question_reading import Slip

Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """What the overview says of a question: where it stands among the others, and whether it counts."""

    order: int
    counts: bool


def arrange(content: Mapping[str, Any], kept: Mapping[str, Kept], order: Sequence[str]) -> Content:
    """Leave out what is not in ``kept``, sort questions inside their sections and sections by ``order`` of codes.

    A section that loses its last question goes with it; a new one that has none yet stays.
    """
    new = _copied(content)
    emptied = set()
    for section in new["sections"]:
        questions = [question for question in section["questions"] if question["code"] in kept]
        questions.sort(key=lambda question: kept[question["code"]].order)
        for question in questions:
            question["counts"] = kept[question["code"]].counts
        if section["questions"] and not questions:
            emptied.add(section["code"])
        section["questions"] = questions
    new["sections"] = [section for section in new["sections"] if section["code"] not in emptied]
    places = {code: place for place, code in enumerate(order)}
    new["sections"].sort(key=lambda section: places.get(section["code"], len(places)))
    return new


def put_section(content: Mapping[str, Any], code: str, title: str, note: str) -> Content:
    """Change the section of this code, or add one at the end when there is none."""
    new = _copied(content)
    entry = {"code": code, "title": title, "note": note}
    for section in new["sections"]:
        if section["code"] == code:
            section.update(entry)
            return new
    new["sections"].append({**entry, "questions": []})
    return new


def remove_section(content: Mapping[str, Any], code: str) -> Content:
    """Leave out a section with its questions."""
    new = _copied(content)
    new["sections"] = [section for section in new["sections"] if section["code"] != code]
    return new


def put_question(content: Mapping[str, Any], section: str, question: Mapping[str, Any]) -> Content:
    """Change the question of this code where it stands, or add it at the end of the section."""
    new = _copied(content)
    for each in new["sections"]:
        for place, old in enumerate(each["questions"]):
            if old["code"] == question["code"]:
                each["questions"][place] = dict(question)
                return new
    for each in new["sections"]:
        if each["code"] == section:
            each["questions"].append(dict(question))
    return new


def set_words(content: Mapping[str, Any], introduction: str, thanks: str) -> Content:
    """Change what is said before the first and after the last question."""
    return {**_copied(content), "introduction": introduction, "thanks": thanks}


def left_out(content: Mapping[str, Any], earlier: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The sections of an earlier version, each with those of its questions that the content does not have."""
    here = codes_of(content)
    sections = _copied(earlier)["sections"]
    for section in sections:
        section["questions"] = [question for question in section["questions"] if question["code"] not in here]
    return [section for section in sections if section["questions"]]


def bring_back(content: Mapping[str, Any], earlier: Mapping[str, Any], codes: Collection[str]) -> Content:
    """Add these left-out questions at the end of their sections; a section that is gone comes back at the end."""
    new = _copied(content)
    known = {section["code"]: section for section in new["sections"]}
    for section in left_out(content, earlier):
        wanted = [question for question in section["questions"] if question["code"] in codes]
        if wanted and section["code"] in known:
            known[section["code"]]["questions"] += wanted
        elif wanted:
            new["sections"].append({**section, "questions": wanted})
    return new


def codes_of(content: Mapping[str, Any]) -> frozenset[str]:
    """The codes of all questions."""
    return frozenset(question["code"] for each in _copied(content)["sections"] for question in each["questions"])


def free_code(content: Mapping[str, Any], section: str, used: Collection[str] = ()) -> str:
    """A code for a new question of a section that no question has yet: a6 after a1–a5.

    ``used``: codes that meant other questions in earlier versions, and are not given again.
    """
    taken = codes_of(content) | frozenset(used)
    number = 1
    while f"{section}{number}" in taken:
        number += 1
    return f"{section}{number}"


def free_section_code(content: Mapping[str, Any]) -> str:
    """A code for a new section: the first letter that is free, then p1, p2 …"""
    taken = {section["code"] for section in _copied(content)["sections"]}
    letters = [letter for letter in "abcdefghiklmnopqrstuvxy" if letter not in taken]
    if letters:
        return letters[0]
    number = 1
    while f"p{number}" in taken:
        number += 1
    return f"p{number}"


def find_question(content: Mapping[str, Any], code: str) -> tuple[str, dict[str, Any]] | None:
    """The code of the section and the entry of a question."""
    for section in _copied(content)["sections"]:
        for question in section["questions"]:
            if question["code"] == code:
                return section["code"], question
    return None


def find_section(content: Mapping[str, Any], code: str) -> dict[str, Any] | None:
    """The entry of a section."""
    return next((section for section in _copied(content)["sections"] if section["code"] == code), None)


@dataclass(frozen=True, slots=True)
class Marked:
    """A section or a question with the slips that stand at it; ``questions`` of a section."""

    entry: Mapping[str, Any]
    slips: tuple[Slip, ...]
    questions: tuple["Marked", ...] = ()


def with_slips(content: Mapping[str, Any], slips: Sequence[Slip]) -> list[Marked]:
    """The sections and questions in order, each with its own slips."""
    at: dict[str, list[Slip]] = {}
    for slip in slips:
        at.setdefault(slip.path.rpartition(".")[0], []).append(slip)
    return [
        Marked(
            section,
            tuple(at.get(f"sections.{s}", ())),
            tuple(
                Marked(question, tuple(at.get(f"sections.{s}.questions.{q}", ())))
                for q, question in enumerate(section["questions"])
            ),
        )
        for s, section in enumerate(_copied(content)["sections"])
    ]


def _copied(content: Mapping[str, Any]) -> Content:
    """A copy of its own, with the lists that every content has."""
    new = deepcopy(dict(content))
    new.setdefault("sections", [])
    for section in new["sections"]:
        section.setdefault("questions", [])
    return new
