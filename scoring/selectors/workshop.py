"""A draft as the workshop shows it: the tree with its sums, and every slip beside the node it belongs to."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.enums import UnitGroup
from indicators.selectors import level_counts
from scoring.engine import checks, definition, examples, rules, survey_levels, tree
from scoring.engine.slips import ERROR, Slip, errors
from scoring.enums import NodeKind
from scoring.models import CriteriaSet, Criterion
from scoring.selectors import criteria as reading


@dataclass(frozen=True)
class Row:
    """One node in the tree editor. ``summed`` is what its children's maxima come to (groups only)."""

    criterion: Criterion
    depth: int
    rule_label: str
    rule_words: str
    summed: Decimal | None
    inside: int
    slips: Sequence[Slip]
    is_first: bool
    is_last: bool

    @property
    def is_group(self) -> bool:
        return self.criterion.kind == NodeKind.GROUP

    @property
    def agrees(self) -> bool:
        """Whether the stated maximum is the sum of the parts."""
        return self.summed is None or self.summed == self.criterion.max_points

    @property
    def has_error(self) -> bool:
        return any(slip.gravity == ERROR for slip in self.slips)


@dataclass(frozen=True)
class Finding:
    """One slip with the page where it is mended: that of its node (a key), else a part of the workshop."""

    slip: Slip
    node: int
    part: str

    @property
    def is_error(self) -> bool:
        return self.slip.gravity == ERROR

    @property
    def page(self) -> str:
        """The name of the address of the part."""
        return f"scoring:{PARTS.get(self.part, 'workshop-head')}"


@dataclass(frozen=True)
class Verdict:
    """What the check says of a draft. ``built`` is None while it cannot be read as a whole."""

    built: tree.CriteriaSet | None
    findings: Sequence[Finding]

    @property
    def errors(self) -> int:
        return sum(finding.is_error for finding in self.findings)

    @property
    def warnings(self) -> int:
        return len(self.findings) - self.errors

    @property
    def words(self) -> str:
        """“Còn 3 lỗi, 2 lưu ý” or “Dùng được, 2 lưu ý”."""
        noted = f", {self.warnings} lưu ý" if self.warnings else ""
        return f"{f'Còn {self.errors} lỗi' if self.errors else 'Dùng được'}{noted}"


def verdict(criteria_set: CriteriaSet) -> Verdict:
    """Every slip of the set, errors first, each with its page; worked examples are run once nothing else is wrong."""
    built, slips = definition.read_set(reading.as_mapping(criteria_set))
    if built is not None:
        slips = [*slips, *checks.unknown_groups(built, UnitGroup.named())]
        slips += survey_levels.slips(built, level_counts.surveyed_codes())
    if built is not None and not errors(slips):
        slips = [*slips, *examples.run(built)]
    nodes = {row.code: row.pk for row in criteria_set.criteria.all()}
    findings = []
    for slip in slips:
        part = _part(slip)
        # A slip of an example names a node too, but the example is more often what is wrong.
        findings.append(Finding(slip, 0 if part else nodes.get(slip.code_of, 0), part))
    return Verdict(built, sorted(findings, key=lambda each: not each.is_error))


def rows(criteria_set: CriteriaSet, findings: Iterable[Finding]) -> list[Row]:
    """The tree in reading order: groups with their criteria, then bonus and penalty criteria."""
    slips: dict[int, list[Slip]] = defaultdict(list)
    for finding in findings:
        slips[finding.node].append(finding.slip)
    walked = list(reading.walk(criteria_set.criteria.all()))
    siblings: dict[tuple[int | None, str], list[int]] = defaultdict(list)
    sums: dict[int | None, Decimal] = defaultdict(Decimal)
    for node, _ in walked:
        siblings[node.parent_id, node.kind].append(node.pk)
        sums[node.parent_id] += node.max_points
    inside = _inside(walked)
    return [
        _row(node, depth, sums, inside, slips[node.pk], siblings[node.parent_id, node.kind]) for node, depth in walked
    ]


def stated_and_summed(criteria_set: CriteriaSet) -> tuple[Decimal, Decimal]:
    """The scale of the set and what its groups come to."""
    tops = [row for row in criteria_set.criteria.all() if row.parent_id is None and row.kind == NodeKind.GROUP]
    return criteria_set.total, sum((row.max_points for row in tops), Decimal(0))


def _row(
    node: Criterion,
    depth: int,
    sums: dict[int | None, Decimal],
    inside: dict[int, int],
    slips: list[Slip],
    siblings: list[int],
) -> Row:
    is_group = node.kind == NodeKind.GROUP
    rule = None if is_group else rules.read_rule(node.rule)[0]
    return Row(
        criterion=node,
        depth=depth,
        rule_label=rule.label if rule else "",
        rule_words=rule.words(node.max_points) if rule else "",
        summed=sums.get(node.pk, Decimal(0)) if is_group else None,
        inside=inside.get(node.pk, 0),
        slips=slips,
        is_first=siblings[0] == node.pk,
        is_last=siblings[-1] == node.pk,
    )


def _inside(walked: list[tuple[Criterion, int]]) -> dict[int, int]:
    """How many nodes stand below each group, however deep."""
    parents = {node.pk: node.parent_id for node, _ in walked}
    counted: dict[int, int] = defaultdict(int)
    for node, _ in walked:
        above = node.parent_id
        while above is not None:
            counted[above] += 1
            above = parents[above]
    return counted


PARTS = {
    "xep-loai": "workshop-bands",
    "ha-muc": "workshop-limits",
    "bang-diem": "workshop-tie-break",
    "ty-le": "workshop-quota",
    "vi-du": "workshop-examples",
}
_PLACES = (
    ("Mức xếp loại", "xep-loai"),
    ("Điều kiện hạ mức", "ha-muc"),
    ("Thứ tự phân định", "bang-diem"),
    ("Tỷ lệ tối đa", "ty-le"),
    ("Ví dụ", "vi-du"),
)


def _part(slip: Slip) -> str:
    """The part of the workshop where a slip of the set as a whole is mended; empty for head and tree."""
    return next((part for start, part in _PLACES if slip.place.startswith(start)), "")
