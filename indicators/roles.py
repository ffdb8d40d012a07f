"""What people may do with figures."""

from accounts.roles import CENTRE, DEPARTMENT, EVERYBODY, Permission, RoleCode

PERMISSIONS = (
    Permission("indicators.view_figures", "Xem số liệu", EVERYBODY),
    Permission("indicators.enter_figures", "Nhập số liệu của đơn vị", (*DEPARTMENT, RoleCode.OFFICE)),
    Permission("indicators.enter_counts", "Nhập thống kê hồ sơ TTHC và khảo sát", (RoleCode.OFFICE,)),
    Permission("indicators.import_cases", "Nhập tệp hồ sơ TTHC, hoàn tác lần nhập", (RoleCode.OFFICE,)),
    Permission("indicators.view_cases", "Xem danh sách hồ sơ TTHC của đơn vị", (*DEPARTMENT, *CENTRE)),
    Permission("indicators.view_applicants", "Xem người nộp hồ sơ TTHC (khi cài đặt cho lưu)", (RoleCode.OFFICE,)),
    Permission("indicators.manage_catalogue", "Thêm, sửa chỉ số riêng của trung tâm", (RoleCode.OFFICE,)),
    Permission("indicators.manage_procedures", "Quản lý danh mục thủ tục hành chính", (RoleCode.OFFICE,)),
    # One calendar counts the deadlines of all centres, so no single centre's office has it by itself.
    Permission(
        "indicators.manage_common_calendar",
        "Quản lý lịch nghỉ và làm bù, dùng chung cho mọi trung tâm",
        (RoleCode.ADMINISTRATOR,),
    ),
    Permission("indicators.lock_figures", "Khóa và mở khóa số liệu", (RoleCode.OFFICE,)),
    Permission(
        "indicators.view_survey_results",
        "Xem đợt khảo sát hài lòng và kết quả của đơn vị",
        (*DEPARTMENT, *CENTRE, RoleCode.SUPERIOR_VIEWER),
    ),
    Permission("indicators.manage_surveys", "Soạn phiếu, lập và mở đợt khảo sát, lập mã trả lời", (RoleCode.OFFICE,)),
    Permission("indicators.enter_paper_forms", "Nhập phiếu khảo sát giấy", (*DEPARTMENT, RoleCode.OFFICE)),
    Permission("indicators.withdraw_paper_forms", "Xem và rút phiếu khảo sát giấy đã tính", (RoleCode.OFFICE,)),
    Permission("indicators.handle_comments", "Đọc và trả lời góp ý trong khảo sát hài lòng", CENTRE),
    Permission(
        "indicators.view_survey_report",
        "Xem báo cáo hài lòng hằng tháng theo đơn vị",
        (*CENTRE, RoleCode.SUPERIOR_VIEWER),
    ),
)
