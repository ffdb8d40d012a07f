"""Rows of a text file as columns of texts, in pieces, whatever its encoding and size."""

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import polars as pl

from indicators.engine.case_headers import find
from indicators.spreadsheet.encodings import encoding_of, refuse_nul
from indicators.spreadsheet.pieces import ROWS_A_PIECE, Piece, columns, composed, frame_of
from indicators.spreadsheet.refusal import FileRefused

BLOCK = 4 * 1024 * 1024
SAMPLE = 256 * 1024
LONGEST_LINE = 1024 * 1024
"""Bytes; no row of a table comes near it."""
FIRST_BLOCK = 2 * LONGEST_LINE
"""Smaller, so that whoever waits for the first rows need not wait long."""
DELIMITERS = (",", ";", "\t", "|")
_COMBINING = (b"\xcc", b"\xcd")
"""First bytes of the combining marks in UTF-8; composed Vietnamese has none of them."""
_INVISIBLE = (b"\xe2\x80\x8b", b"\xef\xbb\xbf")


def beginning(path: Path, name: str) -> tuple[str, str, list[list[str]]]:
    """Encoding, delimiter and the first rows of a file. Raises ``FileRefused``."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
        is_whole = not file.read(1)
    encoding = encoding_of(sample, name)
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(sample).removeprefix("\ufeff")
    text = _with_line_feeds(text) if "\n" in text else text.replace("\r", "\n")
    if not is_whole and "\n" in text:
        text = text[: text.rindex("\n") + 1]
    stated, text = _stated_delimiter(text)
    delimiter = stated or _delimiter(text, name)
    rows = _read(text, delimiter, name, 1)
    first = [[f"sep={stated}"]] if stated else []
    return encoding, delimiter, first + list(islice(rows, 200))


def pieces(path: Path, encoding: str, delimiter: str, width: int, name: str) -> Iterator[Piece]:
    """All rows of the file, empty ones too. Raises ``FileRefused`` at a row that cannot be read."""
    line = 1
    texts = _utf8_blocks(path, encoding, name)
    held = b""
    for block, is_last in texts:
        held += block
        refuse_nul(block, name, line)
        cut = len(held) if is_last else _cut(held)
        if cut is None:
            yield from _slowly(held, texts, delimiter, width, name, line)
            return
        whole, held = held[:cut], held[cut:]
        if len(held) > LONGEST_LINE:
            raise _too_long(name, line + whole.count(b"\n"))
        rows, is_plain = _parsed(whole, delimiter, width, name, line)
        for start in range(0, rows.height, ROWS_A_PIECE):
            yield Piece(line + start, rows.slice(start, ROWS_A_PIECE), is_plain)
        line += rows.height


def _utf8_blocks(path: Path, encoding: str, name: str) -> Iterator[tuple[bytes, bool]]:
    """The file as UTF-8 with line feeds; the second value says whether it is the last block."""
    decoder = None if encoding in ("utf-8", "utf-8-sig") else codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        block = file.read(min(FIRST_BLOCK, BLOCK)).removeprefix(codecs.BOM_UTF8 if decoder is None else b"")
        is_old_mac: bool | None = None
        while True:
            following = file.read(BLOCK)
            if decoder is not None:
                block = _recoded(decoder, block, not following, name)
            if is_old_mac is None:
                is_old_mac = b"\n" not in block
            yield (block.replace(b"\r", b"\n") if is_old_mac else block), not following
            if not following:
                return
            block = following


def _recoded(decoder: codecs.IncrementalDecoder, block: bytes, is_last: bool, name: str) -> bytes:
    try:
        return decoder.decode(block, is_last).encode("utf-8")
    except UnicodeError as error:
        raise _bad_text(name, None) from error


def _cut(held: bytes) -> int | None:
    """Where the last whole row ends; None where a quotation mark keeps that from being told."""
    end = held.rfind(b"\n") + 1
    quotes = held.count(b'"', 0, end)
    if quotes % 2 == 0:
        return end
    opened = held.rfind(b'"', 0, end)
    end = held.rfind(b"\n", 0, opened) + 1
    return end if end and held.count(b'"', 0, end) % 2 == 0 else None


def _parsed(block: bytes, delimiter: str, width: int, name: str, line: int) -> tuple[pl.DataFrame, bool]:
    """The rows of a block; quotation marks out of place are left to a reader that bears with them."""
    for unseen in _INVISIBLE:
        # One byte is looked for much faster than three.
        if unseen[:1] in block:
            block = block.replace(unseen, b"")
    rows, is_plain = _in_bulk(block, delimiter, width), _is_plain(block, delimiter)
    if rows is None:
        rows, is_plain = frame_of(list(_read(_text(block, name, line), delimiter, name, line)), width), False
    return (composed(rows) if any(mark in block for mark in _COMBINING) else rows), is_plain


def _in_bulk(block: bytes, delimiter: str, width: int) -> pl.DataFrame | None:
    """The rows; None where the bulk reader does not find one row a line."""
    lines = block.count(b"\n") + (not block.endswith(b"\n") and bool(block))
    heading = delimiter.join(columns(width)).encode() + b"\n"
    try:
        rows = pl.read_csv(
            heading + block, separator=delimiter, infer_schema=False, truncate_ragged_lines=True, raise_if_empty=False
        )
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return None
    return rows if rows.height == lines else None


def _is_plain(block: bytes, delimiter: str) -> bool:
    has_quotes = b'"' in block
    has_tab = b"\t" in block and (has_quotes or delimiter != "\t")
    return not has_tab and b"'" not in block and not (has_quotes and b"=" in block)


def _slowly(
    held: bytes, texts: Iterator[tuple[bytes, bool]], delimiter: str, width: int, name: str, line: int
) -> Iterator[Piece]:
    """The rest of a file whose quotation marks do not pair, row by row."""
    rows = csv.reader(_lines(held, texts, name, line), delimiter=delimiter)
    while True:
        try:
            some = list(islice(rows, ROWS_A_PIECE))
        except csv.Error as error:
            raise _unclosed(name, line) from error
        if not some:
            return
        yield Piece(line, composed(frame_of(some, width)))
        line += len(some)


def _lines(held: bytes, texts: Iterator[tuple[bytes, bool]], name: str, line: int) -> Iterator[str]:
    while True:
        *whole, held = held.split(b"\n")
        for each in whole:
            yield _text(each.removesuffix(b"\r"), name, line) + "\n"
        if len(held) > LONGEST_LINE:
            raise _too_long(name, line)
        block, _ = next(texts, (b"", True))
        if not block:
            break
        refuse_nul(block, name, line)
        held += block
    if held:
        yield _text(held, name, line)


def _read(text: str, delimiter: str, name: str, line: int) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise _unclosed(name, line) from error


def _text(block: bytes, name: str, line: int) -> str:
    try:
        return _with_line_feeds(block.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise _bad_text(name, line + block.count(b"\n", 0, error.start)) from error


def _with_line_feeds(text: str) -> str:
    """Rows end with a line feed only, as they do for the bulk reader; a carriage return alone is a space."""
    return text.replace("\r\n", "\n").replace("\r", " ")


def _stated_delimiter(text: str) -> tuple[str, str]:
    """Excel's own first line “sep=;”, and the text after it."""
    first, _, rest = text.partition("\n")
    stated = first.strip().strip('"')
    return (stated[4], rest) if len(stated) == 5 and stated[:4].lower() == "sep=" else ("", text)


def _delimiter(text: str, name: str) -> str:
    """The mark that parts the first rows so that most headings are known, else into most cells."""
    some = "\n".join(text.split("\n", 60)[:60])
    worth = {}
    for mark in DELIMITERS:
        try:
            rows = list(csv.reader(io.StringIO(some), delimiter=mark))
        except csv.Error:
            rows = []
        cells = sum(min(len(row), 200) - 1 for row in rows if row)
        header = find(rows) if cells else None
        worth[mark] = (len(header.proposal) if header else 0, cells)
    best = max(worth, key=lambda mark: worth[mark])
    if not worth[best][1]:
        raise FileRefused(
            f"Tệp “{name}” không phải bảng: không có dấu phẩy, chấm phẩy hay tab ngăn các cột.",
            hint="Xuất lại tệp dạng CSV hoặc Excel (.xlsx) từ hệ thống một cửa.",
            code="no_columns",
        )
    return best


def _too_long(name: str, line: int) -> FileRefused:
    return FileRefused(
        f"Dòng {line} của tệp “{name}” dài quá 1 MB.",
        hint="Xuất lại tệp: có thể thiếu dấu xuống dòng hoặc thiếu dấu ngoặc kép đóng.",
        code="long_line",
    )


def _unclosed(name: str, line: int) -> FileRefused:
    return FileRefused(
        f"Tệp “{name}” có dấu ngoặc kép không đóng, từ sau dòng {line}.",
        hint="Xuất lại tệp hoặc lưu lại dạng Excel (.xlsx).",
        code="quotes",
    )


def _bad_text(name: str, line: int | None) -> FileRefused:
    where = f" ở khoảng dòng {line}" if line else ""
    return FileRefused(
        f"Tệp “{name}” có ký tự không đúng bảng mã{where}.",
        hint="Mở bằng Excel, chọn Lưu thành “CSV UTF-8” hoặc “.xlsx” rồi tải lên lại.",
        code="encoding",
    )
