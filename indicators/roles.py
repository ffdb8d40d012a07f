"""What people may do with figures."""

from accounts.roles import CENTRE, DEPARTMENT, EVERYBODY, Permission, RoleCode

VIEW_FIGURES = "indicators.view_figures"
ENTER_FIGURES = "indicators.enter_figures"
ENTER_COUNTS = "indicators.enter_counts"
IMPORT_CASES = "indicators.import_cases"
VIEW_CASES = "indicators.view_cases"
VIEW_APPLICANTS = "indicators.view_applicants"
MANAGE_CATALOGUE = "indicators.manage_catalogue"
MANAGE_PROCEDURES = "indicators.manage_procedures"
MANAGE_COMMON_CALENDAR = "indicators.manage_common_calendar"
LOCK_FIGURES = "indicators.lock_figures"
VIEW_SURVEY_RESULTS = "indicators.view_survey_results"
MANAGE_SURVEYS = "indicators.manage_surveys"
ENTER_PAPER_FORMS = "indicators.enter_paper_forms"
WITHDRAW_PAPER_FORMS = "indicators.withdraw_paper_forms"
HANDLE_COMMENTS = "indicators.handle_comments"
VIEW_SURVEY_REPORT = "indicators.view_survey_report"

PERMISSIONS = (
    Permission(VIEW_FIGURES, "Xem số liệu", EVERYBODY),
    Permission(ENTER_FIGURES, "Nhập số liệu của đơn vị", (*DEPARTMENT, RoleCode.OFFICE)),
    Permission(ENTER_COUNTS, "Nhập thống kê hồ sơ TTHC và khảo sát", (RoleCode.OFFICE,)),
    Permission(IMPORT_CASES, "Nhập tệp hồ sơ TTHC, hoàn tác lần nhập", (RoleCode.OFFICE,)),
    Permission(VIEW_CASES, "Xem danh sách hồ sơ TTHC của đơn vị", (*DEPARTMENT, *CENTRE)),
    Permission(VIEW_APPLICANTS, "Xem người nộp hồ sơ TTHC (khi cài đặt cho lưu)", (RoleCode.OFFICE,)),
    Permission(MANAGE_CATALOGUE, "Thêm, sửa chỉ số riêng của trung tâm", (RoleCode.OFFICE,)),
    Permission(MANAGE_PROCEDURES, "Quản lý danh mục thủ tục hành chính", (RoleCode.OFFICE,)),
    # One calendar counts the deadlines of all centres, so no single centre's office has it by itself.
    Permission(
        MANAGE_COMMON_CALENDAR,
        "Quản lý lịch nghỉ và làm bù, dùng chung cho mọi trung tâm",
        (RoleCode.ADMINISTRATOR,),
    ),
    Permission(LOCK_FIGURES, "Khóa và mở khóa số liệu", (RoleCode.OFFICE,)),
    Permission(
        VIEW_SURVEY_RESULTS,
        "Xem đợt khảo sát hài lòng và kết quả của đơn vị",
        (*DEPARTMENT, *CENTRE, RoleCode.SUPERIOR_VIEWER),
    ),
    Permission(MANAGE_SURVEYS, "Soạn phiếu, lập và mở đợt khảo sát, lập mã trả lời", (RoleCode.OFFICE,)),
    Permission(ENTER_PAPER_FORMS, "Nhập phiếu khảo sát giấy", (*DEPARTMENT, RoleCode.OFFICE)),
    Permission(WITHDRAW_PAPER_FORMS, "Xem và rút phiếu khảo sát giấy đã tính", (RoleCode.OFFICE,)),
    Permission(HANDLE_COMMENTS, "Đọc và trả lời góp ý trong khảo sát hài lòng", CENTRE),
    Permission(
        VIEW_SURVEY_REPORT,
        "Xem báo cáo hài lòng hằng tháng theo đơn vị",
        (*CENTRE, RoleCode.SUPERIOR_VIEWER),
    ),
)
