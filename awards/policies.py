"""Who may do what with award dossiers, councils and decisions."""

import rules

from accounts.models import User
from accounts.policies import holds
from awards.enums import AwardRoundState, DossierState, SessionState
from awards.models import CouncilMember, Dossier, Session
from awards.roles import EDIT_DOSSIER, PERMISSIONS, SUBMIT_DOSSIER, VOTE_ON_DOSSIER

EDITABLE = (DossierState.DRAFT, DossierState.SUPPLEMENT)
# What the council does not see: the department's and the office's own work, and what ended there.
BEFORE_COUNCIL = (
    DossierState.DRAFT,
    DossierState.SUBMITTED,
    DossierState.SUPPLEMENT,
    DossierState.ON_HOLD,
    DossierState.NOT_ELIGIBLE,
    DossierState.WITHDRAWN,
)


@rules.predicate
def is_editable(user: User, dossier: Dossier | None = None) -> bool:
    """Whether the dossier is still in the department's hands."""
    return dossier is None or dossier.state in EDITABLE


@rules.predicate
def is_open_for_nominations(user: User, dossier: Dossier | None = None) -> bool:
    """Whether the call for nominations is still open (a requested supplement may come later)."""
    if dossier is None or dossier.state == DossierState.SUPPLEMENT:
        return True
    return dossier.award_round.state == AwardRoundState.OPEN


@rules.predicate
def sits_in_council(user: User, session: Session | None = None) -> bool:
    """Whether the user has a seat in the council that holds the session."""
    if session is None:
        return True
    return CouncilMember.objects.filter(council_id=session.council_id, user=user, left_on__isnull=True).exists()


@rules.predicate
def is_in_session(user: User, session: Session | None = None) -> bool:
    """Whether the session is going on."""
    return session is None or session.state == SessionState.OPEN


NARROWED = {
    EDIT_DOSSIER: is_editable & is_open_for_nominations,
    SUBMIT_DOSSIER: is_open_for_nominations,
    VOTE_ON_DOSSIER: sits_in_council & is_in_session,
}

for declared in PERMISSIONS:
    allowed = holds(declared.code)
    rules.add_perm(declared.code, allowed & NARROWED[declared.code] if declared.code in NARROWED else allowed)
