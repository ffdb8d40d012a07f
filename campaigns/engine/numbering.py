"""Numbering of official Vietnamese documents: I / 1 / 3.1 / a…d đ…k / - / +, made, read and checked.

Letters follow the order used for "điểm" in Nghị định 30/2020/NĐ-CP: đ comes after d; f, j, w, z are not used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

LETTERS = tuple("abcdđeghiklmnopqrstuvxy")
_ROMAN_DIGITS = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_ROMAN_LIMIT = 89
_DASHES = r"\-–—−"
_BULLETS = "•·●▪■◦○*"


class NumberingStyle(StrEnum):
    """How the sections of one level are marked."""

    ROMAN = "roman"
    ARABIC = "arabic"
    DECIMAL = "decimal"
    LETTER = "letter"
    DASH = "dash"
    PLUS = "plus"
    NONE = "none"


COUNTED = frozenset({NumberingStyle.ROMAN, NumberingStyle.ARABIC, NumberingStyle.DECIMAL, NumberingStyle.LETTER})


@dataclass(frozen=True, slots=True)
class ParsedMark:
    """A mark found at the start of a line: bare `mark`, its `style`, the `label` as written, and the `rest`."""

    mark: str
    style: NumberingStyle
    label: str
    rest: str


@dataclass(frozen=True, slots=True)
class NumberingSlip:
    """Siblings numbered out of order: `position` (from 0), the mark `found`, the one `expected`, what is `missing`."""

    position: int
    found: str
    expected: str
    missing: tuple[str, ...]

    @property
    def message(self) -> str:
        """The slip in Vietnamese."""
        if self.missing:
            return f"Trước mục “{self.found}” thiếu mục {', '.join(f'“{mark}”' for mark in self.missing)}."
        return f"Mục “{self.found}” không đúng thứ tự, theo trình tự phải là “{self.expected}”."


def to_roman(number: int) -> str:
    """Roman numeral of 1…89; ValueError outside."""
    if not 1 <= number <= _ROMAN_LIMIT:
        raise ValueError(f"no Roman numeral for {number}")
    parts = []
    for value, digits in _ROMAN_DIGITS:
        count, number = divmod(number, value)
        parts.append(digits * count)
    return "".join(parts)


def from_roman(text: str) -> int | None:
    """Value of a well-formed Roman numeral up to LXXXIX, else None (IIII and VX are refused)."""
    number, rest = 0, text
    for value, digits in _ROMAN_DIGITS:
        while rest.startswith(digits):
            number, rest = number + value, rest[len(digits) :]
    well_formed = not rest and 1 <= number <= _ROMAN_LIMIT and to_roman(number) == text
    return number if well_formed else None


def to_letter(number: int) -> str:
    """Letter mark of 1, 2, 3…: a, b, c, d, đ … y, then aa, ab …; ValueError below 1."""
    if number < 1:
        raise ValueError(f"no letter for {number}")
    group, index = divmod(number - 1, len(LETTERS))
    return LETTERS[index] if group == 0 else to_letter(group) + LETTERS[index]


def from_letter(text: str) -> int | None:
    """Position of a letter mark, else None (f, j, w, z and accented vowels are not marks)."""
    number = 0
    for character in text:
        if character not in LETTERS:
            return None
        number = number * len(LETTERS) + LETTERS.index(character) + 1
    return number or None


def ordinal(style: NumberingStyle, mark: str) -> int | None:
    """Position that a bare mark states (“IV” → 4, “đ” → 5, “3.2” → 2); None when it states none."""
    if style is NumberingStyle.ROMAN:
        return from_roman(mark)
    if style is NumberingStyle.LETTER:
        return from_letter(mark)
    if style in (NumberingStyle.ARABIC, NumberingStyle.DECIMAL):
        last = mark.rsplit(".", 1)[-1]
        return int(last) if last.isascii() and last.isdigit() else None
    return None


def mark_for(style: NumberingStyle, position: int, parent_mark: str = "") -> str:
    """Automatic bare mark of the sibling at `position` (from 1); decimal marks continue the parent's."""
    if style is NumberingStyle.ROMAN:
        return to_roman(position)
    if style is NumberingStyle.ARABIC:
        return str(position)
    if style is NumberingStyle.DECIMAL:
        return f"{parent_mark}.{position}" if parent_mark else str(position)
    if style is NumberingStyle.LETTER:
        return to_letter(position)
    return {NumberingStyle.DASH: "-", NumberingStyle.PLUS: "+"}.get(style, "")


def label_for(style: NumberingStyle, mark: str) -> str:
    """The mark with its customary punctuation: “I.”, “1.”, “3.1.”, “a)”, “-”, “+”, or nothing."""
    if not mark or style in (NumberingStyle.DASH, NumberingStyle.PLUS, NumberingStyle.NONE):
        return mark
    return f"{mark})" if style is NumberingStyle.LETTER else f"{mark}."


def number_siblings(
    styles: Sequence[NumberingStyle], overrides: Sequence[str] | None = None, parent_mark: str = ""
) -> list[str]:
    """Bare marks of siblings. A non-empty override is kept as it is and counting goes on from it.

    A section whose override states no number of its style (“IV bis”) takes part in the count like any other.
    """
    overrides = overrides or [""] * len(styles)
    marks: list[str] = []
    counters: dict[NumberingStyle, int] = {}
    for style, override in zip(styles, overrides, strict=True):
        position = counters.get(style, 0) + 1
        if override:
            position = ordinal(style, override) or position
        counters[style] = position
        marks.append(override or mark_for(style, position, parent_mark))
    return marks


def next_mark(style: NumberingStyle, previous: str, parent_mark: str = "") -> str:
    """The mark after `previous` among siblings; the first one when `previous` is empty or states no number."""
    return mark_for(style, (ordinal(style, previous) or 0) + 1, parent_mark)


_ROMAN_LINE = re.compile(r"^(?P<label>(?P<mark>[IVXL]{1,8})\s?[.)/\-:])\s+(?P<rest>\S.*)$", re.DOTALL)
_DECIMAL_LINE = re.compile(r"^(?P<label>(?P<mark>\d{1,2}(?:\.\d{1,2}){1,4})[.)/]?)\s+(?P<rest>\S.*)$", re.DOTALL)
_ARABIC_LINE = re.compile(r"^(?P<label>\(?(?P<mark>\d{1,2})\s?[.)/])\s+(?P<rest>\S.*)$", re.DOTALL)
_ARABIC_TIGHT = re.compile(r"^(?P<label>(?P<mark>\d{1,2})[.)])(?P<rest>[^\W\d_].*)$", re.DOTALL)
_LETTER_TIGHT = re.compile(r"^(?P<label>(?P<mark>[a-zđ])\))(?P<rest>[^\W\d_].*)$", re.DOTALL)
_LETTER_LINE = re.compile(r"^(?P<label>\(?(?P<mark>[a-zđ]{1,2})\s?[.)/])\s+(?P<rest>\S.*)$", re.DOTALL)
_DASH_LINE = re.compile(rf"^(?P<label>[{_DASHES}{_BULLETS}])\s*(?P<rest>[^\s{_DASHES}].*)$", re.DOTALL)
_PLUS_LINE = re.compile(r"^(?P<label>\+)\s*(?P<rest>[^\s+].*)$", re.DOTALL)
_COUNTED_LINES = (
    (NumberingStyle.ROMAN, _ROMAN_LINE),
    (NumberingStyle.DECIMAL, _DECIMAL_LINE),
    (NumberingStyle.ARABIC, _ARABIC_LINE),
    (NumberingStyle.ARABIC, _ARABIC_TIGHT),
    (NumberingStyle.LETTER, _LETTER_LINE),
    (NumberingStyle.LETTER, _LETTER_TIGHT),
)


def parse_mark(line: str) -> ParsedMark | None:
    """Reads the mark at the start of a line; None when the line has none (“2026 là năm…” has none)."""
    for style, pattern in _COUNTED_LINES:
        match = pattern.match(line)
        if match and ordinal(style, match["mark"]) is not None:
            return ParsedMark(match["mark"], style, match["label"], match["rest"].strip())
    if match := _PLUS_LINE.match(line):
        return ParsedMark("+", NumberingStyle.PLUS, "+", match["rest"].strip())
    if match := _DASH_LINE.match(line):
        return ParsedMark("-", NumberingStyle.DASH, match["label"], match["rest"].strip())
    return None


def numbering_slips(style: NumberingStyle, marks: Sequence[str]) -> list[NumberingSlip]:
    """Gaps, repeats and steps back in the bare marks of siblings of one counted style (I, II, III, V → IV missing)."""
    slips, previous = [], 0
    for position, mark in enumerate(marks):
        value = ordinal(style, mark)
        if value is None:
            continue
        if value != previous + 1:
            parent = mark.rpartition(".")[0] if style is NumberingStyle.DECIMAL else ""
            missing = tuple(mark_for(style, number, parent) for number in range(previous + 1, value))[:5]
            slips.append(NumberingSlip(position, mark, mark_for(style, previous + 1, parent), missing))
        previous = value
    return slips
