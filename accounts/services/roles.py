"""Bringing the declared permissions into the database without undoing what was edited there."""

from importlib import import_module

from django.apps import apps
from django.db import transaction

from accounts.models import PermissionCode, Role
from accounts.roles import ROLE_DESCRIPTIONS, Permission, RoleCode


def declared_permissions() -> list[Permission]:
    """All permissions that the installed apps declare in their ``roles`` modules."""
    declared: list[Permission] = []
    for config in apps.get_app_configs():
        try:
            module = import_module(f"{config.name}.roles")
        except ModuleNotFoundError:
            continue
        declared.extend(getattr(module, "PERMISSIONS", ()))
    return declared


@transaction.atomic
def sync_roles() -> int:
    """Create missing roles and permissions; grant a permission to its first roles only when it is new.

    Returns the number of new permissions. Permissions that no code declares any more are removed.
    """
    for position, code in enumerate(RoleCode):
        Role.objects.get_or_create(
            code=code,
            defaults={"name": code.label, "description": ROLE_DESCRIPTIONS[code], "position": position},
        )
    roles = {role.code: role for role in Role.objects.all()}
    known = set(PermissionCode.objects.values_list("code", flat=True))
    declared = declared_permissions()
    for permission in declared:
        stored, _ = PermissionCode.objects.update_or_create(code=permission.code, defaults={"label": permission.label})
        if permission.code not in known:
            for role_code in permission.roles:
                roles[role_code].permissions.add(stored)
    PermissionCode.objects.exclude(code__in=[permission.code for permission in declared]).delete()
    return len({permission.code for permission in declared} - known)
