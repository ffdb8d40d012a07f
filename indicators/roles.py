"""What people may do with figures."""

from accounts.roles import DEPARTMENT, EVERYBODY, Permission, RoleCode

PERMISSIONS = (
    Permission("indicators.view_figures", "Xem số liệu", EVERYBODY),
    Permission("indicators.enter_figures", "Nhập số liệu của đơn vị", (*DEPARTMENT, RoleCode.OFFICE)),
    Permission("indicators.enter_counts", "Nhập thống kê hồ sơ TTHC và khảo sát", (RoleCode.OFFICE,)),
    Permission("indicators.manage_calendar", "Quản lý lịch nghỉ và làm bù", (RoleCode.ADMINISTRATOR, RoleCode.OFFICE)),
    Permission("indicators.lock_figures", "Khóa và mở khóa số liệu", (RoleCode.OFFICE,)),
)
