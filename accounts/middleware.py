"""What every request carries: the health centre and the year that the person looks at."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve
from django.utils import timezone

from accounts.selectors.scope import centres_of, default_centre

CENTRE_KEY = "centre"
YEAR_KEY = "year"
FIRST_YEAR, LAST_YEAR = 2020, 2100
# Where one may go before having changed a first password.
OPEN_WHILE_PASSWORD_IS_OLD = {"accounts:password", "accounts:logout", "accounts:login", "core:healthz"}

Handler = Callable[[HttpRequest], HttpResponse]


class CurrentScopeMiddleware:
    """Sets ``request.centre`` (a Unit or None) and ``request.year`` from the session."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.centre = None  # type: ignore[attr-defined]
        request.year = timezone.localdate().year  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            self._read_session(request)
        return self.get_response(request)

    def _read_session(self, request: HttpRequest) -> None:
        chosen = request.session.get(CENTRE_KEY)
        allowed = {centre.pk: centre for centre in centres_of(request.user)}
        request.centre = allowed.get(chosen) or default_centre(request.user, allowed.values())  # type: ignore[attr-defined]
        year = request.session.get(YEAR_KEY)
        if isinstance(year, int) and FIRST_YEAR <= year <= LAST_YEAR:
            request.year = year  # type: ignore[attr-defined]


class ForcedPasswordChangeMiddleware:
    """A person with a first password sees nothing but the page that changes it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.must_change_password:
            match = resolve(request.path_info)
            if match.view_name not in OPEN_WHILE_PASSWORD_IS_OLD and not request.path_info.startswith("/static/"):
                return redirect("accounts:password")
        return self.get_response(request)
