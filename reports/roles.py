"""What people may do with dashboards and official documents."""

from accounts.roles import CENTRE, EVERYBODY, Permission, RoleCode

PERMISSIONS = (
    Permission("reports.view_home", "Xem việc của mình", EVERYBODY),
    Permission("reports.search", "Tìm kiếm", EVERYBODY),
    Permission("reports.view_dashboard", "Xem bảng điều hành", (*CENTRE, RoleCode.SUPERIOR_VIEWER)),
    Permission("reports.view_document", "Xem và in văn bản đã ban hành", EVERYBODY),
    Permission("reports.prepare_document", "Soạn thông báo, báo cáo", (RoleCode.OFFICE,)),
    Permission("reports.sign_document", "Ký ban hành thông báo, báo cáo", (RoleCode.DIRECTOR,)),
)
