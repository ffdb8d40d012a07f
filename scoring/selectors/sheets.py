"""A self-assessment as its page shows it: groups, lines, projected points, and what is still missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from core.formats import vn_number
from scoring.engine import declarations, evaluation, tree
from scoring.engine.values import Entry, NotApplicable
from scoring.enums import EnteredBy, ItemState
from scoring.models import Assessment, AssessmentItem, Criterion, EvidenceLink
from scoring.selectors import criteria, entries, inputs
from scoring.selectors.history import LastYear, last_year_of

ZERO = Decimal(0)


@dataclass(frozen=True)
class Field:
    """One thing a unit is asked for. ``options`` are (value, label) where a choice is offered."""

    name: str
    label: str
    form: str
    value: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Row:
    """One criterion: what is asked, what is known, what it would earn, and what is missing."""

    item: AssessmentItem
    criterion: Criterion
    rule_words: str
    fields: tuple[Field, ...]
    line: evaluation.Line
    measured_text: str
    source: str
    evidence: tuple[EvidenceLink, ...]
    last_year: LastYear | None
    is_open: bool
    shows_decision: bool
    gaps: tuple[str, ...]

    @property
    def is_asked(self) -> bool:
        """Whether the unit itself types the figures."""
        return self.criterion.entered_by == EnteredBy.UNIT

    @property
    def is_returned(self) -> bool:
        return self.shows_decision and self.item.state == ItemState.RETURNED

    @property
    def lost(self) -> Decimal:
        """Points still out of reach of the maximum."""
        if self.line.status == "not_applicable":
            return ZERO
        return self.line.max_points - (self.line.points or ZERO)


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
        counted = {code: Entry(entry.measured) for code, entry in counted.items()}
    result = evaluation.evaluate(engine_set, counted)
    lines = {line.code: line for line in result.lines}
    before = last_year_of(assessment)
    rows = {
        leaf.code: _row(
            assessment, items[leaf.code], leaf, lines[leaf.code], known.get(leaf.code), before.get(leaf.code),
            is_open=is_open, shows_decision=shows_decisions,
        )
        for leaf in leaves
    }
    return Sheet(
        assessment=assessment,
        blocks=tuple(_blocks(engine_set, lines, rows)),
        result=result,
        total_points=engine_set.total,
        next_band=_next_band(engine_set, result.total),
        rows=tuple(rows.values()),
    )


def _items(assessment: Assessment) -> Iterable[AssessmentItem]:
    return (
        AssessmentItem.objects.filter(assessment=assessment)
        .select_related("criterion", "saved_by__person", "verified_by__person")
        .prefetch_related("evidence_links__evidence")
    )


def _row(
    assessment: Assessment,
    item: AssessmentItem,
    leaf: tree.Criterion,
    line: evaluation.Line,
    known: inputs.Known | None,
    before: LastYear | None,
    *,
    is_open: bool,
    shows_decision: bool,
) -> Row:
    item.assessment = assessment
    evidence = tuple(item.evidence_links.all())
    live = entries.is_live(assessment, item)
    return Row(
        item=item,
        criterion=item.criterion,
        rule_words=leaf.rule.words(leaf.max_points),
        fields=_fields(leaf, item) if item.criterion.entered_by == EnteredBy.UNIT else (),
        line=line,
        measured_text=measured_text(assessment, item, leaf, known),
        source=entries.source_of(known) if known and live else item.declared_source,
        evidence=evidence,
        last_year=before,
        is_open=is_open and may_be_edited(assessment, item),
        shows_decision=shows_decision and item.state != ItemState.PENDING,
        gaps=tuple(_gaps(assessment, item, leaf, evidence, known)),
    )


def may_be_edited(assessment: Assessment, item: AssessmentItem) -> bool:
    """A draft is open as a whole; of a returned sheet only the returned lines."""
    if assessment.state == "returned":
        return item.state == ItemState.RETURNED
    return assessment.state in entries.EDITABLE


def measured_text(
    assessment: Assessment, item: AssessmentItem, leaf: tree.Criterion, known: inputs.Known | None
) -> str:
    """The figures of a line in a few words: “1.204/1.215”, “32%”, “Có”."""
    measured = entries.measured_of(assessment, item, known)
    if isinstance(measured, NotApplicable):
        return "Đề nghị không áp dụng" if not item.verified_not_applicable else "Không áp dụng"
    if measured is None:
        return ""
    if measured.numerator is not None and measured.denominator is not None:
        return f"{vn_number(measured.numerator.normalize())}/{vn_number(measured.denominator.normalize())}"
    parts = []
    typed = declarations.write_typed(leaf.rule, measured.as_mapping())
    for asked in leaf.rule.fields():
        if not typed[asked.name]:
            continue
        text = dict(_options(asked.form, asked.choices)).get(typed[asked.name], typed[asked.name])
        if asked.form == "percent":
            text = f"{text}%"
        parts.append(f"{asked.label}: {text}")
    return " · ".join(parts)


def _fields(leaf: tree.Criterion, item: AssessmentItem) -> tuple[Field, ...]:
    typed = declarations.write_typed(leaf.rule, item.declared)
    return tuple(
        Field(asked.name, asked.label, asked.form, typed[asked.name], _options(asked.form, asked.choices))
        for asked in leaf.rule.fields()
    )


def _options(form: str, choices: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return ((declarations.YES, "Có"), (declarations.NO, "Không")) if form == "yes_no" else choices


def _gaps(
    assessment: Assessment,
    item: AssessmentItem,
    leaf: tree.Criterion,
    evidence: tuple[EvidenceLink, ...],
    known: inputs.Known | None,
) -> Iterable[str]:
    if item.state in entries.DECIDED or assessment.state not in entries.EDITABLE:
        return
    if item.state == ItemState.RETURNED and not _touched_since(item.saved_at, item.verified_at):
        yield "chưa sửa hoặc giải trình sau khi bị trả lại"
    if item.claims_not_applicable:
        if not item.explanation:
            yield "chưa ghi lý do không áp dụng"
        return
    if item.criterion.entered_by != EnteredBy.UNIT:
        return
    outcome = evaluation.outcome_of(leaf, entries.entry_of(assessment, item, known))
    points = getattr(outcome, "points", None)
    if points is None and not isinstance(outcome, NotApplicable):
        yield "chưa nhập đủ số liệu"
    elif points and item.criterion.evidence and not evidence and not item.explanation:
        yield "chưa có minh chứng hoặc giải trình"


def _touched_since(saved_at: datetime | None, verified_at: datetime | None) -> bool:
    return saved_at is not None and (verified_at is None or saved_at > verified_at)


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
