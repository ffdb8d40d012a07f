"""Reads a plan file into lines of text: Word (.docx) with its automatic numbers and tables, or plain text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import docx
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from campaigns.word.containers import Container, ImportRefused, container_of
from campaigns.word.lists import ListNumbers
from core.text import nfc

_MOST_LINES = 20_000
_DATA_COLUMNS = 3
_SPACES = re.compile(r"[^\S\n]+")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")
_VIETNAMESE = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)
# Letters of the old TCVN3 font encoding as they look when read as Windows text.
_TCVN3 = re.compile("[µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊËÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô­õö÷øùúûüýþ®]")
_TEXT_OF_TAG = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Properties hold tab stops, not text; a Fallback repeats the box beside it.
_SKIPPED_TAGS = frozenset({"pPr", "rPr", "Fallback", "del", "instrText"})
_CONTINUES = re.compile(r"[^.;:!?…]$")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph: its `text` (NFC, single spaces), whether all of it is `bold`, and whether it is in a table."""

    text: str
    bold: bool = False
    in_table: bool = False


def read(content: bytes) -> list[Line]:
    """The non-empty lines of a plan file. Raises ImportRefused (Vietnamese) for what cannot be read."""
    lines = list(_docx_lines(content) if container_of(content) is Container.DOCX else _text_lines(content))
    if not lines:
        raise ImportRefused(
            "Không tìm thấy chữ nào trong tệp.",
            hint="Nếu kế hoạch là bản quét (ảnh), hãy dùng bản Word gốc hoặc gõ lại.",
            code="no_text",
        )
    if len(lines) > _MOST_LINES:
        raise ImportRefused(
            f"Tệp có hơn {_MOST_LINES:,} dòng.".replace(",", "."), hint="Tách tệp rồi nhập lại.", code="size"
        )
    return lines


def clean(text: str) -> str:
    """One line in NFC, without invisible characters, with single spaces."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", nfc(text))).strip()


# Word -----------------------------------------------------------------------------------------------------------------


def _docx_lines(content: bytes) -> Iterator[Line]:
    try:
        document = docx.Document(io.BytesIO(content))
        numbers = ListNumbers(document)
        lines = list(_block_lines(document.element.body, document, numbers, in_table=False))
    except (etree.LxmlError, KeyError, ValueError, AttributeError) as error:
        raise ImportRefused(
            "Tệp Word bị hỏng nên không đọc được.", hint="Mở tệp bằng Word, lưu lại rồi tải lên.", code="broken"
        ) from error
    yield from lines


def _block_lines(parent: Any, owner: Any, numbers: ListNumbers, *, in_table: bool) -> Iterator[Line]:
    """Paragraphs and tables in document order; content controls and inserted text are looked into."""
    for child in parent.iterchildren():
        tag = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if tag == "p":
            yield from _paragraph_lines(Paragraph(child, owner), numbers, in_table=in_table)
        elif tag == "tbl":
            yield from _table_lines(Table(child, owner), numbers)
        elif tag in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _block_lines(child, owner, numbers, in_table=in_table)


def _table_lines(table: Table, numbers: ListNumbers) -> Iterator[Line]:
    """A row of figures (three cells or more, one line each) is one line; layout tables are read cell by cell.

    A merged cell is read once.
    """
    seen: set[Any] = set()
    for row in table.rows:
        cells = []
        for cell in row.cells:
            if cell._tc not in seen:
                seen.add(cell._tc)
                cells.append(list(_block_lines(cell._tc, cell, numbers, in_table=True)))
        filled = [lines for lines in cells if lines]
        if len(filled) >= _DATA_COLUMNS and all(len(lines) == 1 for lines in filled):
            bold = all(lines[0].bold for lines in filled)
            yield Line(" ".join(lines[0].text for lines in filled), bold, in_table=True)
        else:
            yield from (line for lines in filled for line in lines)


def _paragraph_lines(paragraph: Paragraph, numbers: ListNumbers, *, in_table: bool) -> Iterator[Line]:
    text = _visible_text(paragraph._p)
    mark = numbers.mark_of(paragraph) if text.strip() else ""
    runs = [run for run in paragraph.runs if run.text.strip()]
    bold = bool(runs) and all(run.bold for run in runs)
    for piece in text.split("\n"):
        if line := clean(f"{mark} {piece}"):
            yield Line(line, bold, in_table)
        mark = ""


def _visible_text(paragraph: Any) -> str:
    """Text of all runs, also inside links, boxes and tracked insertions; tracked deletions are left out."""
    return "".join(_texts(paragraph))


def _texts(element: Any) -> Iterator[str]:
    for node in element.iterchildren():
        tag = etree.QName(node).localname if isinstance(node.tag, str) else ""
        if tag == "t":
            yield node.text or ""
        elif tag in _TEXT_OF_TAG:
            yield _TEXT_OF_TAG[tag]
        elif tag == "p":
            yield "\n"
            yield from _texts(node)
        elif tag not in _SKIPPED_TAGS:
            yield from _texts(node)


# Plain text -----------------------------------------------------------------------------------------------------------


def _text_lines(content: bytes) -> Iterator[Line]:
    pending = ""
    for raw in [*decode(content).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n"), ""]:
        text = clean(raw)
        if pending and text[:1].islower() and _CONTINUES.search(pending) and not _looks_marked(text):
            pending = f"{pending} {text}"
            continue
        if pending:
            yield Line(pending)
        pending = text


def _looks_marked(text: str) -> bool:
    """“a) …” starts with a small letter but is no continuation."""
    return bool(re.match(r"[a-zđ]{1,2}\s?[.)/]", text))


def decode(content: bytes) -> str:
    """Text in UTF-8, UTF-16 or Windows-1258. Raises ImportRefused when it is none of them."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _decoded(content, encoding) or _refuse_encoding()
    candidates = ["utf-8"]
    if content.count(0) > len(content) // 10:
        candidates = ["utf-16-le" if content[1::2].count(0) >= content[0::2].count(0) else "utf-16-be"]
    for encoding in candidates:
        if text := _decoded(content, encoding):
            return text
    text = _decoded(content, "cp1258")
    if text and _VIETNAMESE.search(text) and len(_TCVN3.findall(text)) < len(text) // 8:
        return text
    return _refuse_encoding()


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        text = nfc(content.decode(encoding))
    except UnicodeDecodeError:
        return None
    return None if _CONTROLS.search(text) else text


def _refuse_encoding() -> str:
    raise ImportRefused(
        "Không đọc được chữ trong tệp: tệp không phải văn bản hoặc dùng bảng mã cũ (TCVN3, VNI).",
        hint="Mở bằng Word, chuyển sang Unicode rồi lưu thành .docx.",
        code="encoding",
    )
