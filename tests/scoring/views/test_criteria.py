"""Criteria sets: list, tree, giving to a round."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scoring.models import RoundCriteria
from scoring.services import workshop_tree
from tests.factories.accounts import user_with
from tests.factories.campaigns import RoundFactory
from tests.factories.scoring import NOW, stored_small_set


def get(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"scoring:{name}", args=args), query)


def test_department_reads_the_sets_of_its_centre(client, scored):
    page = get(client, scored.head, "criteria-list").content.decode()

    assert "Bộ tiêu chí nhỏ" in page


def test_foreign_set_is_not_found(client, scored):
    stranger = user_with("department_head", scored.world.other_department)

    assert "Bộ tiêu chí nhỏ" not in get(client, stranger, "criteria-list").content.decode()
    assert get(client, stranger, "criteria-detail", scored.criteria_set.pk).status_code == 404


def test_list_takes_as_many_queries_for_three_sets_as_for_one(client, scored):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            get(client, scored.office, "criteria-list")
        return len(captured)

    queries()
    before = queries()
    for version in (2, 3):
        stored_small_set(scored.world.centre, version=version)

    assert queries() == before


def test_tree_shows_rules_in_words_and_grades(client, scored):
    page = get(client, scored.head, "criteria-detail", scored.criteria_set.pk).content.decode()

    assert "Từ 99% trở lên được 40,00 điểm; từ 95% đến dưới 99%: tỷ lệ × 40; dưới 95% được 0 điểm." in page
    assert "từ 80 đến dưới 90 điểm" in page
    assert "Đợt thi đua năm 2026" in page
    assert "Dùng để chấm một đợt" not in page


def test_office_gives_a_set_to_a_round(client, scored):
    another = RoundFactory(campaign=scored.round.campaign, year=2027)
    client.force_login(scored.office)

    response = client.post(
        reverse("scoring:criteria-assign", args=[scored.criteria_set.pk]), {"round": another.pk}, follow=True
    )

    assert "Đợt thi đua năm 2027 được chấm theo bộ tiêu chí này." in response.content.decode()
    assert RoundCriteria.objects.get(round=another).criteria_set == scored.criteria_set


def test_draft_that_was_changed_meanwhile_is_not_frozen_unseen(client, scored):
    draft = stored_small_set(scored.world.centre, version=2)
    another = RoundFactory(campaign=scored.round.campaign, year=2027)
    page = get(client, scored.office, "criteria-detail", draft.pk).content.decode()
    seen = re.search(r'name="revision" value="(\d+)"', page)[1]
    workshop_tree.move(node=draft.criteria.get(code="a1"), step=1, revision=0, by=None, at=NOW)

    def assign(revision):
        sent = {"round": another.pk, "revision": revision}
        return client.post(reverse("scoring:criteria-assign", args=[draft.pk]), sent, follow=True).content.decode()

    assert "chuyển chỗ một mục của bộ tiêu chí (a1: chuyển xuống). Chưa gán cho đợt nào" in assign(seen)
    draft.refresh_from_db()
    assert draft.state == "draft" and not RoundCriteria.objects.filter(round=another).exists()
    assert "được chấm theo bộ tiêu chí này" in assign("1")


def test_round_of_another_centre_is_no_choice(client, scored):
    foreign = RoundFactory(campaign__unit=scored.world.other_centre)
    client.force_login(scored.office)

    response = client.post(reverse("scoring:criteria-assign", args=[scored.criteria_set.pk]), {"round": foreign.pk})

    assert response.status_code == 422
    assert not RoundCriteria.objects.filter(round=foreign).exists()


def test_foreign_office_does_not_give_sets(client, scored):
    client.force_login(user_with("office", scored.world.other_centre))

    assert client.post(reverse("scoring:criteria-assign", args=[scored.criteria_set.pk])).status_code == 404


def test_page_says_what_holds_besides_the_tree(client, world):
    limit = {"code": "k", "name": "Kỷ luật", "when": "circumstance", "at_most": "tot"}
    stored = stored_small_set(
        world.centre, tie_break=["c2", "vote"], limit=[limit], quota={"band": "xuat_sac", "percent": 20}
    )
    page = get(client, user_with("office", world.centre), "criteria-detail", stored.pk).content.decode()

    assert "c2 Đúng hạn" in page
    assert "Kỷ luật: có sự việc đã ghi nhận → nhiều nhất Tốt" in page
    assert "Xuất sắc nhiều nhất 20% tất cả các đơn vị được xếp loại, làm tròn xuống" in page
