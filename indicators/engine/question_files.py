"""Reads a questionnaire file (TOML): facts of the form, and its content as it is stored.

Sections may say ``kind`` and ``counts`` once and list plain ``texts``; those become questions numbered after the
section (a1, a2, …) and required, because every one of them can be answered with a level.
"""

import tomllib
from dataclasses import dataclass
from typing import Any

from indicators.engine.question_reading import Slip, find_slips

_FACTS = ("code", "kind", "title", "basis")


class QuestionnaireFileRefused(ValueError):
    """A file that is no questionnaire; the text says what is wrong and where."""


@dataclass(frozen=True, slots=True)
class QuestionnaireFile:
    """What a file says."""

    code: str
    version: int
    kind: str
    title: str
    basis: str
    content: dict[str, Any]


def parse_file(text: str) -> QuestionnaireFile:
    """The questionnaire of a file. Raises ``QuestionnaireFileRefused`` with every slip."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise QuestionnaireFileRefused(f"sai cú pháp TOML ({error})") from error
    facts = {name: table.pop(name, "") for name in _FACTS}
    version = table.pop("version", 0)
    if not isinstance(version, int) or version < 1 or not all(isinstance(fact, str) for fact in facts.values()):
        raise QuestionnaireFileRefused("thiếu code, version, kind hoặc title, hoặc sai kiểu")
    sections = [_section(section) for section in table.pop("section", [])]
    content = {**table, "sections": sections}
    slips: tuple[Slip, ...] = find_slips(content)
    if slips:
        raise QuestionnaireFileRefused("; ".join(map(str, slips)))
    return QuestionnaireFile(version=version, content=content, **facts)


def _section(table: dict[str, Any]) -> dict[str, Any]:
    texts, kind, counts = table.pop("texts", []), table.pop("kind", ""), table.pop("counts", False)
    code = table.get("code", "")
    listed = [
        {"code": f"{code}{number}", "text": text, "kind": kind, "counts": counts, "required": True}
        for number, text in enumerate(texts, start=1)
    ]
    others = table.pop("question", [])
    return {**table, "questions": [*listed, *others]}
