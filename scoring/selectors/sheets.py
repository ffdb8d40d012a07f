"""A self-assessment as its page shows it: groups, lines, projected points, and what is still missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from scoring.engine import evaluation, tree
from scoring.engine.standing import Standing
from scoring.engine.values import Entry, Inputs
from scoring.enums import EnteredBy
from scoring.models import Assessment, AssessmentItem
from scoring.selectors import circumstances, criteria, entries, inputs
from scoring.selectors.history import last_year_of
from scoring.selectors.rows import Row, may_be_edited, row_of

__all__ = ["Block", "Row", "Sheet", "may_be_edited", "sheet_of"]

ZERO = Decimal(0)


@dataclass(frozen=True)
class Block:
    """A top-level group with its lines (or the points on top of the scale)."""

    code: str
    name: str
    max_points: Decimal | None
    line: evaluation.Line | None
    rows: tuple[Row, ...]

    @property
    def gap_count(self) -> int:
        return sum(bool(row.gaps) for row in self.rows)


@dataclass(frozen=True)
class Sheet:
    """The whole page of one self-assessment."""

    assessment: Assessment
    blocks: tuple[Block, ...]
    result: evaluation.Evaluation
    total_points: Decimal
    next_band: tree.Band | None
    criteria_set: tree.CriteriaSet = field(repr=False)
    standing: Standing = field(repr=False)
    entries: Mapping[str, Entry] = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False, default=())

    @property
    def complete_count(self) -> int:
        return sum(not row.gaps for row in self.rows)

    @property
    def incomplete(self) -> list[Row]:
        """Lines with something missing, in order."""
        return [row for row in self.rows if row.gaps]

    @property
    def to_next_band(self) -> Decimal | None:
        """How many points are left to the next grade."""
        if self.next_band is None:
            return None
        return self.next_band.low - (self.result.total or ZERO)

    @property
    def largest_losses(self) -> list[Row]:
        """Where most points can still be won, at most five lines."""
        losing = [row for row in self.rows if row.lost > 0 and row.criterion.kind == "criterion"]
        return sorted(losing, key=lambda row: -row.lost)[:5]

    def row_of(self, item: AssessmentItem) -> Row:
        return next(row for row in self.rows if row.item.pk == item.pk)

    def block_of(self, item: AssessmentItem) -> Block:
        return next(block for block in self.blocks if any(row.item.pk == item.pk for row in block.rows))


def sheet_of(assessment: Assessment, *, is_open: bool = True, shows_decisions: bool = True) -> Sheet:
    """The page of a self-assessment in a constant number of queries; ValueError when the round has no criteria set.

    ``is_open``: whether this person may still work on it today; ``shows_decisions``: whether this person may see what
    the verifier has decided so far.
    """
    stored = criteria.set_of_round(assessment.round)
    if stored is None:
        raise ValueError("Đợt chưa được gán bộ tiêu chí.")
    engine_set = criteria.engine_set(stored)
    items = {item.criterion.code: item for item in _items(assessment)}
    leaves = [leaf for leaf in engine_set.criteria() if leaf.code in items]
    known = inputs.by_unit(inputs.known_inputs(leaves, [assessment.unit], assessment.round.year), assessment.unit)
    counted = {code: entries.entry_of(assessment, item, known.get(code)) for code, item in items.items()}
    if not shows_decisions:
        counted = {code: _undecided(items[code], entry) for code, entry in counted.items()}
    known_facts = circumstances.in_force(assessment.round, [assessment.unit_id]).get(assessment.unit_id, {})
    standing = Standing(group=assessment.unit.group, circumstances=known_facts)
    result = evaluation.evaluate(engine_set, counted, standing)
    lines = {line.code: line for line in result.lines}
    before = last_year_of(assessment)
    rows = {
        leaf.code: row_of(
            assessment,
            items[leaf.code],
            leaf,
            lines[leaf.code],
            known.get(leaf.code),
            before.get(leaf.code),
            is_open=is_open,
            shows_decision=shows_decisions,
        )
        for leaf in leaves
    }
    return Sheet(
        assessment=assessment,
        blocks=tuple(_blocks(engine_set, lines, rows)),
        result=result,
        total_points=engine_set.total,
        next_band=_next_band(engine_set, result.total),
        criteria_set=engine_set,
        standing=standing,
        entries=counted,
        rows=tuple(rows.values()),
    )


def _undecided(item: AssessmentItem, entry: Entry) -> Entry:
    """The entry without the verifier's part in it: the points, and the figures that the office enters."""
    by_office = item.criterion.entered_by == EnteredBy.OFFICE and isinstance(entry.measured, Inputs)
    return Entry(None if by_office else entry.measured)


def _items(assessment: Assessment) -> Iterable[AssessmentItem]:
    return (
        AssessmentItem.objects.filter(assessment=assessment)
        .select_related("criterion", "saved_by__person", "verified_by__person")
        .prefetch_related("evidence_links__evidence")
    )


def _blocks(
    engine_set: tree.CriteriaSet, lines: Mapping[str, evaluation.Line], rows: Mapping[str, Row]
) -> Iterable[Block]:
    for group in engine_set.groups:
        own = tuple(rows[leaf.code] for leaf in tree.leaves(group) if leaf.code in rows)
        yield Block(group.code, group.name, group.max_points, lines[group.code], own)
    for name, on_top in (("Điểm thưởng", engine_set.bonus), ("Điểm trừ", engine_set.penalty)):
        own = tuple(rows[leaf.code] for leaf in on_top.criteria if leaf.code in rows)
        if own:
            yield Block("+" if name == "Điểm thưởng" else "−", name, on_top.cap, None, own)


def _next_band(engine_set: tree.CriteriaSet, total: Decimal | None) -> tree.Band | None:
    higher = [band for band in engine_set.bands if band.low > (total or ZERO)]
    return higher[-1] if higher else None
