"""Adding and changing persons, and giving them logins."""

import secrets
from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Person, User
from core.errors import DomainError
from core.services import audit

# No letters or digits that are read wrongly from paper (0/o, 1/l/i).
_PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_PASSWORD_GROUPS, _GROUP_LENGTH = 3, 4


class PersonRefused(DomainError):
    """A change to a person or a login that cannot be made."""


@transaction.atomic
def create(*, values: dict[str, Any], by: User | None, at: datetime) -> Person:
    """Add a person."""
    person = Person.objects.create(**values)
    audit.record(
        action="accounts.person.create",
        target=person,
        by=by,
        at=at,
        changes={"họ và tên": person.full_name, "đơn vị": str(person.unit)},
    )
    return person


@transaction.atomic
def update(*, person: Person, values: dict[str, Any], by: User, at: datetime) -> Person:
    """Change a person's data."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    changes = audit.difference(locked, values)
    if changes:
        for field, value in values.items():
            setattr(locked, field, value)
        locked.save()
        audit.record(action="accounts.person.update", target=locked, by=by, at=at, changes=changes)
    return locked


@transaction.atomic
def create_login(*, person: Person, username: str, by: User | None, at: datetime) -> tuple[User, str]:
    """A login for a person, and its first password, which is shown once and must be changed at first sign-in."""
    name = username.strip().lower()
    if User.objects.filter(person=person).exists():
        raise PersonRefused(f"{person.full_name} đã có tài khoản.", hint="Tải lại trang để xem.")
    if User.objects.filter(username=name).exists():
        raise PersonRefused(f"Tên đăng nhập “{name}” đã có người dùng.", hint="Chọn tên khác.", field="username")
    password = _first_password()
    user = User.objects.create_user(name, password, person=person, must_change_password=True)
    audit.record(
        action="accounts.user.create", target=user, by=by, at=at, unit=person.unit, changes={"tên đăng nhập": name}
    )
    return user, password


@transaction.atomic
def reset_password(*, user: User, by: User, at: datetime) -> str:
    """A new first password, shown once; open sessions of the user end."""
    password = _first_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    audit.record(action="accounts.user.reset_password", target=user, by=by, at=at, unit=_unit_of(user))
    return password


@transaction.atomic
def set_login_active(*, user: User, is_active: bool, by: User, at: datetime) -> User:
    """Lock or unlock a login; nobody locks out oneself."""
    if user.pk == by.pk:
        raise PersonRefused("Bạn không thể tự khóa tài khoản của mình.", hint="Nhờ một quản trị viên khác.")
    changes = audit.difference(user, {"is_active": is_active})
    if changes:
        user.is_active = is_active
        user.save(update_fields=["is_active"])
        audit.record(action="accounts.user.set_active", target=user, by=by, at=at, unit=_unit_of(user), changes=changes)
    return user


@transaction.atomic
def change_own_password(*, user: User, password: str, at: datetime) -> User:
    """Set the password that the person chose. Raises ``PersonRefused`` when it is too weak, or the one in use.

    A first password is known to whoever gave it, so keeping it would not be a change.
    """
    if user.check_password(password):
        raise PersonRefused("Mật khẩu mới trùng mật khẩu đang dùng.", hint="Chọn mật khẩu khác.", field="new_password1")
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise PersonRefused(" ".join(error.messages), field="new_password1") from error
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    audit.record(action="accounts.user.change_password", target=user, by=user, at=at, unit=_unit_of(user))
    return user


def _unit_of(user: User) -> Any:
    return user.person.unit if user.person else None


def _first_password() -> str:
    groups = ("".join(secrets.choice(_PASSWORD_LETTERS) for _ in range(_GROUP_LENGTH)) for _ in range(_PASSWORD_GROUPS))
    return "-".join(groups)
