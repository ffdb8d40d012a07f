"""What a plan says, as facts beside its text: content areas, targets, subjects, duties, bases, period.

Both doors through which a plan enters as a whole (a structured file, a Word or text document) make one `PlanFacts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from campaigns.engine.document import PlanDocument, Section
from campaigns.engine.numbering import number_siblings
from campaigns.engine.targets import TargetRule


@dataclass(frozen=True, slots=True)
class AreaFact:
    """A content area: its `code` within the plan (“đ”, “2”), its title, and a short one for charts."""

    code: str
    title: str
    short_title: str


@dataclass(frozen=True, slots=True)
class TargetFact:
    """A target. `scope` and `verification` are values of the enums of the same names; `indicator` is a code."""

    code: str
    label: str
    rule: TargetRule
    area: str = ""
    indicator: str = ""
    baseline: str = ""
    due_on: date | None = None
    scope: str = "centre"
    verification: str = "declared"
    source_text: str = ""
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class SubjectFact:
    """Who may compete: `kind` collective or individual."""

    kind: str
    definition: str
    reform_workers_only: bool = False


@dataclass(frozen=True, slots=True)
class DutyFact:
    """What somebody has to do; `unit` is the code of a unit when one is meant."""

    responsible: str
    text: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class BasisFact:
    """A document the plan rests on (`kind` can_cu) or carries out (thuc_hien); not `printed` when in the prose."""

    text: str
    kind: str = "can_cu"
    printed: bool = True


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """Everything that is stored of one plan."""

    code: str
    title: str
    starts_on: date
    ends_on: date
    document: PlanDocument
    short_name: str = ""
    kind: str = "thematic"
    unit: str = ""
    areas: tuple[AreaFact, ...] = ()
    targets: tuple[TargetFact, ...] = ()
    subjects: tuple[SubjectFact, ...] = ()
    duties: tuple[DutyFact, ...] = ()
    bases: tuple[BasisFact, ...] = ()


def numbered(sections: Sequence[Section], parent_mark: str = "") -> tuple[Section, ...]:
    """Sections with every empty mark filled by automatic numbering; marks that are there stay."""
    styles = [section.style for section in sections]
    marks = number_siblings(styles, [section.mark for section in sections], parent_mark)
    return tuple(
        replace(section, mark=mark, children=numbered(section.children, mark))
        for section, mark in zip(sections, marks, strict=True)
    )


def manual_marks(sections: Sequence[Section], parent_mark: str = "") -> list[str]:
    """The marks of siblings that automatic numbering would not give; empty where it would."""
    kept: list[str] = []
    for position, section in enumerate(sections):
        styles = [sibling.style for sibling in sections[: position + 1]]
        automatic = number_siblings(styles, [*kept, ""], parent_mark)[-1]
        kept.append("" if automatic == section.mark else section.mark)
    return kept
