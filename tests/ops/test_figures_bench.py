"""The benchmark of imports and rates runs from end to end with few cases."""

from pathlib import Path

import pytest

from ops.bench import figures

CASES, PROVINCE = 2000, 30


@pytest.mark.needs_shared
@pytest.mark.django_db(transaction=True)
def test_few_cases_are_measured(transactional_db: None, tmp_path: Path) -> None:
    from tests.servers import database_url

    env = {"DATABASE_URL": database_url(), "THIDUA_DATA": str(tmp_path)}

    measured = figures.measure(env, 1, cases=CASES, province=PROVINCE)

    assert [each["name"] for each in measured] == [
        "figures.import",
        "figures.xlsx",
        "figures.import_memory",
        "figures.rates",
    ]
    assert all(each["value"] > 0 for each in measured)
