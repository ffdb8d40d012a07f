"""What a file given as a plan really is, decided by its content; dangerous or unreadable ones are refused."""

from __future__ import annotations

import io
import zipfile
from enum import StrEnum

from core.errors import DomainError

LARGEST_FILE = 20 * 1024 * 1024
_LARGEST_UNPACKED = 100 * 1024 * 1024
_LARGEST_RATIO = 200
_MOST_PARTS = 2000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HINT = "Lưu kế hoạch thành Word (.docx) hoặc văn bản thuần (.txt) rồi tải lên lại."
_FOREIGN = (
    (b"%PDF", "Tệp này là PDF, không phải Word.", "Dùng bản Word gốc; bản quét (ảnh) không đọc được chữ."),
    (b"\x89PNG", "Tệp này là ảnh, không phải Word.", _HINT),
    (b"\xff\xd8\xff", "Tệp này là ảnh, không phải Word.", _HINT),
    (b"{\\rtf", "Tệp này là RTF, không phải Word (.docx).", _HINT),
    (b"Rar!", "Tệp này là tệp nén RAR.", _HINT),
    (b"7z\xbc\xaf", "Tệp này là tệp nén 7z.", _HINT),
    (b"MZ", "Tệp này là chương trình, không phải văn bản.", _HINT),
)


class ImportRefused(DomainError):
    """A file that cannot be read as a plan, with the reason and what to do."""


class Container(StrEnum):
    """The two kinds of file a plan is read from."""

    DOCX = "docx"
    TEXT = "text"


def container_of(content: bytes) -> Container:
    """Says whether `content` is a Word file or text. Raises ImportRefused for anything else."""
    if not content.strip():
        raise ImportRefused("Tệp rỗng, không có nội dung để nhập.", hint=_HINT, code="empty")
    if len(content) > LARGEST_FILE:
        raise ImportRefused(
            f"Tệp lớn hơn {LARGEST_FILE // (1024 * 1024)} MB.",
            hint="Bỏ bớt ảnh trong tệp Word rồi tải lên lại.",
            code="size",
        )
    for signature, message, hint in _FOREIGN:
        if content.startswith(signature):
            raise ImportRefused(message, hint=hint, code="kind")
    if content.startswith(_OLE):
        raise _ole_refusal(content)
    if content.startswith(b"PK"):
        _check_package(content)
        return Container.DOCX
    return Container.TEXT


def _ole_refusal(content: bytes) -> ImportRefused:
    """Both encrypted .docx files and old .doc files come in this container."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        hint = "Mở tệp bằng Word, bỏ mật khẩu rồi lưu lại."
        return ImportRefused("Tệp Word được đặt mật khẩu nên không đọc được.", hint=hint, code="encrypted")
    hint = "Mở tệp bằng Word và chọn Lưu thành .docx."
    return ImportRefused("Tệp thuộc định dạng Word cũ (.doc).", hint=hint, code="old_format")


def _check_package(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            _check_parts(parts)
            types = package.read("[Content_Types].xml") if "[Content_Types].xml" in package.namelist() else b""
    except (zipfile.BadZipFile, OSError, RuntimeError, EOFError) as error:
        raise ImportRefused("Tệp bị hỏng hoặc tải lên chưa trọn vẹn.", hint=_HINT, code="broken") from error
    names = {part.filename for part in parts}
    if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
        hint = "Lưu thành .docx (không có macro) rồi tải lên lại."
        raise ImportRefused("Tệp Word có macro nên không được nhận.", hint=hint, code="macro")
    if "word/document.xml" not in names:
        raise ImportRefused("Tệp không phải văn bản Word (.docx).", hint=_HINT, code="kind")


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    """Refuses archives that unpack to far more than they are."""
    if any(part.flag_bits & 0x1 for part in parts):
        raise ImportRefused(
            "Tệp được đặt mật khẩu nên không đọc được.", hint="Bỏ mật khẩu rồi lưu lại.", code="encrypted"
        )
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    oversized = unpacked > _LARGEST_UNPACKED or len(parts) > _MOST_PARTS
    if oversized or (unpacked > 10 * 1024 * 1024 and unpacked / packed > _LARGEST_RATIO):
        raise ImportRefused("Tệp giải nén ra quá lớn, có dấu hiệu không an toàn.", hint=_HINT, code="bomb")
