"""Permissions and roles as they are declared in code; the database holds them as data that may be edited."""

from dataclasses import dataclass

from django.db import models


class RoleCode(models.TextChoices):
    """The roles that every installation starts with."""

    DEPARTMENT_HEAD = "department_head", "Trưởng khoa/phòng"
    DEPARTMENT_STAFF = "department_staff", "Nhân viên khoa/phòng"
    OFFICE = "office", "Phòng Tổ chức - Hành chính"
    COUNCIL_MEMBER = "council_member", "Ủy viên Hội đồng"
    COUNCIL_SECRETARY = "council_secretary", "Thư ký Hội đồng"
    COUNCIL_CHAIR = "council_chair", "Chủ tịch Hội đồng"
    DIRECTOR = "director", "Giám đốc"
    SUPERIOR_VIEWER = "superior_viewer", "Cán bộ theo dõi của cấp trên"
    ADMINISTRATOR = "administrator", "Quản trị hệ thống"


ROLE_DESCRIPTIONS = {
    RoleCode.DEPARTMENT_HEAD: "Đứng đầu khoa, phòng, trạm: nộp phiếu tự đánh giá, đề nghị khen thưởng của đơn vị.",
    RoleCode.DEPARTMENT_STAFF: "Nhập số liệu và minh chứng giúp trưởng khoa/phòng; không nộp thay.",
    RoleCode.OFFICE: "Đầu mối: soạn kế hoạch, mở đợt, thẩm định, tính điểm, thẩm định hồ sơ khen thưởng, in văn bản.",
    RoleCode.COUNCIL_MEMBER: "Đọc hồ sơ và bỏ phiếu trong các phiên họp của Hội đồng.",
    RoleCode.COUNCIL_SECRETARY: "Chuẩn bị phiên họp, ghi ý kiến vắng mặt, lập biên bản; cũng bỏ phiếu.",
    RoleCode.COUNCIL_CHAIR: "Mở và kết thúc phiên họp của Hội đồng; cũng bỏ phiếu.",
    RoleCode.DIRECTOR: "Xem bảng điều hành, ban hành kế hoạch, chốt và công bố điểm, ký quyết định.",
    RoleCode.SUPERIOR_VIEWER: "Xem kết quả đã công bố và báo cáo của các trung tâm trực thuộc.",
    RoleCode.ADMINISTRATOR: "Quản lý đơn vị, nhân sự, tài khoản, vai trò và nhật ký.",
}

EVERYBODY = tuple(RoleCode)
COUNCIL = (RoleCode.COUNCIL_MEMBER, RoleCode.COUNCIL_SECRETARY, RoleCode.COUNCIL_CHAIR)
DEPARTMENT = (RoleCode.DEPARTMENT_HEAD, RoleCode.DEPARTMENT_STAFF)
CENTRE = (RoleCode.OFFICE, RoleCode.DIRECTOR)


@dataclass(frozen=True)
class Permission:
    """One right: its code ``app.verb_noun``, what a manager reads, and the roles that have it at first."""

    code: str
    label: str
    roles: tuple[RoleCode, ...]


VIEW_DIRECTORY = "accounts.view_directory"
MANAGE_PEOPLE = "accounts.manage_people"
MANAGE_ROLES = "accounts.manage_roles"
DELEGATE_ROLE = "accounts.delegate_role"
VIEW_AUDIT = "accounts.view_audit"

PERMISSIONS = (
    Permission(VIEW_DIRECTORY, "Xem danh bạ đơn vị và nhân sự", (*CENTRE, RoleCode.ADMINISTRATOR)),
    Permission(MANAGE_PEOPLE, "Thêm, sửa, nhập đơn vị và nhân sự", (RoleCode.ADMINISTRATOR, RoleCode.OFFICE)),
    Permission(MANAGE_ROLES, "Phân vai trò và sửa quyền của vai trò", (RoleCode.ADMINISTRATOR,)),
    Permission(
        DELEGATE_ROLE,
        "Ủy quyền có thời hạn vai trò của mình",
        (RoleCode.DEPARTMENT_HEAD, RoleCode.OFFICE, RoleCode.DIRECTOR),
    ),
    Permission(VIEW_AUDIT, "Xem nhật ký thay đổi", (RoleCode.ADMINISTRATOR, RoleCode.OFFICE, RoleCode.DIRECTOR)),
)
