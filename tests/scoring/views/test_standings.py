"""Pages of circumstances and of votes that break ties."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scoring.models import Circumstance, CriteriaSet, TieVote
from tests.factories.accounts import PersonFactory, UnitFactory, user_with
from tests.factories.scoring import CircumstanceFactory
from tests.scoring.appeal_stage import make_appealable
from tests.scoring.services.test_standings import LIMIT, MINUTES


@pytest.fixture
def ready(scored):
    CriteriaSet.objects.update(limits=[LIMIT], tie_break=["vote"])
    return make_appealable(scored)


def get(client, user, name, pk):
    client.force_login(user)
    return client.get(reverse(f"scoring:{name}", args=[pk]))


def post(client, user, name, pk, **data):
    client.force_login(user)
    return client.post(reverse(f"scoring:{name}", args=[pk]), data, follow=True)


def facts(ready, **changes):
    return {
        "unit": ready.surgery.pk,
        "limit_code": "khien_trach",
        "reason": "Bị khiển trách",
        "document": "Quyết định số 12",
        **changes,
    }


def test_office_records_and_withdraws(client, ready):
    office, round_ = ready.scored.office, ready.scored.round
    page = post(client, office, "circumstance-create", round_.pk, **facts(ready)).content.decode()
    assert "Đã ghi sự việc" in page and "Trưởng khoa bị khiển trách" in page and "Quyết định số 12" in page

    found = Circumstance.objects.get()
    page = post(client, office, "circumstance-withdraw", found.pk, reason="Nhầm khoa").content.decode()
    assert "Đã rút sự việc" in page and "Nhầm khoa" in page


def test_refused_circumstance_keeps_what_was_typed(client, ready):
    page = post(client, ready.scored.office, "circumstance-create", ready.scored.round.pk, **facts(ready, document=""))

    assert page.status_code == 422
    assert "Bị khiển trách" in page.content.decode()


def test_withdrawing_without_reason_is_refused(client, ready):
    found = CircumstanceFactory(round=ready.scored.round, unit=ready.surgery)

    page = post(client, ready.scored.office, "circumstance-withdraw", found.pk, reason="").content.decode()

    assert "Cần ghi lý do rút" in page


def test_director_reads_but_does_not_record(client, ready):
    page = get(client, ready.judge, "circumstance-list", ready.scored.round.pk).content.decode()

    assert reverse("scoring:circumstance-create", args=[ready.scored.round.pk]) not in page
    assert get(client, ready.judge, "circumstance-create", ready.scored.round.pk).status_code == 403
    assert get(client, ready.head, "circumstance-list", ready.scored.round.pk).status_code == 403


def test_foreign_office_finds_nothing(client, ready):
    foreign = user_with("office", ready.scored.world.other_centre)
    found = CircumstanceFactory(round=ready.scored.round, unit=ready.surgery)

    for name in ("circumstance-list", "circumstance-create", "tie-votes"):
        assert get(client, foreign, name, ready.scored.round.pk).status_code == 404
    assert post(client, foreign, "circumstance-withdraw", found.pk, reason="x").status_code == 404


def test_list_asks_as_much_for_many_circumstances(client, ready):
    CircumstanceFactory(round=ready.scored.round, unit=ready.surgery)
    client.force_login(ready.scored.office)
    address = reverse("scoring:circumstance-list", args=[ready.scored.round.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _ in range(6):
        CircumstanceFactory(round=ready.scored.round, unit=UnitFactory(parent=ready.scored.world.centre))
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few)


def test_set_without_such_limits_says_so(client, ready):
    CriteriaSet.objects.update(limits=[])

    page = get(client, ready.scored.office, "circumstance-create", ready.scored.round.pk).content.decode()

    assert "không có điều kiện hạ mức nào" in page


@pytest.fixture
def secretary(ready):
    world = ready.scored.world
    return user_with("council_secretary", world.centre, person=PersonFactory(unit=world.office))


def places(ready, surgery, pharmacy, minutes=MINUTES):
    units = [ready.surgery.pk, ready.scored.world.pharmacy.pk]
    return {
        "units": ",".join(map(str, units)),
        f"place_{units[0]}": surgery,
        f"place_{units[1]}": pharmacy,
        "minutes": minutes,
    }


def test_secretary_records_the_vote_of_a_tie(client, ready, secretary):
    page = get(client, secretary, "tie-votes", ready.scored.round.pk).content.decode()
    assert "Cùng hạng 1: 2 đơn vị, 90,80 điểm" in page

    page = post(client, secretary, "tie-votes", ready.scored.round.pk, **places(ready, 2, 1)).content.decode()

    assert "Đã ghi biểu quyết" in page and MINUTES in page
    assert list(TieVote.objects.order_by("place").values_list("unit__code", flat=True)) == ["khoa-duoc", "khoa-ngoai"]


@pytest.mark.parametrize(
    ("typed", "words"), [((1, 1), "mỗi số cho một đơn vị"), ((1, ""), "is-invalid"), ((1, 2, ""), "is-invalid")]
)
def test_refused_vote_is_shown_again(client, ready, secretary, typed, words):
    page = post(client, secretary, "tie-votes", ready.scored.round.pk, **places(ready, *typed))

    assert page.status_code == 422
    assert words in page.content.decode()
    assert not TieVote.objects.exists()


def test_vote_about_units_that_are_not_tied_is_sent_back(client, ready, secretary):
    sent = {**places(ready, 1, 2), "units": f"{ready.surgery.pk}"}

    page = post(client, secretary, "tie-votes", ready.scored.round.pk, **sent).content.decode()

    assert "vừa thay đổi" in page


def test_director_and_head_do_not_record_votes(client, ready):
    for person in (ready.judge, ready.head):
        assert get(client, person, "tie-votes", ready.scored.round.pk).status_code == 403
