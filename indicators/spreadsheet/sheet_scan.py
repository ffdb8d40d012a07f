"""Looking through the bytes of one sheet: how far it reaches, and which cells hold no value although they should.

Readers reserve the whole rectangle up to the last cell, and give nothing for an error or for a formula that was never
computed; the bytes tell.
"""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from indicators.spreadsheet import sheet_merges

MOST_VALUELESS = 5_000
FORMULA = "#FORMULA!"
"""Stands for a formula whose result the file does not hold."""
_ROW = re.compile(rb'<row r="([0-9]{1,18})')
_ANY_ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["']([0-9]{1,18})""")
_COLUMN = re.compile(rb' r="([A-Za-z]+)')
_ANY_COLUMN = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]+)""")
_ELEMENT = re.compile(rb"<[A-Za-z_]")
_CELL = re.compile(
    rb"""<(?:\w+:)?c\s([^>]*?\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["'][^>]*)>(.*?)</(?:\w+:)?c>""", re.DOTALL
)
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]+)</")
_CARRIED = 64
_LONGEST_CELL = 256 * 1024


@dataclass
class Scan:
    """What was found: the last row and column (from 1), (row, column, text) from 0 of cells without value.

    ``is_honest``: no cell names a row far beyond the rows there are. ``declares``: a document type is declared.
    ``size``: bytes. ``merged``: column, first and last row of each cell that is merged downward (``sheet_merges``).
    """

    rows: int = 0
    width: int = 0
    valueless: list[tuple[int, int, str]] = field(default_factory=list)
    is_honest: bool = True
    declares: bool = False
    size: int = 0
    merged: "array[int]" = field(default_factory=lambda: array("I"))
    _counted: int = 0
    _letters: set[bytes] = field(default_factory=set)


def scan(blocks: Iterator[bytes], *, is_sheet: bool) -> Scan:
    """Look through the blocks of a part, in order; for cells only where it is a sheet."""
    found = Scan()
    tail, cells = b"", b""
    for block in blocks:
        if not found.size:
            # A declaration stands before the first element; written in UTF-16, neither is seen.
            found.declares = b"<!DOCTYPE" in block or _ELEMENT.search(block) is None
        found.size += len(block)
        if is_sheet:
            seen = tail + block
            _look_at_places(seen, found)
            sheet_merges.gather(seen, found.merged)
            tail = seen[-_CARRIED:]
            cells = _look_at_cells(cells + block, found)
    found.width = max((column_number(letters) for letters in found._letters), default=0)
    return found


def column_number(letters: bytes) -> int:
    """A is 1, AA is 27; at most ten letters are looked at."""
    number = 0
    for letter in letters[:10].upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _look_at_places(seen: bytes, found: Scan) -> None:
    """Places as every program writes them are looked at quickly, others with more patience."""
    is_usual = not (b"'" in seen or b"\n" in seen or b"\t" in seen or b" =" in seen)
    named = (_ROW if is_usual else _ANY_ROW).findall(seen)
    if not named:
        found._counted += seen.count(b"<row") + seen.count(b":row ")
    found.rows = max(found.rows, found._counted, *map(int, named), 0)
    further = len(str(found.rows)) + 1
    if is_usual and found._letters and not re.search(rb' r="(?:[A-Za-z]{2}|[A-Za-z][0-9]{%d})' % further, seen):
        # No column beyond Z, no row beyond those there are.
        found._letters.add(b"Z")
        return
    found._letters.update((_COLUMN if is_usual else _ANY_COLUMN).findall(seen))
    if re.search(rb"""\sr\s*=\s*["'][A-Za-z]+[0-9]{%d}""" % further, seen):
        found.is_honest = False


def _look_at_cells(seen: bytes, found: Scan) -> bytes:
    """Look at the whole cells of a piece and give back what is left of it."""
    end = seen.rfind(b"</c>") + 4
    if end < 4:
        end = seen.rfind(b":c>") + 3
    if end < 4:
        return seen[-_LONGEST_CELL:]
    # Errors are written with #, which is found much faster than the kind of their cells.
    if b"<f" in seen or b":f" in seen[:_LONGEST_CELL] or (b"#" in seen and (b't="e"' in seen or b"t='e'" in seen)):
        for match in _CELL.finditer(seen, 0, end):
            text = _missing_value(match[1], match[4])
            if text and len(found.valueless) <= MOST_VALUELESS:
                found.valueless.append((int(match[3]) - 1, column_number(match[2]) - 1, text))
    return seen[end:]


def _missing_value(attributes: bytes, body: bytes) -> str:
    """What stands in for the value of a cell that has none; empty for other cells."""
    kind = re.search(rb"""\bt\s*=\s*["'](\w+)""", attributes)
    value = _VALUE.search(body)
    if kind and kind[1] == b"e":
        return value[1].decode("ascii", "replace")[:20] if value else "#N/A"
    is_formula = re.search(rb"<(?:\w+:)?f[\s>/]", body) is not None
    return FORMULA if is_formula and value is None and not (kind and kind[1] == b"str") else ""
