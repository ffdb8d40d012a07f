"""Where the table of a sheet begins: titles above, headings over one to three rows, a row that numbers the columns."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from core.text import nfc
from indicators.engine.case_columns import JOINT, Match, guess

SEARCHED_ROWS = 40
MOST_HEADER_ROWS = 3
_LEAST_KNOWN = 2
_LEAST_UNKNOWN = 3
_LONGEST_HEADING = 120
_DATA_LIKE = re.compile(r"[\d\s.,/:%()+=-]*\d[\d\s.,/:%()+=-]*|#\w.*", re.ASCII)
_COLUMN_NUMBER = re.compile(r"\(?\s*(\d{1,3})\s*\)?(?:\s*=.*)?", re.ASCII)

Row = Sequence[str]


@dataclass(frozen=True)
class Header:
    """The headings of a table: unique, trailing empty ones cut. ``top``, ``last``, ``first`` (row of data): from 0."""

    headings: tuple[str, ...]
    top: int
    last: int
    first: int
    layout: str
    proposal: Mapping[str, Match]


def find(rows: Sequence[Row]) -> Header | None:
    """The header among the first rows of a sheet; None where there is none.

    The rows that explain most of a known layout are taken; failing that, the first row of several texts above data.
    """
    cleaned = [[clean(cell) for cell in row] for row in rows[: SEARCHED_ROWS + MOST_HEADER_ROWS]]
    best: Header | None = None
    best_worth = 0.0
    for top, height in _blocks(cleaned):
        headings = _headings(cleaned[top : top + height])
        layout, proposal, worth = guess(headings)
        last = top + height - 1
        if len(proposal) < _LEAST_KNOWN:
            continue
        as_good = best is not None and worth == best_worth and best.top <= top <= best.last <= last
        if best is None or worth > best_worth or as_good:
            # As good without a title above, or with another row of headings below: rows of data hold numbers.
            best, best_worth = Header(headings, top, last, _first(cleaned, last), layout, proposal), worth
    return best or _unknown(cleaned)


def clean(cell: str) -> str:
    """A cell of a heading on one line, in NFC."""
    return " ".join(nfc(cell).split())


def _blocks(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    for top in range(min(len(rows), SEARCHED_ROWS)):
        for height in range(1, MOST_HEADER_ROWS + 1):
            block = rows[top : top + height]
            if len(block) < height or not _may_be_heading(block[-1]):
                break
            if all(len(_filled(row)) >= _LEAST_KNOWN for row in (block[0], block[-1])):
                yield top, height


def _filled(row: Row) -> list[str]:
    return [cell for cell in row if cell]


def _may_be_heading(row: Row) -> bool:
    filled = _filled(row)
    return bool(filled) and all(len(cell) <= _LONGEST_HEADING and not _DATA_LIKE.fullmatch(cell) for cell in filled)


def _headings(block: Sequence[Row]) -> tuple[str, ...]:
    width = max((place for row in block for place, cell in enumerate(row, start=1) if cell), default=0)
    levels = [[*row[:width], *[""] * (width - len(row))] for row in block]
    for depth in range(len(levels) - 1):
        _spread(levels, depth)
    names = []
    for place in range(width):
        parts = [level[place] for level in levels if level[place]]
        names.append(JOINT.join(part for number, part in enumerate(parts) if part not in parts[:number]))
    return _unique(names)


def _spread(levels: list[list[str]], depth: int) -> None:
    """A merged heading stands in its first cell only: it holds for the empty cells right of it that have more below."""
    level = levels[depth]
    for place in range(1, len(level)):
        has_below = any(lower[place] for lower in levels[depth + 1 :])
        same_above = all(upper[place] == upper[place - 1] for upper in levels[:depth])
        if not level[place] and has_below and same_above and any(lower[place - 1] for lower in levels[depth + 1 :]):
            level[place] = level[place - 1]


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    taken: set[str] = set()
    unique = []
    for place, name in enumerate(names):
        name = name or f"Cột {get_column_letter(place + 1)}"
        number, own = 2, name
        while own in taken:
            own, number = f"{name} ({number})", number + 1
        taken.add(own)
        unique.append(own)
    return tuple(unique)


def _first(rows: Sequence[Row], last: int) -> int:
    """The row after the headings, and after a row that only numbers the columns."""
    first = last + 1
    return first + 1 if first < len(rows) and numbers_columns(rows[first]) else first


def numbers_columns(row: Row) -> bool:
    """Whether a row only numbers the columns: (1) (2) (3)=(1)+(2)."""
    filled = _filled(row)
    found = [int(match[1]) for cell in filled if (match := _COLUMN_NUMBER.fullmatch(cell))]
    letters = [cell for cell in filled if re.fullmatch(r"\(?[A-Z]\)?", cell)]
    counted = len(found) >= 3 and found == list(range(found[0], found[0] + len(found))) and found[0] in (0, 1, 2, 3)
    return counted and len(found) + len(letters) == len(filled)


def _unknown(rows: Sequence[Row]) -> Header | None:
    for top, row in enumerate(rows[:SEARCHED_ROWS]):
        filled = _filled(row)
        below = [cell for lower in rows[top + 1 : top + 4] for cell in _filled(lower)]
        is_text = _may_be_heading(row) and len(set(filled)) == len(filled) >= _LEAST_UNKNOWN
        if is_text and any(_DATA_LIKE.fullmatch(cell) for cell in below):
            headings = _headings([row])
            layout, proposal, _ = guess(headings)
            return Header(headings, top, top, _first(rows, top), layout, proposal)
    return None
