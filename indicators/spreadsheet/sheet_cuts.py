"""Cutting a sheet between its rows into small workbooks, which are read one after the other.

No reader gives the rows of a sheet before it has read all of them. Of a sheet that is cut the first rows are there at
once, others are read while those are worked on, and memory does not grow with the sheet.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from openpyxl.utils import get_column_letter

from indicators.spreadsheet.packages import SHARED_TEXTS, is_needed, part_of
from indicators.spreadsheet.unpacking import Content, unpacked

BLOCK = 12 * 1024 * 1024
FIRST_PART = 4
"""The first block is so many times smaller, so that whoever waits for the first rows need not wait long."""
LAST_PART = 3
"""The last blocks are up to so many times smaller."""
SHARED_PER_BLOCK = 4
"""Texts that cells share are read anew for each block, which therefore is so many times as large as they are."""
_ROW = b"<row "
_END = b"</row>"
_NUMBER = re.compile(rb'\s*<row [^>]*?\br="([0-9]{1,7})"')
_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_TEXTS = (b' t="s"', b' t="str"', b' t="inlineStr"')
_WRITTEN_DAY = b' t="d"'
_LONGEST_NUMBER = 1024
"""Bytes in which the number of a row is written."""


class Uneven(Exception):
    """The rows of a sheet from ``first`` on do not follow each other as programs write them."""

    def __init__(self, first: int) -> None:
        super().__init__(first)
        self.first = first


class _Odd(Exception):
    """Rows that are not cut."""


@dataclass(frozen=True)
class Sizes:
    """How many bytes blocks of a sheet have: ``least`` at least, of ``whole`` as its package tells."""

    least: int
    whole: int

    @property
    def most(self) -> int:
        return max(BLOCK, self.least)

    def after(self, read: int) -> int:
        """The last blocks are smaller and smaller, so that little remains to be done when all is read."""
        return min(self.most, max(self.least, BLOCK // LAST_PART, (self.whole - read) // 2))


@dataclass(frozen=True)
class Rows:
    """Whole rows: what had ``begun`` before a ``block``, and that up to its ``end``. Joining them would take long."""

    begun: bytes
    block: bytes
    end: int

    def parts(self) -> tuple[bytes, memoryview]:
        """The bytes in order."""
        return self.begun, memoryview(self.block)[: self.end]


@dataclass(frozen=True)
class Cut:
    """The rows ``first`` to ``last`` of a sheet as a workbook of its own, below a row of headings of our own."""

    first: int
    last: int
    rows: Rows
    workbook: bytes

    @cached_property
    def texts(self) -> int:
        """How many cells hold texts, as programs write them."""
        return sum(map(self._joined.count, _TEXTS))

    @cached_property
    def writes_days(self) -> bool:
        """Whether days are written out, which readers understand in different ways."""
        return _WRITTEN_DAY in self._joined

    @cached_property
    def _joined(self) -> bytes:
        return b"".join(self.rows.parts())


def cuts(path: Path, sheet: str, headings: Sequence[str], first: int) -> Iterator[Cut]:
    """The rows of a sheet from ``first`` (2 or more) on. Raises ``Uneven`` where they cannot be cut any further."""
    following = first
    try:
        with zipfile.ZipFile(path) as package:
            part = part_of(package, sheet)
            others, shared = _without_sheets(package)
            with unpacked(package, part) as content:
                sizes = Sizes(SHARED_PER_BLOCK * shared, package.getinfo(part).file_size)
                head, blocks = _parted(content, sizes, first)
                for rows in blocks:
                    start, end = _numbers(rows, following)
                    parts = (head, _headings(headings, start - 1), *rows.parts())
                    yield Cut(start, end, rows, _with_sheet(others, part, parts))
                    following = end + 1
    except _Odd as odd:
        raise Uneven(following) from odd


def _without_sheets(package: zipfile.ZipFile) -> tuple[bytes, int]:
    """What a reader needs besides a sheet, and how many bytes of it are shared texts."""
    target = io.BytesIO()
    shared = 0
    with zipfile.ZipFile(target, "w") as copied:
        for member in package.infolist():
            if is_needed(member):
                content = package.read(member)
                copied.writestr(member.filename, content)
                shared += len(content) if member.filename.lower() == SHARED_TEXTS else 0
    return target.getvalue(), shared


def _with_sheet(others: bytes, part: str, content: Sequence[bytes | memoryview]) -> bytes:
    target = io.BytesIO(others)
    with zipfile.ZipFile(target, "a") as package, package.open(part, "w") as sheet:
        for piece in (*content, b"</sheetData></worksheet>"):
            sheet.write(piece)
    return target.getvalue()


def _headings(names: Sequence[str], row: int) -> bytes:
    cells = (f'<c r="{get_column_letter(place)}{row}" t="str"><v>{name}</v></c>' for place, name in enumerate(names, 1))
    return f'<row r="{row}">{"".join(cells)}</row>'.encode()


def _parted(content: Content, sizes: Sizes, first: int) -> tuple[bytes, Iterator[Rows]]:
    """What stands before the rows, and the bytes of whole rows from ``first`` on."""
    block = content.read(sizes.most // FIRST_PART)
    begins = block.find(b"<sheetData")
    start = next((each.start() for each in _NUMBER.finditer(block) if int(each[1]) >= first), -1)
    if not 0 <= begins < start:
        raise _Odd
    return block[:begins] + b"<sheetData>", _whole_rows(block[start:], content, sizes)


def _whole_rows(block: bytes, content: Content, sizes: Sizes) -> Iterator[Rows]:
    begun = b""
    while block:
        end = block.rfind(_END) + len(_END)
        if end >= len(_END):
            yield Rows(begun, block, end)
            begun, block = block[end:], b""
        begun += block
        block = content.read(sizes.after(content.tell()))
    if _CELL.search(begun):
        raise _Odd


def _numbers(rows: Rows, following: int) -> tuple[int, int]:
    """The numbers of the first and the last row; they grow from ``following`` on."""
    first = _NUMBER.match(rows.begun + rows.block[:_LONGEST_NUMBER])
    start = rows.block.rfind(_ROW, 0, rows.end)
    last = _NUMBER.match(rows.block, start) if start >= 0 else first
    if not first or not last or not following <= int(first[1]) <= int(last[1]):
        raise _Odd
    return int(first[1]), int(last[1])
