"""What is handed to PostgreSQL as bytes comes back as it was, and in its order."""

import io
from datetime import datetime, timedelta

import polars as pl
import pytest
from django.db import connection

from indicators.services import case_binary
from indicators.services.case_preparation import steady_offset

ROWS = pl.DataFrame(
    {
        "small": pl.Series([1, None, -3, 32_767], dtype=pl.Int64),
        "whole": pl.Series([None, 7, 2**31 - 1, 0], dtype=pl.Int64),
        "large": pl.Series([2**62, -1, None, 5], dtype=pl.Int64),
        "flag": pl.Series([True, False, None, True], dtype=pl.Boolean),
        "moment": pl.Series(
            [datetime.fromisoformat("2026-03-05T14:30:00.000001"), None, datetime.fromisoformat("1990-01-01"), None],
            dtype=pl.Datetime("us"),
        ),
        "words": pl.Series(["Đỗ Ứng", "", None, "a"], dtype=pl.String),
        "alike": pl.Series(["ab", "cd", "ef", "gh"], dtype=pl.String),
        "nothing": pl.Series([None] * 4, dtype=pl.String),
    }
)
KINDS = ["smallint", "integer", "bigint", "bool", "timestamptz", "text", "text", "text"]


@pytest.mark.concurrency
@pytest.mark.django_db
@pytest.mark.parametrize("most_bytes", [1, case_binary.MOST_BYTES])
def test_rows_come_back_in_their_order(monkeypatch: pytest.MonkeyPatch, most_bytes: int) -> None:
    monkeypatch.setattr(case_binary, "MOST_BYTES", most_bytes)
    columns = ", ".join(f"{name} {kind}" for name, kind in zip(ROWS.columns, KINDS, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE copied (place serial, {columns})")
        names = ", ".join(ROWS.columns)
        content = io.BytesIO(case_binary.content(ROWS, KINDS))
        cursor.copy_expert(f"COPY copied ({names}) FROM STDIN (FORMAT binary)", content)
        cursor.execute(f"SELECT {names} FROM copied ORDER BY place")
        found = [
            tuple(cell.replace(tzinfo=None) if isinstance(cell, datetime) else cell for cell in row)
            for row in cursor.fetchall()
        ]
        cursor.execute("DROP TABLE copied")

    assert found == ROWS.rows()


def test_clocks_are_steady_only_where_nobody_changes_them() -> None:
    assert steady_offset("Asia/Ho_Chi_Minh", 1990, 2099) == timedelta(hours=7)
    assert steady_offset("Asia/Ho_Chi_Minh", 1974, 1976) is None
    assert steady_offset("Europe/Berlin", 2024, 2024) is None
