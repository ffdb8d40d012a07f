"""Whether points may still change at all: what a page says above the ways to the next grade."""

from datetime import date, datetime

from core.formats import vn_date, vn_datetime
from scoring.enums import AssessmentState, RunState
from scoring.models import Assessment, ScoreRun
from scoring.selectors import appeals
from scoring.selectors.assessments import work_deadline


def of_sheet(assessment: Assessment, on: date) -> str:
    """What a unit can still do with its sheet on a day; empty while it is being filled in."""
    if assessment.state == AssessmentState.SUBMITTED:
        return "Phiếu đã nộp: đơn vị chỉ sửa được khi phiếu bị trả lại."
    if assessment.state == AssessmentState.VERIFIED:
        return "Phiếu đã thẩm định: điểm chỉ còn thay đổi qua kiến nghị."
    deadline = work_deadline(assessment)
    if deadline is not None and deadline.closes_on < on:
        return f"Đã hết hạn tự đánh giá ngày {vn_date(deadline.closes_on)}: cần gia hạn mới sửa và nộp được phiếu."
    return ""


def of_run(run: ScoreRun, at: datetime) -> str:
    """What can still change a stored result."""
    if run.state == RunState.PUBLISHED:
        return "Kết quả đã công bố: các cách dưới đây cho biết điểm mất ở đâu, để chuẩn bị cho năm sau."
    if run.state == RunState.FINAL:
        return "Điểm đã chốt: các cách dưới đây cho biết điểm mất ở đâu, không làm thay đổi kết quả."
    window = appeals.window_of(run.round)
    if window is not None and window.run_id == run.pk and appeals.is_open(window, at):
        return f"Kết quả tạm: từng tiêu chí còn kiến nghị được đến {vn_datetime(window.closes_at)}."
    return ""
