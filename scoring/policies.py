"""Who may do what with criteria, assessments and scores."""

from typing import Any

import rules

from accounts.enums import UnitKind
from accounts.policies import holds, reach
from scoring.roles import PERMISSIONS


@rules.predicate
def is_of_own_unit(user: Any, record: Any = None) -> bool:
    """The record belongs to the user's own department, or to a unit whose sheet the user may fill in."""
    if record is None:
        return False
    person = getattr(user, "person", None)
    works_there = (
        person is not None
        and person.unit.kind not in (UnitKind.CENTRE, UnitKind.AUTHORITY)
        and record.unit.is_within(person.unit)
    )
    return works_there or reach(user, "scoring.fill_assessment").covers(record.unit)


for declared in PERMISSIONS:
    rules.add_perm(declared.code, holds(declared.code))
# Nobody verifies the sheet of the own department.
rules.set_perm("scoring.verify_assessment", holds("scoring.verify_assessment") & ~is_of_own_unit)
