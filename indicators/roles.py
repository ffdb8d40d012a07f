"""What people may do with figures."""

from accounts.roles import CENTRE, DEPARTMENT, EVERYBODY, Permission, RoleCode

PERMISSIONS = (
    Permission("indicators.view_figures", "Xem số liệu", EVERYBODY),
    Permission("indicators.enter_figures", "Nhập số liệu của đơn vị", (*DEPARTMENT, RoleCode.OFFICE)),
    Permission("indicators.manage_catalogue", "Quản lý danh mục chỉ số", (RoleCode.OFFICE,)),
    Permission("indicators.lock_figures", "Khóa và mở khóa số liệu", CENTRE),
)
