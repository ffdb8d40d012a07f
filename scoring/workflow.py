"""Tables of the state changes of this app."""

from core.workflow import Transition, Workflow
from scoring.enums import AppealState, AssessmentState, RunState
from scoring.roles import (
    DECIDE_APPEAL,
    FINALISE_SCORES,
    PUBLISH_SCORES,
    SUBMIT_APPEAL,
    SUBMIT_ASSESSMENT,
    VERIFY_ASSESSMENT,
)

SCORE_RUN = Workflow(
    record="scoring.score_run",
    label="lần tính điểm",
    states=RunState,
    transitions=(
        Transition(
            "finalise",
            (RunState.PROVISIONAL,),
            RunState.FINAL,
            FINALISE_SCORES,
            "Chốt điểm",
            style="primary",
            confirm="Điểm của lần tính này được giữ nguyên từ đây; muốn sửa phải tính lần mới và chốt lại.",
        ),
        Transition(
            "publish",
            (RunState.FINAL,),
            RunState.PUBLISHED,
            PUBLISH_SCORES,
            "Công bố kết quả",
            style="primary",
            confirm="Mọi đơn vị của trung tâm sẽ xem được điểm, xếp loại và thứ hạng; bản công bố trước được thay thế.",
        ),
        Transition(
            "supersede",
            (RunState.PROVISIONAL, RunState.FINAL, RunState.PUBLISHED),
            RunState.SUPERSEDED,
            "",
            "Thay bằng lần tính sau",
            follows=True,
        ),
    ),
)

ASSESSMENT = Workflow(
    record="scoring.assessment",
    label="phiếu tự đánh giá",
    states=AssessmentState,
    transitions=(
        Transition(
            "submit",
            (AssessmentState.DRAFT,),
            AssessmentState.SUBMITTED,
            SUBMIT_ASSESSMENT,
            "Nộp phiếu",
            style="primary",
            confirm="Sau khi nộp, đơn vị không sửa được nữa cho đến khi phiếu được trả lại.",
        ),
        Transition(
            "resubmit",
            (AssessmentState.RETURNED,),
            AssessmentState.SUBMITTED,
            SUBMIT_ASSESSMENT,
            "Nộp lại",
            style="primary",
            confirm="Các tiêu chí bị trả lại sẽ được thẩm định lần nữa.",
        ),
        Transition(
            "verify",
            (AssessmentState.SUBMITTED,),
            AssessmentState.VERIFIED,
            VERIFY_ASSESSMENT,
            "Hoàn tất thẩm định",
            style="primary",
            confirm="Điểm thẩm định của đơn vị sẽ được dùng để tính điểm.",
        ),
        Transition(
            "return",
            (AssessmentState.SUBMITTED,),
            AssessmentState.RETURNED,
            VERIFY_ASSESSMENT,
            "Trả lại đơn vị",
            confirm="Đơn vị sẽ sửa các tiêu chí bị trả lại rồi nộp lại; các tiêu chí khác giữ nguyên.",
        ),
        Transition(
            "reopen",
            (AssessmentState.VERIFIED,),
            AssessmentState.SUBMITTED,
            VERIFY_ASSESSMENT,
            "Mở lại thẩm định",
            comment_required=True,
        ),
    ),
)

APPEAL = Workflow(
    record="scoring.appeal",
    label="kiến nghị",
    states=AppealState,
    transitions=(
        Transition(
            "withdraw",
            (AppealState.SUBMITTED,),
            AppealState.WITHDRAWN,
            SUBMIT_APPEAL,
            "Rút kiến nghị",
            confirm="Kiến nghị không được xem xét nữa; còn trong thời hạn thì đơn vị gửi lại được.",
        ),
        Transition(
            "refile",
            (AppealState.WITHDRAWN,),
            AppealState.SUBMITTED,
            SUBMIT_APPEAL,
            "Gửi lại kiến nghị",
        ),
        Transition(
            "uphold",
            (AppealState.SUBMITTED,),
            AppealState.UPHELD,
            DECIDE_APPEAL,
            "Giữ nguyên điểm",
            comment_required=True,
        ),
        Transition(
            "adjust",
            (AppealState.SUBMITTED,),
            AppealState.ADJUSTED,
            DECIDE_APPEAL,
            "Điều chỉnh điểm",
            comment_required=True,
        ),
    ),
)
