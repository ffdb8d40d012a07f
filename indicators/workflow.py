"""What follows what for figures."""

from core.workflow import Transition, Workflow
from indicators.enums import CaseImportState, CommentState, PaperState, PeriodState, SurveyState
from indicators.roles import (
    ENTER_PAPER_FORMS,
    HANDLE_COMMENTS,
    IMPORT_CASES,
    LOCK_FIGURES,
    MANAGE_SURVEYS,
    WITHDRAW_PAPER_FORMS,
)

FIGURE_PERIOD = Workflow(
    record="indicators.figure_period",
    label="kỳ số liệu",
    states=PeriodState,
    transitions=(
        # The clock does the same to an open month some working days after its end (services.periods.close_due).
        Transition(
            "close",
            (PeriodState.OPEN, PeriodState.REOPENED),
            PeriodState.CLOSED,
            LOCK_FIGURES,
            "Khóa kỳ",
            style="primary",
        ),
        Transition(
            "reopen",
            (PeriodState.CLOSED,),
            PeriodState.REOPENED,
            LOCK_FIGURES,
            "Mở lại",
            comment_required=True,
        ),
    ),
)

SURVEY = Workflow(
    record="indicators.survey",
    label="đợt khảo sát",
    states=SurveyState,
    transitions=(
        Transition(
            "open",
            (SurveyState.DRAFT,),
            SurveyState.OPEN,
            MANAGE_SURVEYS,
            "Mở khảo sát",
            style="primary",
            confirm="Phiếu được cố định từ lúc này: muốn đổi câu hỏi thì phải lập đợt khác.",
        ),
        Transition(
            "close",
            (SurveyState.OPEN,),
            SurveyState.CLOSED,
            MANAGE_SURVEYS,
            "Kết thúc khảo sát",
        ),
        Transition(
            "reopen",
            (SurveyState.CLOSED,),
            SurveyState.OPEN,
            MANAGE_SURVEYS,
            "Mở lại",
            comment_required=True,
        ),
    ),
)

SURVEY_COMMENT = Workflow(
    record="indicators.survey_comment",
    label="góp ý",
    states=CommentState,
    transitions=(
        Transition(
            "note",
            (CommentState.NEW, CommentState.HIDDEN),
            CommentState.NOTED,
            HANDLE_COMMENTS,
            "Ghi nhận",
            style="primary",
        ),
        Transition(
            "answer",
            (CommentState.NEW, CommentState.NOTED, CommentState.ANSWERED),
            CommentState.ANSWERED,
            HANDLE_COMMENTS,
            "Trả lời",
        ),
        Transition(
            "hide",
            (CommentState.NEW, CommentState.NOTED, CommentState.ANSWERED),
            CommentState.HIDDEN,
            HANDLE_COMMENTS,
            "Không công khai",
            style="danger",
        ),
    ),
)

CASE_IMPORT = Workflow(
    record="indicators.case_import",
    label="lần nhập hồ sơ",
    states=CaseImportState,
    transitions=(
        Transition(
            "check",
            (CaseImportState.UPLOADED, CaseImportState.CHECKED),
            CaseImportState.CHECKED,
            IMPORT_CASES,
            "Kiểm tra tệp",
        ),
        Transition(
            "import",
            (CaseImportState.CHECKED,),
            CaseImportState.IMPORTED,
            IMPORT_CASES,
            "Nhập hồ sơ",
            style="primary",
        ),
        Transition(
            "undo",
            (CaseImportState.IMPORTED,),
            CaseImportState.UNDONE,
            IMPORT_CASES,
            "Hoàn tác lần nhập",
            style="danger",
            confirm="Mọi hồ sơ của lần nhập này được lấy ra, số liệu trở lại như trước khi nhập.",
        ),
        Transition(
            "discard",
            (CaseImportState.UPLOADED, CaseImportState.CHECKED),
            CaseImportState.DISCARDED,
            IMPORT_CASES,
            "Bỏ tệp",
            style="danger",
            confirm="Tệp chưa nhập sẽ bị xóa; muốn nhập phải tải lên lại.",
        ),
    ),
)

PAPER_FORM = Workflow(
    record="indicators.paper_form",
    label="phiếu giấy",
    states=PaperState,
    transitions=(
        Transition(
            "agree",
            (PaperState.ENTERED,),
            PaperState.AGREED,
            ENTER_PAPER_FORMS,
            "Nhập lần hai, khớp",
            style="primary",
        ),
        Transition(
            "differ",
            (PaperState.ENTERED,),
            PaperState.DIFFERS,
            ENTER_PAPER_FORMS,
            "Nhập lần hai, khác",
        ),
        Transition(
            "settle",
            (PaperState.DIFFERS,),
            PaperState.AGREED,
            ENTER_PAPER_FORMS,
            "Chốt sau đối chiếu",
            style="primary",
        ),
        Transition(
            "withdraw",
            (PaperState.AGREED,),
            PaperState.WITHDRAWN,
            WITHDRAW_PAPER_FORMS,
            "Rút phiếu",
            comment_required=True,
            style="danger",
            confirm="Phiếu không còn được tính, góp ý ghi trên phiếu cũng được rút. Số phiếu nhập lại được.",
        ),
    ),
)

WORKFLOWS = (PAPER_FORM, FIGURE_PERIOD, SURVEY, SURVEY_COMMENT, CASE_IMPORT)
