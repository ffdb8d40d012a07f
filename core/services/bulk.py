"""Writing rows in the quickest way that each database offers: thousands at once, or one at every request."""

import io
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import Any, cast

import orjson
from django.db import connection
from django.db.models import JSONField, Model, QuerySet

from core.fields import FixedPointField, NormalisedCharField, NormalisedTextField
from core.text import nfc

NULL = r"\N"
ROWS_PER_STATEMENT = 500
PIECE = 1 << 16
_ESCAPED = {"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"}  # the backslash first: the others write one
Prepare = Callable[[Any], Any]


def insert(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of the named fields (a foreign key is given as its key); the key comes from the database.

    PostgreSQL reads them with COPY, which costs a third of the statements that ``bulk_create`` makes. What stands in a
    JSON field may hold ``orjson.Fragment``, which is JSON that is written already.
    """
    fields = [_field(model, name) for name in names]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    prepared = _prepared(fields, rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", io.BytesIO(_copy_text(prepared)), PIECE)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(zip(*prepared, strict=True)))


def insert_once(row: Model) -> bool:
    """Insert a new row, its key included; False, and nothing done, when one of its unique values is there already.

    One statement without asking first: it stands for itself outside of a transaction, and spoils none inside. What
    ``save`` does beside it (signals, values made by the database) is left out.
    """
    statement, columns = _insertion(type(row))
    values = [prepare(field.pre_save(row, True)) for field, prepare in columns]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        is_new = bool(cursor.rowcount)
    row._state.adding = not is_new
    return is_new


@cache
def _insertion(model: type[Model]) -> tuple[str, Sequence[tuple[Any, Prepare]]]:
    """The statement that inserts one row, and its fields with what prepares their values."""
    fields: Sequence[Any] = model._meta.concrete_fields
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING"
    return statement, [(field, _json if isinstance(field, JSONField) else _saved(field)) for field in fields]


def _saved(field: Any) -> Prepare:
    """How a value of this field becomes what a statement of its own stores."""
    return lambda value: field.get_db_prep_save(value, connection)


def delete(rows: QuerySet[Any]) -> None:
    """Remove rows with one statement. What refers to them must be gone already: nothing else is removed or told.

    ``QuerySet.delete`` loads every row, looks for what refers to it and sends signals: too much for hundreds of
    thousands of rows. Django has no public name for the statement alone.
    """
    rows._raw_delete(connection.alias)


def update(model: type[Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Set the named fields of many rows; each row is (primary key, values in the order of the names)."""
    fields = [_field(model, "pk"), *(_field(model, name) for name in names)]
    table, key = connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name(fields[0].column)
    columns = [connection.ops.quote_name(field.column) for field in fields]
    # A column that is empty in all rows has no type of its own.
    assigned = ", ".join(
        f"{column} = CAST(given.{column} AS {field.cast_db_type(connection)})"
        for field, column in zip(fields[1:], columns[1:], strict=True)
    )
    mark = f"({', '.join(['%s'] * len(fields))})"
    prepared = list(zip(*_prepared(fields, rows), strict=True))
    with connection.cursor() as cursor:
        for start in range(0, len(prepared), ROWS_PER_STATEMENT):
            part = prepared[start : start + ROWS_PER_STATEMENT]
            cursor.execute(
                f"WITH given ({', '.join(columns)}) AS (VALUES {', '.join([mark] * len(part))}) "
                f"UPDATE {table} SET {assigned} FROM given WHERE {table}.{key} = given.{key}",
                [value for row in part for value in row],
            )


def _field(model: type[Model], name: str) -> Any:
    return model._meta.pk if name == "pk" else model._meta.get_field(name)


def _prepared(fields: Sequence[Any], rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """The values as the database stores them, column by column: what a field asks for is looked up once."""
    columns = list(zip(*rows, strict=True)) or [()] * len(fields)
    return [_prepared_column(_preparation(field), values) for field, values in zip(fields, columns, strict=True)]


def _prepared_column(prepare: Prepare, values: Sequence[Any]) -> list[Any]:
    if prepare is _as_it_is:
        return list(values)
    return [None if value is None else prepare(value) for value in values]


def _preparation(field: Any) -> Prepare:
    """How a value of this field becomes what the database stores."""
    if isinstance(field, JSONField):
        return _json
    if isinstance(field, NormalisedCharField | NormalisedTextField):
        return _normalised
    if isinstance(field, FixedPointField) or field.choices:
        return lru_cache(maxsize=4096)(field.get_prep_value)  # the same ones stand in thousands of rows
    return _as_it_is if field.is_relation or field.primary_key else cast(Prepare, field.get_prep_value)


def _copy_text(prepared: Sequence[Sequence[Any]]) -> bytes:
    """Columns of values as the text format of COPY: a row on a line, tabs between its values."""
    lines = map("\t".join, zip(*map(_copy_column, prepared), strict=True))
    return "".join([f"{line}\n" for line in lines]).encode()


def _copy_column(values: Sequence[Any]) -> Sequence[str]:
    texts = ["" if value is None else str(value) for value in values]
    together = "".join(texts)
    for character, escaped in _ESCAPED.items():
        if character in together:
            texts = [text.replace(character, escaped) for text in texts]
    return [NULL if value is None else text for value, text in zip(values, texts, strict=True)]


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _normalised(text: str) -> str:
    return nfc(text).strip()


def _as_it_is(value: Any) -> Any:
    return value
