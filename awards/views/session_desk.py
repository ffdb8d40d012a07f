"""What the secretary does for a session: its agenda, who is there, opinions of those who are not, what was said."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.policies import page, reach
from accounts.requests import PortalRequest
from awards.enums import AttendanceStatus
from awards.forms.councils import DiscussionForm
from awards.models import AwardRound, Session, SessionItem, WrittenOpinion
from awards.roles import PREPARE_SESSION, VIEW_SESSION
from awards.selectors import councils as reading
from awards.selectors.dossiers import dossiers_awaiting_session
from awards.services import sessions
from core.acts import attempt


def _session(request: PortalRequest, pk: int) -> Session:
    return get_object_or_404(reading.visible_sessions(request.user), pk=pk)


def _back_after(request: PortalRequest, session: Session, done: str, act: Callable[[], object]) -> HttpResponse:
    """Call one service, tell how it went, go back to the session."""
    attempt(request, act, lambda _: done)
    return redirect("awards:session-detail", session.pk)


@page(PREPARE_SESSION)
@require_POST
def item_add(request: PortalRequest, pk: int) -> HttpResponse:
    """Put a dossier on the agenda."""
    session = _session(request, pk)
    waiting = dossiers_awaiting_session(AwardRound.objects.filter(pk=session.award_round_id))
    value = request.POST.get("dossier", "")
    dossier = get_object_or_404(waiting, pk=int(value) if value.isdecimal() else 0)
    return _back_after(
        request,
        session,
        f"Đã đưa vào phiên họp: {dossier}.",
        lambda: sessions.add_item(session=session, dossier=dossier, by=request.user, at=timezone.now()),
    )


def _item(request: PortalRequest, pk: int) -> SessionItem:
    rows = SessionItem.objects.select_related("session__council", "dossier__unit", "dossier__person")
    return get_object_or_404(rows, pk=pk, session__in=reading.visible_sessions(request.user))


@page(PREPARE_SESSION)
@require_POST
def item_remove(request: PortalRequest, pk: int) -> HttpResponse:
    """Take a dossier off the agenda."""
    item = _item(request, pk)
    return _back_after(
        request,
        item.session,
        f"Đã đưa ra khỏi phiên họp: {item}.",
        lambda: sessions.remove_item(item=item, by=request.user, at=timezone.now()),
    )


@page(PREPARE_SESSION)
@require_POST
def attendance(request: PortalRequest, pk: int) -> HttpResponse:
    """Note a member as present or absent."""
    session, value = _session(request, pk), request.POST.get("member", "")
    member = get_object_or_404(session.council.members, pk=int(value) if value.isdecimal() else 0)
    is_absent = request.POST.get("status") == AttendanceStatus.ABSENT
    return _back_after(
        request,
        session,
        f"Đã ghi {member.user}: {'vắng mặt' if is_absent else 'có mặt'}.",
        lambda: sessions.record_attendance(
            session=session,
            member=member,
            status=AttendanceStatus.ABSENT if is_absent else AttendanceStatus.PRESENT,
            reason=request.POST.get("reason", "")[:200],
            by=request.user,
            at=timezone.now(),
        ),
    )


@page(PREPARE_SESSION)
@require_POST
def opinion_add(request: PortalRequest, pk: int) -> HttpResponse:
    """Enter an absent member's written opinion."""
    item, value = _item(request, pk), request.POST.get("member", "")
    member = get_object_or_404(item.session.council.members, pk=int(value) if value.isdecimal() else 0)
    answer = request.POST.get("answer")
    if answer not in ("yes", "no"):
        messages.error(request, "Chưa ghi được: chọn đồng ý hoặc không đồng ý.")
        return redirect("awards:session-detail", item.session_id)
    return _back_after(
        request,
        item.session,
        f"Đã ghi ý kiến bằng văn bản của {member.user}.",
        lambda: sessions.record_opinion(
            item=item,
            member=member,
            in_favour=answer == "yes",
            paper=request.POST.get("paper", "")[:200],
            by=request.user,
            at=timezone.now(),
        ),
    )


@page(PREPARE_SESSION)
@require_POST
def opinion_delete(request: PortalRequest, pk: int) -> HttpResponse:
    """Take back an opinion entered wrongly."""
    rows = WrittenOpinion.objects.select_related("item__session__council", "member__user__person")
    visible = reach(request.user, VIEW_SESSION).filter(rows, field="item__session__unit")
    opinion = get_object_or_404(visible, pk=pk)
    return _back_after(
        request,
        opinion.item.session,
        "Đã xóa ý kiến.",
        lambda: sessions.delete_opinion(opinion=opinion, by=request.user, at=timezone.now()),
    )


@page(PREPARE_SESSION)
@require_POST
def discussion(request: PortalRequest, pk: int) -> HttpResponse:
    """Save what was discussed."""
    session, form = _session(request, pk), DiscussionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Chưa lưu được: nội dung dài quá 20.000 ký tự.")
        return redirect("awards:session-detail", pk)
    return _back_after(
        request,
        session,
        "Đã lưu diễn biến phiên họp.",
        lambda: sessions.save_discussion(session=session, **form.cleaned_data, by=request.user, at=timezone.now()),
    )
