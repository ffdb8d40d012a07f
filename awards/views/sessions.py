"""Council sessions for the secretary and the chair."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.policies import page
from accounts.requests import PortalRequest
from awards.enums import SessionState
from awards.filters import SessionFilter
from awards.forms.councils import DiscussionForm, SessionForm
from awards.models import AwardRound, Session
from awards.roles import PREPARE_SESSION, VIEW_SESSION
from awards.selectors import councils as reading
from awards.selectors.dossiers import dossiers_awaiting_session
from awards.services import sessions
from awards.tables import SessionTable
from awards.workflow import SESSION
from core.acts import carry_out
from core.errors import DomainError
from core.listing import Listing, show
from core.selectors import available_transitions


@page(VIEW_SESSION)
def session_list(request: PortalRequest) -> HttpResponse:
    """Sessions of the reader's councils."""
    rows = reading.visible_sessions(request.user).filter(unit=request.centre)
    return show(
        request,
        Listing(
            title="Phiên họp Hội đồng",
            table=SessionTable,
            queryset=rows.annotate(items_count=Count("items")),
            filterset=SessionFilter,
            noun="phiên họp",
            empty_text="Chưa có phiên họp nào.",
            export_name="phien-hop",
            template="awards/session_list.html",
            context={
                "may_prepare": request.user.has_perm(PREPARE_SESSION),
                "to_vote": reading.sessions_to_vote_in(request.user),
            },
        ),
    )


@page(PREPARE_SESSION)
def session_create(request: PortalRequest) -> HttpResponse:
    """Call a session."""
    council = reading.council_of(request.centre)
    if council is None or not request.user.has_perm(PREPARE_SESSION, council):
        messages.error(request, "Chưa có Hội đồng. Lập Hội đồng trước khi mời họp.")
        return redirect("awards:council")
    rounds = AwardRound.objects.filter(unit=council.unit)
    form = SessionForm(
        request.POST or None,
        rounds=rounds,
        dossiers=dossiers_awaiting_session(rounds),
        initial={"title": f"Phiên họp xét khen thưởng năm {request.year}"},
    )
    if request.method == "POST" and form.is_valid():
        names = ("award_round", "title", "place", "dossiers")
        try:
            session = sessions.schedule(
                council=council,
                starts_at=form.starts_at(),
                **{name: form.cleaned_data[name] for name in names},
                by=request.user,
                at=timezone.now(),
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã mời họp; các thành viên nhận được thông báo.")
            return redirect("awards:session-detail", session.pk)
    return render(request, "awards/session_form.html", {"heading": "Mời họp Hội đồng", "form": form})


def _session(request: PortalRequest, pk: int) -> Session:
    return get_object_or_404(reading.visible_sessions(request.user), pk=pk)


@page(VIEW_SESSION)
def session_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """Agenda, attendance, participation; the figures once it is closed."""
    session = _session(request, pk)
    may_prepare = request.user.has_perm(PREPARE_SESSION, session)
    is_scheduled, is_open = session.state == SessionState.SCHEDULED, session.state == SessionState.OPEN
    lines = reading.turnout(session)
    context = {
        "heading": session.title,
        "session": session,
        "ballots_out": sum(max(line.entitled - line.voted, 0) for line in lines) if is_open else 0,
        "transitions": available_transitions(SESSION, session, request.user),
        "lines": lines,
        "members": reading.members_of(session.council),
        "attendances": session.attendances.select_related("member__user__person"),
        "may_prepare": may_prepare,
        "is_open": is_open,
        "is_scheduled": is_scheduled,
        "is_closed": session.state == SessionState.CLOSED,
        "waiting": dossiers_awaiting_session(AwardRound.objects.filter(pk=session.award_round_id))
        if may_prepare and is_scheduled
        else (),
        "seat": reading.seat_of(request.user, session),
        "minutes": reading.minutes_facts(session),
        "form": DiscussionForm(initial={"discussion": session.discussion})
        if may_prepare and session.state in (SessionState.OPEN, SessionState.CLOSED)
        else None,
    }
    return render(request, "awards/session_detail.html", context)


@page(VIEW_SESSION)
@require_POST
def session_act(request: PortalRequest, pk: int) -> HttpResponse:
    """Open, close or cancel."""
    session = _session(request, pk)
    by, at, comment = request.user, timezone.now(), request.POST.get("comment", "")
    acts = {
        "open": lambda: sessions.open_session(session=session, by=by, at=at),
        "close": lambda: sessions.close_session(session=session, by=by, at=at),
        "cancel": lambda: sessions.cancel(session=session, by=by, at=at, comment=comment),
    }
    carry_out(
        request,
        acts,
        lambda _, moved: f"Phiên họp nay ở trạng thái “{moved.get_state_display()}”.",
        unknown="Không có thao tác này.",
    )
    return redirect("awards:session-detail", pk)
