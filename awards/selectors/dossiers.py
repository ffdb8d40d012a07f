"""Reading dossiers: who sees which, what is missing, on whom each waits."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from accounts.policies import reach
from awards.eligibility import ConditionKind, condition_from
from awards.enums import DossierState
from awards.models import AwardRound, ComponentFile, Dossier, DossierNote
from awards.policies import BEFORE_COUNCIL
from awards.roles import APPRAISE_DOSSIER, EDIT_DOSSIER, SIGN_DECISION, VIEW_DOSSIER
from core.selectors import history_of

REPORT = "achievement_report"

WAITS_ON = {
    DossierState.DRAFT: "Trưởng khoa/phòng",
    DossierState.SUBMITTED: "Phòng Tổ chức - Hành chính",
    DossierState.SUPPLEMENT: "Trưởng khoa/phòng",
    DossierState.ON_HOLD: "Phòng Tổ chức - Hành chính",
    DossierState.ELIGIBLE: "Thư ký Hội đồng",
    DossierState.SCHEDULED: "Hội đồng Thi đua - Khen thưởng",
    DossierState.PASSED: "Giám đốc",
    DossierState.PROPOSED: "Cấp trên",
    DossierState.DECIDED: "Phòng Tổ chức - Hành chính",
}


@dataclass(frozen=True, slots=True)
class ComponentLine:
    """One line of the checklist. The achievement report may be written in the portal instead of uploaded."""

    code: str
    name: str
    files: tuple[ComponentFile, ...]
    is_written: bool

    @property
    def is_there(self) -> bool:
        """Whether the component is in the dossier."""
        return bool(self.files) or self.is_written


def visible_dossiers(user: User) -> QuerySet[Dossier]:
    """Dossiers this user may see: a draft belongs to its unit, the council sees what comes before it."""
    rows = Dossier.objects.select_related("award", "unit", "person", "award_round", "rule")
    # What was never submitted is the department's own affair, also after it was withdrawn.
    submitted = Dossier.objects.filter(submitted_at__isnull=False)
    own = Q(pk__in=reach(user, EDIT_DOSSIER).filter(Dossier.objects.all()).values("pk"))
    centre = Q(pk__in=reach(user, APPRAISE_DOSSIER).filter(submitted).values("pk"))
    signer = Q(pk__in=reach(user, SIGN_DECISION).filter(submitted).values("pk"))
    council = Q(pk__in=reach(user, VIEW_DOSSIER).filter(Dossier.objects.exclude(state__in=BEFORE_COUNCIL)).values("pk"))
    return rows.filter(own | centre | signer | council)


def checklist(dossier: Dossier) -> list[ComponentLine]:
    """The required components with what is there of each."""
    files = list(dossier.files.select_related("uploaded_by__person"))
    return [
        ComponentLine(
            code=code,
            name=name,
            files=tuple(file for file in files if file.component == code),
            is_written=code == REPORT and is_report_written(dossier),
        )
        for code, name in dossier.rule.components
    ]


def is_report_written(dossier: Dossier) -> bool:
    """Whether the parts of the achievement report that must be there are there."""
    return bool(dossier.situation and dossier.results)


def missing(dossier: Dossier) -> list[str]:
    """What keeps the dossier from being submitted, in words."""
    return [line.name for line in checklist(dossier) if not line.is_there] + unwritten(dossier)


def unwritten(dossier: Dossier) -> list[str]:
    """What of the report's own fields is still empty, in words."""
    gaps = []
    if not dossier.citation:
        gaps.append("Thành tích ghi trong quyết định")
    if dossier.met_on is None or not dossier.met_present or dossier.met_in_favour is None:
        gaps.append("Kết quả họp bình xét của đơn vị (ngày, số người dự, số người đồng ý)")
    return gaps


def judgement_questions(dossier: Dossier) -> list[tuple[str, str]]:
    """The questions (key, text) that the unit's meeting has to answer under the dossier's rule."""
    found: dict[str, str] = {}
    for data in dossier.rule.conditions:
        condition = condition_from(data)
        for part in (condition, *condition.alternatives):
            if part.kind is ConditionKind.JUDGEMENT:
                found.setdefault(part.parameters["key"], part.text)
    return list(found.items())


def notes_for(dossier: Dossier, user: User) -> QuerySet[DossierNote]:
    """The exchange about a dossier; internal notes only for those who appraise."""
    notes = dossier.notes.select_related("written_by__person")
    return notes if user.has_perm(APPRAISE_DOSSIER, dossier) else notes.filter(is_internal=False)


@dataclass(frozen=True, slots=True)
class Step:
    """One state change for the timeline."""

    words: str
    who: str
    at: datetime
    reason: str


def timeline(dossier: Dossier) -> list[Step]:
    """State changes of the dossier, oldest first."""
    return [
        Step(event.changes["trạng thái"][1], event.actor_name, event.at, event.reason)
        for event in history_of(dossier).order_by("at", "pk")
        if "trạng thái" in event.changes
    ]


def count_by_state(rows: QuerySet[Dossier]) -> dict[str, int]:
    """How many dossiers are in each state."""
    return dict(rows.order_by().values_list("state").annotate(Count("pk")))


def dossiers_awaiting_session(rounds: QuerySet[AwardRound]) -> QuerySet[Dossier]:
    """Dossiers of these rounds that have been found eligible and are on no agenda."""
    rows = Dossier.objects.filter(award_round__in=rounds, state=DossierState.ELIGIBLE)
    return rows.select_related("award", "unit", "person")
