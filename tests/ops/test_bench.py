"""The benchmark runs from end to end on a tiny province, and says what it has measured in the agreed form."""

import json
from pathlib import Path

import pytest
from django.db import connection

from ops.bench import measures, rows

GOOD = rows.row("a", 1.23456, 2, "lower", "×")
POOR = rows.row("b", 1.5, 2, "higher", "×")


def test_rows_say_whether_the_goal_is_reached() -> None:
    assert GOOD == {"name": "a", "value": 1.235, "goal": 2, "better": "lower", "unit": "×"}
    assert (rows.holds(GOOD), rows.holds(POOR)) == (True, False)
    good, poor = rows.table([GOOD, POOR]).splitlines()[1:]
    assert good.startswith("✓") and poor.startswith("✗")


def test_figures_are_written_for_machines(tmp_path: Path) -> None:
    rows.write([GOOD, POOR], tmp_path / "bench.json")

    assert json.loads((tmp_path / "bench.json").read_text()) == [GOOD, POOR]


@pytest.mark.needs_shared
@pytest.mark.django_db(transaction=True)
def test_tiny_province_is_measured(transactional_db: None) -> None:
    from tests.servers import database_url

    try:
        figures = measures.on_database("scoring", [2, 20], 1, {"DATABASE_URL": database_url()})
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS bench_variant, bench_content")

    assert [each["name"] for each in figures] == [
        "scoring.province",
        "scoring.memory",
        "scoring.linear",
        "scoring.workers",
        "scoring.pages",
        "scoring.ranking_page",
        "scoring.trace_page",
    ]
    assert all(each["value"] >= 0 and each["better"] in ("lower", "higher") for each in figures)
    assert all(set(each) == {"name", "value", "goal", "better", "unit"} for each in figures)
