"""From a stored line of a self-assessment to the engine's entry: what was measured, and what the verifier decided."""

from core.formats import vn_date
from scoring.engine import averages
from scoring.engine.values import Decision, Entry, Inputs, NotApplicable, inputs_from
from scoring.enums import AssessmentState, EnteredBy, ItemState
from scoring.models import Assessment, AssessmentItem, Criterion
from scoring.selectors.answers import Answer, Submitted
from scoring.selectors.inputs import Known

Sheet = Assessment | Submitted
Line = AssessmentItem | Answer
"""As objects for a page, or as plain rows for a calculation."""

DECIDED = (ItemState.ACCEPTED, ItemState.ADJUSTED)
EDITABLE = (AssessmentState.DRAFT, AssessmentState.RETURNED)


def is_supplied(criterion: Criterion) -> bool:
    """Whether the portal itself supplies the inputs, so that nobody types them."""
    return criterion.entered_by in (EnteredBy.PORTAL, EnteredBy.SURVEY)


def is_live(assessment: Sheet, item: Line) -> bool:
    """Whether the portal's present figures count for a line; from submission on the frozen ones do."""
    return assessment.state in EDITABLE and item.state not in DECIDED


def inputs_of(assessment: Sheet, item: Line, known: Known | None) -> Inputs | None:
    """What was measured for a line: declared by the unit, frozen at submission, or known to the portal right now.

    An average counts only where the office typed it; else it is worked out from the figures of all units.
    """
    if is_supplied(item.criterion) and is_live(assessment, item):
        return known.inputs if known else None
    reported = item.reported if isinstance(item, Answer) else _declared(item)
    if reported is None or item.criterion.entered_by == EnteredBy.OFFICE:
        return reported
    return averages.not_declared(reported)


def _declared(item: AssessmentItem) -> Inputs | None:
    return inputs_from(item.declared) if item.declared else None


def measured_of(assessment: Sheet, item: Line, known: Known | None) -> Inputs | NotApplicable | None:
    """The same with claims: a claim to leave the criterion out counts until a verifier has refused it."""
    claim_stands = item.verified_not_applicable or (item.claims_not_applicable and item.state not in DECIDED)
    if claim_stands:
        return NotApplicable(f"Không áp dụng: {item.explanation.rstrip('.')}" if item.explanation else "Không áp dụng")
    return inputs_of(assessment, item, known)


def decision_of(item: Line) -> Decision | None:
    """The verifier's points where there are some."""
    if item.state not in DECIDED or item.verified_points is None:
        return None
    return Decision(item.verified_points, item.verified_reason)


def entry_of(assessment: Sheet, item: Line, known: Known | None) -> Entry:
    """All that counts for a line now."""
    return Entry(measured_of(assessment, item, known), decision_of(item))


def source_of(known: Known) -> str:
    """Where a figure comes from and how far it reaches: “Thống kê hồ sơ TTHC, đến 30/11/2026”."""
    if known.as_of is None:
        return known.source
    return f"{known.source}, đến {vn_date(known.as_of)}"
