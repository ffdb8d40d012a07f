"""What people may do with award dossiers, councils and decisions."""

from accounts.roles import CENTRE, COUNCIL, DEPARTMENT, EVERYBODY, Permission, RoleCode

OFFICE = (RoleCode.OFFICE,)
SECRETARIAT = (RoleCode.OFFICE, RoleCode.COUNCIL_SECRETARY)
PRESIDIUM = (RoleCode.COUNCIL_CHAIR, RoleCode.COUNCIL_SECRETARY)

PERMISSIONS = (
    Permission("awards.manage_round", "Mở và khép đợt xét khen thưởng", OFFICE),
    Permission("awards.manage_facts", "Ghi kết quả xếp loại, kỷ luật, sáng kiến", OFFICE),
    Permission("awards.view_dossier", "Xem hồ sơ khen thưởng", (*DEPARTMENT, *CENTRE, *COUNCIL)),
    Permission("awards.view_eligibility", "Xem điều kiện khen thưởng", (*DEPARTMENT, *CENTRE)),
    Permission("awards.nominate", "Đề nghị khen thưởng", (RoleCode.DEPARTMENT_HEAD,)),
    Permission("awards.edit_dossier", "Soạn hồ sơ khen thưởng", DEPARTMENT),
    Permission("awards.submit_dossier", "Nộp, rút hồ sơ khen thưởng", (RoleCode.DEPARTMENT_HEAD,)),
    Permission("awards.appraise_dossier", "Thẩm định hồ sơ khen thưởng", OFFICE),
    Permission("awards.manage_council", "Lập Hội đồng và thành viên", OFFICE),
    Permission("awards.view_session", "Xem phiên họp Hội đồng", (*CENTRE, *COUNCIL)),
    Permission("awards.prepare_session", "Chuẩn bị phiên họp, lập biên bản", SECRETARIAT),
    Permission("awards.run_session", "Mở và kết thúc phiên họp", PRESIDIUM),
    Permission("awards.vote_on_dossier", "Bỏ phiếu", COUNCIL),
    Permission("awards.view_decision", "Xem quyết định khen thưởng, sổ vàng", EVERYBODY),
    Permission("awards.view_draft_decision", "Xem dự thảo quyết định khen thưởng", CENTRE),
    Permission("awards.prepare_decision", "Soạn quyết định, cấp giấy chứng nhận", OFFICE),
    Permission("awards.sign_decision", "Ký, hủy quyết định khen thưởng", (RoleCode.DIRECTOR,)),
)
