"""What people may do with plans, tasks and rounds."""

from accounts.roles import CENTRE, DEPARTMENT, EVERYBODY, Permission, RoleCode

PERMISSIONS = (
    Permission("campaigns.view_plan", "Xem kế hoạch đã ban hành", EVERYBODY),
    Permission("campaigns.view_draft_plan", "Xem bản dự thảo kế hoạch", CENTRE),
    Permission("campaigns.edit_plan", "Soạn, nhập và sửa kế hoạch", (RoleCode.OFFICE,)),
    Permission("campaigns.submit_plan", "Trình kế hoạch", (RoleCode.OFFICE,)),
    Permission("campaigns.issue_plan", "Ban hành hoặc trả lại kế hoạch", (RoleCode.DIRECTOR,)),
    Permission("campaigns.close_plan", "Kết thúc kế hoạch", (RoleCode.DIRECTOR,)),
    Permission("campaigns.acknowledge_plan", "Xác nhận đã nhận kế hoạch", (RoleCode.DEPARTMENT_HEAD,)),
    Permission("campaigns.view_target", "Xem chỉ tiêu và kết quả thực hiện", EVERYBODY),
    Permission("campaigns.manage_target", "Ghi kết quả chỉ tiêu không có số liệu tự tính", (RoleCode.OFFICE,)),
    Permission("campaigns.view_round", "Xem đợt thi đua", EVERYBODY),
    Permission("campaigns.manage_round", "Mở đợt thi đua, đặt hạn, gia hạn", (RoleCode.OFFICE,)),
    Permission("campaigns.view_task", "Xem nhiệm vụ", (*DEPARTMENT, *CENTRE)),
    Permission("campaigns.manage_task", "Giao và xác nhận nhiệm vụ", (RoleCode.OFFICE, RoleCode.DIRECTOR)),
    Permission("campaigns.report_task", "Báo cáo kết quả nhiệm vụ", DEPARTMENT),
)
