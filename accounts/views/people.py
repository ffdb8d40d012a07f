"""The directory of people, a person's page, and the person's login."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.filters import PersonFilter
from accounts.forms.people import LoginForm, PersonForm
from accounts.forms.roles import MembershipForm
from accounts.models import Membership, Person, User
from accounts.policies import page
from accounts.requests import PortalRequest
from accounts.roles import MANAGE_PEOPLE, MANAGE_ROLES, VIEW_DIRECTORY
from accounts.selectors import people as reading
from accounts.services import people
from accounts.tables import PersonTable
from core.errors import DomainError
from core.listing import Listing, show
from core.selectors import history_of


def _person(request: PortalRequest, pk: int, permission: str) -> Person:
    return get_object_or_404(reading.people_within(request.user, permission), pk=pk)


@page(VIEW_DIRECTORY)
def directory(request: PortalRequest) -> HttpResponse:
    """People within the reader's reach; found without diacritics."""
    return show(
        request,
        Listing(
            title="Nhân sự",
            table=PersonTable,
            queryset=reading.people_within(request.user, VIEW_DIRECTORY),
            filterset=PersonFilter,
            search_fields=("search_key",),
            search_hint="Họ tên, mã nhân viên, chức danh",
            noun="người",
            empty_text="Chưa có nhân sự nào trong phạm vi của bạn.",
            export_name="nhan-su",
            template="accounts/person_list.html",
        ),
    )


@page(VIEW_DIRECTORY)
def person_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """One person: data, roles, login, and what changed."""
    person = _person(request, pk, VIEW_DIRECTORY)
    user = getattr(person, "user", None)
    may_manage = request.user.has_perm(MANAGE_PEOPLE, person)
    context: dict[str, Any] = {
        "heading": person.full_name,
        "person": person,
        "login": user,
        "memberships": Membership.objects.filter(user=user).select_related("role", "unit") if user else (),
        "may_manage": may_manage,
        "may_assign": request.user.has_perm(MANAGE_ROLES, person),
        "login_form": LoginForm() if may_manage and user is None else None,
        "events": history_of(person)[:20] if may_manage else (),
    }
    if user is not None and context["may_assign"]:
        units = reading.units_within(request.user, MANAGE_ROLES)
        context["membership_form"] = MembershipForm(
            units=units, initial={"unit": person.unit_id, "valid_from": timezone.localdate()}
        )
    return render(request, "accounts/person_detail.html", context)


@page(MANAGE_PEOPLE)
def person_create(request: PortalRequest) -> HttpResponse:
    """Add a person to one of the units within reach."""
    units = reading.units_within(request.user, MANAGE_PEOPLE)
    form = PersonForm(request.POST or None, units=units, initial={"unit": request.GET.get("don-vi")})
    if request.method == "POST" and form.is_valid():
        person = people.create(values=form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, f"Đã thêm {person.full_name}.")
        return redirect("accounts:person-detail", person.pk)
    return render(request, "accounts/person_form.html", {"heading": "Thêm nhân sự", "form": form})


@page(MANAGE_PEOPLE)
def person_edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Change a person's data."""
    person = _person(request, pk, MANAGE_PEOPLE)
    units = reading.units_within(request.user, MANAGE_PEOPLE)
    # The form writes into its instance while checking; the service compares with what is stored.
    form = PersonForm(request.POST or None, instance=person, units=units)
    if request.method == "POST" and form.is_valid():
        people.update(person=person, values=form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, "Đã lưu thay đổi.")
        return redirect("accounts:person-detail", pk)
    stored = _person(request, pk, MANAGE_PEOPLE)
    return render(
        request, "accounts/person_form.html", {"heading": f"Sửa: {stored.full_name}", "form": form, "person": stored}
    )


@page(MANAGE_PEOPLE)
@require_POST
def login_create(request: PortalRequest, pk: int) -> HttpResponse:
    """Give a person a login; the first password is shown once."""
    person = _person(request, pk, MANAGE_PEOPLE)
    form = LoginForm(request.POST)
    if not form.is_valid():
        messages.error(
            request, "Chưa tạo được tài khoản: " + " ".join(str(error) for error in form.errors.get("username", ()))
        )
        return redirect("accounts:person-detail", pk)
    try:
        user, password = people.create_login(
            person=person, username=form.cleaned_data["username"], by=request.user, at=timezone.now()
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        _show_password(request, f"Đã tạo tài khoản “{user.username}”.", password)
    return redirect("accounts:person-detail", pk)


@page(MANAGE_PEOPLE)
@require_POST
def login_reset(request: PortalRequest, pk: int) -> HttpResponse:
    """A new first password for somebody who forgot it."""
    person = _person(request, pk, MANAGE_PEOPLE)
    user = get_object_or_404(User, person=person)
    password = people.reset_password(user=user, by=request.user, at=timezone.now())
    _show_password(request, f"Đã đặt lại mật khẩu của “{user}”.", password)
    return redirect("accounts:person-detail", pk)


def _show_password(request: PortalRequest, sentence: str, password: str) -> None:
    messages.warning(
        request, f"{sentence} Mật khẩu lần đầu: {password} – chỉ hiện một lần, người dùng phải đổi khi đăng nhập."
    )


@page(MANAGE_PEOPLE)
@require_POST
def login_set_active(request: PortalRequest, pk: int) -> HttpResponse:
    """Lock or unlock a login."""
    person = _person(request, pk, MANAGE_PEOPLE)
    user = get_object_or_404(User, person=person)
    is_active = request.POST.get("active") == "1"
    try:
        people.set_login_active(user=user, is_active=is_active, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã mở khóa tài khoản." if is_active else "Đã khóa tài khoản.")
    return redirect("accounts:person-detail", pk)
