"""What a calculation gives: the lines of a result sheet, and the result of one unit."""

from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Literal, NamedTuple

from scoring.engine.tree import Band

Status = Literal["awarded", "not_reported", "not_applicable"]


class Line(NamedTuple):
    """One line of a result sheet, for a group or a criterion (a tuple: a province has 200,000 of them)."""

    code: str
    name: str
    depth: int
    is_group: bool
    max_points: Decimal
    status: Status
    points: Decimal | None
    """What counts: verified points where there are some, else the calculated ones. None: not reported or applicable."""
    calculated: Decimal | None
    """What the rule alone gives (criteria only)."""
    reason: str
    gaps: tuple[str, ...] = ()
    """Parts of a composed rule that nobody has reported yet."""


# what Line(…) does as well, without going through a Python function first: a province has 150,000 of them
new_line = partial(tuple.__new__, Line)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The result of one unit. `total`, `band` and `reached` are None when no criterion applies to it."""

    lines: tuple[Line, ...]
    main: Decimal
    bonus: Decimal
    penalty: Decimal
    total: Decimal | None
    band: Band | None
    """The grade: what the total reaches, lowered by the limits that bite."""
    reached: Band | None
    """The grade by the total alone."""
    limits: tuple[str, ...]
    """A sentence for each limit that keeps the grade below the one reached."""
    missing: int
    """How many applicable criteria nobody has fully reported yet."""
    reason: str
