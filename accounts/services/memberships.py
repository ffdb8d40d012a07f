"""Giving roles at units, ending them, standing in for each other, and what a role may do."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.models import Delegation, Membership, PermissionCode, Role, Unit, User
from accounts.roles import MANAGE_ROLES, RoleCode
from core.errors import DomainError
from core.services import audit, notifications

LONGEST_DELEGATION = timedelta(days=180)


class MembershipRefused(DomainError):
    """A role that cannot be given or taken like this."""


class DelegationRefused(DomainError):
    """A delegation that cannot be made or revoked."""


@transaction.atomic
def assign(*, user: User, unit: Unit, role: Role, valid_from: date, by: User | None, at: datetime) -> Membership:
    """Give ``user`` a role at ``unit`` from a day on. ``by`` may be None for the installation itself."""
    if Membership.objects.filter(user=user, unit=unit, role=role, valid_to__isnull=True).exists():
        raise MembershipRefused(f"{user} đang giữ vai trò “{role}” ở {unit}.", hint="Không cần phân vai lần nữa.")
    membership = Membership.objects.create(user=user, unit=unit, role=role, valid_from=valid_from)
    audit.record(
        action="accounts.membership.assign",
        target=membership,
        by=by,
        at=at,
        changes={"vai trò": str(role), "đơn vị": str(unit), "từ ngày": valid_from},
    )
    return membership


@transaction.atomic
def end(*, membership: Membership, last_day: date, by: User, at: datetime) -> Membership:
    """End a role on a day (its last). The installation keeps at least one administrator."""
    locked = Membership.objects.select_for_update().select_related("role", "unit", "user").get(pk=membership.pk)
    if locked.valid_to is not None and locked.valid_to <= last_day:
        raise MembershipRefused("Vai trò này đã kết thúc rồi.", hint="Tải lại trang để xem.")
    if last_day < locked.valid_from:
        raise MembershipRefused(
            f"Ngày kết thúc phải từ {locked.valid_from:%d/%m/%Y} trở đi.", hint="Chọn lại ngày.", field="last_day"
        )
    if locked.role.code == RoleCode.ADMINISTRATOR and not _other_administrators(locked):
        raise MembershipRefused(
            "Đây là quản trị viên cuối cùng.", hint="Phân vai trò quản trị cho người khác trước khi kết thúc."
        )
    before, locked.valid_to = locked.valid_to, last_day
    locked.save(update_fields=["valid_to"])
    audit.record(
        action="accounts.membership.end", target=locked, by=by, at=at, changes={"đến ngày": [before, last_day]}
    )
    return locked


def _other_administrators(membership: Membership) -> bool:
    return (
        Membership.objects.filter(role__code=RoleCode.ADMINISTRATOR, valid_to__isnull=True, user__is_active=True)
        .exclude(pk=membership.pk)
        .exists()
    )


@transaction.atomic
def set_role_rights(*, role: Role, description: str, codes: Iterable[str], by: User, at: datetime) -> Role:
    """Write what a role is for and which rights it has. The administrator role keeps the right to manage roles."""
    wanted = set(codes)
    if role.code == RoleCode.ADMINISTRATOR and MANAGE_ROLES not in wanted:
        raise MembershipRefused(
            "Vai trò quản trị phải giữ quyền phân vai trò, nếu không sẽ không ai mở lại được.",
            hint="Giữ quyền đó rồi lưu lại.",
        )
    before = set(role.permissions.values_list("code", flat=True))
    labels = dict(PermissionCode.objects.filter(code__in=before ^ wanted).values_list("code", "label"))
    changes = audit.difference(role, {"description": description})
    changes |= {
        "thêm quyền": [labels[code] for code in sorted(wanted - before) if code in labels],
        "bỏ quyền": [labels[code] for code in sorted(before - wanted) if code in labels],
    }
    changes = {name: value for name, value in changes.items() if value}
    if changes:
        role.description = description
        role.save(update_fields=["description"])
        role.permissions.set(PermissionCode.objects.filter(code__in=wanted))
        audit.record(action="accounts.role.set_rights", target=role, by=by, at=at, changes=changes)
    return role


@transaction.atomic
def delegate(
    *,
    membership: Membership,
    to: User,
    starts_on: date,
    ends_on: date,
    reason: str,
    by: User,
    at: datetime,
    today: date,
) -> Delegation:
    """Let ``to`` act under one of ``by``'s own memberships for a time. Raises ``DelegationRefused``."""
    _refuse_delegation(membership, to, starts_on, ends_on, by, today)
    delegation = Delegation.objects.create(
        membership=membership, delegate=to, starts_on=starts_on, ends_on=ends_on, reason=reason, created_at=at
    )
    audit.record(
        action="accounts.delegation.create",
        target=delegation,
        by=by,
        at=at,
        changes={"người được ủy quyền": str(to), "từ ngày": starts_on, "đến ngày": ends_on},
        reason=reason,
    )
    period = f"{starts_on.day}/{starts_on.month}/{starts_on.year} đến {ends_on.day}/{ends_on.month}/{ends_on.year}"
    notifications.notify(
        recipients=[to],
        text=f"{by} ủy quyền cho bạn vai trò “{membership.role}” ở {membership.unit}, từ {period}.",
        url="/quan-tri/uy-quyen/",
        at=at,
    )
    return delegation


def _refuse_delegation(membership: Membership, to: User, starts_on: date, ends_on: date, by: User, today: date) -> None:
    if membership.user_id != by.pk:
        raise DelegationRefused(
            "Chỉ ủy quyền được vai trò của chính mình.", hint="Vai trò được người khác ủy quyền không ủy quyền tiếp."
        )
    if to.pk == by.pk:
        raise DelegationRefused("Không thể ủy quyền cho chính mình.", hint="Chọn người khác.", field="delegate")
    if not to.is_active:
        raise DelegationRefused("Tài khoản này đang bị khóa.", hint="Chọn người khác.", field="delegate")
    if starts_on < today:
        raise DelegationRefused("Ngày bắt đầu đã qua.", hint="Chọn từ hôm nay trở đi.", field="starts_on")
    if ends_on < starts_on:
        raise DelegationRefused("Ngày kết thúc trước ngày bắt đầu.", hint="Chọn lại hai ngày.", field="ends_on")
    if ends_on - starts_on > LONGEST_DELEGATION:
        raise DelegationRefused(
            f"Mỗi lần ủy quyền dài nhất {LONGEST_DELEGATION.days} ngày.", hint="Chọn ngày sớm hơn.", field="ends_on"
        )
    overlapping = Delegation.objects.filter(
        Q(starts_on__lte=ends_on, ends_on__gte=starts_on), membership=membership, delegate=to, revoked_at__isnull=True
    )
    if overlapping.exists():
        raise DelegationRefused(
            f"Đã có ủy quyền cho {to} trong khoảng thời gian này.", hint="Thu hồi cái cũ hoặc chọn ngày khác."
        )


@transaction.atomic
def revoke(*, delegation: Delegation, by: User, at: datetime) -> Delegation:
    """End a delegation at once."""
    locked = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if locked.membership.user_id != by.pk:
        raise DelegationRefused("Chỉ người ủy quyền mới thu hồi được.")
    if locked.revoked_at is not None:
        raise DelegationRefused("Ủy quyền này đã được thu hồi.", hint="Tải lại trang để xem.")
    locked.revoked_at = at
    locked.save(update_fields=["revoked_at"])
    audit.record(action="accounts.delegation.revoke", target=locked, by=by, at=at)
    return locked
