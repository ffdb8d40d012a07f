"""Plans as people see them: which ones, on whom each waits, its outline, what the linter finds, who acknowledged."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from accounts.models import Unit, User
from accounts.policies import reach
from campaigns.engine.document import PlacedSection, PlanDocument, walk
from campaigns.engine.lint import Finding, Severity, lint
from campaigns.enums import PlanState
from campaigns.models import Acknowledgement, Plan, PlanSection
from campaigns.policies import concerning
from campaigns.roles import ACKNOWLEDGE_PLAN, VIEW_DRAFT_PLAN, VIEW_PLAN
from campaigns.selectors.plan_document import plan_document
from campaigns.selectors.rounds import active_children
from core.models import AuditEvent
from core.selectors import history_of

UNDER_WAY = (PlanState.DRAFT, PlanState.WITH_DIRECTOR)
SENT_BACK = "campaigns.plan.send_back"


@dataclass(frozen=True)
class OutlineRow:
    """A stored section with what its place in the document gives: label, depth, and which moves are possible."""

    section: PlanSection
    placed: PlacedSection
    is_first: bool
    is_last: bool

    @property
    def label(self) -> str:
        return self.placed.section.label

    @property
    def depth(self) -> int:
        return self.placed.depth

    @property
    def place(self) -> str:
        return self.placed.place

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return self.placed.section.paragraphs

    @property
    def text(self) -> str:
        """Heading and body on one line, for lists and buttons."""
        return " ".join(part for part in (self.section.heading, self.section.body) if part)


@dataclass(frozen=True)
class PlacedFinding:
    """What the linter found, with the section it lies in, or the editor's part of that name."""

    finding: Finding
    section_id: int | None
    part: str


@dataclass(frozen=True)
class Waiting:
    """On whom a record waits and since when."""

    who: str
    since: datetime | None


def visible_to(user: User) -> QuerySet[Plan]:
    """Issued plans of one's own branch and of the units above it, and drafts where the person may see drafts."""
    plans = Plan.objects.select_related("campaign__unit")
    issued = concerning(user, VIEW_PLAN, "campaign__unit") & ~Q(state__in=UNDER_WAY)
    drafts = reach(user, VIEW_DRAFT_PLAN).filter(Plan.objects.all(), "campaign__unit")
    return plans.filter(issued | Q(pk__in=drafts.values("pk")))


def newest_versions(user: User, centre: Unit | None) -> QuerySet[Plan]:
    """One row for each version that a person may see, of the centre looked at and the units above it."""
    plans = visible_to(user)
    if centre is not None:
        above = [centre.path[:length] for length in range(Unit.steplen, len(centre.path), Unit.steplen)]
        plans = plans.filter(Q(campaign__unit__path__startswith=centre.path) | Q(campaign__unit__path__in=above))
    return plans.annotate(acknowledged=Count("acknowledgements", distinct=True)).order_by(
        "-campaign__starts_on", "campaign_id", "-version"
    )


def plan_in_force(unit: Unit | None) -> Plan | None:
    """The issued plan of a unit's newest campaign, None when there is none."""
    if unit is None:
        return None
    plans = Plan.objects.filter(campaign__unit=unit, state=PlanState.ISSUED).select_related("campaign__unit")
    return plans.order_by("-campaign__starts_on", "-campaign_id").first()


def versions_of(plan: Plan, user: User) -> QuerySet[Plan]:
    """The versions of the plan's campaign that a person may see, newest first."""
    return visible_to(user).filter(campaign=plan.campaign_id).order_by("-version")


def waiting_on(plan: Plan) -> Waiting:
    """On whom the plan waits; nobody once it is in force."""
    if plan.state == PlanState.DRAFT:
        return Waiting("phòng Tổ chức - Hành chính", plan.with_director_at or plan.created_at)
    if plan.state == PlanState.WITH_DIRECTOR:
        return Waiting("Giám đốc", plan.with_director_at)
    return Waiting("", None)


def returned(plan: Plan) -> AuditEvent | None:
    """The event by which the director last returned this draft, with the reason; None for any other plan."""
    # The time of submitting stays on a returned draft, so one that never went to the director has none.
    if plan.state != PlanState.DRAFT or plan.with_director_at is None:
        return None
    return history_of(plan).filter(action=SENT_BACK).first()


def outline(plan: Plan, document: PlanDocument) -> list[OutlineRow]:
    """The plan's sections in reading order. ``document`` is the same plan as a value, which carries the labels."""
    rows = list(plan.sections.select_related("content_area").order_by("position", "pk"))
    by_parent: dict[int | None, list[PlanSection]] = defaultdict(list)
    for row in rows:
        by_parent[row.parent_id].append(row)
    ordered = _in_reading_order(by_parent, None)
    return [
        OutlineRow(
            section=row,
            placed=placed,
            is_first=by_parent[row.parent_id][0].pk == row.pk,
            is_last=by_parent[row.parent_id][-1].pk == row.pk,
        )
        for row, placed in zip(ordered, walk(document.sections), strict=True)
    ]


def _in_reading_order(by_parent: dict[int | None, list[PlanSection]], parent: int | None) -> list[PlanSection]:
    rows = []
    for row in by_parent.get(parent, []):
        rows.append(row)
        rows.extend(_in_reading_order(by_parent, row.pk))
    return rows


def findings(document: PlanDocument, rows: Sequence[OutlineRow], on: date) -> list[PlacedFinding]:
    """What the linter says while the plan is being written, worst first, each with the place to mend it."""
    places = {row.place: row.section.pk for row in rows}
    found = sorted(lint(document, on=on, issuing=False), key=lambda finding: list(Severity).index(finding.severity))
    return [PlacedFinding(finding, places.get(finding.place), _part_of(finding)) for finding in found]


def _part_of(finding: Finding) -> str:
    """The editor's part where a finding without a section is mended."""
    if finding.place == "nơi nhận" or finding.code == "missing_recipients":
        return "noi-nhan"
    if finding.place == "các mục lớn" or finding.place.startswith("mục") or finding.code == "missing_sections":
        return "muc"
    return "can-cu" if finding.code == "missing_bases" else "the-thuc"


def blocking_findings(document: PlanDocument, on: date) -> list[Finding]:
    """The errors that forbid issuing the document with the number and date it carries now."""
    return [finding for finding in lint(document, on=on) if finding.severity is Severity.ERROR]


@dataclass(frozen=True)
class AcknowledgementRow:
    """A unit that the plan addresses, and its acknowledgement if it has given one."""

    unit: Unit
    given: Acknowledgement | None


def acknowledgements(plan: Plan, on: date) -> list[AcknowledgementRow]:
    """All units that the plan addresses, those still missing first."""
    given = {row.unit_id: row for row in plan.acknowledgements.select_related("unit", "by__person")}
    units = {unit.pk: unit for unit in active_children(plan.unit, on)}
    units.update({row.unit_id: row.unit for row in given.values() if row.unit_id not in units})
    rows = [AcknowledgementRow(unit, given.get(unit.pk)) for unit in units.values()]
    return sorted(rows, key=lambda row: row.given is not None)


def units_to_acknowledge(plan: Plan, user: User, on: date) -> list[Unit]:
    """The units for which this person should still acknowledge the plan."""
    if plan.state != PlanState.ISSUED:
        return []
    where = reach(user, ACKNOWLEDGE_PLAN)
    if not where.paths:
        return []
    done = set(plan.acknowledgements.values_list("unit_id", flat=True))
    return [unit for unit in active_children(plan.unit, on) if unit.pk not in done and where.covers(unit)]


def document_and_outline(plan: Plan) -> tuple[PlanDocument, list[OutlineRow]]:
    """The plan as a value together with its rows."""
    document = plan_document(plan)
    return document, outline(plan, document)
