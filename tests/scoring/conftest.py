"""A round of the small world that is ready to be scored."""

from dataclasses import dataclass

import pytest

from accounts.models import User
from campaigns.models import Round
from indicators.models import Indicator
from scoring.enums import AssessmentState, ItemState
from scoring.models import Assessment, AssessmentItem, CriteriaSet
from scoring.services import criteria
from tests.factories.accounts import user_with
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
            indicator=self.indicator, unit=unit, value=None, numerator=numerator, denominator=denominator,
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
        world, round_, criteria_set, IndicatorFactory(code="tthc_on_time", source="declared"),
        office=user_with("office", world.centre), director=user_with("director", world.centre),
        head=user_with("department_head", world.surgery),
    )
