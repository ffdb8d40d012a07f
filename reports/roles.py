"""What people may do with dashboards and official documents."""

from accounts.roles import CENTRE, EVERYBODY, Permission, RoleCode

VIEW_HOME = "reports.view_home"
SEARCH = "reports.search"
VIEW_DASHBOARD = "reports.view_dashboard"
VIEW_DOCUMENT = "reports.view_document"
PREPARE_DOCUMENT = "reports.prepare_document"
SIGN_DOCUMENT = "reports.sign_document"

PERMISSIONS = (
    Permission(VIEW_HOME, "Xem việc của mình", EVERYBODY),
    Permission(SEARCH, "Tìm kiếm", EVERYBODY),
    Permission(VIEW_DASHBOARD, "Xem bảng điều hành", (*CENTRE, RoleCode.SUPERIOR_VIEWER)),
    Permission(VIEW_DOCUMENT, "Xem và in văn bản đã ban hành", EVERYBODY),
    Permission(PREPARE_DOCUMENT, "Soạn thông báo, báo cáo", (RoleCode.OFFICE,)),
    Permission(SIGN_DOCUMENT, "Ký ban hành thông báo, báo cáo", (RoleCode.DIRECTOR,)),
)
