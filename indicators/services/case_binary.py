"""Columns of values as rows in the binary form of COPY, which PostgreSQL need not parse.

A row is the number of its fields, and for each field its length in bytes and the bytes; an empty field has no bytes
(https://www.postgresql.org/docs/15/sql-copy.html). All rows are first made equally long, so that a column is
written at once, and what a row does not have is cut out afterwards. Rows keep their order: the index of codes, which
files list in order, grows at its end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import polars as pl

SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
EMPTY = -1
MOST_BYTES = 4 << 20
"""So many are made at once, which the caches of a processor hold."""
MICROSECONDS_TO_2000 = 946_684_800_000_000
"""From the beginning of 1970, where polars counts from, to that of 2000, where PostgreSQL does."""
_WIDTHS = {"smallint": ">i2", "integer": ">i4", "bigint": ">i8", "bool": ">i1", "timestamptz": ">i8"}
_LENGTH = np.dtype(">i4")
_FIELDS = np.dtype(">i2")


@dataclass(frozen=True)
class _Field:
    """One field of some rows. ``lengths``: one for all, or of each row; ``there``: which of its bytes a row has."""

    kind: np.dtype[Any]
    lengths: Any
    values: Any = None
    there: Any = None


def content(rows: pl.DataFrame, kinds: Sequence[str]) -> bytes:
    """All rows. ``kinds``: the type of each column as PostgreSQL calls it, «text» for all texts. Moments: in UTC."""
    at_once = max(1, MOST_BYTES // _widest_row(rows, kinds))
    pieces = (rows.slice(start, at_once) for start in range(0, rows.height, at_once))
    return b"".join([SIGNATURE, *(_some(piece, kinds) for piece in pieces), TRAILER])


def _widest_row(rows: pl.DataFrame, kinds: Sequence[str]) -> int:
    texts = [column for column, kind in zip(rows, kinds, strict=True) if kind == "text"]
    longest = sum(_longest(column) for column in texts)
    return longest + rows.width * (_LENGTH.itemsize + 8)


def _longest(texts: pl.Series) -> int:
    return cast(int, texts.str.len_bytes().max() or 0)


def _some(rows: pl.DataFrame, kinds: Sequence[str]) -> Any:
    fields = [_field(column, kind) for column, kind in zip(rows, kinds, strict=True)]
    parts: list[tuple[str, np.dtype[Any]]] = [("fields", _FIELDS)]
    for number, field in enumerate(fields):
        parts += [(f"length {number}", _LENGTH), (f"value {number}", field.kind)]
    row = np.dtype(parts)
    made = _alike(rows.height, row, fields)
    for number, field in enumerate(fields):
        if field.values is not None:
            made[f"value {number}"] = field.values
        if isinstance(field.lengths, np.ndarray):
            made[f"length {number}"] = field.lengths
    table = made.view(np.uint8).reshape(rows.height, row.itemsize)
    there = _there(table.shape, row, fields)
    return table if there is None else table[there]


def _alike(height: int, row: np.dtype[Any], fields: Sequence[_Field]) -> Any:
    """Rows that already hold what all of them have in common."""
    first = np.zeros(1, row)
    first["fields"] = len(fields)
    for number, field in enumerate(fields):
        if not isinstance(field.lengths, np.ndarray):
            first[f"length {number}"] = field.lengths
    made = np.empty((height, row.itemsize), np.uint8)
    made[:] = first.view(np.uint8)
    return made.view(row).ravel()


def _there(shape: tuple[int, ...], row: np.dtype[Any], fields: Sequence[_Field]) -> Any:
    """Which bytes stay; None for all of them."""
    if all(field.there is None for field in fields):
        return None
    there = np.ones(shape, bool)
    for number, field in enumerate(fields):
        if field.there is not None:
            kind, place = row.fields[f"value {number}"][:2]  # type: ignore[index]
            there[:, place : place + kind.itemsize] = field.there
    return there


def _field(values: pl.Series, kind: str) -> _Field:
    if values.null_count() == len(values):
        return _Field(np.dtype("V0"), EMPTY)
    if kind == "text":
        return _text(values.cast(pl.String))
    width = np.dtype(_WIDTHS[kind])
    plain = _as_numbers(values, kind)
    if not values.null_count():
        return _Field(width, width.itemsize, plain.to_numpy())
    told = values.is_not_null().to_numpy()
    return _Field(width, np.where(told, width.itemsize, EMPTY), plain.fill_null(0).to_numpy(), told[:, None])


def _as_numbers(values: pl.Series, kind: str) -> pl.Series:
    if kind == "timestamptz":
        return values.dt.epoch("us") - MICROSECONDS_TO_2000
    return values.cast(pl.Int8 if kind == "bool" else pl.Int64)


def _text(values: pl.Series) -> _Field:
    lengths = values.str.len_bytes()
    longest = _longest(values)
    every = np.frombuffer(values.str.join("").item().encode(), np.uint8)
    if not values.null_count() and lengths.min() == longest:
        return _Field(np.dtype(f"V{longest}"), longest, every.view(f"V{longest}") if longest else None)
    told = lengths.fill_null(0).to_numpy()
    there = np.arange(longest) < told[:, None]
    padded = np.zeros((len(values), longest), np.uint8)
    padded[there] = every
    as_values = padded.view(f"V{longest}").ravel() if longest else None
    return _Field(np.dtype(f"V{longest}"), np.where(values.is_not_null().to_numpy(), told, EMPTY), as_values, there)
