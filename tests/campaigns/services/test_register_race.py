"""Two documents issued at the same moment get two numbers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import Unit
from campaigns.models import Plan, RegisterEntry
from campaigns.services import register
from tests.factories.campaigns import PlanFactory
from tests.factories.world import make_world

WRITERS = 6


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_numbers_taken_at_once_are_all_different() -> None:
    centre = make_world().centre
    plans = [PlanFactory(campaign__unit=centre) for _ in range(WRITERS)]
    start = Barrier(WRITERS)

    def take(plan: Plan) -> int:
        start.wait()
        try:
            entry = register.take_number(
                unit=Unit.objects.get(pk=centre.pk),
                symbol="KH-TTYT",
                on=date(2026, 3, 2),
                title="Kế hoạch",
                signer_name="Nguyễn Văn An",
                document=plan,
            )
            return entry.number
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        numbers = list(pool.map(take, plans))

    assert sorted(numbers) == list(range(1, WRITERS + 1))
    assert RegisterEntry.objects.count() == WRITERS
