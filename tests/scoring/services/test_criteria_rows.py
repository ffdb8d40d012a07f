"""A set kept as rows is the set that was stored: tree, limits, ties, quota, examples."""

from dataclasses import replace
from decimal import Decimal

import pytest

from scoring.engine.provisions import Quota
from scoring.selectors import criteria as selectors
from scoring.services import criteria
from tests.factories.accounts import UnitFactory
from tests.factories.scoring import NOW
from tests.scoring.engine.test_sets import SETS, read

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_whole_set_survives_its_rows(path):
    built, _ = read(path)
    first = built.groups[0]
    built = replace(
        built,
        tie_break=(first.code, "vote"),
        quota=Quota(band=built.bands[0].code, percent=Decimal(20), at_least=1, within_groups=True),
        groups=(replace(first, not_for=("tram", "phong")), *built.groups[1:]),
    )

    row = criteria.store(criteria_set=built, unit=UnitFactory(), by=None, at=NOW)

    assert selectors.engine_set(selectors.with_rows(row.pk)) == built
