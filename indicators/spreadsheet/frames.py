"""The rows of a file, typed and checked in bulk, piece by piece."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from indicators.engine import case_columns
from indicators.spreadsheet import csv_rows, xlsx_rows
from indicators.spreadsheet.ahead import ahead
from indicators.spreadsheet.case_frames import CaseRows
from indicators.spreadsheet.cells import NO_BAD_ROWS, bad_rows, lines_of
from indicators.spreadsheet.count_frames import CountRows
from indicators.spreadsheet.findings import Findings, Hints
from indicators.spreadsheet.opening import FileSummary, Table
from indicators.spreadsheet.pieces import Piece, composed
from indicators.spreadsheet.refusal import FileRefused
from indicators.spreadsheet.sheet_merges import Filling, holds_for_all


@dataclass(frozen=True)
class Frame:
    """A piece of a file.

    ``good``: ``line`` (row of the file, as Excel counts) and, of a case list, every column of the layout, typed, None
    where the file does not tell; moments are without zone, in local time; a due day without a time ends at 23:59:59;
    ``outcome`` is told of every finished case. Of a table of counts: ``line``, ``unit``, ``procedure``, ``field`` and
    ``case_columns.COUNTS``, ready to be stored. ``bad``: ``line``, ``cells`` (texts, as in the file), ``reason``
    (Vietnamese). ``left_out``: empty rows, titles, repeated headings, totals, signatures. ``sheet``: where the piece
    stands, empty where only one sheet is read; ``place``: the number of the sheet among those that are read, from 0.
    """

    good: pl.DataFrame
    bad: pl.DataFrame
    left_out: int
    piece: Piece
    sheet: str = ""
    place: int = 0

    def refused(self, told: pl.DataFrame) -> pl.DataFrame:
        """Good rows that turned out to be bad (``line``, ``reason``), as ``bad`` tells them: with all their cells."""
        if told.is_empty():
            return NO_BAD_ROWS
        rows = self.piece.rows.with_columns(lines_of(self.piece))
        refused = rows.join(told.select("line", "reason"), on="line", how="inner", maintain_order="left")
        return bad_rows(composed(refused.drop("reason")), refused["reason"].to_list())


def frames(
    path: Path,
    look: FileSummary,
    columns: Mapping[str, str],
    *,
    layout: str = "",
    sheets: Sequence[str] = (),
    hints: Hints | None = None,
    findings: Findings | None = None,
) -> Iterator[Frame]:
    """Pieces of at most 100,000 rows. ``columns``: our column -> heading; ``layout``: if not the guessed one;
    ``sheets``: all that are read, if not only the one that was looked at; what is found out is put into ``findings``.

    Raises ``FileRefused``: a required column is not mapped, the file cannot be read on, or it holds no row of data.
    """
    layout = layout or look.layout
    used = {name: look.headings.index(heading) for name, heading in columns.items() if heading in look.headings}
    _refuse_missing(layout, columns, look)
    hints, findings = hints or Hints(), findings or Findings()
    is_list = layout == case_columns.CASES
    rows = CaseRows(used, look, hints, findings) if is_list else CountRows(layout, used, look)
    filled = [
        used[column.name] for column in case_columns.COLUMNS[layout] if column.name in used and holds_for_all(column)
    ]
    data = 0
    tables = chosen(look, sheets)
    for place, table in enumerate(tables):
        rows.begin_sheet()
        filling = Filling(table.merges, filled)
        with _naming(table.sheet if len(tables) > 1 else ""):
            for piece in ahead(map(filling.fill, _pieces(path, look, table))):
                good, bad, left_out = rows.read(piece)
                data += good.height + bad.height
                yield Frame(good, bad, left_out, piece, table.sheet if len(tables) > 1 else "", place)
        for column, many in filling.count.items():
            findings.filled[look.headings[column]] = findings.filled.get(look.headings[column], 0) + many
    if not data:
        raise FileRefused(
            f"Bảng trong tệp “{look.name}” không có dòng dữ liệu nào (chỉ có tiêu đề hoặc dòng cộng).",
            hint="Kiểm tra khoảng ngày khi xuất báo cáo rồi xuất lại tệp.",
            code="no_rows",
        )


def chosen(look: FileSummary, sheets: Sequence[str]) -> list[Table]:
    """The tables on these sheets, in the order of the workbook; without any, the one that was looked at."""
    wanted = set(sheets) or {look.sheet}
    return [table for table in look.tables if table.sheet in wanted]


@contextmanager
def _naming(sheet: str) -> Iterator[None]:
    """What is wrong with one of several sheets is said with its name."""
    try:
        yield
    except FileRefused as refused:
        if not sheet:
            raise
        said = f"Trang “{sheet}”: {refused.message}"
        raise FileRefused(said, hint=refused.hint, code=refused.code) from refused


def _refuse_missing(layout: str, columns: Mapping[str, str], look: FileSummary) -> None:
    lacking = case_columns.missing(layout, columns, look.headings)
    if lacking:
        names = "; ".join(f"“{label}”" for label in lacking)
        raise FileRefused(f"Chưa ghép cột bắt buộc: {names}.", hint="Chọn cột của tệp cho từng mục.", code="columns")


def _pieces(path: Path, look: FileSummary, table: Table) -> Iterator[Piece]:
    """The rows below the header of a table."""
    width = len(look.headings)
    if look.kind == "csv":
        pieces = csv_rows.pieces(path, look.encoding, look.delimiter, width, look.name)
    else:
        pieces = xlsx_rows.pieces(path, table.sheet, width, look.name, table.valueless, table.first_row)
    try:
        for piece in pieces:
            above = max(0, table.first_row - piece.line)
            if above < piece.rows.height:
                yield replace(piece, line=piece.line + above, rows=piece.rows.slice(above))
    except OSError as error:
        raise FileRefused(f"Không đọc được tệp “{look.name}”.", hint="Tải lên lại tệp.", code="unreadable") from error
