"""Writing columns of values into a table, in the quickest way that each database offers.

PostgreSQL reads the binary form of COPY, which it need not parse. A row of it is the number of fields, and for each
field its length in bytes and the bytes (https://www.postgresql.org/docs/current/sql-copy.html). Rows in which the same
fields are empty and texts are equally long have all their bytes in the same places, so they are made together.
"""

import io
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
import polars as pl
from django.db import connection
from django.db.models import Model

SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
EMPTY = -1
PIECE = 1 << 20
MICROSECONDS_TO_2000 = 946_684_800_000_000
"""From the beginning of 1970, where polars counts from, to that of 2000, where PostgreSQL does."""
_WIDTHS = {"smallint": ">i2", "integer": ">i4", "bigint": ">i8", "bool": ">i1", "timestamptz": ">i8"}


class Copying:
    """Writes into a table while the caller prepares the next rows; settle before asking for anything else."""

    def __init__(self, model: type[Model]) -> None:
        self._model = model
        self._writer = ThreadPoolExecutor(1)
        self._running: Future[None] | None = None

    def insert(self, rows: pl.DataFrame, **same: Any) -> None:
        """As ``insert``, but may return before the rows are there."""
        if connection.vendor != "postgresql":
            insert(self._model, rows, **same)
            return
        statement, content = _copy(self._model, _with(rows, same))
        self.settle()
        # The thread works on the connection of this one, so nothing else may be asked of it meanwhile.
        raw = connection.connection.cursor()
        self._running = self._writer.submit(raw.copy_expert, statement, io.BytesIO(content), PIECE)

    def settle(self) -> None:
        """Wait until all rows are there; raises what went wrong with them."""
        running, self._running = self._running, None
        if running is not None:
            with connection.wrap_database_errors:
                running.result()


def insert(model: type[Model], rows: pl.DataFrame, **same: Any) -> None:
    """Insert rows whose columns have the names of the model's columns; ``same``: columns of one value for all rows.

    Moments are in UTC, without zone. Keys come from the database. Values are not checked.
    """
    if rows.is_empty():
        return
    rows = _with(rows, same)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            statement, content = _copy(model, rows)
            cursor.copy_expert(statement, io.BytesIO(content), PIECE)
        else:
            marks = ", ".join(["%s"] * rows.width)
            moments = [name for name, type_ in rows.schema.items() if isinstance(type_, pl.Datetime)]
            plain = rows.with_columns(pl.col(moments).dt.strftime("%Y-%m-%d %H:%M:%S"))
            cursor.executemany(f"INSERT INTO {_into(model, rows)} VALUES ({marks})", plain.rows())


def _with(rows: pl.DataFrame, same: Mapping[str, Any]) -> pl.DataFrame:
    return rows.with_columns(**{name: pl.lit(value) for name, value in same.items()})


def _into(model: type[Model], rows: pl.DataFrame) -> str:
    columns = ", ".join(connection.ops.quote_name(name) for name in rows.columns)
    return f"{connection.ops.quote_name(model._meta.db_table)} ({columns})"


def _copy(model: type[Model], rows: pl.DataFrame) -> tuple[str, bytes]:
    content = _binary(rows, [_kind(model, name) for name in rows.columns])
    return f"COPY {_into(model, rows)} FROM STDIN (FORMAT binary)", content


def _kind(model: type[Model], name: str) -> str:
    """The type of a column as PostgreSQL calls it, «text» for all texts."""
    field = next(field for field in model._meta.concrete_fields if field.column == name)
    kind = str(field.db_type(connection)).split("(")[0]
    return {"boolean": "bool", "timestamp with time zone": "timestamptz", "varchar": "text"}.get(kind, kind)


def _binary(rows: pl.DataFrame, kinds: Sequence[str]) -> bytes:
    names = rows.columns
    prepared = rows.select(_prepared(name, kind) for name, kind in zip(names, kinds, strict=True))
    shapes = prepared.select(_shape(name, kind).alias(name) for name, kind in zip(names, kinds, strict=True))
    numbered = prepared.with_columns(_shape=shapes.to_struct("_shape"))
    parts = [SIGNATURE]
    for key, alike in numbered.group_by("_shape", maintain_order=True):
        shape: dict[str, int] = key[0]  # type: ignore[assignment]
        parts.append(_rows_alike(alike, [(name, kind, shape[name]) for name, kind in zip(names, kinds, strict=True)]))
    parts.append(TRAILER)
    return b"".join(parts)


def _prepared(name: str, kind: str) -> pl.Expr:
    if kind == "timestamptz":
        return pl.col(name).dt.epoch("us") - MICROSECONDS_TO_2000
    return pl.col(name).cast(pl.Int8 if kind == "bool" else pl.String if kind == "text" else pl.Int64)


def _shape(name: str, kind: str) -> pl.Expr:
    """How many bytes the value takes; −1 where there is none."""
    width = pl.col(name).str.len_bytes() if kind == "text" else pl.lit(np.dtype(_WIDTHS[kind]).itemsize)
    return pl.when(pl.col(name).is_null()).then(EMPTY).otherwise(width).cast(pl.Int32)


def _rows_alike(rows: pl.DataFrame, fields: Sequence[tuple[str, str, int]]) -> bytes:
    layout: list[tuple[str, str]] = [("fields", ">i2")]
    for name, kind, width in fields:
        layout.append((f"{name} length", ">i4"))
        if width > 0:
            layout.append((name, f"S{width}" if kind == "text" else _WIDTHS[kind]))
    made = np.empty(rows.height, dtype=np.dtype(layout))
    made["fields"] = len(fields)
    for name, kind, width in fields:
        made[f"{name} length"] = width
        if width > 0:
            made[name] = _texts(rows[name], width) if kind == "text" else rows[name].to_numpy()
    return made.tobytes()


def _texts(column: pl.Series, width: int) -> Any:
    return np.frombuffer("".join(column.to_list()).encode(), dtype=f"S{width}")
