"""Several people in the workshop at the same moment: nothing is lost unsaid, the tree stays whole, frozen is frozen."""

import itertools
import re
from decimal import Decimal
from random import Random

import pytest
from django.test import Client

from core.errors import DomainError, StaleRecord
from core.models import AuditEvent
from scoring.engine import definition
from scoring.enums import NodeKind, SetState
from scoring.models import CriteriaSet, Criterion
from scoring.selectors import criteria as reading
from scoring.services import criteria, workshop, workshop_parts, workshop_tree
from scoring.services.criteria import CriteriaRefused
from tests.at_once import all_at_once, second_while_first
from tests.factories.accounts import user_with
from tests.factories.campaigns import CampaignFactory, RoundFactory
from tests.factories.scoring import NOW, SMALL_SET, stored_small_set
from tests.scoring.workshop_desk import EXAMPLE, address, leaf, node, page_of

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
BY = {"by": None, "at": NOW}
PEOPLE, ACTS_EACH = 4, 12


@pytest.fixture
def draft(transactional_db, request):
    world = request.getfixturevalue("world")
    return stored_small_set(world.centre, tie_break=["a1", "vote"], example=[EXAMPLE])


@pytest.fixture
def tabs(draft):
    """Two browsers of two people of the office."""
    browsers = []
    for _ in range(2):
        browser = Client()
        browser.force_login(user_with("office", draft.unit))
        browsers.append(browser)
    return browsers


@pytest.fixture
def round_(draft):
    return RoundFactory(campaign=CampaignFactory(unit=draft.unit))


def seen(page):
    return re.search(r'name="revision" value="(-?\d+)"', page)[1]


def values(**more):
    return {"code": "a1", "name": "Tên khác", "max_points": Decimal(40), "rule": {"kind": "yes_no"}, **more}


def edit(draft, **more):
    return workshop_tree.edit(node=node(draft, "a1"), parent=node(draft, "a"), revision=0, values=values(**more), **BY)


def content(draft):
    return reading.as_mapping(CriteriaSet.objects.get(pk=draft.pk))


def assert_whole(draft):
    """Positions 1, 2, 3 … in reading order, every node reached from the top, codes once."""
    rows = list(Criterion.objects.filter(criteria_set=draft).order_by("position"))
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    assert [row.pk for row, _ in reading.walk(rows)] == [row.pk for row in rows]
    assert len({row.code for row in rows}) == len(rows)


def test_second_of_two_saves_is_told_and_keeps_what_was_typed(draft, tabs):
    page = address("node-edit", draft, node(draft, "a1").pk)
    revision = seen(page_of(tabs[0], "node-edit", draft, node(draft, "a1").pk))
    sent = leaf(code="a1", parent=str(node(draft, "a").pk), max_points="40", revision=revision)

    saved, told = second_while_first(
        lambda: tabs[0].post(page, {**sent, "name": "Tên của người thứ nhất"}),
        lambda: tabs[1].post(page, {**sent, "name": "Tên của người thứ hai", "evidence": "Biên bản họp"}),
    )

    shown = told.content.decode()
    assert (saved.status_code, told.status_code) == (302, 409)
    assert "sau khi bạn mở trang" in shown
    assert "Tên của người thứ hai" in shown and "Biên bản họp" in shown
    assert node(draft, "a1").name == "Tên của người thứ nhất"
    assert tabs[1].post(page, {**sent, "name": "Đã thống nhất", "revision": seen(shown)}).status_code == 302
    assert node(draft, "a1").name == "Đã thống nhất"


def test_page_told_of_one_change_does_not_hide_the_next(draft):
    shown = Criterion.objects.select_related("criteria_set").get(pk=node(draft, "c2").pk)
    edit(draft)

    def learn():
        with pytest.raises(StaleRecord):
            workshop_tree.move(node=shown, revision=0, step=1, **BY)
        return shown.criteria_set.revision

    _, told_of = second_while_first(
        lambda: workshop_tree.move(node=node(draft, "a2"), revision=1, step=-1, **BY), learn
    )

    assert told_of == 2


@pytest.mark.parametrize(("first", "second"), [(("a1", 1), ("a1", 1)), (("a1", 1), ("a2", -1)), (("a", 1), ("c", -1))])
def test_of_two_moves_one_counts(draft, first, second):
    moves = [(node(draft, code), step) for code, step in (first, second)]

    moved, told = second_while_first(
        *(lambda each=each: workshop_tree.move(node=each[0], revision=0, step=each[1], **BY) for each in moves)
    )

    assert isinstance(moved, Criterion) and isinstance(told, StaleRecord)
    assert_whole(draft)


def test_two_groups_are_not_put_into_each_other(draft):
    a, c = node(draft, "a"), node(draft, "c")

    def put(group, into):
        given = {"code": group.code, "name": group.name, "max_points": group.max_points}
        return lambda: workshop_tree.edit(node=group, parent=into, revision=0, values=given, **BY)

    _, told = second_while_first(put(a, c), put(c, a))

    assert isinstance(told, StaleRecord)
    assert_whole(draft)
    assert content(draft)["group"][0]["code"] == "c"


@pytest.mark.parametrize("gone", ["a1", "a"])
def test_what_is_being_removed_is_not_moved(draft, gone):
    moved = node(draft, "a1")

    _, told = second_while_first(
        lambda: workshop_tree.remove(node=node(draft, gone), revision=0, **BY),
        lambda: workshop_tree.move(node=moved, revision=0, step=1, **BY),
    )

    assert isinstance(told, StaleRecord)
    assert_whole(draft)
    assert not draft.criteria.filter(code="a1").exists()


def test_what_is_being_moved_is_not_removed_unseen(draft):
    gone = node(draft, "a1")

    _, told = second_while_first(
        lambda: workshop_tree.move(node=node(draft, "a1"), revision=0, step=1, **BY),
        lambda: workshop_tree.remove(node=gone, revision=0, **BY),
    )

    assert isinstance(told, StaleRecord)
    assert [row.code for row in draft.criteria.filter(parent__code="a").order_by("position")] == ["a2", "a1"]


def test_crowd_leaves_a_whole_tree_and_every_stored_act_counted(draft):
    def work(person):
        chance = Random(person)
        for _ in range(ACTS_EACH):
            row = CriteriaSet.objects.get(pk=draft.pk)
            nodes = list(row.criteria.filter(kind__in=[NodeKind.GROUP, NodeKind.CRITERION]))
            common = {"node": chance.choice(nodes), "revision": row.revision, **BY}
            act = chance.choice(["up", "down", "duplicate", "remove", "regroup"])
            try:
                _act(act, nodes, common, chance)
            except DomainError:
                continue

    done = all_at_once([lambda person=person: work(person) for person in range(PEOPLE)])

    told = AuditEvent.objects.filter(action__regex="criteria_set.(move|edit|remove|duplicate)_node").count()
    assert done == [None] * PEOPLE
    assert told == CriteriaSet.objects.get(pk=draft.pk).revision > 0
    assert_whole(draft)


def _act(act, nodes, common, chance):
    chosen = common["node"]
    if act in ("up", "down"):
        workshop_tree.move(step=-1 if act == "up" else 1, **common)
    elif act == "duplicate" and len(nodes) < 20:
        workshop_tree.duplicate(**common)
    elif act == "remove" and len(nodes) > 5:
        workshop_tree.remove(**common)
    elif act == "regroup":
        into = chance.choice([each for each in nodes if each.kind == NodeKind.GROUP])
        given = {"code": chosen.code, "name": chosen.name, "max_points": chosen.max_points}
        workshop_tree.edit(parent=into, values=given, **common)


def test_copy_made_while_somebody_edits_is_whole(draft):
    _, copied = second_while_first(
        lambda: edit(draft, code="x1"),
        lambda: workshop.copy(source=draft, unit=draft.unit, code="sao", version=1, name=draft.name, **BY),
    )

    assert reading.as_mapping(copied) == {**content(draft), "code": "sao"}
    assert "x1" in copied.tie_break and copied.criteria.filter(code="x1").exists()


def copying(draft):
    return workshop.copy(source=draft, unit=draft.unit, code=draft.code, version=2, name="Bản sao", **BY)


def starting(draft):
    given = {name: getattr(draft, name) for name in workshop.HEAD}
    return workshop.start(unit=draft.unit, values={**given, "version": 2}, **BY)


def renaming(draft):
    given = {name: getattr(draft, name) for name in workshop.HEAD}
    return workshop.edit_head(criteria_set=draft, revision=0, values={**given, "version": 2}, **BY)


def loading(draft):
    return stored_small_set(draft.unit, version=2)


@pytest.mark.parametrize(
    ("first", "second"),
    [*itertools.product([copying, renaming, loading], [copying, starting, renaming])],
    ids=lambda each: each.__name__,
)
def test_version_is_given_once(draft, first, second):
    _, told = second_while_first(lambda: first(draft), lambda: second(draft))

    assert isinstance(told, CriteriaRefused | StaleRecord)
    assert CriteriaSet.objects.filter(code=draft.code, version=2).count() == 1


def head(draft):
    given = {name: getattr(draft, name) for name in workshop.HEAD}
    return workshop.edit_head(criteria_set=draft, revision=0, values={**given, "name": "Tên mới"}, **BY)


WRITERS = {
    "add": lambda draft: workshop_tree.add(
        criteria_set=draft, revision=0, kind="criterion", parent=node(draft, "a"), values=values(code="a9"), **BY
    ),
    "edit": edit,
    "move": lambda draft: workshop_tree.move(node=node(draft, "a1"), revision=0, step=1, **BY),
    "duplicate": lambda draft: workshop_tree.duplicate(node=node(draft, "a"), revision=0, **BY),
    "remove": lambda draft: workshop_tree.remove(node=node(draft, "a1"), revision=0, **BY),
    "head": head,
    "discard": lambda draft: workshop.discard(criteria_set=draft, revision=0, **BY),
    "bands": lambda draft: workshop_parts.set_bands(criteria_set=draft, revision=0, bands=[], **BY),
    "tie_break": lambda draft: workshop_parts.set_provision(
        criteria_set=draft, revision=0, name="tie_break", value=["c"], **BY
    ),
    "example": lambda draft: workshop_parts.save_example(
        criteria_set=draft, revision=0, place=None, example={"name": "Khác"}, **BY
    ),
    "no_example": lambda draft: workshop_parts.remove_example(criteria_set=draft, revision=0, place=0, **BY),
    "load": lambda draft: stored_small_set(draft.unit),
}


@pytest.mark.parametrize("writer", WRITERS)
def test_set_that_is_being_frozen_is_not_changed(draft, round_, writer):
    before = content(draft)

    _, told = second_while_first(
        lambda: criteria.assign(round=round_, criteria_set=draft, **BY), lambda: WRITERS[writer](draft)
    )

    assert isinstance(told, CriteriaRefused)
    assert content(draft) == before
    assert CriteriaSet.objects.get(pk=draft.pk).state == SetState.FROZEN


@pytest.mark.parametrize("writer", [name for name in WRITERS if name not in ("discard", "load")])
def test_freezing_waits_for_the_change_that_is_being_stored(draft, round_, writer):
    _, assigned = second_while_first(
        lambda: WRITERS[writer](draft), lambda: criteria.assign(round=round_, criteria_set=draft, **BY)
    )

    stored = CriteriaSet.objects.get(pk=draft.pk)
    refused = isinstance(assigned, CriteriaRefused)
    assert (stored.revision, stored.state) == (1, SetState.DRAFT if refused else SetState.FROZEN)
    assert refused or assigned.criteria_set_id == stored.pk
    assert not refused or "lỗi nên chưa dùng để chấm được" in str(assigned)


@pytest.mark.parametrize("writer", ["discard", "load"])
@pytest.mark.parametrize("meanwhile", ["edit", "copy", "assign"])
def test_set_that_is_gone_is_told_as_gone(draft, round_, writer, meanwhile):
    later = {
        "edit": lambda: edit(stale),
        "copy": lambda: workshop.copy(source=stale, unit=draft.unit, code="sao", version=1, name="Sao", **BY),
        "assign": lambda: criteria.assign(round=round_, criteria_set=stale, **BY),
    }
    stale = CriteriaSet.objects.prefetch_related("criteria").get(pk=draft.pk)

    _, told = second_while_first(lambda: WRITERS[writer](draft), later[meanwhile])

    assert isinstance(told, CriteriaRefused) and "đã bị xóa hoặc bị thay" in str(told)


def test_edit_page_of_a_set_that_goes_away_answers(draft, tabs):
    page = address("head", draft)
    sent = {"name": "Tên tôi gõ", "code": draft.code, "version": "1", "total": "100", "bonus_cap": "5",
            "penalty_cap": "0", "revision": "0"}  # fmt: skip

    _, told = second_while_first(
        lambda: workshop.discard(criteria_set=draft, revision=0, **BY), lambda: tabs[0].post(page, sent)
    )

    assert told.status_code == 422
    assert "đã bị xóa" in told.content.decode() and "Tên tôi gõ" in told.content.decode()


def test_two_loads_of_one_version_leave_one(draft):
    built, _ = definition.read_set({**SMALL_SET, "version": 3})

    done = all_at_once([lambda: criteria.store(criteria_set=built, unit=draft.unit, **BY)] * 3)

    assert all(isinstance(each, CriteriaSet) for each in done)
    assert CriteriaSet.objects.filter(code=draft.code, version=3).count() == 1
