"""Writing sets in the interface: starting, copying, changing the tree, stale changes, frozen sets, examples."""

from decimal import Decimal

import pytest

from core.errors import StaleRecord
from core.models import AuditEvent
from scoring.enums import NodeKind, SetState
from scoring.models import CriteriaSet
from scoring.selectors import criteria as reading
from scoring.selectors import workshop as drafts
from scoring.services import criteria, workshop, workshop_parts, workshop_tree
from tests.factories.accounts import user_with
from tests.factories.campaigns import CampaignFactory, RoundFactory
from tests.factories.scoring import NOW, stored_small_set

HEAD = {
    "name": "Bộ mới",
    "code": "bo-moi",
    "version": 1,
    "total": Decimal(100),
    "cap_total": True,
    "bonus_cap": Decimal(0),
    "penalty_cap": Decimal(0),
}
EXAMPLE = {
    "name": "Khoa Nội",
    "entry": {"a1": {"done": True}, "a2": {"mark": "15"}, "c2": {"numerator": "99", "denominator": "100"}},
    "expect": {"a1": "40"},
    "total": "95",
}


@pytest.fixture
def draft(world):
    return stored_small_set(world.centre, tie_break=["c2", "vote"], example=[EXAMPLE])


def node(draft, code):
    return draft.criteria.get(code=code)


def codes(draft):
    return [row.code for row, _ in reading.walk(draft.criteria.order_by("position"))]


def by_now(draft, **more):
    draft.refresh_from_db()
    return {"revision": draft.revision, "by": None, "at": NOW, **more}


def leaf(code, **more):
    return {"code": code, "name": "Tiêu chí mới", "max_points": Decimal(5), "rule": {"kind": "yes_no"}, **more}


def test_empty_set_starts_with_its_bands(world):
    stored = workshop.start(unit=world.centre, values=HEAD, bands=[("tot", "Tốt", Decimal(0))], by=None, at=NOW)

    assert (stored.state, stored.revision, [band.name for band in stored.bands.all()]) == ("draft", 0, ["Tốt"])
    assert AuditEvent.objects.filter(action="scoring.criteria_set.start").count() == 1


def test_code_and_version_are_given_once(world, draft):
    with pytest.raises(criteria.CriteriaRefused, match="Ghi phiên bản 2 hoặc mã khác"):
        workshop.start(unit=world.centre, values={**HEAD, "code": draft.code}, by=None, at=NOW)


def test_copy_holds_everything_and_leaves_its_source_alone(world, draft):
    copied = workshop.copy(
        source=draft, unit=world.other_centre, code="ban-sao", version=1, name="Bản sao", by=None, at=NOW
    )

    assert reading.as_mapping(copied) == {
        **reading.as_mapping(draft), "code": "ban-sao", "version": 1, "name": "Bản sao"
    }  # fmt: skip
    assert (copied.copied_from, copied.unit, copied.revision) == (draft, world.other_centre, 0)
    assert not set(copied.criteria.values_list("pk", flat=True)) & set(draft.criteria.values_list("pk", flat=True))


def test_copy_of_a_used_set_is_a_draft(scored):
    copied = workshop.copy(
        source=scored.criteria_set, unit=scored.world.centre, code="bo-nho", version=2, name="Mới", by=None, at=NOW
    )

    assert (copied.state, copied.frozen_at) == (SetState.DRAFT, None)


def test_used_set_is_not_changed(scored):
    used = scored.criteria_set
    used.refresh_from_db()

    with pytest.raises(criteria.CriteriaRefused, match="Lập phiên bản mới"):
        workshop_tree.move(node=node(used, "a1"), step=1, **by_now(used))


def test_change_to_an_older_revision_is_told_and_stores_nothing(world, draft):
    person, other = (user_with("office", world.centre) for _ in range(2))
    values = {**leaf("a1"), "name": "Tên của người thứ nhất"}
    workshop_tree.edit(node=node(draft, "a1"), parent=node(draft, "a"), values=values, revision=0, by=person, at=NOW)

    with pytest.raises(StaleRecord, match=f"{person.display_name} đã sửa"):
        workshop_tree.edit(
            node=node(draft, "a1"), parent=node(draft, "a"), values=leaf("a1"), revision=0, by=other, at=NOW
        )
    assert node(draft, "a1").name == "Tên của người thứ nhất"


def test_second_writer_is_told_what_was_done_meanwhile(world, draft):
    person, other = (user_with("office", world.centre) for _ in range(2))
    opened = {"criteria_set": draft, "name": "tie_break", "value": ["c"], "by": other, "at": NOW}
    common = {"by": person, "at": NOW}
    values = {**leaf("a1"), "name": "Tên mới", "max_points": Decimal("4.5")}
    workshop_tree.edit(node=node(draft, "a1"), parent=node(draft, "a"), values=values, revision=0, **common)
    workshop_tree.move(node=node(draft, "a2"), step=-1, revision=1, **common)

    def told(revision):
        with pytest.raises(StaleRecord) as refused:
            workshop_parts.set_provision(revision=revision, **opened)
        return refused.value.message

    assert told(1).endswith("sau khi bạn mở trang: chuyển chỗ một mục của bộ tiêu chí (a2: chuyển lên).")
    assert "(a1: tên thành “Tên mới”, điểm tối đa thành “4,5”" in told(0)
    workshop_tree.remove(node=node(draft, "a"), revision=2, **common)
    workshop.edit_head(criteria_set=draft, revision=3, values={**HEAD, "code": draft.code}, **common)
    assert told(0).endswith("; và 1 thay đổi khác.")


def test_second_click_adds_nothing(world, draft):
    person = user_with("office", world.centre)
    again = {"criteria_set": draft, "revision": 0, "kind": "criterion", "parent": node(draft, "a"), "by": person}
    workshop_tree.add(**again, values=leaf("a9"), at=NOW)

    with pytest.raises(StaleRecord, match="nút đã bấm hai lần"):
        workshop_tree.add(**again, values=leaf("a10"), at=NOW)
    assert draft.criteria.count() == 7


def test_new_criterion_stands_last_in_its_group(draft):
    workshop_tree.add(criteria_set=draft, kind="criterion", parent=node(draft, "a"), values=leaf("a3"), **by_now(draft))

    assert codes(draft) == ["a", "a1", "a2", "a3", "c", "c2", "T1"]
    assert list(draft.criteria.order_by("position").values_list("position", flat=True)) == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("kind", "parent", "said"),
    [("criterion", None, "phải thuộc một nhóm"), ("bonus", "a", "không thuộc nhóm"), ("criterion", "a1", "Chỉ nhóm")],
)
def test_node_stands_only_where_it_can(draft, kind, parent, said):
    under = node(draft, parent) if parent else None

    with pytest.raises(workshop_tree.NodeRefused, match=said):
        workshop_tree.add(criteria_set=draft, kind=kind, parent=under, values=leaf("x"), **by_now(draft))


def test_code_is_used_once(draft):
    with pytest.raises(workshop_tree.NodeRefused, match="“a1” đã dùng cho “Ban hành kế hoạch”"):
        workshop_tree.add(
            criteria_set=draft, kind="criterion", parent=node(draft, "c"), values=leaf("a1"), **by_now(draft)
        )


def test_nodes_move_up_and_down_among_their_siblings(draft):
    workshop_tree.move(node=node(draft, "a2"), step=-1, **by_now(draft))
    assert codes(draft) == ["a", "a2", "a1", "c", "c2", "T1"]

    workshop_tree.move(node=node(draft, "a"), step=1, **by_now(draft))
    assert codes(draft) == ["c", "c2", "a", "a2", "a1", "T1"]

    workshop_tree.move(node=node(draft, "a"), step=1, **by_now(draft))
    assert codes(draft) == ["c", "c2", "a", "a2", "a1", "T1"]


def test_node_moves_to_another_group(draft):
    a2 = node(draft, "a2")
    workshop_tree.edit(node=a2, parent=node(draft, "c"), values={"code": "a2"}, **by_now(draft))

    assert codes(draft) == ["a", "a1", "c", "c2", "a2", "T1"]


def test_group_does_not_move_into_itself(draft):
    inner = workshop_tree.add(
        criteria_set=draft, kind="group", parent=node(draft, "a"), values={**leaf("a0"), "rule": {}}, **by_now(draft)
    )

    with pytest.raises(workshop_tree.NodeRefused, match="vào chính nó"):
        workshop_tree.edit(node=node(draft, "a"), parent=inner, values={"code": "a"}, **by_now(draft))


def test_new_code_is_followed_by_every_mention(draft):
    limits = [{"code": "g", "name": "G", "when": "node_below", "at_most": "tot", "node": "c2", "percent": "80"}]
    workshop_parts.set_provision(criteria_set=draft, name="limits", value=limits, **by_now(draft))
    workshop_tree.edit(node=node(draft, "c2"), parent=node(draft, "c"), values={"code": "c7"}, **by_now(draft))

    draft.refresh_from_db()
    assert (draft.tie_break, draft.limits[0]["node"], sorted(draft.examples[0]["entry"])) == (
        ["c7", "vote"], "c7", ["a1", "a2", "c7"]
    )  # fmt: skip


def test_duplicate_takes_everything_inside_along_under_free_codes(draft):
    copied = workshop_tree.duplicate(node=node(draft, "a"), **by_now(draft))

    assert codes(draft) == ["a", "a1", "a2", "b", "b1", "b2", "c", "c2", "T1"]
    assert [row.rule for row in draft.criteria.filter(parent=copied).order_by("position")] == [
        node(draft, "a1").rule, node(draft, "a2").rule
    ]  # fmt: skip


def test_removal_takes_what_is_inside_and_is_forgotten_by_examples(draft):
    gone = workshop_tree.remove(node=node(draft, "c"), **by_now(draft))

    draft.refresh_from_db()
    assert (gone, codes(draft)) == (["c", "c2"], ["a", "a1", "a2", "T1"])
    assert (draft.tie_break, sorted(draft.examples[0]["entry"])) == (["vote"], ["a1", "a2"])
    assert AuditEvent.objects.get(action="scoring.criteria_set.remove_node").changes == {"bỏ": "c, c2"}


def test_limit_that_names_what_is_gone_is_told(draft):
    limits = [{"code": "g", "name": "G", "when": "criterion_zero", "at_most": "tot", "criteria": ["c2"]}]
    workshop_parts.set_provision(criteria_set=draft, name="limits", value=limits, **by_now(draft))
    workshop_tree.remove(node=node(draft, "c2"), **by_now(draft))

    fresh = CriteriaSet.objects.get(pk=draft.pk)
    assert [each.part for each in drafts.verdict(fresh).findings if "c2" in each.slip.message] == ["ha-muc"]


def test_examples_are_named_apart_and_removed(draft):
    with pytest.raises(workshop_parts.PartRefused, match="Đã có ví dụ"):
        workshop_parts.save_example(criteria_set=draft, place=None, example=EXAMPLE, **by_now(draft))

    workshop_parts.remove_example(criteria_set=draft, place=0, **by_now(draft))
    draft.refresh_from_db()
    assert draft.examples == []


def test_draft_with_errors_is_not_given_to_a_round(world, draft):
    round_ = RoundFactory(campaign=CampaignFactory(unit=world.centre))
    workshop_tree.edit(
        node=node(draft, "a1"), parent=node(draft, "a"), values=leaf("a1", max_points=Decimal(41)), **by_now(draft)
    )

    with pytest.raises(criteria.CriteriaRefused, match="Nhóm a: Điểm tối đa ghi 60 nhưng"):
        criteria.assign(round=round_, criteria_set=draft, by=None, at=NOW)
    draft.refresh_from_db()
    assert draft.state == SetState.DRAFT


def test_failing_example_keeps_a_draft_from_being_used(world, draft):
    workshop_parts.save_example(criteria_set=draft, place=0, example={**EXAMPLE, "total": "94"}, **by_now(draft))

    with pytest.raises(criteria.CriteriaRefused, match="Tổng điểm phải là 94,00 điểm nhưng tính ra 95,00 điểm"):
        criteria.assign(
            round=RoundFactory(campaign=CampaignFactory(unit=world.centre)), criteria_set=draft, by=None, at=NOW
        )


def test_sound_draft_is_given_to_a_round_and_frozen(world, draft):
    criteria.assign(
        round=RoundFactory(campaign=CampaignFactory(unit=world.centre)), criteria_set=draft, by=None, at=NOW
    )

    draft.refresh_from_db()
    assert draft.state == SetState.FROZEN


def test_discarded_draft_leaves_its_trace(draft):
    workshop.discard(criteria_set=draft, **by_now(draft))

    assert not CriteriaSet.objects.exists()
    assert AuditEvent.objects.get(action="scoring.criteria_set.discard").changes == {"số tiêu chí": 4}


def test_deep_tree_is_copied_level_by_level(world, draft):
    group = {**leaf("a0"), "rule": {}}
    inner = workshop_tree.add(
        criteria_set=draft, kind=NodeKind.GROUP, parent=node(draft, "a"), values=group, **by_now(draft)
    )
    workshop_tree.add(criteria_set=draft, kind="criterion", parent=inner, values=leaf("a01"), **by_now(draft))

    copied = workshop.copy(source=draft, unit=world.centre, code="sau", version=1, name="Sâu", by=None, at=NOW)

    assert [(row.code, depth) for row, depth in reading.walk(copied.criteria.order_by("position"))] == [
        ("a", 0), ("a0", 1), ("a01", 2), ("a1", 1), ("a2", 1), ("c", 0), ("c2", 1), ("T1", 0)
    ]  # fmt: skip
