"""What a file is, by its content: a table that can be read, or something whose owner must be told what to do."""

import zipfile
from pathlib import Path
from typing import BinaryIO

from indicators.spreadsheet.refusal import FileRefused

SNIFFED = 64 * 1024
_ENDINGS = {"csv": ("csv", "txt", "tsv"), "xlsx": ("xlsx",)}
_KINDS = {"csv": "văn bản (.csv)", "xlsx": "Excel (.xlsx)"}
_SAVE_AS = "Mở tệp bằng Excel, chọn Lưu thành (Save As) loại “.xlsx” rồi tải lên lại."
_WANTED = "Chỉ nhận tệp Excel (.xlsx) hoặc CSV xuất từ hệ thống một cửa."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = ((b"%PDF-", "PDF"), (b"\x89PNG", "ảnh PNG"), (b"\xff\xd8\xff", "ảnh JPG"), (b"{\\rtf", "RTF"),
           (b"Rar!", "nén RAR"), (b"7z\xbc\xaf", "nén 7z"), (b"\x1f\x8b", "nén GZ"), (b"GIF8", "ảnh GIF"))  # fmt: skip
_MARKUP = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<style")


def kind_of(path: Path, name: str) -> str:
    """``csv`` or ``xlsx``. Raises ``FileRefused`` for every other file, and where the name says something else."""
    try:
        with path.open("rb") as file:
            kind = _kind_of(file, name)
    except OSError as error:
        raise FileRefused(f"Không đọc được tệp “{name}”.", hint="Tải lên lại tệp.", code="unreadable") from error
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in _ENDINGS[kind]:
        raise FileRefused(
            f"Tên tệp “{name}” không khớp nội dung: bên trong là {_KINDS[kind]}.",
            hint=f"Đổi đuôi tệp thành .{_ENDINGS[kind][0]} hoặc chọn đúng tệp.",
            code="extension",
        )
    return kind


def _kind_of(file: BinaryIO, name: str) -> str:
    head = file.read(SNIFFED)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise FileRefused(f"Tệp “{name}” rỗng.", hint="Chọn lại tệp có nội dung.", code="empty")
    if head.startswith(_OLE):
        raise _old_excel(file, name)
    if head.startswith(b"PK"):
        return _packed(file, name)
    for signature, known in _OTHERS:
        if head.startswith(signature):
            raise FileRefused(f"Tệp “{name}” là tệp {known}.", hint=_WANTED, code="kind")
    _refuse_markup(head, name)
    return "csv"


def _old_excel(file: BinaryIO, name: str) -> FileRefused:
    """Compound files: workbooks of Excel 97–2003, and newer ones inside an encrypted package."""
    file.seek(0)
    mark, seen = "EncryptedPackage".encode("utf-16-le"), b""
    while block := file.read(1024 * 1024):
        if mark in seen + block:
            return FileRefused(
                f"Tệp “{name}” có mật khẩu.",
                hint="Mở bằng Excel, bỏ mật khẩu (Tệp > Thông tin > Bảo vệ sổ làm việc), lưu lại rồi tải lên.",
                code="password",
            )
        seen = block[-len(mark) :]
    return FileRefused(f"Tệp “{name}” là Excel đời cũ (.xls).", hint=_SAVE_AS, code="old_excel")


def _packed(file: BinaryIO, name: str) -> str:
    try:
        with zipfile.ZipFile(file) as package:
            members = {member.lower() for member in package.namelist()}
    except Exception as error:
        # Damaged archives fail in zipfile, struct or the codec of a name, each with errors of its own.
        raise FileRefused(
            f"Tệp “{name}” bị hỏng hoặc chưa tải xong nên không mở được.",
            hint="Xuất lại tệp rồi tải lên.",
            code="damaged",
        ) from error
    if any(member.endswith("vbaproject.bin") for member in members):
        raise FileRefused(
            f"Tệp “{name}” chứa macro.", hint="Lưu lại loại “.xlsx” (không có macro) rồi tải lên.", code="macro"
        )
    if "xl/workbook.xml" in members:
        return "xlsx"
    if "xl/workbook.bin" in members or "content.xml" in members:
        raise FileRefused(f"Tệp “{name}” là bảng tính loại khác (.xlsb, .ods).", hint=_SAVE_AS, code="kind")
    raise FileRefused(f"Tệp “{name}” không phải bảng tính.", hint=_WANTED, code="kind")


def _refuse_markup(head: bytes, name: str) -> None:
    """Many systems export a web page, or Excel's XML of 2003, under the name of a workbook."""
    plain = head[:4096].replace(b"\x00", b"").lower().lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if plain.startswith(_MARKUP) or (plain.startswith(b"<") and any(tag in plain for tag in (b"<table", b"<html"))):
        raise FileRefused(f"Tệp “{name}” thật ra là trang web (HTML) mang tên bảng tính.", hint=_SAVE_AS, code="html")
    if plain.startswith(b"<?xml") or plain.startswith(b"<workbook"):
        raise FileRefused(f"Tệp “{name}” là tệp XML, không phải bảng tính .xlsx.", hint=_SAVE_AS, code="xml")
