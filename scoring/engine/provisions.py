"""What a criteria set says besides its tree: limits on the grade, the quota of a grade, worked examples."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from scoring.engine.values import Entry

VOTE = "vote"
"""The last tie-break key: a recorded vote."""

LIMIT_KINDS = {
    "criterion_zero": "có tiêu chí bị 0 điểm",
    "node_below": "một nhóm hoặc tiêu chí dưới mức quy định",
    "not_assessed": "đơn vị không tự đánh giá",
    "circumstance": "có sự việc đã ghi nhận",
}
QUOTA_BASES = {"all": "tất cả các đơn vị được xếp loại", "reaching": "các đơn vị từ một mức trở lên"}
ROUNDINGS = {"down": "làm tròn xuống", "half_up": "làm tròn đến số gần nhất", "up": "làm tròn lên"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A fact that keeps the grade from rising above `at_most`, whatever the points are."""

    code: str
    name: str
    when: str
    """One of LIMIT_KINDS."""
    at_most: str
    """Code of the best band that is still possible."""
    criteria: tuple[str, ...] = ()
    """criterion_zero: which criteria must not be at zero; empty: none at all."""
    node: str = ""
    """node_below: the group or criterion that is looked at."""
    percent: Decimal = Decimal(0)
    """node_below: fewer points than this share of its maximum bite."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """At most `percent` of the base may keep `band` (or a better one)."""

    band: str
    percent: Decimal
    base: str = "all"
    """One of QUOTA_BASES."""
    base_band: str = ""
    """reaching: units whose grade is at least this one are counted."""
    rounding: str = "down"
    """One of ROUNDINGS."""
    at_least: int = 0
    """So many places there are in any case, once a unit is counted."""
    within_groups: bool = False
    """Whether places are counted and given in each emulation group (khối) apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A worked example: the entries of one unit and what they must give."""

    name: str
    entries: Mapping[str, Entry] = field(default_factory=dict)
    group: str = ""
    assessed: bool = True
    circumstances: Mapping[str, str] = field(default_factory=dict)
    """Recorded circumstances by the code of their limit, with the words of the record."""
    expect: Mapping[str, Decimal | str] = field(default_factory=dict)
    """By code: points, or “not_reported”, “not_applicable”."""
    total: Decimal | None = None
    grade: str = ""
