"""Versions of cases as they are stored: fetched in columns, and told whether they count."""

from collections.abc import Sequence
from typing import Any

import orjson
import polars as pl
from django.db import connection

from indicators.enums import CaseImportState
from indicators.models import CaseApplicant, CaseFile, CaseGroup, CaseImport
from indicators.services.case_preparation import APPLICANT, FLAGS

MOMENTS = ("received_at", "due_at", "finished_at")
NUMBERS = ("received_month", "due_month", "finished_month", "paused_days", "promised_days", "fee")
_SCHEMA = {
    "known_id": pl.Int64,
    "code": pl.String,
    "unit_id": pl.Int64,
    "procedure_id": pl.Int64,
    "group_field": pl.String,
    "import_id": pl.Int64,
    **dict.fromkeys(MOMENTS, pl.String),
    **dict.fromkeys(NUMBERS, pl.Int64),
    **dict.fromkeys(("outcome", "timing", "channel"), pl.String),
    **dict.fromkeys(FLAGS, pl.Int64),
}
_WANTED = {
    "postgresql": "jsonb_array_elements_text(%s::jsonb) AS wanted(value)",
    "sqlite": "json_each(%s) AS wanted",
}
# SQLite reads the tables of a CROSS JOIN in their order; by itself it would go through all codes of a centre for each
# code that is wanted.
_JOIN = {"postgresql": "JOIN", "sqlite": "CROSS JOIN"}
_IN_UTC = {"postgresql": "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')", "sqlite": "substr({}, 1, 19)"}
_WHOLE = {"postgresql": "{}::int", "sqlite": "{}"}
_CASES, _GROUPS, _IMPORTS = (model._meta.db_table for model in (CaseFile, CaseGroup, CaseImport))


def known_cases(centre: int, codes: pl.Series) -> pl.DataFrame:
    """The current versions of these codes, each column as an import would write it."""
    vendor = connection.vendor
    return _fetched(
        f"{_WANTED[vendor]} {_JOIN[vendor]} {_CASES} c ON c.code = wanted.value AND c.centre_id = %s AND c.is_current"
        f" JOIN {_GROUPS} g ON g.id = c.group_id"
        f" JOIN {_IMPORTS} i ON i.id = g.case_import_id AND i.state <> %s",
        [orjson.dumps(codes.to_list()).decode(), centre, CaseImportState.UNDONE],
    )


def current_cases(centre: int, *, after: int, most: int) -> pl.DataFrame:
    """The first cases of a centre that count and have a due time, in the order of their keys, which are above
    ``after``.
    """
    return _fetched(
        f"{_CASES} c JOIN {_GROUPS} g ON g.id = c.group_id"
        f" JOIN {_IMPORTS} i ON i.id = g.case_import_id AND i.state <> %s"
        " WHERE c.id > %s AND c.centre_id = %s AND c.is_current AND c.due_at IS NOT NULL ORDER BY c.id LIMIT %s",
        [CaseImportState.UNDONE, after, centre, most],
    )


def versions_before(case_import: CaseImport) -> pl.DataFrame:
    """The cases of an import that took the place of others, each beside that one (``…_known``)."""
    own = f"{_CASES} {{0}} JOIN {_GROUPS} {{1}} ON {{1}}.id = {{0}}.group_id"
    is_own = "{1}.case_import_id = %s AND {0}.replaces_id IS NOT NULL"
    renewed = _fetched(f"{own} WHERE {is_own}".format("c", "g"), [case_import.pk])
    keys = f"SELECT o.replaces_id FROM {own} WHERE {is_own}".format("o", "h")
    replaced = _fetched(f"{own} WHERE {{0}}.id IN ({keys})".format("c", "g"), [case_import.pk])
    return renewed.join(replaced, on="code", suffix="_known")


def applicants_of(cases: pl.Series) -> pl.DataFrame:
    """``known_id`` and what is known of the applicants of these cases (``applicant_…_known``); None for nothing."""
    vendor = connection.vendor
    value = "wanted.value::bigint" if vendor == "postgresql" else "wanted.value"
    names = [field.removeprefix("applicant_") for field in APPLICANT]
    columns = ", ".join(f"nullif(a.{name}, '')" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT a.case_id, {columns} FROM {_WANTED[vendor]} {_JOIN[vendor]} {CaseApplicant._meta.db_table} a"
            f" ON a.case_id = {value}",
            [orjson.dumps(cases.to_list()).decode()],
        )
        schema = {"known_id": pl.Int64, **{f"{name}_known": pl.String for name in APPLICANT}}
        return pl.DataFrame(cursor.fetchall(), schema=schema, orient="row")


def _fetched(source: str, parameters: Sequence[Any]) -> pl.DataFrame:
    """Cases ``c`` of groups ``g`` in the order of ``_SCHEMA``."""
    vendor = connection.vendor
    selected = ", ".join(
        [
            "c.id, c.code, g.unit_id, g.procedure_id, g.field, g.case_import_id",
            *(_IN_UTC[vendor].format(f"c.{name}") for name in MOMENTS),
            *(f"c.{name}" for name in (*NUMBERS, "outcome", "timing", "channel")),
            *(_WHOLE[vendor].format(f"c.{name}") for name in FLAGS),
        ]
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {selected} FROM {source}", parameters)
        found = pl.DataFrame(cursor.fetchall(), schema=_SCHEMA, orient="row")
    return found.with_columns(
        *(pl.col(name).str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us") for name in MOMENTS),
        *(pl.col(name).cast(pl.Boolean) for name in FLAGS),
    )


def set_current(ids: pl.Series, *, value: bool) -> None:
    """Let these cases count, or count no more."""
    wanted = _WANTED[connection.vendor]
    key = "wanted.value::bigint" if connection.vendor == "postgresql" else "wanted.value"
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_CASES} SET is_current = %s WHERE id IN (SELECT {key} FROM {wanted})",
            [value, orjson.dumps(ids.to_list()).decode()],
        )
