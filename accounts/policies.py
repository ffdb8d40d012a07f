"""Who may: rights come from memberships and delegations in force, and reach down the tree of units."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

import rules
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from accounts.models import Membership, Role, Unit, User
from accounts.roles import PERMISSIONS
from core.access import page, public_page, signed_in_page

__all__ = ["Reach", "holds", "page", "people_with", "public_page", "reach", "role_names_with", "signed_in_page"]

Row = TypeVar("Row", bound=Model)
Visitor = User | AnonymousUser
"""Whoever asks for a page; somebody not signed in holds no right."""


@dataclass(frozen=True)
class Reach:
    """The branches of the unit tree where a user holds a permission."""

    paths: tuple[str, ...]

    def covers(self, unit: Unit | None) -> bool:
        return unit is not None and any(unit.path.startswith(path) for path in self.paths)

    def filter(self, queryset: QuerySet[Row], field: str = "unit") -> QuerySet[Row]:
        """Only the rows whose unit (through ``field``; "" when the rows are units) lies in these branches."""
        if not self.paths:
            return queryset.none()
        lookup = f"{field}__path__startswith" if field else "path__startswith"
        branches = Q()
        for path in self.paths:
            branches |= Q(**{lookup: path})
        return queryset.filter(branches)


@dataclass(frozen=True)
class Grants:
    """All that a user may do on a day: permission code -> branches."""

    on: date
    reaches: dict[str, Reach] = field(default_factory=dict)


def reach(user: Visitor, permission: str) -> Reach:
    """Where this user holds the permission today."""
    return grants_of(user).reaches.get(permission, Reach(()))


def grants_of(user: Visitor) -> Grants:
    """The user's rights today, read once for each instance (that is, once a request)."""
    today = timezone.localdate()
    if isinstance(user, AnonymousUser):
        return Grants(today)
    cached = user._grants
    if not isinstance(cached, Grants) or cached.on != today:
        cached = user._grants = _load_grants(user, today)
    return cached


def in_force(user: User, on: date) -> QuerySet[Membership]:
    """The memberships a user acts under on a day: the own ones and those delegated to the user."""
    valid = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    delegated = Q(
        delegations__delegate=user,
        delegations__starts_on__lte=on,
        delegations__ends_on__gte=on,
        delegations__revoked_at__isnull=True,
    )
    return Membership.objects.filter(valid & (Q(user=user) | delegated)).distinct()


def _load_grants(user: User, today: date) -> Grants:
    if not user.is_active:
        return Grants(today)
    paths: dict[str, set[str]] = {}
    for path, code in in_force(user, today).values_list("unit__path", "role__permissions__code"):
        if code:
            paths.setdefault(code, set()).add(path)
    return Grants(today, {code: Reach(tuple(sorted(branches))) for code, branches in paths.items()})


def people_with(permission: str, unit: Unit, on: date) -> list[User]:
    """The users who hold a permission at a unit on a day through own memberships: those to be told."""
    above = [unit.path[:length] for length in range(Unit.steplen, len(unit.path) + 1, Unit.steplen)]
    memberships = Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        valid_from__lte=on,
        unit__path__in=above,
        role__permissions__code=permission,
        user__is_active=True,
    ).select_related("user__person")
    return list({membership.user_id: membership.user for membership in memberships}.values())


def role_names_with(permission: str) -> str:
    """The names of the roles that hold a permission, for telling somebody whom to ask."""
    names = Role.objects.filter(permissions__code=permission).order_by("position")
    return ", ".join(names.values_list("name", flat=True)) or "quản trị hệ thống"


def holds(permission: str, unit: Callable[[Any], Unit | None] = lambda record: record.unit) -> rules.Predicate:
    """A predicate: the user holds the permission at the record's unit (anywhere, when asked without a record)."""

    @rules.predicate(name=f"holds {permission}")
    def has_reach(user: Visitor, record: Any = None) -> bool:
        where = reach(user, permission)
        return bool(where.paths) if record is None else where.covers(unit(record))

    return has_reach


for declared in PERMISSIONS:
    rules.add_perm(declared.code, holds(declared.code))
