"""What people may do with award dossiers, councils and decisions."""

from accounts.roles import CENTRE, COUNCIL, DEPARTMENT, EVERYBODY, Permission, RoleCode

OFFICE = (RoleCode.OFFICE,)
SECRETARIAT = (RoleCode.OFFICE, RoleCode.COUNCIL_SECRETARY)
PRESIDIUM = (RoleCode.COUNCIL_CHAIR, RoleCode.COUNCIL_SECRETARY)

MANAGE_ROUND = "awards.manage_round"
MANAGE_FACTS = "awards.manage_facts"
VIEW_DOSSIER = "awards.view_dossier"
VIEW_ELIGIBILITY = "awards.view_eligibility"
NOMINATE = "awards.nominate"
EDIT_DOSSIER = "awards.edit_dossier"
SUBMIT_DOSSIER = "awards.submit_dossier"
APPRAISE_DOSSIER = "awards.appraise_dossier"
MANAGE_COUNCIL = "awards.manage_council"
VIEW_SESSION = "awards.view_session"
PREPARE_SESSION = "awards.prepare_session"
RUN_SESSION = "awards.run_session"
VOTE_ON_DOSSIER = "awards.vote_on_dossier"
VIEW_DECISION = "awards.view_decision"
VIEW_DRAFT_DECISION = "awards.view_draft_decision"
PREPARE_DECISION = "awards.prepare_decision"
SIGN_DECISION = "awards.sign_decision"

PERMISSIONS = (
    Permission(MANAGE_ROUND, "Mở và khép đợt xét khen thưởng", OFFICE),
    Permission(MANAGE_FACTS, "Ghi kết quả xếp loại, kỷ luật, sáng kiến", OFFICE),
    Permission(VIEW_DOSSIER, "Xem hồ sơ khen thưởng", (*DEPARTMENT, *CENTRE, *COUNCIL)),
    Permission(VIEW_ELIGIBILITY, "Xem điều kiện khen thưởng", (*DEPARTMENT, *CENTRE)),
    Permission(NOMINATE, "Đề nghị khen thưởng", (RoleCode.DEPARTMENT_HEAD,)),
    Permission(EDIT_DOSSIER, "Soạn hồ sơ khen thưởng", DEPARTMENT),
    Permission(SUBMIT_DOSSIER, "Nộp, rút hồ sơ khen thưởng", (RoleCode.DEPARTMENT_HEAD,)),
    Permission(APPRAISE_DOSSIER, "Thẩm định hồ sơ khen thưởng", OFFICE),
    Permission(MANAGE_COUNCIL, "Lập Hội đồng và thành viên", OFFICE),
    Permission(VIEW_SESSION, "Xem phiên họp Hội đồng", (*CENTRE, *COUNCIL)),
    Permission(PREPARE_SESSION, "Chuẩn bị phiên họp, lập biên bản", SECRETARIAT),
    Permission(RUN_SESSION, "Mở và kết thúc phiên họp", PRESIDIUM),
    Permission(VOTE_ON_DOSSIER, "Bỏ phiếu", COUNCIL),
    Permission(VIEW_DECISION, "Xem quyết định khen thưởng, sổ vàng", EVERYBODY),
    Permission(VIEW_DRAFT_DECISION, "Xem dự thảo quyết định khen thưởng", CENTRE),
    Permission(PREPARE_DECISION, "Soạn quyết định, cấp giấy chứng nhận", OFFICE),
    Permission(SIGN_DECISION, "Ký, hủy quyết định khen thưởng", (RoleCode.DIRECTOR,)),
)
