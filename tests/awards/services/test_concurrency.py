"""Two at once, on a database that several writers use."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from awards.models import SessionItem, VoteMark
from awards.services import ballots
from tests.awards.conftest import AT, eligible, opened

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def test_double_click_in_two_requests_counts_once(transactional_db, request):
    house = request.getfixturevalue("house")
    item = opened(house, eligible(house, person=house.surgeon)).items.get()

    def click(_):
        try:
            return ballots.cast(item=item, in_favour=True, by=house.members[3], at=AT).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        marks = set(pool.map(click, range(4)))

    assert len(marks) == 1 and VoteMark.objects.count() == 1
    assert SessionItem.objects.get(pk=item.pk).box_yes == 1
