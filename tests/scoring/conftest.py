"""A round of the small world that is ready to be scored."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from accounts.models import Unit, User
from campaigns.models import Round
from indicators.models import Indicator
from scoring.enums import AssessmentState, ItemState
from scoring.models import Assessment, AssessmentItem, CriteriaSet
from scoring.services import assessments, criteria
from tests.factories.accounts import PersonFactory, user_with
from tests.factories.campaigns import CampaignFactory, ParticipantFactory, RoundFactory
from tests.factories.indicators import IndicatorFactory, MeasurementFactory
from tests.factories.scoring import NOW, stored_small_set
from tests.factories.world import World


@dataclass(frozen=True)
class Scored:
    """A round with its set, two participants and the people who work on it."""

    world: World
    round: Round
    criteria_set: CriteriaSet
    indicator: Indicator
    office: User
    director: User
    head: User

    def measure(self, unit, numerator, denominator):
        """Report the on-time figure of a unit."""
        MeasurementFactory(
            indicator=self.indicator,
            unit=unit,
            value=None,
            numerator=numerator,
            denominator=denominator,
            source_note="Báo cáo một cửa",
        )

    def submit(self, unit, **declared):
        """A submitted self-assessment with these declared inputs by criterion code."""
        assessment = Assessment.objects.create(
            round=self.round, unit=unit, state=AssessmentState.SUBMITTED, created_at=NOW, submitted_at=NOW
        )
        for criterion in self.criteria_set.criteria.exclude(kind="group"):
            AssessmentItem.objects.create(
                assessment=assessment, criterion=criterion, declared=declared.get(criterion.code, {}), saved_at=NOW
            )
        return assessment

    def verify(self, assessment, code, **values):
        """Record what a verifier said about one criterion."""
        state = values.pop("state", ItemState.ADJUSTED)
        assessment.items.filter(criterion__code=code).update(
            state=state, verified_at=NOW, verified_by=self.office, **{"verified_reason": "Đã đối chiếu", **values}
        )


@pytest.fixture
def scored(world):
    """Two departments take part in a round that is scored by the small set."""
    round_ = RoundFactory(campaign=CampaignFactory(unit=world.centre, code="phong-trao"))
    for unit in (world.surgery, world.pharmacy):
        ParticipantFactory(round=round_, unit=unit)
    criteria_set = stored_small_set(world.centre)
    criteria.assign(round=round_, criteria_set=criteria_set, by=None, at=NOW)
    return Scored(
        world,
        round_,
        criteria_set,
        IndicatorFactory(code="tthc_on_time", source="declared"),
        office=user_with("office", world.centre),
        director=user_with("director", world.centre),
        head=user_with("department_head", world.surgery),
    )


@dataclass(frozen=True)
class Filled:
    """A round with an opened sheet for each of two departments, and the people who work on them."""

    world: World
    round: Round
    indicator: Indicator
    office: User
    director: User
    head: User
    staff: User
    other_head: User

    def sheet(self, unit: Unit | None = None) -> Assessment:
        return Assessment.objects.get(round=self.round, unit=unit or self.world.surgery)

    def item(self, code: str, unit: Unit | None = None) -> AssessmentItem:
        return AssessmentItem.objects.get(assessment=self.sheet(unit), criterion__code=code)

    def save(self, code: str, *, unit: Unit | None = None, by: User | None = None, **given: Any) -> AssessmentItem:
        """Type into one line through the service."""
        item = self.item(code, unit)
        names = ("explanation", "claims_not_applicable", "expected_revision", "at")
        options = {"expected_revision": item.revision, "at": WORKDAY, **{k: v for k, v in given.items() if k in names}}
        typed = {name: value for name, value in given.items() if name not in names}
        return assessments.save_item(item=item, typed=typed, by=by or self.staff, **options)

    def complete(self, unit: Unit | None = None, by: User | None = None) -> None:
        """Give every line what a submission needs."""
        self.save("a1", unit=unit, by=by, done="co", explanation="Kế hoạch số 12/KH.")
        self.save("b1", unit=unit, by=by, numerator="9", denominator="10", explanation="Có danh mục kèm theo.")
        self.save("c2", unit=unit, by=by, claims_not_applicable=True, explanation="Khoa không tiếp nhận hồ sơ.")

    def submit(self, unit: Unit | None = None, by: User | None = None, staff: User | None = None) -> Assessment:
        self.complete(unit, staff or by)
        return assessments.submit(assessment=self.sheet(unit), by=by or self.head, at=WORKDAY)


WORKDAY = datetime(2026, 12, 2, 3, tzinfo=UTC)

FILLED_GROUPS = [
    {
        "code": "a",
        "name": "Điều hành",
        "max": 50,
        "criterion": [
            {"code": "a1", "name": "Ban hành kế hoạch", "max": 40, "rule": {"kind": "yes_no"}, "evidence": "Kế hoạch"},
            {"code": "a2", "name": "Nhận xét", "max": 10, "entered_by": "office", "rule": {"kind": "manual"}},
        ],
    },
    {
        "code": "b",
        "name": "Thể chế",
        "max": 10,
        "criterion": [
            {
                "code": "b1",
                "name": "Văn bản",
                "max": 10,
                "may_not_apply": True,
                "evidence": "Danh mục",
                "rule": {
                    "kind": "proportional",
                    "numerator_label": "Văn bản đạt",
                    "denominator_label": "Văn bản được giao",
                },
            },
        ],
    },
    {
        "code": "c",
        "name": "Thủ tục hành chính",
        "max": 40,
        "criterion": [
            {
                "code": "c2",
                "name": "Đúng hạn",
                "max": 40,
                "indicator": "tthc_on_time",
                "entered_by": "portal",
                "may_not_apply": True,
                "rule": {
                    "kind": "proportional_floor",
                    "floor": 95,
                    "ceiling": 99,
                    "numerator_label": "Hồ sơ đúng hạn",
                    "denominator_label": "Hồ sơ đã giải quyết",
                },
            },
        ],
    },
]


@pytest.fixture
def filled(world: World) -> Filled:
    """Sheets are open for the surgery and the pharmacy."""
    round_ = RoundFactory(campaign=CampaignFactory(unit=world.centre))
    for unit in (world.surgery, world.pharmacy):
        ParticipantFactory(round=round_, unit=unit)
    stored = stored_small_set(world.centre, group=FILLED_GROUPS)
    criteria.assign(round=round_, criteria_set=stored, by=None, at=NOW)
    office = user_with("office", world.centre, person=PersonFactory(unit=world.office))
    assessments.open_for_round(round=round_, by=office, at=NOW)
    return Filled(
        world,
        round_,
        IndicatorFactory(code="tthc_on_time", source="declared"),
        office=office,
        director=user_with("director", world.centre),
        head=user_with("department_head", world.surgery),
        staff=user_with("department_staff", world.surgery),
        other_head=user_with("department_head", world.pharmacy),
    )
