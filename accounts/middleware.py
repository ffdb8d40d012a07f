"""What every request carries: the health centre and the year that the person looks at."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from accounts.models import User
from accounts.policies import grants_of
from accounts.requests import PortalRequest
from accounts.selectors import scope

CENTRE_KEY = "centre"
YEAR_KEY = "year"
# Where one may go before having changed a first password.
OPEN_WHILE_PASSWORD_IS_OLD = {"accounts:password", "accounts:logout", "accounts:login", "core:healthz"}

Handler = Callable[[PortalRequest], HttpResponse]


class CurrentScopeMiddleware:
    """Sets ``request.centre`` (a Unit or None), ``request.centres`` (those on offer) and ``request.year``."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        today = timezone.localdate()
        request.centre, request.centres, request.year = None, [], today.year
        if request.user.is_authenticated:
            centres = list(scope.centres_of(request.user, today))
            chosen = request.session.get(CENTRE_KEY)
            by_key = {centre.pk: centre for centre in centres}
            request.centres = centres
            request.centre = by_key.get(chosen) or scope.first_centre(request.user, centres)
            year = request.session.get(YEAR_KEY)
            if year in scope.years_on_offer(today):
                request.year = year
        return self.get_response(request)


class ForcedPasswordChangeMiddleware:
    """A person with a first password sees nothing but the page that changes it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.must_change_password and not self._is_open(request.path_info):
            if getattr(request, "htmx", False):
                return HttpResponse(status=403, headers={"HX-Redirect": reverse("accounts:password")})
            return redirect("accounts:password")
        return self.get_response(request)

    @staticmethod
    def _is_open(path: str) -> bool:
        try:
            return resolve(path).view_name in OPEN_WHILE_PASSWORD_IS_OLD
        except Resolver404:
            return True


def kept_scope(request: PortalRequest) -> dict[str, Any]:
    """The scope of a request and the rights it was asked with, as JSON can hold them."""
    centre = request.centre
    reaches = grants_of(request.user).reaches
    return {
        "year": request.year,
        "centre": centre.pk if centre else None,
        "rights": {code: list(reach.paths) for code, reach in sorted(reaches.items())},
    }


def give_scope(request: PortalRequest, kept: dict[str, Any]) -> None:
    """Give a request that was made without the middleware the scope that was kept."""
    centres = list(scope.centres_of(request.user, timezone.localdate()))
    request.centres, request.year = centres, kept["year"]
    request.centre = next((each for each in centres if each.pk == kept["centre"]), None)


def rights_still_hold(user: User, kept: dict[str, Any]) -> bool:
    """Whether the person holds all the rights that were kept; more since then do no harm."""
    now = grants_of(user).reaches
    return all(
        code in now and all(path.startswith(now[code].paths) for path in paths)
        for code, paths in kept["rights"].items()
    )
