"""Standing in for each other for a time."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.forms.roles import DelegationForm
from accounts.policies import page, signed_in_page
from accounts.requests import PortalRequest
from accounts.roles import DELEGATE_ROLE
from accounts.selectors import people as reading
from accounts.services import memberships
from core.errors import DomainError


@signed_in_page
def delegation_list(request: PortalRequest) -> HttpResponse:
    """What one has delegated, and for whom one stands in."""
    context = {
        "heading": "Ủy quyền",
        "given": reading.delegations_given(request.user),
        "received": reading.delegations_received(request.user),
        "may_delegate": request.user.has_perm(DELEGATE_ROLE),
        "today": timezone.localdate(),
    }
    return render(request, "accounts/delegation_list.html", context)


@page(DELEGATE_ROLE)
def delegation_create(request: PortalRequest) -> HttpResponse:
    """Delegate one of the own roles."""
    user = request.user
    today = timezone.localdate()
    form = DelegationForm(
        request.POST or None,
        memberships=reading.own_memberships(user, today),
        colleagues=reading.colleagues(user, request.centre),
        initial={"starts_on": today},
    )
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            memberships.delegate(to=values.pop("delegate"), **values, by=user, at=timezone.now(), today=today)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã ủy quyền; người được ủy quyền đã nhận thông báo.")
            return redirect("accounts:delegation-list")
    return render(request, "accounts/delegation_form.html", {"heading": "Ủy quyền vai trò", "form": form})


@page(DELEGATE_ROLE)
@require_POST
def delegation_revoke(request: PortalRequest, pk: int) -> HttpResponse:
    """End a delegation at once."""
    delegation = get_object_or_404(reading.delegations_given(request.user), pk=pk)
    try:
        memberships.revoke(delegation=delegation, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã thu hồi ủy quyền.")
    return redirect("accounts:delegation-list")
