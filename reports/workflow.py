"""From draft to issued document: who writes, who signs."""

from core.workflow import Transition, Workflow
from reports.enums import DocumentState
from reports.roles import PREPARE_DOCUMENT, SIGN_DOCUMENT

DOCUMENT = Workflow(
    record="reports.document",
    label="văn bản",
    states=DocumentState,
    transitions=(
        Transition(
            "submit",
            (DocumentState.DRAFT,),
            DocumentState.WITH_DIRECTOR,
            PREPARE_DOCUMENT,
            "Trình Giám đốc",
            style="primary",
        ),
        Transition(
            "issue",
            (DocumentState.WITH_DIRECTOR,),
            DocumentState.ISSUED,
            SIGN_DOCUMENT,
            "Ký, lấy số và ngày",
            style="primary",
            confirm="Văn bản được lấy số tiếp theo trong sổ, ghi ngày hôm nay và giữ nguyên nội dung từ đây.",
        ),
        Transition(
            "return",
            (DocumentState.WITH_DIRECTOR,),
            DocumentState.DRAFT,
            SIGN_DOCUMENT,
            "Trả lại",
            comment_required=True,
        ),
    ),
)
WORKFLOWS = (DOCUMENT,)
