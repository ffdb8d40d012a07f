"""Days of appeals: those of a finished year, settled, one with success; and those that run, with one appeal waiting."""

from datetime import date, datetime, timedelta

from campaigns.models import Round
from reports.management.demo.people import Centre
from reports.management.demo.story import moment
from scoring.enums import ItemState, NodeKind
from scoring.models import Appeal, AssessmentItem, CriterionScore, ScoreRun
from scoring.services import appeal_decisions, appeal_windows, appeals

ARGUMENTS = (
    "Tài liệu kiểm chứng cả năm đã gửi kèm phiếu; phần bị coi là thiếu nằm ở tệp báo cáo, mục II.",
    "Số liệu của đơn vị tính đến hết tháng 10, số liệu theo dõi chỉ tính đến hết quý III.",
    "Công việc chậm vì chờ văn bản hướng dẫn của cấp trên, không do đơn vị.",
)


def appeal_days(centre: Centre, run: ScoreRun, opens: date) -> None:
    """Open the window on the first day of publication, let units contest lowered marks, and settle them two days on."""
    at = moment(opens, 10)
    appeal_windows.open_window(run=run, closes_at=moment(opens + timedelta(days=1), 17), by=centre.office_head, at=at)
    filed = [
        _file(centre, run, item, argument, at + timedelta(hours=4 + number))
        for number, (item, argument) in enumerate(zip(_lowered(run.round), ARGUMENTS, strict=False))
    ]
    decided_at = moment(opens + timedelta(days=2), 9)
    granted, refused, given_up = filed
    assert given_up.submitted_by is not None
    appeals.withdraw(appeal=given_up, by=given_up.submitted_by, at=moment(opens + timedelta(days=1), 9))
    appeal_decisions.decide(
        appeal=granted,
        decision="adjust",
        points=granted.proposed_points,
        reason="Đã đối chiếu tệp báo cáo: đủ tài liệu kiểm chứng cho cả năm.",
        by=centre.director,
        at=decided_at,
    )
    appeal_decisions.decide(
        appeal=refused,
        decision="uphold",
        reason="Kế hoạch quy định chốt số liệu hết quý III cho mọi đơn vị; giữ điểm đã thẩm định.",
        by=centre.director,
        at=decided_at + timedelta(minutes=20),
    )


def open_days(centre: Centre, run: ScoreRun, today: date) -> None:
    """A window around the day of loading: one appeal was settled yesterday, another one waits for its decision."""
    opens, closes = today - timedelta(days=5), today + timedelta(days=3)
    appeal_windows.open_window(run=run, closes_at=moment(closes, 17), by=centre.office_head, at=moment(opens, 10))
    first, second = _lowered(run.round)[:2]
    settled = _file(centre, run, first, ARGUMENTS[2], moment(opens + timedelta(days=1), 14))
    _file(centre, run, second, ARGUMENTS[0], moment(today - timedelta(days=2), 9))
    appeal_decisions.decide(
        appeal=settled,
        decision="uphold",
        reason="Văn bản hướng dẫn đã gửi các khoa trước thời hạn 20 ngày; giữ điểm đã thẩm định.",
        by=centre.director,
        at=moment(today - timedelta(days=1), 10),
    )


def _file(centre: Centre, run: ScoreRun, item: AssessmentItem, argument: str, at: datetime) -> Appeal:
    """The head of the unit asks for the points of the self-assessment."""
    score = CriterionScore.objects.select_related("criterion", "unit_score__unit", "unit_score__run__round").get(
        unit_score__run=run, unit_score__unit=item.assessment.unit, criterion=item.criterion
    )
    by = centre.heads[item.assessment.unit_id]
    return appeals.submit(score=score, argument=argument, proposed_points=item.self_points, by=by, at=at)


def _lowered(round_: Round) -> list[AssessmentItem]:
    """One lowered mark of each unit, the units in their order."""
    rows = AssessmentItem.objects.filter(
        assessment__round=round_,
        state=ItemState.ADJUSTED,
        criterion__kind=NodeKind.CRITERION,
        self_points__isnull=False,
    ).select_related("criterion", "assessment__unit")
    found: dict[int, AssessmentItem] = {}
    for item in rows.order_by("assessment__unit__position", "assessment__unit__sort_key", "criterion__position"):
        if (
            item.self_points is not None
            and item.verified_points is not None
            and item.verified_points < item.self_points
        ):
            found.setdefault(item.assessment.unit_id, item)
    return list(found.values())
