"""A criteria set: groups of any depth with criteria as leaves, points on top, and the bands of grades."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from scoring.engine.provisions import Example, Limit, Quota
from scoring.engine.rules import Rule

RESCALINGS = {
    "proportional": "quy đổi theo tỷ lệ",
    "even": "chia đều cho các mục còn lại",
    "none": "không quy đổi",
}
EXEMPTIONS = {"leave_out": "không tính tiêu chí", "full": "được điểm tối đa"}


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
    suspended: str = ""
    """Why this version of the set leaves the criterion out; empty: it does not."""
    not_for: tuple[str, ...] = ()
    """Codes of the emulation groups (khối) that the criterion does not concern."""
    when_exempt: str = "leave_out"
    """One of EXEMPTIONS: what a unit gets that the criterion does not concern."""
    counted_to: Decimal | None = None
    """The maximum that the rule still counts up to where a trial has changed the weight (`scenarios`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A branch; its maximum is the sum of its children's and is kept when some of them do not apply."""

    code: str
    name: str
    max_points: Decimal
    children: tuple["Group | Criterion", ...]
    suspended: str = ""
    """Why this version of the set leaves the whole group out; empty: it does not."""
    not_for: tuple[str, ...] = ()
    """Codes of the emulation groups (khối) that nothing in this group concerns."""
    rescaling: str = "proportional"
    """One of RESCALINGS: what becomes of the points of parts that do not apply."""
    counted_to: Decimal | None = None
    """The sum of the children's maxima where a trial has given the whole group another weight (`scenarios`)."""


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
    tie_break: tuple[str, ...] = ()
    """Codes of nodes whose points decide between equal totals, in their order; “vote” may stand last."""
    limits: tuple[Limit, ...] = ()
    quota: Quota | None = None
    examples: tuple[Example, ...] = ()

    def nodes(self) -> Iterator[Group | Criterion]:
        """Every group and leaf in reading order, then bonus, then penalty criteria."""
        for group in self.groups:
            yield from below(group)
        yield from self.bonus.criteria
        yield from self.penalty.criteria

    def criteria(self) -> Iterator[Criterion]:
        """Every leaf: the main tree in order, then bonus, then penalty."""
        for group in self.groups:
            yield from leaves(group)
        yield from self.bonus.criteria
        yield from self.penalty.criteria


def below(node: Group | Criterion) -> Iterator[Group | Criterion]:
    """The node and everything in it, in reading order."""
    yield node
    if isinstance(node, Group):
        for child in node.children:
            yield from below(child)


def leaves(node: Group | Criterion) -> Iterator[Criterion]:
    """The criteria below a node, in order."""
    if isinstance(node, Criterion):
        yield node
        return
    for child in node.children:
        yield from leaves(child)
