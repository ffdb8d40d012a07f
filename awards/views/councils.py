"""The council and its members."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.policies import page, reach
from accounts.requests import PortalRequest
from awards.forms.councils import CouncilForm, SeatForm
from awards.models import Council, CouncilMember
from awards.roles import MANAGE_COUNCIL, VIEW_SESSION
from awards.selectors import councils as reading
from awards.services import councils
from core.errors import DomainError


def _council(request: PortalRequest, permission: str) -> Council | None:
    """The council in office of the chosen centre, if it lies in the user's reach."""
    council = reading.council_of(request.centre)
    return council if council and reach(request.user, permission).covers(council.unit) else None


def _candidates(council: Council) -> QuerySet[User]:
    seated = reading.members_of(council).values("user")
    return (
        User.objects.filter(is_active=True, memberships__unit__path__startswith=council.unit.path)
        .exclude(pk__in=seated)
        .select_related("person__unit")
        .order_by("person__sort_key", "username")
        .distinct()
    )


@page(VIEW_SESSION)
def council_detail(request: PortalRequest) -> HttpResponse:
    """Members in their order."""
    council = _council(request, VIEW_SESSION)
    may_manage = request.user.has_perm(MANAGE_COUNCIL, council) if council else request.user.has_perm(MANAGE_COUNCIL)
    context = {
        "heading": council.name if council else "Hội đồng Thi đua - Khen thưởng",
        "council": council,
        "members": reading.members_of(council) if council else (),
        "may_manage": may_manage,
        "form": SeatForm(users=_candidates(council)) if council and may_manage else None,
    }
    return render(request, "awards/council_detail.html", context)


@page(MANAGE_COUNCIL)
def council_create(request: PortalRequest) -> HttpResponse:
    """Found a council."""
    centre = request.centre
    if centre is None:
        raise Http404("no centre for which to found one")
    form = CouncilForm(request.POST or None, initial={"name": "Hội đồng Thi đua - Khen thưởng"})
    if request.method == "POST" and form.is_valid():
        try:
            councils.establish(unit=centre, **form.cleaned_data, by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lập Hội đồng. Hãy thêm thành viên.")
            return redirect("awards:council")
    return render(request, "awards/council_form.html", {"heading": "Lập Hội đồng", "form": form})


@page(MANAGE_COUNCIL)
@require_POST
def member_add(request: PortalRequest) -> HttpResponse:
    """Give a seat."""
    council = _council(request, MANAGE_COUNCIL)
    if council is None:
        messages.error(request, "Chưa có Hội đồng để thêm thành viên.")
        return redirect("awards:council")
    form = SeatForm(request.POST, users=_candidates(council))
    if not form.is_valid():
        messages.error(request, "Chưa thêm được: hãy chọn người và vai trò.")
        return redirect("awards:council")
    try:
        member = councils.seat(council=council, **form.cleaned_data, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã thêm {member}.")
    return redirect("awards:council")


@page(MANAGE_COUNCIL)
@require_POST
def member_remove(request: PortalRequest, pk: int) -> HttpResponse:
    """End a seat."""
    rows = reach(request.user, MANAGE_COUNCIL).filter(
        CouncilMember.objects.select_related("council__unit", "user__person"), field="council__unit"
    )
    member, at = get_object_or_404(rows, pk=pk), timezone.now()
    try:
        councils.unseat(member=member, left_on=timezone.localdate(at), by=request.user, at=at)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{member.user} thôi tham gia Hội đồng.")
    return redirect("awards:council")
