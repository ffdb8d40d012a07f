"""Signing in and out, the own password, and the centre and year one looks at."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.context_processors import nearest_list
from accounts.forms.session import OwnPasswordForm, SignInForm
from accounts.middleware import CENTRE_KEY, YEAR_KEY
from accounts.policies import public_page, signed_in_page
from accounts.requests import PortalRequest
from accounts.services import people
from core.errors import DomainError


def _next_address(request: HttpRequest, fallback: str) -> str:
    """Where to go afterwards: an address of this site that the form or the query names."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url(fallback)


@public_page
@sensitive_post_parameters("password")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page. Failed attempts are counted by django-axes, which shows ``locked_out``."""
    if request.user.is_authenticated:
        return redirect(_next_address(request, settings.LOGIN_REDIRECT_URL))
    form = SignInForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        auth.login(request, form.get_user())
        return redirect(_next_address(request, settings.LOGIN_REDIRECT_URL))
    context = {"heading": "Đăng nhập", "form": form, "next": request.POST.get("next") or request.GET.get("next", "")}
    return render(request, "registration/login.html", context)


def locked_out(request: PortalRequest, response: Any = None, credentials: dict[str, Any] | None = None) -> HttpResponse:
    """Too many failed attempts: say how long to wait and whom to ask."""
    username = (credentials or {}).get("username") or request.POST.get("username", "")
    last = AccessAttempt.objects.filter(username=username).order_by("-attempt_time").first()
    wait = get_cool_off(request) or timedelta(0)
    if last is not None:
        wait = max(timedelta(0), last.attempt_time + wait - timezone.now())
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    context = {"heading": "Tạm khóa đăng nhập", "minutes": minutes, "limit": settings.AXES_FAILURE_LIMIT}
    return render(request, "registration/locked_out.html", context, status=429)


@signed_in_page
@require_POST
def sign_out(request: PortalRequest) -> HttpResponse:
    """Sign out; by POST only, so that no link or picture can do it."""
    auth.logout(request)
    messages.success(request, "Bạn đã đăng xuất.")
    return redirect(settings.LOGOUT_REDIRECT_URL)


@signed_in_page
@sensitive_post_parameters()
@never_cache
def change_password(request: PortalRequest) -> HttpResponse:
    """The own password; also the page that a first sign-in leads to."""
    user = request.user
    form = OwnPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            people.change_own_password(user=user, password=form.cleaned_data["new_password1"], at=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            auth.update_session_auth_hash(request, user)
            messages.success(request, "Đã đổi mật khẩu.")
            return redirect(settings.LOGIN_REDIRECT_URL)
    context = {"heading": "Đổi mật khẩu", "form": form, "is_first": user.must_change_password}
    template = "registration/first_password.html" if user.must_change_password else "registration/password.html"
    return render(request, template, context)


@signed_in_page
@require_POST
def switch_scope(request: PortalRequest) -> HttpResponse:
    """Choose the centre or the year in the header; the choice is kept for the session."""
    centre, year = request.POST.get("centre", ""), request.POST.get("year", "")
    if centre.isdecimal() and int(centre) in {item.pk for item in request.centres}:
        request.session[CENTRE_KEY] = int(centre)
    if year.isdecimal():
        request.session[YEAR_KEY] = int(year)
    # The record one came from may not exist in the other centre or year; the list it belongs to does.
    came_from = urlsplit(request.headers.get("Referer", "")).path
    return redirect(nearest_list(came_from) or settings.LOGIN_REDIRECT_URL)
