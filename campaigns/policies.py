"""Who may do what with plans, tasks and rounds."""

from typing import Any

import rules
from django.db.models import Q

from accounts.models import Unit, User
from accounts.policies import holds, reach
from campaigns.roles import PERMISSIONS, VIEW_PLAN, VIEW_ROUND, VIEW_TARGET

# What a unit launches is for all units below it: these rights hold for records of a unit above one's own as well.
SEEN_FROM_BELOW = {VIEW_PLAN, VIEW_TARGET, VIEW_ROUND}


def branches_of(user: User, permission: str) -> tuple[list[str], list[str]]:
    """Where a right holds: the branches held, and the paths of the units above them."""
    held = list(reach(user, permission).paths)
    above = {path[:length] for path in held for length in range(Unit.steplen, len(path), Unit.steplen)}
    return held, sorted(above)


def concerning(user: User, permission: str, field: str) -> Q:
    """Rows whose unit (through ``field``) lies in the branches where the user holds a right, or above them."""
    held, above = branches_of(user, permission)
    rows = Q(**{f"{field}__path__in": above})
    for path in held:
        rows |= Q(**{f"{field}__path__startswith": path})
    return rows if held else Q(pk__in=())


def concerns(permission: str) -> rules.Predicate:
    """A predicate: the record's unit lies in a branch where the user holds the right, or above one."""

    @rules.predicate(name=f"is concerned by {permission}")
    def is_concerned(user: User, record: Any = None) -> bool:
        held, above = branches_of(user, permission)
        if record is None:
            return bool(held)
        path = record.unit.path
        return path in above or any(path.startswith(branch) for branch in held)

    return is_concerned


for declared in PERMISSIONS:
    from_below = declared.code in SEEN_FROM_BELOW
    rules.add_perm(declared.code, concerns(declared.code) if from_below else holds(declared.code))
