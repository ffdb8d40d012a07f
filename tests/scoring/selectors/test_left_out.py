"""What a set leaves out for a unit is nobody's work: not in the queue, not in its counters, not in the way."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import UnitGroup
from core.listing import SEAL
from scoring.engine.evaluation import evaluate
from scoring.engine.standing import Standing
from scoring.enums import AssessmentState
from scoring.models import Assessment, Criterion
from scoring.selectors import assessments as lists
from scoring.selectors import criteria, verification
from scoring.selectors.waiting import for_user
from scoring.services import verification as deciding
from tests.scoring.conftest import WORKDAY, Filled
from tests.sign_in import sign_in

QUEUE = "scoring:verification-queue"
CLINICAL = [UnitGroup.CLINICAL.value]


@pytest.fixture
def clinical(filled: Filled) -> Filled:
    """The surgery stands in the clinical group, the pharmacy in none; both have handed in."""
    filled.world.surgery.group = UnitGroup.CLINICAL
    filled.world.surgery.save(update_fields=["group"])
    filled.submit()
    filled.submit(filled.world.pharmacy, by=filled.other_head)
    return filled


def leave_out(code: str, **values: Any) -> None:
    Criterion.objects.filter(code=code).update(**(values or {"not_for": CLINICAL}))


def queue(filled: Filled) -> Any:
    return verification.queue_of(filled.office, round_year=2026, centre=filled.world.centre)


def codes(filled: Filled, unit: Any) -> set[str]:
    return set(queue(filled).filter(assessment__unit=unit).values_list("criterion__code", flat=True))


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("b1", {"not_for": CLINICAL}),
        ("b", {"not_for": ["tram", *CLINICAL]}),
        ("a", {"not_for": ["tram"]}),
        ("c2", {"suspended": "Chưa có hướng dẫn"}),
        ("a", {"suspended": "Bỏ năm nay"}),
        ("T1", {"not_for": CLINICAL}),
    ],
)
def test_queue_leaves_out_what_the_engine_leaves_out(clinical: Filled, code: str, values: dict[str, Any]) -> None:
    leave_out(code, **values)
    built = criteria.engine_set(clinical.sheet().round.criteria.criteria_set)

    for unit in (clinical.world.surgery, clinical.world.pharmacy):
        lines = evaluate(built, {}, Standing(group=unit.group)).lines
        asked = {line.code for line in lines if not line.is_group and line.status != "not_applicable"}
        assert codes(clinical, unit) == asked


def test_counters_of_the_queue_leave_it_out(client: Client, clinical: Filled) -> None:
    leave_out("b")
    page = sign_in(client, clinical.office).get(reverse(QUEUE), {"unit": clinical.world.surgery.pk})

    chips = {each["chip"].label: each["chip"].count for each in page.context["chips"]}
    assert [row.record.criterion.code for row in page.context["table"].rows] == ["a1", "a2", "c2", "T1"]
    assert page.context["progress"].total == 4
    wish = {"address": SEAL.sign(f"{reverse(QUEUE)}?unit={clinical.world.surgery.pk}"), "act": "agree", "all": "1"}
    assert client.post(reverse("core:list-act"), wish).context["number"] == 2
    assert (chips["Tất cả"], chips["Chờ thẩm định"], chips["Có giải trình"]) == (9, 9, 5)


def test_list_of_sheets_and_waiting_panel_leave_it_out(clinical: Filled) -> None:
    leave_out("b")
    counted = {sheet.unit: sheet for sheet in lists.with_progress(Assessment.objects.select_related("unit"))}

    surgery, pharmacy = counted[clinical.world.surgery], counted[clinical.world.pharmacy]
    assert (surgery.item_count, pharmacy.item_count) == (4, 5)
    assert (surgery.saved_count, pharmacy.saved_count) == (2, 3)
    assert pharmacy.self_sum - surgery.self_sum == 9
    told = [each.text for each in for_user(clinical.office, clinical.world.centre, 2026, WORKDAY.date())]
    assert "9 dòng tự đánh giá chờ thẩm định" in told


def test_page_of_a_line_that_is_left_out_is_not_there(client: Client, clinical: Filled) -> None:
    leave_out("b1")
    sign_in(client, clinical.office)

    own, other = (clinical.item("b1", unit).pk for unit in (clinical.world.surgery, clinical.world.pharmacy))
    assert client.get(reverse("scoring:verification-item", args=[own])).status_code == 404
    assert client.get(reverse("scoring:verification-item", args=[other])).status_code == 200


def test_verification_is_finished_without_it(client: Client, clinical: Filled) -> None:
    leave_out("b1")
    leave_out("a2", suspended="Bỏ năm nay")
    for code in ("a1", "c2"):
        item = clinical.item(code)
        deciding.decide(item=item, decision="accept", expected_revision=item.revision, by=clinical.office, at=WORKDAY)
    last = clinical.item("T1")
    sent = {"revision": last.revision, "decision": "accept", "next": "1"}

    page = sign_in(client, clinical.office).post(
        reverse("scoring:verification-item", args=[last.pk]), sent, follow=True
    )

    assert "Đã thẩm định đủ" in page.content.decode()
    finished = deciding.finish(assessment=clinical.sheet(), by=clinical.office, at=WORKDAY)
    assert finished.state == AssessmentState.VERIFIED
    assert codes(clinical, clinical.world.pharmacy) == {"a1", "b1", "c2", "T1"}
