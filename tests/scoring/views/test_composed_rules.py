"""Composed rules and survey answers on the pages: typed field by field, saved, missed, and shown in the trace."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.models import Round
from scoring.enums import AssessmentState
from scoring.models import Assessment, AssessmentItem, CriterionScore
from scoring.selectors.sheets import sheet_of
from scoring.services import assessments, criteria, runs
from tests.factories.accounts import user_with
from tests.factories.campaigns import CampaignFactory, ParticipantFactory, RoundFactory
from tests.factories.scoring import NOW, stored_small_set
from tests.factories.world import World
from tests.scoring.conftest import WORKDAY

SUMMED = {
    "kind": "sum_of_parts",
    "parts": [
        {
            "code": "kh",
            "label": "Kế hoạch",
            "max": 40,
            "rule": {
                "kind": "precondition",
                "condition": "Có kế hoạch được duyệt",
                "rule": {"kind": "proportional", "numerator_label": "Việc xong", "denominator_label": "Việc đến hạn"},
            },
        },
        {
            "code": "bc",
            "label": "Báo cáo",
            "max": 20,
            "rule": {"kind": "penalty_count", "per_item": 5, "item": "báo cáo thiếu"},
        },
    ],
}
GROUPS = [
    {
        "code": "a",
        "name": "Điều hành",
        "max": 100,
        "criterion": [
            {"code": "a1", "name": "Kế hoạch và báo cáo", "max": 60, "rule": SUMMED},
            {"code": "a2", "name": "Khảo sát", "max": 40, "rule": {"kind": "survey_share"}},
        ],
    }
]
PLAN = {"parts.kh.condition": "co", "parts.kh.numerator": "9", "parts.kh.denominator": "10"}
ANSWERS = {"counts.A": "6", "counts.B": "2", "counts.C": "1", "counts.D": "1"}


@pytest.fixture
def round_(world: World) -> Round:
    opened = RoundFactory(campaign=CampaignFactory(unit=world.centre))
    ParticipantFactory(round=opened, unit=world.surgery)
    stored = stored_small_set(world.centre, group=GROUPS)
    criteria.assign(round=opened, criteria_set=stored, by=None, at=NOW)
    assessments.open_for_round(round=opened, by=user_with("office", world.centre), at=NOW)
    return opened


def item(code: str) -> AssessmentItem:
    return AssessmentItem.objects.get(criterion__code=code)


def save(world: World, code: str, typed: dict[str, str]) -> AssessmentItem:
    staff = user_with("department_staff", world.surgery)
    line = item(code)
    return assessments.save_item(item=line, typed=typed, expected_revision=line.revision, by=staff, at=WORKDAY)


def test_fields_of_parts_are_typed_saved_and_shown_again(client: Client, world: World, round_: Round) -> None:
    saved = save(world, "a1", {**PLAN, "parts.bc.count": "1"})

    assert saved.declared["parts"][1] == {"code": "bc", "inputs": {"count": 1}}
    assert (saved.self_points, save(world, "a2", ANSWERS).self_points) == (
        Decimal(51),
        Decimal("29.6"),
    )  # 36 + 15; 7,4/10 × 40
    client.force_login(user_with("department_head", world.surgery))
    page = client.get(reverse("scoring:assessment-detail", args=[Assessment.objects.get().pk])).content.decode()
    for name, value in (("parts.kh.numerator", "9"), ("counts.A", "6")):
        assert f'name="{name}" value="{value}"' in page
    assert "Kế hoạch: Việc đến hạn" in page


def test_part_without_figures_is_a_gap_by_its_name(world: World, round_: Round) -> None:
    save(world, "a1", PLAN)

    row = sheet_of(Assessment.objects.get(), is_open=True).row_of(item("a1"))

    assert row.line.points == 36
    assert row.gaps == ("chưa nhập đủ số liệu: Báo cáo",)


def test_fault_inside_a_part_is_told_at_its_field(world: World, round_: Round) -> None:
    with pytest.raises(assessments.AssessmentRefused) as refused:
        save(world, "a1", {**PLAN, "parts.kh.numerator": "11"})

    assert list(refused.value.errors) == ["parts.kh.numerator"]


def test_trace_names_the_inputs_of_parts_and_options(client: Client, world: World, round_: Round) -> None:
    save(world, "a1", {**PLAN, "parts.bc.count": "1"})
    save(world, "a2", ANSWERS)
    Assessment.objects.update(state=AssessmentState.SUBMITTED, submitted_at=NOW)
    office: Any = user_with("office", world.centre)
    runs.compute(round=round_, by=office, at=NOW)
    client.force_login(office)

    pages = [
        client.get(reverse("scoring:score-trace", args=[score.pk])).content.decode()
        for score in CriterionScore.objects.filter(criterion__code__in=["a1", "a2"]).order_by("criterion__code")
    ]

    for page, said in zip(pages, (("Báo cáo: Số báo cáo thiếu", "36,00 + 15,00"), ("Mức B", "7,4/10")), strict=True):
        assert all(each in page for each in said)
