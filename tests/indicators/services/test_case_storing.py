"""How known cases are looked up: by their codes, however many the centre has."""

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.services.case_versions import known_cases
from tests.factories.world import World
from tests.indicators.case_desk import case, imported

pytestmark = pytest.mark.django_db


def test_embedded_database_looks_for_each_wanted_code(world: World) -> None:
    imported(world.centre, case("A1", "02/11/2026"), case("A2", "02/11/2026"))
    with CaptureQueriesContext(connection) as asked:
        found = known_cases(world.centre.pk, pl.Series(["A2", "B1"]))
    assert found["code"].to_list() == ["A2"]
    if connection.vendor != "sqlite":
        return

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
        plan = [str(row[-1]) for row in cursor.fetchall()]

    assert any("(centre_id=? AND code=?)" in step for step in plan), plan
