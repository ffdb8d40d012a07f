"""The rows of a file, typed and checked in bulk, piece by piece."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from indicators.engine import case_columns

from .opening import Look
from .refusal import FileRefused

ROWS_A_PIECE = 100_000
_TYPES = {
    "text": pl.String(),
    "moment": pl.Datetime("us"),
    "count": pl.UInt32(),
    "money": pl.Int64(),
    "yes_no": pl.Boolean(),
    "outcome": pl.String(),
    "channel": pl.String(),
}


@dataclass(frozen=True)
class Frame:
    """A piece of a file.

    ``good``: ``line`` (row of the file, as Excel counts) and, of a case list, every column of the layout, typed, None
    where the file does not tell; moments are without zone, in local time; a due day without a time ends at 23:59:59.
    Of a table of counts: ``line``, ``unit``, ``procedure``, ``field`` and ``case_columns.COUNTS``, ready to be stored.
    ``bad``: ``line``, ``cells`` (list of texts, as in the file), ``reason`` (Vietnamese). ``left_out``: empty rows,
    repeated headings, totals, signatures.
    """

    good: pl.DataFrame
    bad: pl.DataFrame
    left_out: int


def frames(path: Path, look: Look, columns: Mapping[str, str], *, layout: str = "") -> Iterator[Frame]:
    """Pieces of at most 100,000 rows. ``columns``: our column -> heading; ``layout``: if not the guessed one.

    Raises ``FileRefused``: a required column is not mapped, or the file cannot be read on.
    """
    layout = layout or look.layout
    lacking = case_columns.missing(layout, columns, look.headings)
    if lacking:
        names = "; ".join(f"“{label}”" for label in lacking)
        raise FileRefused(f"Chưa ghép cột bắt buộc: {names}.", hint="Chọn cột của tệp cho từng mục.", code="columns")
    read = pl.read_csv(path, has_header=False, infer_schema=False, skip_rows=1, new_columns=list(look.headings))
    read = read.with_row_index("line", look.first_row)
    for piece in read.iter_slices(ROWS_A_PIECE):
        yield _typed(piece, layout, columns)


def _typed(piece: pl.DataFrame, layout: str, columns: Mapping[str, str]) -> Frame:
    good = piece.select(
        "line",
        *(_expression(column, columns.get(column.name)).alias(column.name) for column in case_columns.COLUMNS[layout]),
    )
    bad = pl.DataFrame(schema={"line": pl.UInt32(), "cells": pl.List(pl.String()), "reason": pl.String()})
    return Frame(good, bad, 0)


def _expression(column: case_columns.Column, heading: str | None) -> pl.Expr:
    if heading is None:
        return pl.lit(None, _TYPES[column.form])
    if column.form == "moment":
        return pl.col(heading).str.to_datetime("%d/%m/%Y %H:%M", time_unit="us", strict=False)
    return pl.col(heading).cast(_TYPES[column.form], strict=False)
