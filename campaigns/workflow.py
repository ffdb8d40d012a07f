"""What follows what for plans, tasks and rounds."""

from campaigns.enums import PlanState, RoundState, TaskState
from campaigns.roles import CLOSE_PLAN, ISSUE_PLAN, MANAGE_ROUND, MANAGE_TASK, REPORT_TASK, SUBMIT_PLAN
from core.workflow import Transition, Workflow

PLAN = Workflow(
    record="campaigns.plan",
    label="kế hoạch",
    states=PlanState,
    transitions=(
        Transition(
            "submit",
            (PlanState.DRAFT,),
            PlanState.WITH_DIRECTOR,
            SUBMIT_PLAN,
            "Trình Giám đốc",
            style="primary",
        ),
        Transition(
            "send_back",
            (PlanState.WITH_DIRECTOR,),
            PlanState.DRAFT,
            ISSUE_PLAN,
            "Trả lại để sửa",
            comment_required=True,
        ),
        Transition(
            "issue",
            (PlanState.WITH_DIRECTOR,),
            PlanState.ISSUED,
            ISSUE_PLAN,
            "Ban hành",
            style="primary",
        ),
        # From issuing the amended version.
        Transition(
            "supersede",
            (PlanState.ISSUED,),
            PlanState.AMENDED,
            "",
            "Thay bằng bản sửa đổi",
            follows=True,
        ),
        Transition(
            "close",
            (PlanState.ISSUED,),
            PlanState.CLOSED,
            CLOSE_PLAN,
            "Kết thúc kế hoạch",
            style="danger",
            confirm="Kế hoạch sẽ chuyển sang “Đã kết thúc” và không mở lại được.",
            comment_required=True,
        ),
    ),
)

TASK = Workflow(
    record="campaigns.task",
    label="nhiệm vụ",
    states=TaskState,
    transitions=(
        Transition(
            "report",
            (TaskState.OPEN,),
            TaskState.REPORTED,
            REPORT_TASK,
            "Báo cáo hoàn thành",
            style="primary",
        ),
        Transition(
            "confirm",
            (TaskState.REPORTED,),
            TaskState.DONE,
            MANAGE_TASK,
            "Xác nhận hoàn thành",
            style="primary",
        ),
        Transition(
            "send_back",
            (TaskState.REPORTED,),
            TaskState.OPEN,
            MANAGE_TASK,
            "Trả lại",
            comment_required=True,
        ),
        Transition(
            "cancel",
            (TaskState.OPEN, TaskState.REPORTED),
            TaskState.CANCELLED,
            MANAGE_TASK,
            "Hủy nhiệm vụ",
            comment_required=True,
            style="danger",
            confirm="Nhiệm vụ bị hủy không tính vào tỷ lệ đúng hạn và không mở lại được.",
        ),
    ),
)

ROUND = Workflow(
    record="campaigns.round",
    label="đợt thi đua",
    states=RoundState,
    transitions=(
        Transition(
            "open",
            (RoundState.DRAFT,),
            RoundState.OPEN,
            MANAGE_ROUND,
            "Mở đợt",
            style="primary",
        ),
        Transition(
            "close",
            (RoundState.OPEN,),
            RoundState.CLOSED,
            MANAGE_ROUND,
            "Khép đợt",
            style="danger",
            confirm="Sau khi khép, các hạn và gia hạn của đợt không sửa được nữa.",
        ),
        Transition(
            "reopen",
            (RoundState.CLOSED,),
            RoundState.OPEN,
            MANAGE_ROUND,
            "Mở lại đợt",
            comment_required=True,
        ),
    ),
)

WORKFLOWS = (PLAN, TASK, ROUND)
