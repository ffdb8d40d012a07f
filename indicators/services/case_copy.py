"""Writing columns of values into a table, in the quickest way that each database offers."""

import io
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import polars as pl
from django.db import connection
from django.db.models import Model

from indicators.services import case_binary

PIECE = 1 << 20


class CopyWriter:
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
    content = case_binary.content(rows, [_kind(model, name) for name in rows.columns])
    return f"COPY {_into(model, rows)} FROM STDIN (FORMAT binary)", content


def _kind(model: type[Model], name: str) -> str:
    """The type of a column as PostgreSQL calls it, «text» for all texts."""
    field = next(field for field in model._meta.concrete_fields if field.column == name)
    kind = str(field.db_type(connection)).split("(")[0]
    return {"boolean": "bool", "timestamp with time zone": "timestamptz", "varchar": "text"}.get(kind, kind)
