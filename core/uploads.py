"""Looking into uploaded files: what they are is decided by content, never by name alone."""

import hashlib
import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from core.errors import DomainError
from core.text import nfc

_OFFICE_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_SIGNATURES = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}
_CONTENT_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_ALIASES = {"jpeg": "jpg"}
_NAMES = {"pdf": "PDF", "png": "ảnh PNG", "jpg": "ảnh JPG", "docx": "Word (.docx)", "xlsx": "Excel (.xlsx)"}
_LARGEST_UNPACKED = 200 * 1024 * 1024
# A damaged archive may name a version, a password, a place or an encoding that there is not.
_DAMAGED = (zipfile.BadZipFile, RuntimeError, ValueError, OverflowError, OSError, struct.error)
_CELL_COLUMN = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Za-z]+)""")
_ROW_NUMBER = re.compile(rb"""<(?:\w+:)?(?:row|c)\s[^>]*?\br=["'][A-Za-z]*([0-9]{1,18})""")
EVIDENCE_KINDS = ("pdf", "png", "jpg", "docx", "xlsx")


class UploadRefused(DomainError):
    """A file that cannot be accepted, with the reason and what to do."""


@dataclass(frozen=True)
class UploadFacts:
    """What was found: kind (``pdf``, ``png``, ``jpg``, ``docx``, ``xlsx``), bytes, SHA-256, pages (PDF only)."""

    name: str
    kind: str
    content_type: str
    size: int
    sha256: str
    pages: int | None


def inspect(file: BinaryIO, *, name: str, limit: int, allowed: tuple[str, ...] = EVIDENCE_KINDS) -> UploadFacts:
    """Read a file and say what it is. ``limit`` in bytes. Raises ``UploadRefused`` (Vietnamese) when it will not do."""
    file.seek(0)
    content = file.read(limit + 1)
    file.seek(0)
    clean_name = _clean_name(name)
    wanted = ", ".join(_NAMES[kind] for kind in allowed)
    if not content:
        raise UploadRefused(f"Tệp “{clean_name}” rỗng.", hint="Chọn lại tệp có nội dung.", code="empty")
    if len(content) > limit:
        raise UploadRefused(
            f"Tệp “{clean_name}” lớn hơn {limit // (1024 * 1024)} MB.",
            hint="Nén hoặc tách tệp rồi tải lên lại.",
            code="size",
        )
    kind = _kind_of(content, clean_name)
    if kind is None or kind not in allowed:
        raise UploadRefused(f"Tệp “{clean_name}” không đúng loại.", hint=f"Chỉ nhận: {wanted}.", code="kind")
    _refuse_wrong_extension(clean_name, kind)
    return UploadFacts(
        name=clean_name,
        kind=kind,
        content_type=_CONTENT_TYPES[kind],
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        pages=_pdf_pages(content, clean_name) if kind == "pdf" else None,
    )


def far_cell(content: bytes, most: int) -> str | None:
    """The last corner of a sheet whose rectangle has more than ``most`` cells; None where no sheet has.

    Some readers reserve the whole rectangle up to the last cell, so a lone cell in the last corner ends the process.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            sheets = [package.read(part) for part in package.namelist() if part.startswith("xl/worksheets/")]
    except (*_DAMAGED, zlib.error):
        # What is damaged is told by whoever reads the file.
        return None
    for sheet in sheets:
        columns = {letters.upper() for letters in _CELL_COLUMN.findall(sheet)}
        rows = max(map(int, _ROW_NUMBER.findall(sheet)), default=0)
        last = max(columns, key=lambda letters: (len(letters), letters), default=b"A").decode()
        if rows * _column_number(last) > most:
            return f"{last[:10]}{str(rows)[:10]}"
    return None


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters[:10]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _clean_name(name: str) -> str:
    """The bare file name in NFC, without folders and control characters, at most 150 characters."""
    bare = PurePath(nfc(name).replace("\\", "/")).name
    printable = "".join(character for character in bare if character.isprintable()) or "tep"
    stem, dot, extension = printable.rpartition(".")
    return f"{stem[:140]}{dot}{extension[:9]}" if dot else printable[:150]


def _kind_of(content: bytes, name: str) -> str | None:
    for kind, signature in _SIGNATURES.items():
        if content.startswith(signature):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return _office_kind(content, name)
    return None


def _office_kind(content: bytes, name: str) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            names = {member.filename for member in members}
            unpacked = sum(member.file_size for member in members)
    except _DAMAGED as error:
        raise UploadRefused(f"Tệp “{name}” bị hỏng, không mở được.", hint="Lưu lại tệp rồi tải lên.") from error
    if unpacked > _LARGEST_UNPACKED:
        raise UploadRefused(f"Tệp “{name}” phình quá lớn khi mở.", hint="Lưu lại tệp gọn hơn.", code="bomb")
    if any(member.endswith("vbaProject.bin") for member in names):
        raise UploadRefused(f"Tệp “{name}” chứa macro.", hint="Lưu lại dạng không có macro.", code="macro")
    for kind, part in _OFFICE_PARTS.items():
        if part in names:
            return kind
    return None


def _refuse_wrong_extension(name: str, kind: str) -> None:
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if _ALIASES.get(extension, extension) != kind:
        raise UploadRefused(
            f"Tên tệp “{name}” không khớp nội dung ({_NAMES[kind]}).",
            hint="Đổi đúng phần mở rộng hoặc chọn đúng tệp.",
            code="extension",
        )


def _pdf_pages(content: bytes, name: str) -> int:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            return len(document.pages)
    except pikepdf.PasswordError as error:
        raise UploadRefused(f"Tệp “{name}” có mật khẩu.", hint="Bỏ mật khẩu rồi tải lên.", code="password") from error
    except pikepdf.PdfError as error:
        raise UploadRefused(f"Tệp “{name}” bị hỏng, không mở được.", hint="Xuất lại PDF rồi tải lên.") from error
