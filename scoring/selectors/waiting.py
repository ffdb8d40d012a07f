"""What waits for a person in scoring: own sheet, lines to verify, results to compute, to fix and to publish."""

from datetime import date

from django.urls import reverse

from accounts.models import Unit, User
from accounts.policies import reach
from campaigns.enums import Phase
from campaigns.models import Round
from campaigns.selectors.rounds import deadline_for, round_of, rounds_of
from core.waiting import Waiting
from scoring.enums import AssessmentState, ItemState, RunState
from scoring.models import Assessment, AssessmentItem, ScoreRun
from scoring.roles import COMPUTE_SCORES, FILL_ASSESSMENT, FINALISE_SCORES, PUBLISH_SCORES, VERIFY_ASSESSMENT
from scoring.selectors import waiting_appeals
from scoring.selectors.assessments import work_deadline
from scoring.selectors.sheets import sheet_of
from scoring.selectors.verification import last_steps, queue_of, waiting


def for_user(user: User, centre: Unit | None, year: int, on: date) -> list[Waiting]:
    """What waits for this person in a centre and year."""
    round_ = round_of(centre, year)
    if round_ is None or centre is None:
        return []
    return [
        *_own_sheets(user, round_, on),
        *_verification(user, centre, round_, on),
        *(item for each in rounds_of(centre, year) for item in waiting_appeals.for_user(user, centre, each, on)),
        *_results(user, centre, round_, on),
    ]


def _own_sheets(user: User, round_: Round, on: date) -> list[Waiting]:
    open_sheets = Assessment.objects.filter(round=round_, state__in=[AssessmentState.DRAFT, AssessmentState.RETURNED])
    own = reach(user, FILL_ASSESSMENT).filter(open_sheets).select_related("unit", "round__campaign__unit")
    return [_own_sheet(assessment, on) for assessment in own]


def _own_sheet(assessment: Assessment, on: date) -> Waiting:
    deadline = work_deadline(assessment)
    due = deadline.closes_on if deadline else None
    url = reverse("scoring:assessment-detail", args=[assessment.pk])
    if assessment.state == AssessmentState.RETURNED:
        count = AssessmentItem.objects.filter(assessment=assessment, state=ItemState.RETURNED).count()
        return Waiting(f"{count} tiêu chí của {assessment.unit} bị trả lại, cần bổ sung", url, due, urgent=True)
    missing = len(sheet_of(assessment).incomplete)
    text = f"Phiếu tự đánh giá của {assessment.unit}: còn {missing} tiêu chí chưa đủ"
    if missing == 0:
        text = f"Phiếu tự đánh giá của {assessment.unit} đã đủ, chưa nộp"
    return Waiting(text, url, due, urgent=due is not None and (due - on).days <= 3)


def _verification(user: User, centre: Unit, round_: Round, on: date) -> list[Waiting]:
    # The director may verify too (the office's own sheet), but the queue is the office's work.
    if not (reach(user, VERIFY_ASSESSMENT).covers(centre) and reach(user, COMPUTE_SCORES).covers(centre)):
        return []
    deadline = deadline_for(round_, None, Phase.VERIFICATION)
    found = []
    queue = queue_of(user, round_year=round_.year, centre=centre)
    count = waiting(queue).count()
    if count:
        due = deadline.closes_on if deadline else None
        text = f"{count} dòng tự đánh giá chờ thẩm định"
        found.append(Waiting(text, reverse("scoring:verification-queue"), due, urgent=True, action="Thẩm định"))
    decided = len(last_steps(queue))
    if decided:
        text = f"{decided} phiếu đã thẩm định đủ tiêu chí, chờ hoàn tất hoặc trả lại"
        found.append(Waiting(text, reverse("scoring:verification-queue"), urgent=not count, action="Hoàn tất"))
    missing = Assessment.objects.filter(round=round_, state__in=[AssessmentState.DRAFT, AssessmentState.RETURNED])
    late = [sheet for sheet in missing.select_related("unit", "round") if _is_late(sheet, on)]
    if late:
        url = reverse("scoring:assessment-list")
        found.append(Waiting(f"{len(late)} đơn vị quá hạn nộp phiếu tự đánh giá", url, urgent=True, action="Xem"))
    return found


def _is_late(assessment: Assessment, on: date) -> bool:
    deadline = work_deadline(assessment)
    return deadline is not None and deadline.closes_on < on


def _results(user: User, centre: Unit, round_: Round, on: date) -> list[Waiting]:
    run = (
        ScoreRun.objects.filter(round=round_)
        .exclude(state=RunState.SUPERSEDED)
        .select_related("round")
        .order_by("-number")
        .first()
    )
    steps = {
        RunState.PROVISIONAL: (
            FINALISE_SCORES,
            f"Kết quả tạm năm {round_.year} chờ chốt điểm",
            "Xem và chốt",
        ),
        RunState.FINAL: (PUBLISH_SCORES, f"Điểm năm {round_.year} đã chốt, chờ công bố", "Xem và công bố"),
    }
    step = steps.get(RunState(run.state)) if run else None
    if run is None or step is None or not reach(user, step[0]).covers(centre):
        return []
    if run.state == RunState.PROVISIONAL and waiting_appeals.hold_up(run, on):
        return []
    everyone_verified = not round_.assessments.exclude(state=AssessmentState.VERIFIED).exists()
    return [Waiting(step[1], reverse("scoring:run-detail", args=[run.pk]), urgent=everyone_verified, action=step[2])]
