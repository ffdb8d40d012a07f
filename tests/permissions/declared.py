"""What the apps declare about roles: permission code -> the roles that have it at first."""

import importlib

from tests.architecture.sources import APPS

ROLES_OF: dict[str, tuple[str, ...]] = {
    permission.code: permission.roles
    for app in APPS
    if app != "core"
    for permission in importlib.import_module(f"{app}.roles").PERMISSIONS
}
