"""Who may do what with criteria, assessments and scores."""

from typing import Any

import rules

from accounts.enums import UnitKind
from accounts.models import User
from accounts.policies import holds, reach
from scoring.roles import DECIDE_APPEAL, FILL_ASSESSMENT, PERMISSIONS, VERIFY_ASSESSMENT


def own_paths(user: User) -> list[str]:
    """The branches whose sheets are the user's own business: where one works, and where one fills sheets in."""
    person = getattr(user, "person", None)
    works_in = [person.unit.path] if person and person.unit.kind not in (UnitKind.CENTRE, UnitKind.AUTHORITY) else []
    return [*works_in, *reach(user, FILL_ASSESSMENT).paths]


@rules.predicate
def is_of_own_unit(user: User, record: Any = None) -> bool:
    """The record belongs to the user's own department, or to a unit whose sheet the user may fill in."""
    if record is None:
        return False
    return any(record.unit.path.startswith(path) for path in own_paths(user))


@rules.predicate
def is_first_verifier(user: User, record: Any = None) -> bool:
    """The appeal contests points that this person gave."""
    return record is not None and record.first_verifier_id == user.pk


@rules.predicate
def has_filed(user: User, record: Any = None) -> bool:
    """The appeal is this person's own."""
    return record is not None and record.submitted_by_id == user.pk


for declared in PERMISSIONS:
    rules.add_perm(declared.code, holds(declared.code))
# Nobody verifies the sheet of the own department.
rules.set_perm(VERIFY_ASSESSMENT, holds(VERIFY_ASSESSMENT) & ~is_of_own_unit)
# Nobody judges the own marks, the own department's, or what was filed by oneself.
rules.set_perm(DECIDE_APPEAL, holds(DECIDE_APPEAL) & ~is_of_own_unit & ~is_first_verifier & ~has_filed)
