"""Tables of the state changes of this app."""

from core.workflow import Transition, Workflow
from scoring.enums import AppealState, AssessmentState, RunState

SCORE_RUN = Workflow(
    record="scoring.score_run",
    label="lần tính điểm",
    states=RunState,
    transitions=(
        Transition(
            "finalise",
            (RunState.PROVISIONAL,),
            RunState.FINAL,
            "scoring.finalise_scores",
            "Chốt điểm",
            style="primary",
            confirm="Điểm của lần tính này được giữ nguyên từ đây; muốn sửa phải tính lần mới và chốt lại.",
        ),
        Transition(
            "publish",
            (RunState.FINAL,),
            RunState.PUBLISHED,
            "scoring.publish_scores",
            "Công bố kết quả",
            style="primary",
            confirm="Mọi đơn vị của trung tâm sẽ xem được điểm, xếp loại và thứ hạng; bản công bố trước được thay thế.",
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
            "scoring.submit_assessment",
            "Nộp phiếu",
            style="primary",
            confirm="Sau khi nộp, đơn vị không sửa được nữa cho đến khi phiếu được trả lại.",
        ),
        Transition(
            "resubmit",
            (AssessmentState.RETURNED,),
            AssessmentState.SUBMITTED,
            "scoring.submit_assessment",
            "Nộp lại",
            style="primary",
            confirm="Các tiêu chí bị trả lại sẽ được thẩm định lần nữa.",
        ),
        Transition(
            "verify",
            (AssessmentState.SUBMITTED,),
            AssessmentState.VERIFIED,
            "scoring.verify_assessment",
            "Hoàn tất thẩm định",
            style="primary",
            confirm="Điểm thẩm định của đơn vị sẽ được dùng để tính điểm.",
        ),
        Transition(
            "return",
            (AssessmentState.SUBMITTED,),
            AssessmentState.RETURNED,
            "scoring.verify_assessment",
            "Trả lại đơn vị",
            confirm="Đơn vị sẽ sửa các tiêu chí bị trả lại rồi nộp lại; các tiêu chí khác giữ nguyên.",
        ),
        Transition(
            "reopen",
            (AssessmentState.VERIFIED,),
            AssessmentState.SUBMITTED,
            "scoring.verify_assessment",
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
            "scoring.submit_appeal",
            "Rút kiến nghị",
            confirm="Kiến nghị không được xem xét nữa; còn trong thời hạn thì đơn vị gửi lại được.",
        ),
        Transition(
            "refile",
            (AppealState.WITHDRAWN,),
            AppealState.SUBMITTED,
            "scoring.submit_appeal",
            "Gửi lại kiến nghị",
        ),
        Transition(
            "uphold",
            (AppealState.SUBMITTED,),
            AppealState.UPHELD,
            "scoring.decide_appeal",
            "Giữ nguyên điểm",
            comment_required=True,
        ),
        Transition(
            "adjust",
            (AppealState.SUBMITTED,),
            AppealState.ADJUSTED,
            "scoring.decide_appeal",
            "Điều chỉnh điểm",
            comment_required=True,
        ),
    ),
)
