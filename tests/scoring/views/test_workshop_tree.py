"""Pages of the workshop: starting a set, copying one, its tree."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scoring.models import CriteriaSet
from scoring.services import workshop_tree
from tests.factories.scoring import NOW, stored_small_set
from tests.scoring.workshop_desk import address, node, page_of, post


def test_start_page_offers_sets_library_and_an_empty_one(client, office, draft):
    shown = client.get(reverse("scoring:workshop-create")).content.decode()

    assert f'href="{address("copy", draft)}"' in shown
    assert reverse("scoring:workshop-from-library", args=["hoai-nhon-khoa-phong"]) in shown
    assert "Lập bộ trống" in shown


def test_empty_set_is_started_with_a_code_made_of_its_name(client, office, world):
    given = {"name": "Bộ tiêu chí năm 2027", "version": "1", "total": "100", "cap_total": "on", "bands": "nam"}
    response = client.post(reverse("scoring:workshop-create"), given)

    stored = CriteriaSet.objects.get()
    assert response.headers["Location"] == address("tree", stored)
    assert (stored.code, stored.unit, stored.bands.count()) == ("bo-tieu-chi-nam-2027", world.centre, 5)


def test_ready_bands_follow_the_scale(client, office):
    given = {"name": "Thang 20", "version": "1", "total": "20", "bands": "nd233"}
    client.post(reverse("scoring:workshop-create"), given)

    assert list(CriteriaSet.objects.get().bands.values_list("low", flat=True)) == [18, 14, 10, 0]


def test_wrong_head_is_told_and_kept(client, office):
    given = {"name": "Bộ tiêu chí", "version": "1", "total": "một trăm", "bands": ""}
    response = client.post(reverse("scoring:workshop-create"), given)

    assert response.status_code == 422
    assert "không phải là số" in response.content.decode()
    assert 'value="một trăm"' in response.content.decode()


def test_set_is_copied_and_taken_from_the_library(client, office, draft):
    client.post(address("copy", draft), {"name": "Năm sau", "code": draft.code, "version": "2"})
    library = reverse("scoring:workshop-from-library", args=["tu-mo-rong-sau-linh-vuc"])
    client.post(library, {"name": "Sáu lĩnh vực", "code": "sau-linh-vuc", "version": "1"})

    assert sorted(CriteriaSet.objects.values_list("code", "version")) == [
        ("bo-nho", 1), ("bo-nho", 2), ("sau-linh-vuc", 1)
    ]  # fmt: skip


def test_taken_version_is_refused(client, office, draft):
    response = client.post(address("copy", draft), {"name": "Lại", "code": draft.code, "version": "1"})

    assert response.status_code == 422
    assert "Ghi phiên bản 2" in response.content.decode()


# Tree


def test_tree_shows_sums_rules_and_the_verdict(client, office, draft):
    shown = page_of(client, "tree", draft)

    assert "Các nhóm cộng lại 100,00 / thang điểm 100,00." in shown
    assert "bên trong 60,00" in shown
    assert "Từ 99% trở lên được 40,00 điểm" in shown
    assert "Dùng được" in shown


def test_tree_tells_every_slip_at_its_node_and_leads_there(client, office, draft):
    draft.criteria.filter(code="a1").update(max_points=Decimal(41))
    shown = page_of(client, "tree", draft)

    told = re.search(rf'id="nut-{node(draft, "a").pk}">.*?</li>', shown, re.DOTALL)
    assert told and "các mục bên trong cộng lại là 61" in told[0]
    assert f'<a href="{address("node-edit", draft, node(draft, "a").pk)}">Nhóm a:' in shown


@pytest.fixture
def large(draft):
    """Sixty nodes and more."""
    while draft.criteria.count() < 60:
        draft.refresh_from_db()
        workshop_tree.duplicate(node=node(draft, "a"), revision=draft.revision, by=None, at=NOW)
    return draft


@pytest.mark.parametrize("name", ["tree", "examples", "example-create", "limits", "node-create", "node-edit"])
def test_page_takes_as_many_queries_for_sixty_nodes_as_for_six(client, office, world, large, name):
    def queries(tree):
        arguments = [node(tree, "a1").pk] if name == "node-edit" else []
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(name, tree, *arguments)).status_code == 200
        return len(captured)

    small = stored_small_set(world.centre, code="nho")
    queries(large)

    assert queries(large) == queries(small)


def test_used_set_leads_to_its_own_page(client, scored):
    client.force_login(scored.office)
    response = client.get(address("tree", scored.criteria_set), follow=True)

    assert response.redirect_chain == [(reverse("scoring:criteria-detail", args=[scored.criteria_set.pk]), 302)]
    assert "Lập phiên bản mới" in response.content.decode()


@pytest.mark.parametrize("act", ["up", "down", "duplicate", "remove"])
def test_acts_on_a_node(client, office, draft, act):
    response = post(client, "node-act", draft, node(draft, "a2").pk, act=act)

    assert response.status_code == 302
    order = [row.code for row in draft.criteria.order_by("position")]
    assert (
        order
        == {
            "up": ["a", "a2", "a1", "c", "c2", "T1"],
            "down": ["a", "a1", "a2", "c", "c2", "T1"],
            "duplicate": ["a", "a1", "a2", "a3", "c", "c2", "T1"],
            "remove": ["a", "a1", "c", "c2", "T1"],
        }[act]
    )


def test_removal_says_what_it_takes_along(client, office, draft):
    shown = page_of(client, "tree", draft)

    assert "Bỏ a thì bỏ luôn 2 mục bên trong; không lấy lại được." in shown


def test_stale_act_is_told(client, office, draft):
    client.post(address("node-act", draft, node(draft, "a2").pk), {"revision": 0, "act": "up"})
    response = client.post(
        address("node-act", draft, node(draft, "a2").pk), {"revision": 0, "act": "remove"}, follow=True
    )

    assert "Chưa ghi gì của lần này" in response.content.decode()
    assert draft.criteria.filter(code="a2").exists()


def test_node_of_another_set_is_not_touched(client, office, draft, world):
    foreign = stored_small_set(world.other_centre)
    response = post(client, "node-act", draft, node(foreign, "a2").pk, act="remove")

    assert response.status_code == 302
    assert foreign.criteria.filter(code="a2").exists()
