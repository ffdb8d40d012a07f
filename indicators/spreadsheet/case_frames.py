"""Rows of a case list: whole columns typed and checked at once, the few refused rows looked at one by one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from indicators.engine.case_checks import END_OF_DAY, case_faults
from indicators.engine.case_columns import CASES, COLUMNS, Column
from indicators.engine.case_margins import Margins
from indicators.engine.case_values import EITHER, MEANINGS, STILL_OPEN
from indicators.spreadsheet.cells import NO_BAD_ROWS, TOO_MANY_CELLS, bad_rows, cells_of, cleaned, lines_of, sentence
from indicators.spreadsheet.findings import Findings, Hints
from indicators.spreadsheet.opening import FileSummary
from indicators.spreadsheet.pieces import EXTRA, Piece, composed
from indicators.spreadsheet.values import Reader, reader_of

TYPES: Mapping[str, pl.DataType] = {
    "text": pl.String(),
    "moment": pl.Datetime("us"),
    "count": pl.UInt32(),
    "money": pl.Int64(),
    "yes_no": pl.Boolean(),
    "outcome": pl.String(),
    "channel": pl.String(),
}
_DAY = 86_400_000_000
"""Microseconds."""
Read = tuple[pl.DataFrame, pl.DataFrame, int]


class CaseRows:
    """Reads the pieces of a case list in order. ``used``: our column -> its place in the file, from 0."""

    def __init__(self, used: Mapping[str, int], look: FileSummary, hints: Hints, findings: Findings) -> None:
        self._findings = findings
        self._columns = [column for column in COLUMNS[CASES] if column.name in used]
        self._places = used
        self._headings = look.headings
        self._readers: dict[str, Reader] = {
            column.name: reader_of(column, look.headings[used[column.name]], hints, findings)
            for column in self._columns
        }
        self._margins = Margins(look.headings)

    def begin_sheet(self) -> None:
        """Rows of another sheet follow, which has signatures of its own."""
        self._margins = Margins(self._headings)

    def read(self, piece: Piece) -> Read:
        """Good rows, bad rows, and how many rows are no data. May raise ``FileRefused``."""
        values = {column.name: self._values(column, piece) for column in self._columns}
        untold = {
            column.name: pl.Series([None], dtype=TYPES[column.form]).new_from_index(0, piece.rows.height)
            for column in COLUMNS[CASES]
            if column.name not in values
        }
        typed = pl.DataFrame(
            {column.name: values.get(column.name, untold.get(column.name)) for column in COLUMNS[CASES]}
        )
        typed = typed.with_columns(_settled())
        wrong = self._wrong(piece, values, typed)
        good = typed.with_columns(_outcome()).insert_column(0, lines_of(piece))
        if not wrong.any():
            return good, NO_BAD_ROWS, 0
        bad, left_out = self._refused(piece, values, wrong)
        return good.filter(~wrong), bad, left_out

    def _values(self, column: Column, piece: Piece) -> pl.Series:
        """Cells that need no mending are not looked at a second time."""
        reader = self._readers[column.name]
        values = reader.read_plain(self._cells(column, piece))
        return reader.read(self._texts(column, piece)) if values is None else values

    def _cells(self, column: Column, piece: Piece) -> pl.Series:
        return piece.rows[f"c{self._places[column.name]}"]

    def _texts(self, column: Column, piece: Piece) -> pl.Series:
        return cleaned(self._cells(column, piece), is_plain=piece.is_plain, dash_is_empty=column.form != "yes_no")

    def _wrong(self, piece: Piece, values: Mapping[str, pl.Series], typed: pl.DataFrame) -> pl.Series:
        wrong = typed.select(_contradicts())["wrong"] | piece.rows[EXTRA].is_not_null()
        for column in self._columns:
            missing = values[column.name].null_count()
            if column.required and missing:
                wrong = wrong | values[column.name].is_null()
            elif missing > self._cells(column, piece).null_count():
                told = _says_something(self._texts(column, piece), self._readers[column.name])
                wrong = wrong | (values[column.name].is_null() & told)
        return wrong

    def _refused(self, piece: Piece, values: Mapping[str, pl.Series], wrong: pl.Series) -> tuple[pl.DataFrame, int]:
        doubtful = composed(piece.rows.filter(wrong)).with_columns(line=lines_of(piece).filter(wrong))
        is_told = doubtful.select(pl.any_horizontal(cleaned(c).is_not_null() for c in doubtful if c.name != "line"))
        rows = doubtful.filter(is_told.to_series())
        looked_at = wrong & lines_of(piece).is_in(rows["line"].implode())
        told = pl.DataFrame(
            {column.name: self._texts(column, replace(piece, rows=rows)) for column in self._columns}
        ).to_dicts()
        read = pl.DataFrame({name: value.filter(looked_at) for name, value in values.items()}).to_dicts()
        reasons = [
            None
            if value["received"] is None and not _is_meant(text) and self._margins.is_left_out(cells_of(rows, number))
            else self._reason(text, value, rows[EXTRA][number])
            for number, (text, value) in enumerate(zip(told, read, strict=True))
        ]
        bad = bad_rows(rows, reasons)
        return bad, int(wrong.sum()) - bad.height

    def _reason(self, told: Mapping[str, str | None], read: Mapping[str, Any], extra: str | None) -> str:
        faults = {}
        for column in self._columns:
            heading, text = self._headings[self._places[column.name]], told[column.name]
            if text is None and column.required:
                faults[heading] = "để trống. Ghi đủ ô này."
            elif text is not None and read[column.name] is None and text not in self._readers[column.name].nothing:
                faults[heading] = self._readers[column.name].reason(text)
                if column.form in MEANINGS and extra is None:  # else nobody knows what stands where
                    self._findings.note_word(column.name, text)
        others = [] if extra is None else [f"{TOO_MANY_CELLS}: thừa “{extra[:40]}”."]
        if not faults:
            moments = read["received"], read.get("due"), read.get("finished")
            others += case_faults(*moments, read.get("outcome"), told.get("outcome") or "")
        return sentence(faults, others)


def _says_something(texts: pl.Series, reader: Reader) -> pl.Series:
    told = texts.is_not_null()
    return told & ~texts.is_in(list(reader.nothing)).fill_null(False) if reader.nothing else told


def _is_meant(told: Mapping[str, str | None]) -> bool:
    """A row with a code, and figures where the day of receipt belongs, is a case whatever else it says."""
    return bool(told["code"]) and any(character.isdigit() for character in told["received"] or "")


def _settled() -> list[pl.Expr]:
    """A due day lasts until its end; a finish on the day of receipt, told without a time, is not before the receipt."""
    due, finished, received = pl.col("due"), pl.col("finished"), pl.col("received")
    same_day = (finished <= received) & (finished + pl.duration(days=1) > received)
    return [
        pl.when(_is_day(due)).then(due + END_OF_DAY).otherwise(due).alias("due"),
        pl.when(_is_day(finished) & same_day).then(received).otherwise(finished).alias("finished"),
    ]


def _is_day(moment: pl.Expr) -> pl.Expr:
    return moment.cast(pl.Int64) % _DAY == 0


def _contradicts() -> pl.Expr:
    due, finished, received, outcome = (pl.col(name) for name in ("due", "finished", "received", "outcome"))
    unended = finished.is_null() & outcome.is_not_null() & ~outcome.is_in([STILL_OPEN, EITHER])
    return pl.any_horizontal(
        (due < received).fill_null(False),
        (finished < received).fill_null(False),
        (finished.is_not_null() & (outcome == STILL_OPEN)).fill_null(False),
        unended.fill_null(False),
    ).alias("wrong")


def _outcome() -> pl.Expr:
    outcome = pl.col("outcome")
    closed = outcome.is_in(["refused", "withdrawn"])
    return (
        pl.when(pl.col("finished").is_null())
        .then(None)
        .when(closed.fill_null(False))
        .then(outcome)
        .otherwise(pl.lit("result"))
        .alias("outcome")
    )
