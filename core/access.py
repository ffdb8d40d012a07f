"""How a page says who may open it. Every view carries one of these decorators; a test walks all addresses for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

View = Callable[..., HttpResponseBase]
SIGNED_IN = "signed-in"
PUBLIC = "public"


class Actor(Protocol):
    """Whoever acts: what core, which knows no class of users, needs of one. Most functions take None for the system."""

    pk: Any

    @property
    def display_name(self) -> str: ...

    def has_perm(self, permission: str, record: Any = None, /) -> bool: ...


def actor_of(request: HttpRequest) -> Actor:
    """Who acts behind a page that only signed-in people open."""
    return cast(Actor, request.user)


def page(permission: str) -> Callable[[View], View]:
    """Only for signed-in people who hold ``permission`` somewhere (403 otherwise).

    Which records they then see is the business of the view's queryset, limited to the person's reach, so that a record
    of a foreign unit is not found (404).
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _ask_to_sign_in(request)
            if permission != SIGNED_IN and not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return declare


def signed_in_page(view: View) -> View:
    """For everybody who is signed in: own password, own notices."""
    return page(SIGNED_IN)(view)


def public_page(view: View) -> View:
    """For everybody, without an account."""
    view.permission = PUBLIC  # type: ignore[attr-defined]
    return view


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    if not getattr(request, "htmx", False):
        return redirect_to_login(request.get_full_path())
    # A fragment cannot show the sign-in form; the page's script tells the person and keeps what was typed.
    response = HttpResponse(status=401)
    response["X-Sign-In"] = reverse("accounts:login")
    return response
