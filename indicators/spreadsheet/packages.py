"""Looking through an .xlsx before a reader opens it: bombs, far cells, what its sheets are called."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from indicators.spreadsheet.damage import damaged, readable
from indicators.spreadsheet.refusal import FileRefused
from indicators.spreadsheet.sheet_merges import MOST_MERGES
from indicators.spreadsheet.sheet_scan import MOST_VALUELESS, Scan, scan

MOST_UNPACKED = 700 * 1024 * 1024
MOST_PARTS = 500
MOST_SWELLING = 200
"""Times its packed size that a large part may unpack to: tables of cases come to some 30, a bomb to a thousand."""
LARGE_PART = 20 * 1024 * 1024
MOST_BESIDE_SHEETS = 150 * 1024 * 1024
"""Texts that cells share and the like, which readers hold in memory."""
SHARED_TEXTS = "xl/sharedstrings.xml"
NEEDED = frozenset(
    ("_rels/.rels", "[content_types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml")
    + (SHARED_TEXTS,)
)
"""What readers ask for besides sheets, in lower case. Pictures, drawings and the like are never unpacked."""
MOST_CELLS = 6_000_000
_BLOCK = 2 * 1024 * 1024
_BEGINNING = 4 * _BLOCK
_BEGINNING_ROWS = 120
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_LONG_TEXT = re.compile(rb">([^<]{4000,})<")
_MOST_TEXT = 2 * 1024**3


@dataclass(frozen=True)
class Sheet:
    """A visible sheet, its part of the package, and what its bytes tell."""

    name: str
    part: str
    scan: Scan


def sheets_of(path: Path, name: str) -> list[Sheet]:
    """The visible sheets of a workbook that hold a cell, looked through. Raises ``FileRefused``."""
    with readable(name), zipfile.ZipFile(path) as package:
        return _looked_through(package, name)


def beginning(path: Path, name: str, sheets: Sequence[Sheet]) -> io.BytesIO:
    """A small workbook of the first rows of every sheet, so that a look need not read all of them."""
    small = io.BytesIO()
    cut = {sheet.part for sheet in sheets}
    with readable(name), zipfile.ZipFile(path) as package, zipfile.ZipFile(small, "w") as target:
        for member in package.infolist():
            if member.filename in cut:
                with package.open(member) as part:
                    start = part.read(_BEGINNING)
                    target.writestr(member.filename, _first_rows(start) or start + part.read())
            elif is_needed(member):
                target.writestr(member.filename, package.read(member))
    small.seek(0)
    return small


def is_needed(member: zipfile.ZipInfo) -> bool:
    """Whether readers ask for this part whatever sheet they read."""
    return member.filename.lower() in NEEDED


def part_of(package: zipfile.ZipFile, sheet: str) -> str:
    """Where a visible sheet lies in its package. KeyError where there is none of this name."""
    return dict(reversed(list(_visible(package))))[sheet]


def _looked_through(package: zipfile.ZipFile, name: str) -> list[Sheet]:
    members = package.infolist()
    if len(members) > MOST_PARTS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise _bomb(name)
    if len({member.filename.lower() for member in members}) < len(members):
        # Two parts of one name: readers differ in which of them they take.
        raise damaged(name)
    scans: dict[str, Scan] = {}
    room, room_beside = MOST_UNPACKED, MOST_BESIDE_SHEETS
    for member in members:
        is_sheet = _is_sheet(member)
        if not is_sheet and not is_needed(member):
            continue
        most = room if is_sheet else min(room, room_beside)
        scans[member.filename] = scan(_blocks(package, member, most, name), is_sheet=is_sheet)
        room -= scans[member.filename].size
        room_beside -= 0 if is_sheet else scans[member.filename].size
        if scans[member.filename].declares:
            raise FileRefused(
                f"Tệp “{name}” chứa khai báo lạ nên không mở.",
                hint="Mở bằng Excel, lưu lại loại “.xlsx”.",
                code="doctype",
            )
    sheets = [
        Sheet(title, part, scans[part]) for title, part in _visible(package) if part in scans and scans[part].width
    ]
    for sheet in sheets:
        _refuse_far(sheet, name)
    _refuse_long_texts(package, sheets, name)
    return sheets


def _is_sheet(member: zipfile.ZipInfo) -> bool:
    return member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml")


def _blocks(package: zipfile.ZipFile, member: zipfile.ZipInfo, room: int, name: str) -> Iterator[bytes]:
    """What a part really holds: the size that the archive states is not believed.

    A cell that goes on and on is small enough for ``room``, yet keeps readers busy for minutes; how it swells tells.
    """
    stated = member.file_size
    room = min(room, max(LARGE_PART, MOST_SWELLING * member.compress_size))
    member.file_size = room + _BLOCK + 1
    try:
        with package.open(member) as part:
            while block := part.read(_BLOCK):
                room -= len(block)
                if room < 0:
                    raise _bomb(name)
                yield block
    finally:
        member.file_size = stated


def _visible(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Names and parts of the sheets that are not hidden, in order."""
    targets: dict[str | None, str] = {}
    for relation in ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels")):
        target = relation.get("Target", "")
        if relation.get("Id") in targets:
            raise ValueError("two relations of one name")
        targets[relation.get("Id")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    for element in ElementTree.fromstring(package.read("xl/workbook.xml")).iter():
        if element.tag.rpartition("}")[2] == "sheet" and element.get("state", "visible") == "visible":
            relation_id = element.get(_RELATION) or next(
                (value for key, value in element.attrib.items() if key.endswith("}id")), None
            )
            yield element.get("name", ""), targets.get(relation_id, "")


def _refuse_far(sheet: Sheet, name: str) -> None:
    found = sheet.scan
    if not found.is_honest or found.rows * found.width > MOST_CELLS:
        raise FileRefused(
            f"Trang “{sheet.name}” của tệp “{name}” có ô ở rất xa (dòng {found.rows}, cột {found.width}).",
            hint="Xóa các dòng, cột thừa; bảng rất lớn thì lưu thành CSV UTF-8 rồi tải lên.",
            code="far",
        )
    if len(found.valueless) > MOST_VALUELESS:
        raise FileRefused(
            f"Trang “{sheet.name}” của tệp “{name}” có hơn {MOST_VALUELESS} ô công thức chưa tính hoặc báo lỗi.",
            hint="Mở bằng Excel, chờ tính xong, chép rồi dán dạng giá trị (Paste Values), lưu lại.",
            code="formulas",
        )
    if len(found.merged) > 3 * MOST_MERGES:
        raise FileRefused(
            f"Trang “{sheet.name}” của tệp “{name}” có quá nhiều ô gộp (merge).",
            hint="Bỏ gộp ô, điền đủ từng dòng; hoặc lưu thành CSV UTF-8 rồi tải lên.",
            code="merged",
        )


def _refuse_long_texts(package: zipfile.ZipFile, sheets: Sequence[Sheet], name: str) -> None:
    """A long text stands once in the file and in any number of cells."""
    if "xl/sharedStrings.xml" not in package.namelist():
        return
    longest = max(map(len, _LONG_TEXT.findall(package.read("xl/sharedStrings.xml"))), default=0)
    if any(sheet.scan.rows * sheet.scan.width * longest > _MOST_TEXT for sheet in sheets):
        raise _bomb(name)


def _first_rows(start: bytes) -> bytes | None:
    """The XML of a sheet up to its first rows, closed; None where they cannot be told."""
    place = 0
    for _ in range(_BEGINNING_ROWS):
        found = start.find(b"</row>", place)
        if found < 0:
            return None
        place = found + len(b"</row>")
    return start[:place] + b"</sheetData></worksheet>"


def _bomb(name: str) -> FileRefused:
    return FileRefused(
        f"Tệp “{name}” phình quá lớn khi mở.", hint="Lưu lại gọn hơn, hoặc lưu thành CSV UTF-8.", code="bomb"
    )
