"""One line of a self-assessment as its page shows it: what is asked, known, earned, and still missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from core.formats import vn_number
from scoring.engine import averages, declarations, evaluation, tree
from scoring.engine.standing import Standing
from scoring.engine.values import Awarded, Inputs, NotApplicable
from scoring.enums import AssessmentState, EnteredBy, ItemState
from scoring.models import Assessment, AssessmentItem, Criterion, EvidenceLink
from scoring.selectors import entries, inputs, typed_figures
from scoring.selectors.history import LastYear

ZERO = Decimal(0)


@dataclass(frozen=True)
class Field:
    """One thing a unit or the office is asked for. ``options`` are (value, label) where a choice is offered."""

    name: str
    label: str
    form: str
    value: str
    options: tuple[tuple[str, str], ...] = ()
    error: str = ""


@dataclass(frozen=True)
class Check:
    """What the portal knows now about a line that rests on an earlier or a typed figure, and whether both agree."""

    text: str
    source: str
    agrees: bool


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
    check: "Check | None"
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


def row_of(
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
    """The line of one criterion; ``line`` is what the engine made of it. No queries beyond what was prefetched."""
    item.assessment = assessment
    evidence = tuple(item.evidence_links.all())
    live = entries.is_live(assessment, item)
    keeps_back = not shows_decision and item.criterion.entered_by == EnteredBy.OFFICE
    return Row(
        item=item,
        criterion=item.criterion,
        rule_words=leaf.rule.words(leaf.max_points),
        fields=_fields(leaf, item),
        line=line,
        measured_text="" if keeps_back else _measured_text(assessment, item, leaf, known),
        source=entries.source_of(known) if known and live else item.declared_source,
        evidence=evidence,
        check=_check(leaf, entries.inputs_of(assessment, item, known), known),
        last_year=before,
        is_open=is_open and may_be_edited(assessment, item),
        shows_decision=shows_decision and item.state != ItemState.PENDING,
        gaps=tuple(_gaps(assessment, item, leaf, line, evidence, known)),
    )


def may_be_edited(assessment: Assessment, item: AssessmentItem) -> bool:
    """A draft is open as a whole; of a returned sheet only the returned lines."""
    if assessment.state == AssessmentState.RETURNED:
        return item.state == ItemState.RETURNED
    return assessment.state in entries.EDITABLE


def _measured_text(
    assessment: Assessment, item: AssessmentItem, leaf: tree.Criterion, known: inputs.Known | None
) -> str:
    """The figures of a line in a few words: “1.204/1.215”, “32%”, “Có”."""
    measured = entries.measured_of(assessment, item, known)
    if isinstance(measured, NotApplicable):
        return "Đề nghị không áp dụng" if not item.verified_not_applicable else "Không áp dụng"
    return _figures(leaf, measured)


def _check(leaf: tree.Criterion, measured: Inputs | None, known: inputs.Known | None) -> Check | None:
    if known is None or measured is known.inputs:
        return None
    text = _figures(leaf, known.inputs)
    return Check(text, entries.source_of(known), agrees=text == _figures(leaf, measured))


def _figures(leaf: tree.Criterion, measured: Inputs | None) -> str:
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
        for asked in typed_figures.asked(item.criterion, leaf.rule)
    )


def retyped(fields: Iterable[Field], typed: Mapping[str, str], errors: Mapping[str, str]) -> tuple[Field, ...]:
    """The fields with what was typed into them, and what is wrong with each."""
    return tuple(replace(field, value=typed.get(field.name, ""), error=errors.get(field.name, "")) for field in fields)


def _options(form: str, choices: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return ((declarations.YES, "Có"), (declarations.NO, "Không")) if form == "yes_no" else choices


def _gaps(
    assessment: Assessment,
    item: AssessmentItem,
    leaf: tree.Criterion,
    line: evaluation.Line,
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
    if item.criterion.entered_by != EnteredBy.UNIT or line.status == "not_applicable":
        return
    entry = averages.awaited(leaf, entries.entry_of(assessment, item, known))
    outcome = evaluation.outcome_of(leaf, entry, Standing(group=assessment.unit.group))
    points = getattr(outcome, "points", None)
    if points is None and not isinstance(outcome, NotApplicable):
        yield "chưa nhập đủ số liệu"
    elif isinstance(outcome, Awarded) and outcome.gaps:
        yield f"chưa nhập đủ số liệu: {', '.join(outcome.gaps)}"
    elif points and item.criterion.evidence and not evidence and not item.explanation:
        yield "chưa có minh chứng hoặc giải trình"


def _touched_since(saved_at: datetime | None, verified_at: datetime | None) -> bool:
    return saved_at is not None and (verified_at is None or saved_at > verified_at)
