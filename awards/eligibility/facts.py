"""What is known about a person or a collective for one year, each fact with where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class PerformanceLevel(StrEnum):
    """Legal performance level (Nghị định 233/2026/NĐ-CP), worst first."""

    NOT_COMPLETED = "KHT"
    COMPLETED = "HT"
    GOOD = "HTT"
    EXCELLENT = "HTXS"

    @property
    def order(self) -> int:
        """0 for the worst level."""
        return list(PerformanceLevel).index(self)

    @property
    def words(self) -> str:
        """The statutory wording."""
        return _LEVEL_WORDS[self]


_LEVEL_WORDS = {
    PerformanceLevel.NOT_COMPLETED: "Không hoàn thành nhiệm vụ",
    PerformanceLevel.COMPLETED: "Hoàn thành nhiệm vụ",
    PerformanceLevel.GOOD: "Hoàn thành tốt nhiệm vụ",
    PerformanceLevel.EXCELLENT: "Hoàn thành xuất sắc nhiệm vụ",
}

SCOPES = ("grassroots", "province", "national")
SCOPE_WORDS = {"grassroots": "cấp cơ sở", "province": "cấp tỉnh, cấp bộ", "national": "toàn quốc"}


@dataclass(frozen=True, slots=True)
class Fact:
    """A performance level with its paper, e.g. “Thông báo xếp loại số 15/TB-TTYT ngày 10/12/2026”."""

    level: PerformanceLevel
    source: str


@dataclass(frozen=True, slots=True)
class InitiativeFact:
    """A recognised initiative, or an accepted science topic. `used_for` names what it has already served, if anything.

    `used_family` is the family (title or form) of that award: one initiative serves one family only (Công văn
    5007/BNV-TĐKT năm 2023).
    """

    name: str
    scope: str
    year: int
    source: str
    is_topic: bool = False
    used_for: str = ""
    used_family: str = ""


@dataclass(frozen=True, slots=True)
class MembersFact:
    """How the members of a collective stand in the year; `None` = not known yet. `ldtt` counts Lao động tiên tiến."""

    total: int
    ldtt: int | None
    cstdcs: int | None
    completed: int | None
    warned: int
    source: str


@dataclass(frozen=True, slots=True)
class CampaignFact:
    """The published result in the emulation drive."""

    score: Decimal
    grade: str
    rank: int
    participants: int
    source: str


@dataclass(frozen=True, slots=True)
class DisciplineFact:
    """Discipline in the year: `measure` is empty when there was none; `is_open` while something is being verified."""

    measure: str
    is_open: bool
    source: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a rule may ask. `None` means not known; then the question goes to people.

    `titles` maps an award code to the years in which the subject received it; `levels` earlier performance levels by
    year; `judgements` what a meeting has decided, by judgement key.
    """

    year: int
    performance: Fact | None = None
    levels: Mapping[int, PerformanceLevel] = field(default_factory=dict)
    months_worked: int | None = None
    discipline: DisciplineFact | None = None
    initiatives: tuple[InitiativeFact, ...] = ()
    titles: Mapping[str, frozenset[int]] = field(default_factory=dict)
    members: MembersFact | None = None
    campaign: CampaignFact | None = None
    judgements: Mapping[str, bool] = field(default_factory=dict)
    judgement_source: str = ""
