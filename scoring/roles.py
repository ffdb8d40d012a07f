"""What people may do with criteria, assessments and scores."""

from accounts.roles import CENTRE, DEPARTMENT, EVERYBODY, Permission, RoleCode

VIEW_CRITERIA = "scoring.view_criteria"
MANAGE_CRITERIA = "scoring.manage_criteria"
VIEW_ASSESSMENT = "scoring.view_assessment"
FILL_ASSESSMENT = "scoring.fill_assessment"
SUBMIT_ASSESSMENT = "scoring.submit_assessment"
VERIFY_ASSESSMENT = "scoring.verify_assessment"
COMPUTE_SCORES = "scoring.compute_scores"
VIEW_SCORES = "scoring.view_scores"
VIEW_PUBLISHED_SCORES = "scoring.view_published_scores"
TRY_SCENARIO = "scoring.try_scenario"
VIEW_SCENARIO = "scoring.view_scenario"
FINALISE_SCORES = "scoring.finalise_scores"
PUBLISH_SCORES = "scoring.publish_scores"
OPEN_APPEALS = "scoring.open_appeals"
VIEW_APPEAL = "scoring.view_appeal"
SUBMIT_APPEAL = "scoring.submit_appeal"
DECIDE_APPEAL = "scoring.decide_appeal"
RECORD_CIRCUMSTANCE = "scoring.record_circumstance"
RECORD_TIE_VOTE = "scoring.record_tie_vote"

PERMISSIONS = (
    Permission(VIEW_CRITERIA, "Xem bộ tiêu chí", EVERYBODY),
    Permission(MANAGE_CRITERIA, "Soạn, nạp và gán bộ tiêu chí", (RoleCode.OFFICE,)),
    Permission(VIEW_ASSESSMENT, "Xem phiếu tự đánh giá", (*DEPARTMENT, *CENTRE)),
    Permission(FILL_ASSESSMENT, "Nhập phiếu tự đánh giá", DEPARTMENT),
    Permission(SUBMIT_ASSESSMENT, "Nộp phiếu tự đánh giá", (RoleCode.DEPARTMENT_HEAD,)),
    Permission(VERIFY_ASSESSMENT, "Thẩm định phiếu tự đánh giá", CENTRE),
    Permission(COMPUTE_SCORES, "Tính điểm", (RoleCode.OFFICE,)),
    Permission(VIEW_SCORES, "Xem điểm chưa công bố", CENTRE),
    Permission(VIEW_PUBLISHED_SCORES, "Xem kết quả đã công bố", EVERYBODY),
    Permission(TRY_SCENARIO, "Lập phương án thử", (RoleCode.OFFICE,)),
    Permission(VIEW_SCENARIO, "Xem phương án thử", (RoleCode.OFFICE, RoleCode.DIRECTOR)),
    Permission(FINALISE_SCORES, "Chốt điểm", (RoleCode.DIRECTOR,)),
    Permission(PUBLISH_SCORES, "Công bố kết quả", (RoleCode.DIRECTOR,)),
    Permission(OPEN_APPEALS, "Mở thời hạn kiến nghị điểm", (RoleCode.OFFICE,)),
    Permission(VIEW_APPEAL, "Xem kiến nghị điểm", (*DEPARTMENT, *CENTRE, RoleCode.COUNCIL_SECRETARY)),
    Permission(SUBMIT_APPEAL, "Gửi, rút kiến nghị điểm", (RoleCode.DEPARTMENT_HEAD,)),
    Permission(DECIDE_APPEAL, "Giải quyết kiến nghị điểm", (*CENTRE, RoleCode.COUNCIL_SECRETARY)),
    Permission(RECORD_CIRCUMSTANCE, "Ghi sự việc hạ mức xếp loại", (RoleCode.OFFICE,)),
    Permission(RECORD_TIE_VOTE, "Ghi biểu quyết phân định thứ hạng", (RoleCode.OFFICE, RoleCode.COUNCIL_SECRETARY)),
)
