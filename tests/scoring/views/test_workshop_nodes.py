"""The page of one node: its fields, its rule as it is typed, what a stale edit meets."""

import re
from decimal import Decimal

import pytest

from tests.scoring.workshop_desk import address, create, leaf, node, page_of, post


def test_new_criterion_is_offered_the_next_code(client, office, draft):
    shown = page_of(client, "node-create", draft, loai="criterion", nhom=node(draft, "a").pk)

    assert 'name="code" value="a3"' in shown


def test_criterion_is_added_with_its_rule(client, office, draft):
    response = create(client, draft, **{"rule-kind": "count_step", "rule-shown": "count_step", "rule-per_item": "0,5",
                                        "rule-item": "văn bản"})  # fmt: skip

    added = node(draft, "a3")
    assert response.status_code == 302
    assert (added.max_points, added.rule, added.parent.code) == (
        Decimal("2.5"), {"kind": "count_step", "per_item": "0.5", "item": "văn bản"}, "a"
    )  # fmt: skip


def test_criterion_may_wait_for_its_rule(client, office, draft):
    create(client, draft, **{"rule-kind": "", "rule-shown": ""})

    assert node(draft, "a3").rule == {}
    assert "Chưa có cách tính điểm." in page_of(client, "tree", draft)


def test_saving_goes_on_to_the_next_criterion_of_the_group(client, office, draft):
    response = create(client, draft, act="save_next")

    assert response.headers["Location"].endswith(
        f"?loai=criterion&nhom={node(draft, 'a').pk}&nhu={node(draft, 'a3').pk}"
    )
    assert 'name="code" value="a4"' in client.get(response.headers["Location"]).content.decode()


def test_next_criterion_begins_like_the_one_before_where_kinds_stand_in_rows(client, office, draft):
    manual = {"rule-kind": "manual", "rule-shown": "manual", "rule-step": "0,5"}
    shown = client.get(create(client, draft, act="save_next", **manual).headers["Location"]).content.decode()
    assert '<option value="manual" selected>' in shown
    assert 'name="rule-step" value="0,5"' in shown

    counted = {"rule-kind": "count_step", "rule-shown": "count_step", "rule-per_item": "1", "code": "a4"}
    shown = client.get(create(client, draft, act="save_next", **counted).headers["Location"]).content.decode()
    assert '<option value="count_step" selected>' not in shown


@pytest.mark.parametrize(
    ("kind", "source"), [("survey_percent", "survey"), ("manual", "office"), ("proportional", "unit")]
)
def test_choosing_a_kind_says_who_usually_supplies_its_figures(client, office, draft, kind, source):
    shown = create(client, draft, act="show", **{"rule-kind": kind}).content.decode()

    assert f'<option value="{source}" selected>' in shown


def test_what_is_wrong_is_told_and_everything_kept(client, office, draft):
    response = create(client, draft, max_points="hai", **{"rule-kind": "manual", "rule-shown": "manual",
                                                          "rule-step": "nửa điểm"})  # fmt: skip
    shown = response.content.decode()

    assert response.status_code == 422
    assert shown.count("không phải là số") >= 2
    assert 'value="nửa điểm"' in shown
    assert "Tiêu chí mới" in shown


def test_stale_edit_keeps_what_was_typed_and_may_be_sent_again(client, office, draft):
    path = address("node-edit", draft, node(draft, "a1").pk)
    sent = leaf(code="a1", parent=str(node(draft, "a").pk), name="Tên tôi gõ")
    post(client, "node-act", draft, node(draft, "a2").pk, act="up")
    response = client.post(path, {**sent, "revision": 0})
    shown = response.content.decode()

    assert response.status_code == 409
    assert "Chưa ghi gì của lần này" in shown
    assert "Tên tôi gõ" in shown
    revision = re.search(r'name="revision" value="(\d+)"', shown)
    assert revision and client.post(path, {**sent, "revision": revision[1]}).status_code == 302
    assert node(draft, "a1").name == "Tên tôi gõ"


@pytest.mark.parametrize("slip", [{"max_points": "hai"}, {"act": "show"}])
def test_page_shown_again_does_not_forget_what_others_stored_meanwhile(client, office, draft, slip):
    path = address("node-edit", draft, node(draft, "a1").pk)
    sent = leaf(code="a1", parent=str(node(draft, "a").pk), name="Tên tôi gõ", revision="0")
    post(client, "node-act", draft, node(draft, "a2").pk, act="up")

    shown = client.post(path, {**sent, **slip}).content.decode()

    assert 'name="revision" value="0"' in shown
    assert client.post(path, sent).status_code == 409


def test_choosing_a_kind_shows_its_fields_without_judging(client, office, draft):
    response = create(client, draft, act="show", name="", **{"rule-kind": "step_table"})
    shown = response.content.decode()

    assert response.status_code == 200
    assert "Các bậc" in shown
    assert "is-invalid" not in shown
    assert not draft.criteria.filter(code="a3").exists()


def test_kind_is_taken_from_the_list_of_all_kinds(client, office, draft):
    shown = create(client, draft, act="use:penalty_count").content.decode()

    assert '<option value="penalty_count" selected>' in shown


def test_rule_is_tried_while_it_is_typed(client, office, draft):
    shown = post(client, "try", draft, max_points="4", **{
        "rule-kind": "proportional_floor", "rule-shown": "proportional_floor", "rule-floor": "95",
        "rule-ceiling": "99", "thu-value": "97",
    }).content.decode()  # fmt: skip

    assert "Từ 99% trở lên được 4,00 điểm" in shown
    assert "<strong>3,88 điểm.</strong>" in shown
    assert '<circle class="curve-open"' in shown
    assert 'id="thu-o"' in shown


def test_half_typed_rule_says_what_it_waits_for(client, office, draft):
    shown = post(client, "try", draft, **{
        "rule-kind": "proportional_floor", "rule-shown": "proportional_floor", "rule-floor": ""
    }).content.decode()  # fmt: skip

    assert "Mức sàn: " in shown


def test_try_sends_the_fields_again_only_when_they_change(client, office, draft):
    rule = {"rule-kind": "yes_no", "rule-shown": "yes_no"}
    first = post(client, "try", draft, **rule).content.decode()
    signature = re.search(r'name="thu-chu-ky" value="([^"]+)"', first)

    assert signature
    assert 'id="thu-o"' not in post(client, "try", draft, **rule, **{"thu-chu-ky": signature[1]}).content.decode()
