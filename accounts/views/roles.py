"""Roles in words a manager can read, and who has which role where."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.forms.roles import MembershipForm, RoleForm
from accounts.models import Membership, Role
from accounts.policies import page, reach
from accounts.requests import PortalRequest
from accounts.roles import MANAGE_ROLES, VIEW_DIRECTORY
from accounts.selectors import people as reading
from accounts.services import memberships
from core.errors import DomainError


@page(VIEW_DIRECTORY)
def role_list(request: PortalRequest) -> HttpResponse:
    """All roles, with their rights in words and how many people have each within the reader's reach."""
    today = timezone.localdate()
    held = reach(request.user, VIEW_DIRECTORY).filter(
        Membership.objects.filter(valid_from__lte=today).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
    )
    roles = Role.objects.prefetch_related("permissions").annotate(
        people_count=Count("memberships__user", filter=Q(memberships__in=held), distinct=True)
    )
    return render(request, "accounts/role_list.html", {"heading": "Vai trò", "roles": roles})


@page(VIEW_DIRECTORY)
def role_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """One role; who manages roles may change its description and rights."""
    role = get_object_or_404(Role, pk=pk)
    form = None
    if request.user.has_perm(MANAGE_ROLES):
        initial = {
            "description": role.description,
            "permissions": list(role.permissions.values_list("code", flat=True)),
        }
        form = RoleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            memberships.set_role_rights(
                role=role,
                description=form.cleaned_data["description"],
                codes=form.cleaned_data["permissions"],
                by=request.user,
                at=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã lưu vai trò “{role.name}”.")
            return redirect("accounts:role-list")
    holders = reach(request.user, VIEW_DIRECTORY).filter(
        Membership.objects.filter(role=role, valid_to__isnull=True).select_related("user__person", "unit"),
    )
    context = {"heading": role.name, "role": role, "form": form, "holders": holders.order_by("user__person__sort_key")}
    return render(request, "accounts/role_detail.html", context)


@page(MANAGE_ROLES)
@require_POST
def membership_create(request: PortalRequest, pk: int) -> HttpResponse:
    """Give a person's login a role at a unit."""
    person = get_object_or_404(reading.people_within(request.user, MANAGE_ROLES).filter(user__isnull=False), pk=pk)
    form = MembershipForm(request.POST, units=reading.units_within(request.user, MANAGE_ROLES))
    if not form.is_valid():
        messages.error(request, "Chưa phân được vai trò: chọn đủ vai trò, đơn vị và ngày.")
        return redirect("accounts:person-detail", pk)
    try:
        memberships.assign(user=person.user, **form.cleaned_data, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã phân vai trò.")
    return redirect("accounts:person-detail", pk)


@page(MANAGE_ROLES)
@require_POST
def membership_end(request: PortalRequest, pk: int) -> HttpResponse:
    """End a role today."""
    own = reach(request.user, MANAGE_ROLES).filter(Membership.objects.select_related("user__person", "unit"))
    membership = get_object_or_404(own, pk=pk)
    try:
        memberships.end(membership=membership, last_day=timezone.localdate(), by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã kết thúc vai trò từ hết hôm nay.")
    if membership.user.person_id is None:
        return redirect("accounts:role-detail", membership.role_id)
    return redirect("accounts:person-detail", membership.user.person_id)
