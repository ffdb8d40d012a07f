"""Criteria sets and score runs for tests."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.models import Unit
from scoring.engine import definition
from scoring.enums import NodeKind, ScoreStatus
from scoring.models import (
    Appeal,
    AppealWindow,
    Assessment,
    AssessmentItem,
    Band,
    Circumstance,
    CriteriaSet,
    Criterion,
    CriterionScore,
    Evidence,
    EvidenceLink,
    RoundCriteria,
    Scenario,
    ScoreBatch,
    ScoreRun,
    TieVote,
    UnitScore,
)
from scoring.services import criteria
from tests.factories.accounts import UnitFactory
from tests.factories.campaigns import RoundFactory

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)

SMALL_SET: dict[str, Any] = {
    "code": "bo-nho",
    "name": "Bộ tiêu chí nhỏ",
    "version": 1,
    "total": 100,
    "group": [
        {
            "code": "a",
            "name": "Điều hành",
            "max": 60,
            "criterion": [
                {"code": "a1", "name": "Ban hành kế hoạch", "max": 40, "rule": {"kind": "yes_no"}},
                {"code": "a2", "name": "Nhận xét", "max": 20, "entered_by": "office", "rule": {"kind": "manual"}},
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
    ],
    "band": [
        {"code": "xuat_sac", "name": "Xuất sắc", "low": 90},
        {"code": "tot", "name": "Tốt", "low": 80},
        {"code": "yeu", "name": "Yếu", "low": 0},
    ],
    "bonus": {
        "cap": 5,
        "criterion": [{"code": "T1", "name": "Thưởng", "max": 5, "entered_by": "office", "rule": {"kind": "bonus"}}],
    },
}


def stored_small_set(unit: Unit, **changes: Any) -> CriteriaSet:
    """The small set stored for a unit through the service."""
    built, slips = definition.read_set({**SMALL_SET, **changes})
    assert built is not None and not definition.errors(slips)
    return criteria.store(criteria_set=built, unit=unit, by=None, at=NOW)


class CriteriaSetFactory(DjangoModelFactory):
    class Meta:
        model = CriteriaSet

    unit = factory.SubFactory(UnitFactory)
    code = factory.Sequence(lambda number: f"bo-{number}")
    name = "Bộ tiêu chí thử nghiệm"
    total = Decimal(100)
    created_at = NOW


class CriterionFactory(DjangoModelFactory):
    class Meta:
        model = Criterion

    criteria_set = factory.SubFactory(CriteriaSetFactory)
    kind = NodeKind.CRITERION
    position = factory.Sequence(lambda number: number % 30000)
    code = factory.Sequence(lambda number: f"x{number}")
    name = "Tiêu chí thử nghiệm"
    max_points = Decimal(10)
    rule = factory.LazyFunction(lambda: {"kind": "yes_no"})


class BandFactory(DjangoModelFactory):
    class Meta:
        model = Band

    criteria_set = factory.SubFactory(CriteriaSetFactory)
    code = factory.Sequence(lambda number: f"muc-{number}")
    name = "Tốt"
    low = Decimal(80)


class RoundCriteriaFactory(DjangoModelFactory):
    class Meta:
        model = RoundCriteria

    round = factory.SubFactory(RoundFactory)
    criteria_set = factory.SubFactory(CriteriaSetFactory)


class ScoreRunFactory(DjangoModelFactory):
    class Meta:
        model = ScoreRun

    round = factory.SubFactory(RoundFactory)
    number = factory.Sequence(lambda number: number + 1)
    criteria_set = factory.SubFactory(CriteriaSetFactory)
    engine_version = "1.0"
    inputs_hash = "0" * 64
    result_hash = "1" * 64
    requested_at = NOW
    provisional_at = NOW


class UnitScoreFactory(DjangoModelFactory):
    class Meta:
        model = UnitScore

    run = factory.SubFactory(ScoreRunFactory)
    unit = factory.SubFactory(UnitFactory)
    base = Decimal("85.50")
    total = Decimal("85.50")
    grade_code = "tot"
    grade = "Tốt"
    rank = 1
    group_rank = 1


class CriterionScoreFactory(DjangoModelFactory):
    class Meta:
        model = CriterionScore

    unit_score = factory.SubFactory(UnitScoreFactory)
    criterion = factory.SubFactory(CriterionFactory)
    status = ScoreStatus.AWARDED
    points = Decimal(8)
    max_points = Decimal(10)
    reason = "Có thực hiện, được 8,00 điểm"


class AssessmentFactory(DjangoModelFactory):
    class Meta:
        model = Assessment

    round = factory.SubFactory(RoundFactory)
    unit = factory.SubFactory(UnitFactory)
    created_at = NOW


class AssessmentItemFactory(DjangoModelFactory):
    class Meta:
        model = AssessmentItem

    assessment = factory.SubFactory(AssessmentFactory)
    criterion = factory.SubFactory(CriterionFactory)


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = Evidence

    unit = factory.SubFactory(UnitFactory)
    name = "bao-cao.pdf"
    file = factory.django.FileField(data=b"%PDF-1.4", filename="bao-cao.pdf")
    content_type = "application/pdf"
    size = 8
    sha256 = factory.Sequence(lambda number: f"{number:064x}")
    uploaded_at = NOW


class EvidenceLinkFactory(DjangoModelFactory):
    class Meta:
        model = EvidenceLink

    item = factory.SubFactory(AssessmentItemFactory)
    evidence = factory.SubFactory(EvidenceFactory)


class ScoreBatchFactory(DjangoModelFactory):
    class Meta:
        model = ScoreBatch

    run = factory.SubFactory(ScoreRunFactory)
    number = factory.Sequence(lambda number: number + 1)
    unit_ids = factory.LazyFunction(list)


class CircumstanceFactory(DjangoModelFactory):
    class Meta:
        model = Circumstance

    round = factory.SubFactory(RoundFactory)
    unit = factory.SubFactory(UnitFactory)
    limit_code = "khien_trach"
    reason = "Trưởng khoa bị khiển trách"
    document = "Quyết định số 12/QĐ-TTYT ngày 05/6/2026"
    recorded_at = NOW


class TieVoteFactory(DjangoModelFactory):
    class Meta:
        model = TieVote

    round = factory.SubFactory(RoundFactory)
    unit = factory.SubFactory(UnitFactory)
    place = 1
    minutes = "Biên bản số 03/BB-HĐTĐKT ngày 10/12/2026"
    recorded_at = NOW


class ScenarioFactory(DjangoModelFactory):
    class Meta:
        model = Scenario

    round = factory.SubFactory(RoundFactory)
    run = factory.SubFactory(ScoreRunFactory, round=factory.SelfAttribute("..round"))
    name = factory.Sequence(lambda number: f"Phương án {number}")
    created_at = NOW


class AppealWindowFactory(DjangoModelFactory):
    class Meta:
        model = AppealWindow

    round = factory.SubFactory(RoundFactory)
    run = factory.SubFactory(ScoreRunFactory, round=factory.SelfAttribute("..round"))
    opened_at = NOW
    closes_at = NOW + timedelta(days=5)


class AppealFactory(DjangoModelFactory):
    class Meta:
        model = Appeal

    window = factory.SubFactory(AppealWindowFactory)
    unit = factory.SubFactory(UnitFactory)
    item = factory.SubFactory(AssessmentItemFactory)
    argument = "Hồ sơ ngày 30/9 đã trả đúng hạn, có phiếu hẹn kèm theo"
    proposed_points = Decimal(7)
    submitted_at = NOW
