"""A criteria set: groups of any depth with criteria as leaves, points on top, and the bands of grades."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from .rules import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What people read and where the inputs come from; none of it changes a mark once the inputs are known."""

    guidance: str = ""
    """How the criterion is marked, in the office's words."""
    evidence: str = ""
    """Which documents prove it."""
    indicator: str = ""
    """Code of the indicator that supplies the inputs; empty when a person does."""
    entered_by: str = "unit"
    """Who supplies the inputs: unit, portal, survey or office."""
    may_not_apply: bool = False
    """Whether a unit may ask to leave the criterion out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A leaf: the only place where points are earned."""

    code: str
    name: str
    max_points: Decimal
    rule: Rule
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A branch; its maximum is the sum of its children's and is kept when some of them do not apply."""

    code: str
    name: str
    max_points: Decimal
    children: tuple["Group | Criterion", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTop:
    """Bonus or penalty criteria with their common cap."""

    cap: Decimal = Decimal(0)
    criteria: tuple[Criterion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A grade from `low` (included) up to the next band's `low` (excluded)."""

    code: str
    name: str
    low: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaSet:
    """One version of a set of criteria. Bands are ordered from the best down."""

    code: str
    name: str
    version: int
    total: Decimal
    groups: tuple[Group, ...]
    bands: tuple[Band, ...]
    bonus: OnTop = field(default_factory=OnTop)
    penalty: OnTop = field(default_factory=OnTop)
    cap_total: bool = True
    """Whether bonus points may lift the total above the scale."""

    def criteria(self) -> Iterator[Criterion]:
        """Every leaf: the main tree in order, then bonus, then penalty."""
        for group in self.groups:
            yield from leaves(group)
        yield from self.bonus.criteria
        yield from self.penalty.criteria


def leaves(node: Group | Criterion) -> Iterator[Criterion]:
    """The criteria below a node, in order."""
    if isinstance(node, Criterion):
        yield node
        return
    for child in node.children:
        yield from leaves(child)
