"""What the deadline ledger tells of nominations and the council: dossiers handed in, ballots only as a count."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils import timezone

from accounts.models import Unit, User
from accounts.policies import reach
from awards.enums import DossierState, SessionState
from awards.models import Dossier, Session, VoteMark
from awards.roles import VIEW_DOSSIER, VIEW_SESSION
from awards.selectors import dossiers
from campaigns.enums import Phase
from campaigns.models import Round
from core.formats import vn_date, vn_datetime
from core.models import AuditEvent
from scoring.selectors.ledger_facts import Fact, Standing, source_for

SUBMIT = "awards.dossier.submit"


@source_for(Phase.NOMINATION)
def nominations(round_: Round, units: Sequence[Unit], user: User) -> Mapping[int, Sequence[Fact]]:
    """For each unit whose dossiers the reader may see: when they were handed in first, what is still being written."""
    if not round_.award_rounds.exists():
        return {}
    within = reach(user, VIEW_DOSSIER)
    rows = dossiers.visible_dossiers(user).filter(award_round__round=round_, unit__in=units)
    own: dict[int, list[Dossier]] = {}
    for dossier in rows.exclude(state__in=[DossierState.WITHDRAWN, DossierState.REVOKED]):
        own.setdefault(dossier.unit_id, []).append(dossier)
    first = _first_submitted([dossier for listed in own.values() for dossier in listed])
    return {unit.pk: [_of_unit(unit, own.get(unit.pk, ()), first)] for unit in units if within.covers(unit)}


def _of_unit(unit: Unit, listed: Sequence[Dossier], first: Mapping[str, datetime]) -> Fact:
    if not listed:
        return Fact(note="Chưa có hồ sơ nào nộp", standing=Standing.NONE)
    moments = [first.get(str(dossier.pk), dossier.submitted_at) for dossier in listed]
    handed_in = sorted(moment for moment in moments if moment is not None)
    parts = []
    if handed_in:
        days = dict.fromkeys(vn_date(timezone.localdate(moment)) for moment in handed_in)
        parts.append(f"{len(handed_in)} hồ sơ đã nộp ({', '.join(days)})")
    supplements = sum(dossier.state == DossierState.SUPPLEMENT for dossier in listed)
    if supplements:
        parts.append(f"{supplements} hồ sơ cần bổ sung")
    drafts = len(listed) - len(handed_in)
    if drafts:
        parts.append(f"{drafts} hồ sơ đang soạn")
    is_met = handed_in and not drafts
    return Fact(met=handed_in[-1] if is_met else None, waits_on=f"Trưởng {unit.short_name}", note="; ".join(parts))


def _first_submitted(listed: Sequence[Dossier]) -> dict[str, datetime]:
    """A dossier that came back for a supplement was in time if it was handed in at first."""
    events = AuditEvent.objects.filter(action=SUBMIT, target_id__in=[str(dossier.pk) for dossier in listed])
    return dict(events.order_by("-at").values_list("target_id", "at"))


@source_for(Phase.COUNCIL)
def council(round_: Round, units: Sequence[Unit], user: User) -> Mapping[int, Sequence[Fact]]:
    """The sessions on the round's dossiers, for those who may see sessions: never who voted, only how many ballots."""
    if not reach(user, VIEW_SESSION).covers(round_.unit):
        return {}
    sessions = Session.objects.filter(award_round__round=round_).exclude(state=SessionState.CANCELLED)
    counted = list(sessions.annotate(matters=Count("items")).order_by("starts_at", "pk"))
    if not counted:
        return {round_.unit.pk: [Fact(waits_on="Thư ký Hội đồng", note="Chưa mời họp")]}
    marks = VoteMark.objects.filter(item__session__in=counted).order_by().values_list("item__session")
    ballots = dict(marks.annotate(count=Count("pk")))
    return {round_.unit.pk: [_of_session(session, ballots.get(session.pk, 0)) for session in counted]}


def _of_session(session: Any, ballots: int) -> Fact:
    said = [f"{session.matters} hồ sơ"]
    if session.open_at is None:
        said.append(f"họp lúc {vn_datetime(session.starts_at)}")
    else:
        said += [f"khai mạc {vn_datetime(session.open_at)}", f"đã bỏ {ballots} phiếu"]
    waits_on = "Thư ký Hội đồng" if session.state == SessionState.SCHEDULED else "Hội đồng Thi đua - Khen thưởng"
    return Fact(matter=session.title, met=session.closed_at, waits_on=waits_on, note=", ".join(said))
