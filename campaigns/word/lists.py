"""Automatic list numbering of Word, which is not in the text: counted here as Word counts it, given back as marks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from docx.oxml.ns import qn

from campaigns.engine.numbering import to_roman

_LEVEL_PLACE = re.compile(r"%([1-9])")


def _english_letter(number: int) -> str:
    """Word's own letters (a, b, c … z, aa, bb): it knows no đ, and what it shows is what was approved."""
    count, index = divmod(number - 1, 26)
    return chr(ord("a") + index) * (count + 1)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": to_roman,
    "lowerRoman": lambda number: to_roman(number).lower(),
    "lowerLetter": _english_letter,
    "upperLetter": lambda number: _english_letter(number).upper(),
}


class ListNumbers:
    """Counts the automatic numbers of one document; `mark_of` is called for its paragraphs in order."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, Any]] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._abstract_of: dict[str, str] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._seen: set[str] = set()
        self._styles = {style.style_id: style.element for style in document.styles}
        numbering = next((p.element for p in self._numbering_parts(document)), None)
        if numbering is not None:
            self._read(numbering)

    @staticmethod
    def _numbering_parts(document: Any) -> list[Any]:
        """The part is asked for through relationships: python-docx makes a default one when asked directly."""
        return [rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")]

    def _read(self, numbering: Any) -> None:
        for abstract in numbering.findall(qn("w:abstractNum")):
            levels = {int(level.get(qn("w:ilvl"))): level for level in abstract.findall(qn("w:lvl"))}
            self._levels[abstract.get(qn("w:abstractNumId"))] = levels
        for num in numbering.findall(qn("w:num")):
            num_id = num.get(qn("w:numId"))
            self._abstract_of[num_id] = num.find(qn("w:abstractNumId")).get(qn("w:val"))
            for override in num.findall(qn("w:lvlOverride")):
                start = override.find(qn("w:startOverride"))
                if start is not None:
                    self._starts[num_id, int(override.get(qn("w:ilvl")))] = int(start.get(qn("w:val")))

    def mark_of(self, paragraph: Any) -> str:
        """The mark Word would show before `paragraph` (“3.1.”, “a)”, “-”), or empty."""
        found = self._numbering_of(paragraph)
        if found is None:
            return ""
        num_id, depth = found
        abstract = self._abstract_of.get(num_id, "")
        level = self._levels.get(abstract, {}).get(depth)
        if level is None:
            return ""
        number_format = _value(level, "w:numFmt", "decimal")
        if number_format == "bullet":
            return "+" if _value(level, "w:lvlText", "") == "+" else "-"
        if number_format == "none":
            return ""
        self._advance(num_id, abstract, depth, level)
        return self._text(abstract, depth, level)

    def _numbering_of(self, paragraph: Any) -> tuple[str, int] | None:
        """numPr of the paragraph itself, else of its style and the styles that one is based on."""
        properties = paragraph._p.pPr
        element = properties.find(qn("w:numPr")) if properties is not None else None
        style = paragraph.style.element if paragraph.style is not None else None
        for _ in range(10):
            if element is not None or style is None:
                break
            element = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            based_on = style.find(qn("w:basedOn"))
            style = self._styles.get(based_on.get(qn("w:val"))) if based_on is not None else None
        if element is None:
            return None
        num_id, depth = _value(element, "w:numId", "0"), int(_value(element, "w:ilvl", "0"))
        return None if num_id == "0" else (num_id, depth)

    def _advance(self, num_id: str, abstract: str, depth: int, level: Any) -> None:
        counters = self._counters.setdefault(abstract, {})
        if num_id not in self._seen:
            self._seen.add(num_id)
            for (owner, at), start in self._starts.items():
                if owner == num_id:
                    counters[at] = start - 1
        counters[depth] = counters.get(depth, int(_value(level, "w:start", "1")) - 1) + 1
        for deeper in [at for at in counters if at > depth]:
            del counters[deeper]

    def _text(self, abstract: str, depth: int, level: Any) -> str:
        counters = self._counters[abstract]

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            place = self._levels[abstract].get(at, level)
            value = max(counters.get(at, int(_value(place, "w:start", "1"))), 1)
            return _FORMATS.get(_value(place, "w:numFmt", "decimal"), str)(value)

        return _LEVEL_PLACE.sub(number, _value(level, "w:lvlText", f"%{depth + 1}.")).strip()


def _value(element: Any, child: str, default: str) -> str:
    """Value of w:val of a child element."""
    found = element.find(qn(child))
    return default if found is None else found.get(qn("w:val"), default)
