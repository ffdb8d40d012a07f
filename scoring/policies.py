"""Who may do what with criteria, assessments and scores."""

from typing import Any

import rules

from accounts.enums import UnitKind
from accounts.policies import holds, reach
from scoring.roles import PERMISSIONS


def own_paths(user: Any) -> list[str]:
    """The branches whose sheets are the user's own business: where one works, and where one fills sheets in."""
    person = getattr(user, "person", None)
    works_in = [person.unit.path] if person and person.unit.kind not in (UnitKind.CENTRE, UnitKind.AUTHORITY) else []
    return [*works_in, *reach(user, "scoring.fill_assessment").paths]


@rules.predicate
def is_of_own_unit(user: Any, record: Any = None) -> bool:
    """The record belongs to the user's own department, or to a unit whose sheet the user may fill in."""
    if record is None:
        return False
    return any(record.unit.path.startswith(path) for path in own_paths(user))


for declared in PERMISSIONS:
    rules.add_perm(declared.code, holds(declared.code))
# Nobody verifies the sheet of the own department.
rules.set_perm("scoring.verify_assessment", holds("scoring.verify_assessment") & ~is_of_own_unit)
