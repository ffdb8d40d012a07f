"""A round whose sheets are verified and computed, ready to be appealed against."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from accounts.models import Unit, User
from scoring.enums import AssessmentState, ItemState
from scoring.models import Appeal, AppealWindow, AssessmentItem, CriterionScore, ScoreRun, UnitScore
from scoring.services import appeal_windows, appeals, runs
from tests.factories.accounts import PersonFactory, user_with
from tests.factories.scoring import NOW
from tests.scoring.conftest import Scored

CLOSES = NOW + timedelta(days=5)
LATER = CLOSES + timedelta(hours=1)


@dataclass(frozen=True)
class Appealable:
    """The surgery lost points in a2 (12 of 20); a1 is full, c2 calculated as 38,80; the pharmacy stands beside it."""

    scored: Scored
    run: ScoreRun
    verifier: User
    judge: User
    head: User
    other_head: User

    @property
    def surgery(self) -> Unit:
        return self.scored.world.surgery

    def line(self, code: str = "a2", unit: Unit | None = None) -> CriterionScore:
        return CriterionScore.objects.get(
            unit_score__run=self.run, unit_score__unit=unit or self.surgery, criterion__code=code
        )

    def sheet(self, unit: Unit | None = None) -> UnitScore:
        return UnitScore.objects.get(run=self.run, unit=unit or self.surgery)

    def item(self, code: str = "a2") -> AssessmentItem:
        return AssessmentItem.objects.get(
            assessment__round=self.scored.round, assessment__unit=self.surgery, criterion__code=code
        )

    def open(self, **options) -> AppealWindow:
        return appeal_windows.open_window(
            **{"run": self.run, "closes_at": CLOSES, "by": self.scored.office, "at": NOW, **options}
        )

    def file(self, code: str = "a2", points: str = "18", **options) -> Appeal:
        values = {
            "score": self.line(code),
            "argument": "Biên bản đã nộp ngày 02/11",
            "proposed_points": Decimal(points),
            "by": self.head,
            "at": NOW + timedelta(hours=1),
        }
        return appeals.submit(**{**values, **options})


def make_appealable(scored: Scored) -> Appealable:
    world = scored.world
    verifier = user_with("office", world.centre, person=PersonFactory(unit=world.office))
    for unit in (world.surgery, world.pharmacy):
        assessment = scored.submit(unit, a1={"done": True}, c2={"numerator": "97", "denominator": "100"})
        for code, points in (("a1", 40), ("a2", 12), ("c2", Decimal("38.8")), ("T1", 0)):
            scored.verify(assessment, code, verified_points=points)
        assessment.items.update(verified_by=verifier)
        assessment.items.exclude(criterion__code="a2").update(state=ItemState.ACCEPTED, verified_reason="")
        assessment.items.filter(criterion__code="a2").update(verified_reason="Thiếu biên bản")
        assessment.state, assessment.verified_at = AssessmentState.VERIFIED, NOW
        assessment.save()
    run = runs.compute(round=scored.round, by=scored.office, at=NOW).run
    return Appealable(
        scored,
        run,
        verifier,
        judge=scored.director,
        head=scored.head,
        other_head=user_with("department_head", world.pharmacy),
    )
