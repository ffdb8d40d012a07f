"""What people may do with plans, tasks and rounds."""

from accounts.roles import CENTRE, DEPARTMENT, EVERYBODY, Permission, RoleCode

VIEW_PLAN = "campaigns.view_plan"
VIEW_DRAFT_PLAN = "campaigns.view_draft_plan"
EDIT_PLAN = "campaigns.edit_plan"
SUBMIT_PLAN = "campaigns.submit_plan"
ISSUE_PLAN = "campaigns.issue_plan"
CLOSE_PLAN = "campaigns.close_plan"
ACKNOWLEDGE_PLAN = "campaigns.acknowledge_plan"
VIEW_TARGET = "campaigns.view_target"
MANAGE_TARGET = "campaigns.manage_target"
VIEW_ROUND = "campaigns.view_round"
MANAGE_ROUND = "campaigns.manage_round"
VIEW_TASK = "campaigns.view_task"
MANAGE_TASK = "campaigns.manage_task"
REPORT_TASK = "campaigns.report_task"

PERMISSIONS = (
    Permission(VIEW_PLAN, "Xem kế hoạch đã ban hành", EVERYBODY),
    Permission(VIEW_DRAFT_PLAN, "Xem bản dự thảo kế hoạch", CENTRE),
    Permission(EDIT_PLAN, "Soạn, nhập và sửa kế hoạch", (RoleCode.OFFICE,)),
    Permission(SUBMIT_PLAN, "Trình kế hoạch", (RoleCode.OFFICE,)),
    Permission(ISSUE_PLAN, "Ban hành hoặc trả lại kế hoạch", (RoleCode.DIRECTOR,)),
    Permission(CLOSE_PLAN, "Kết thúc kế hoạch", (RoleCode.DIRECTOR,)),
    Permission(ACKNOWLEDGE_PLAN, "Xác nhận đã nhận kế hoạch", (RoleCode.DEPARTMENT_HEAD,)),
    Permission(VIEW_TARGET, "Xem chỉ tiêu và kết quả thực hiện", EVERYBODY),
    Permission(MANAGE_TARGET, "Ghi kết quả chỉ tiêu không có số liệu tự tính", (RoleCode.OFFICE,)),
    Permission(VIEW_ROUND, "Xem đợt thi đua", EVERYBODY),
    Permission(MANAGE_ROUND, "Mở đợt thi đua, đặt hạn, gia hạn", (RoleCode.OFFICE,)),
    Permission(VIEW_TASK, "Xem nhiệm vụ", (*DEPARTMENT, *CENTRE)),
    Permission(MANAGE_TASK, "Giao và xác nhận nhiệm vụ", (RoleCode.OFFICE, RoleCode.DIRECTOR)),
    Permission(REPORT_TASK, "Báo cáo kết quả nhiệm vụ", DEPARTMENT),
)
