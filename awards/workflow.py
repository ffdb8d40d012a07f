"""What follows what: one table each for dossiers, council sessions, decisions and calls for nominations."""

from awards.enums import AwardRoundState, DecisionState, DossierState, SessionState
from awards.roles import (
    APPRAISE_DOSSIER,
    MANAGE_ROUND,
    PREPARE_DECISION,
    PREPARE_SESSION,
    RUN_SESSION,
    SIGN_DECISION,
    SUBMIT_DOSSIER,
)
from core.workflow import Transition, Workflow

S = DossierState
IN_OFFICE = (S.SUBMITTED, S.ON_HOLD)

DOSSIER = Workflow(
    record="awards.dossier",
    label="hồ sơ",
    states=DossierState,
    transitions=(
        Transition("submit", (S.DRAFT, S.SUPPLEMENT), S.SUBMITTED, SUBMIT_DOSSIER, "Nộp hồ sơ", style="primary"),
        Transition(
            "withdraw",
            (S.DRAFT, S.SUBMITTED, S.SUPPLEMENT),
            S.WITHDRAWN,
            SUBMIT_DOSSIER,
            "Rút hồ sơ",
            comment_required=True,
            style="danger",
            confirm="Hồ sơ sẽ thôi được xét. Muốn đề nghị lại phải lập hồ sơ mới.",
        ),
        Transition("accept", IN_OFFICE, S.ELIGIBLE, APPRAISE_DOSSIER, "Đủ điều kiện", style="primary"),
        Transition(
            "reject",
            IN_OFFICE,
            S.NOT_ELIGIBLE,
            APPRAISE_DOSSIER,
            "Không đủ điều kiện",
            comment_required=True,
            style="danger",
        ),
        Transition(
            "ask_supplement", (S.SUBMITTED,), S.SUPPLEMENT, APPRAISE_DOSSIER, "Yêu cầu bổ sung", comment_required=True
        ),
        Transition(
            "hold", (S.SUBMITTED, S.ELIGIBLE), S.ON_HOLD, APPRAISE_DOSSIER, "Tạm dừng xét", comment_required=True
        ),
        Transition("schedule", (S.ELIGIBLE,), S.SCHEDULED, PREPARE_SESSION, "Đưa vào phiên họp"),
        Transition("unschedule", (S.SCHEDULED,), S.ELIGIBLE, PREPARE_SESSION, "Đưa ra khỏi phiên họp"),
        Transition("pass", (S.SCHEDULED,), S.PASSED, RUN_SESSION, "Ghi kết quả: thông qua"),
        Transition("fail", (S.SCHEDULED,), S.FAILED, RUN_SESSION, "Ghi kết quả: không thông qua"),
        Transition("defer", (S.SCHEDULED,), S.ELIGIBLE, RUN_SESSION, "Chuyển sang phiên họp sau"),
        Transition("propose", (S.PASSED,), S.PROPOSED, PREPARE_DECISION, "Trình cấp trên", style="primary"),
        Transition("decide", (S.PASSED,), S.DECIDED, SIGN_DECISION, "Ghi vào quyết định đã ký"),
        Transition("grant", (S.PROPOSED,), S.DECIDED, PREPARE_DECISION, "Ghi quyết định của cấp trên"),
        Transition("certify", (S.DECIDED,), S.CERTIFIED, PREPARE_DECISION, "Cấp giấy chứng nhận"),
        Transition(
            "revoke", (S.DECIDED, S.CERTIFIED), S.REVOKED, SIGN_DECISION, "Hủy khen thưởng", comment_required=True
        ),
    ),
)

# Buttons of the dossier page; the others follow from sessions and decisions.
DOSSIER_BUTTONS = ("submit", "withdraw", "accept", "reject", "ask_supplement", "hold", "propose")

SESSION = Workflow(
    record="awards.session",
    label="phiên họp",
    states=SessionState,
    transitions=(
        Transition("open", (SessionState.SCHEDULED,), SessionState.OPEN, RUN_SESSION, "Khai mạc", style="primary"),
        Transition(
            "close",
            (SessionState.OPEN,),
            SessionState.CLOSED,
            RUN_SESSION,
            "Kết thúc và kiểm phiếu",
            style="primary",
            confirm="Thùng phiếu được khóa và kiểm ngay. Sau đó không ai bỏ phiếu được nữa.",
        ),
        Transition(
            "cancel",
            (SessionState.SCHEDULED,),
            SessionState.CANCELLED,
            PREPARE_SESSION,
            "Hủy phiên họp",
            comment_required=True,
            style="danger",
        ),
    ),
)

DECISION = Workflow(
    record="awards.decision",
    label="quyết định",
    states=DecisionState,
    transitions=(
        Transition(
            "sign",
            (DecisionState.DRAFT,),
            DecisionState.SIGNED,
            SIGN_DECISION,
            "Ký, lấy số và ngày",
            style="primary",
            confirm="Quyết định được lấy số, ghi ngày và có hiệu lực. Sau đó chỉ có thể hủy bằng lý do.",
        ),
        Transition(
            "revoke",
            (DecisionState.SIGNED,),
            DecisionState.REVOKED,
            SIGN_DECISION,
            "Hủy quyết định",
            comment_required=True,
            style="danger",
            confirm="Quyết định và các giấy chứng nhận kèm theo mất hiệu lực, thu hồi hiện vật và tiền thưởng.",
        ),
    ),
)

AWARD_ROUND = Workflow(
    record="awards.award_round",
    label="đợt xét",
    states=AwardRoundState,
    transitions=(
        Transition(
            "close",
            (AwardRoundState.OPEN,),
            AwardRoundState.CLOSED,
            MANAGE_ROUND,
            "Khép nhận hồ sơ",
            confirm="Các đơn vị không nộp hồ sơ mới được nữa.",
        ),
        Transition("reopen", (AwardRoundState.CLOSED,), AwardRoundState.OPEN, MANAGE_ROUND, "Mở lại"),
    ),
)
WORKFLOWS = (AWARD_ROUND, DOSSIER, SESSION, DECISION)
