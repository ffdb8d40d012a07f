"""What waits for a person in awards: dossiers to finish, appraise and decide, sessions to prepare and to vote in."""

from django.db.models import Count
from django.urls import reverse

from accounts.models import Unit, User
from accounts.policies import reach
from awards.enums import DecisionState, DossierState, SessionState
from awards.models import AwardRound, Decision, Dossier, Session
from awards.roles import APPRAISE_DOSSIER, PREPARE_DECISION, RUN_SESSION, SIGN_DECISION, SUBMIT_DOSSIER
from awards.selectors.councils import ballot_lines, seat_of, sessions_to_vote_in
from awards.selectors.decisions import dossiers_awaiting_decision
from core.waiting import Waiting


def for_user(user: User, centre: Unit | None, year: int) -> list[Waiting]:
    """Everything of this app that waits for a person, within the centre and year looked at."""
    if centre is None:
        return []
    return [
        *_votes(user),
        *_own_dossiers(user, year),
        *_for_the_office(user, centre, year),
        *_sessions(user, centre),
        *_decisions(user, centre),
        *_decisions_to_prepare(user, centre, year),
    ]


def _votes(user: User) -> list[Waiting]:
    items = []
    for session in sessions_to_vote_in(user):
        seat = seat_of(user, session)
        if seat is None:
            continue
        count = sum(line.is_waiting for line in ballot_lines(session, seat))
        if count:
            url = reverse("awards:session-ballot", args=[session.pk])
            items.append(Waiting(f"{count} hồ sơ đang chờ bạn bỏ phiếu", url, urgent=True, action="Bỏ phiếu"))
    return items


def _own_dossiers(user: User, year: int) -> list[Waiting]:
    own = reach(user, SUBMIT_DOSSIER).filter(
        Dossier.objects.filter(year=year, state__in=[DossierState.DRAFT, DossierState.SUPPLEMENT])
    )
    words = {DossierState.DRAFT: "đang soạn, chưa nộp", DossierState.SUPPLEMENT: "cần bổ sung"}
    return [
        Waiting(
            f"Hồ sơ khen thưởng {dossier.subject_name}: {words[DossierState(dossier.state)]}",
            reverse("awards:dossier-detail", args=[dossier.pk]),
            dossier.award_round.closes_on,
            urgent=dossier.state == DossierState.SUPPLEMENT,
        )
        for dossier in own.select_related("award_round", "unit", "person", "award")
    ]


def _for_the_office(user: User, centre: Unit, year: int) -> list[Waiting]:
    if not reach(user, APPRAISE_DOSSIER).covers(centre):
        return []
    rows = Dossier.objects.filter(year=year, unit__path__startswith=centre.path).order_by().values_list("state")
    counts = dict(rows.annotate(count=Count("pk")))
    steps = (
        (DossierState.SUBMITTED, "hồ sơ khen thưởng chờ thẩm định", "Thẩm định", True),
        (DossierState.ELIGIBLE, "hồ sơ đủ điều kiện chờ đưa vào phiên họp", "Xem", False),
    )
    return [
        Waiting(
            f"{counts[state]} {words}",
            reverse("awards:dossier-list", query={"state": state}),
            urgent=urgent,
            action=action,
        )
        for state, words, action, urgent in steps
        if counts.get(state)
    ]


def _sessions(user: User, centre: Unit) -> list[Waiting]:
    if not reach(user, RUN_SESSION).covers(centre):
        return []
    coming = Session.objects.filter(unit=centre, state__in=[SessionState.SCHEDULED, SessionState.OPEN])
    return [
        Waiting(
            f"{session}: {session.get_state_display().lower()}", reverse("awards:session-detail", args=[session.pk])
        )
        for session in coming.select_related("council", "unit", "award_round")
    ]


def _decisions(user: User, centre: Unit) -> list[Waiting]:
    if not reach(user, SIGN_DECISION).covers(centre):
        return []
    drafts = Decision.objects.filter(unit=centre, state=DecisionState.DRAFT)
    return [
        Waiting(
            f"{decision} chờ ký",
            reverse("awards:decision-detail", args=[decision.pk]),
            urgent=True,
            action="Xem và ký",
        )
        for decision in drafts
    ]


def _decisions_to_prepare(user: User, centre: Unit, year: int) -> list[Waiting]:
    """What the council passed and no decision holds yet; signed decisions without certificates."""
    if not reach(user, PREPARE_DECISION).covers(centre):
        return []
    items = []
    for award_round in AwardRound.objects.filter(unit=centre, year=year):
        count = dossiers_awaiting_decision(award_round).count()
        if count:
            address = reverse("awards:decision-create", query={"dot": award_round.pk})
            items.append(
                Waiting(
                    f"{count} hồ sơ Hội đồng đã thông qua, chưa đưa vào quyết định", address, action="Soạn quyết định"
                )
            )
    signed = Decision.objects.filter(unit=centre, award_round__year=year, state=DecisionState.SIGNED)
    for decision in signed.filter(lines__honour__isnull=True).distinct().select_related("entry"):
        address = reverse("awards:decision-detail", args=[decision.pk])
        items.append(Waiting(f"{decision}: chưa cấp giấy chứng nhận", address, action="Cấp giấy"))
    return items
