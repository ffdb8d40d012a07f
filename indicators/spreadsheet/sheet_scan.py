"""Looking through the bytes of one sheet: how far it reaches, and which cells hold no value although they should.

Readers reserve the whole rectangle up to the last cell, and give nothing for an error or for a formula that was never
computed; the bytes tell.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_VALUELESS = 5_000
FORMULA = "#FORMULA!"
"""Stands for a formula whose result the file does not hold."""
_COLUMN = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]+)""")
_ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["']([0-9]{1,18})""")
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
    """

    rows: int = 0
    width: int = 0
    valueless: list[tuple[int, int, str]] = field(default_factory=list)
    is_honest: bool = True
    declares: bool = False
    size: int = 0
    _counted: int = 0
    _letters: set[bytes] = field(default_factory=set)


def scan(blocks: Iterator[bytes]) -> Scan:
    """Look through the blocks of a sheet's part, in order."""
    found = Scan()
    tail, cells = b"", b""
    for block in blocks:
        found.size += len(block)
        seen = tail + block
        _look_at_places(seen, found)
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
    found.declares = found.declares or b"<!DOCTYPE" in seen or b"<!ENTITY" in seen
    found._letters.update(_COLUMN.findall(seen))
    found._counted += seen.count(b"<row") + seen.count(b":row ")
    found.rows = max(found.rows, found._counted, *map(int, _ROW.findall(seen)), 0)
    digits = len(str(found.rows)) + 1
    if re.search(rb"""\sr\s*=\s*["'][A-Za-z]+[0-9]{%d}""" % digits, seen):
        found.is_honest = False


def _look_at_cells(seen: bytes, found: Scan) -> bytes:
    """Look at the whole cells of a piece and give back what is left of it."""
    end = seen.rfind(b"</c>") + 4 if b"</c>" in seen else seen.rfind(b":c>") + 3
    if end < 4:
        return seen[-_LONGEST_CELL:]
    whole = seen[:end]
    if b"<f" in whole or b":f" in whole or b't="e"' in whole or b"t='e'" in whole:
        for match in _CELL.finditer(whole):
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
