"""What people may do with criteria, assessments and scores."""

from accounts.roles import CENTRE, DEPARTMENT, EVERYBODY, Permission, RoleCode

PERMISSIONS = (
    Permission("scoring.view_criteria", "Xem bộ tiêu chí", EVERYBODY),
    Permission("scoring.manage_criteria", "Soạn, nạp và gán bộ tiêu chí", (RoleCode.OFFICE,)),
    Permission("scoring.view_assessment", "Xem phiếu tự đánh giá", (*DEPARTMENT, *CENTRE)),
    Permission("scoring.fill_assessment", "Nhập phiếu tự đánh giá", DEPARTMENT),
    Permission("scoring.submit_assessment", "Nộp phiếu tự đánh giá", (RoleCode.DEPARTMENT_HEAD,)),
    Permission("scoring.verify_assessment", "Thẩm định phiếu tự đánh giá", CENTRE),
    Permission("scoring.compute_scores", "Tính điểm", (RoleCode.OFFICE,)),
    Permission("scoring.view_scores", "Xem điểm chưa công bố", CENTRE),
    Permission("scoring.view_published_scores", "Xem kết quả đã công bố", EVERYBODY),
    Permission("scoring.try_scenario", "Lập phương án thử", (RoleCode.OFFICE,)),
    Permission("scoring.view_scenario", "Xem phương án thử", (RoleCode.OFFICE, RoleCode.DIRECTOR)),
    Permission("scoring.finalise_scores", "Chốt điểm", (RoleCode.DIRECTOR,)),
    Permission("scoring.publish_scores", "Công bố kết quả", (RoleCode.DIRECTOR,)),
    Permission("scoring.open_appeals", "Mở thời hạn kiến nghị điểm", (RoleCode.OFFICE,)),
    Permission("scoring.view_appeal", "Xem kiến nghị điểm", (*DEPARTMENT, *CENTRE, RoleCode.COUNCIL_SECRETARY)),
    Permission("scoring.submit_appeal", "Gửi, rút kiến nghị điểm", (RoleCode.DEPARTMENT_HEAD,)),
    Permission("scoring.decide_appeal", "Giải quyết kiến nghị điểm", (*CENTRE, RoleCode.COUNCIL_SECRETARY)),
    Permission("scoring.record_circumstance", "Ghi sự việc hạ mức xếp loại", (RoleCode.OFFICE,)),
    Permission(
        "scoring.record_tie_vote", "Ghi biểu quyết phân định thứ hạng", (RoleCode.OFFICE, RoleCode.COUNCIL_SECRETARY)
    ),
)
