"""The list behind an address, read again for the same person: by a job, or for an act on its rows."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.messages.storage import default_storage
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve

from core.listing import SEAL, Listing

Kept = dict[str, Any]


@dataclass(frozen=True)
class Surroundings:
    """What a request carries besides its address: how it is kept as JSON, given back, and whether it still may be.

    The request is that of the app that puts these things on it.
    ``still_hold(user, kept)`` tells whether the person may do all that she could when ``kept`` was written.
    """

    keep: Callable[[Any], Kept]
    give: Callable[[Any, Kept], None]
    still_hold: Callable[[Any, Kept], bool]


_surroundings: list[Surroundings] = []


def carries(surroundings: Surroundings) -> None:
    """Tell what requests carry; the app that puts it there says so when it is loaded."""
    _surroundings[:] = [surroundings]


def kept_of(request: HttpRequest) -> Kept:
    """What the request carries, for a row of a job."""
    return _surroundings[0].keep(request)


def still_holds(user: Any, kept: Kept) -> bool:
    """Whether nothing that the person was allowed at that time has been taken away since."""
    return _surroundings[0].still_hold(user, kept)


class _Caught(HttpResponse):
    """Stands for the page of a list whose parts are wanted instead."""

    def __init__(self, listing: Listing) -> None:
        super().__init__()
        self.listing = listing


def list_at(address: str, *, user: Any, kept: Kept) -> tuple[HttpRequest, Listing]:
    """The list at an address (path and query) of this portal as its page would show it to the person now.

    The page's own view says what is in the list and who may see it. Raises Http404 where there is no list, where it is
    of a foreign unit, or where the person may not open the page.
    """
    parts = urlsplit(address)
    request = HttpRequest()
    request.method, request.user = "GET", user
    request.path = request.path_info = parts.path
    request.GET = QueryDict(parts.query)
    request.META["QUERY_STRING"] = parts.query
    request.catch_list = _Caught  # type: ignore[attr-defined]
    # Of the session and the messages of whoever asked nothing is read or changed.
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    request._messages = default_storage(request)  # type: ignore[attr-defined]
    _surroundings[0].give(request, kept)
    try:
        request.resolver_match = match = resolve(parts.path)
        answer = match.func(request, *match.args, **match.kwargs)
    except (Resolver404, PermissionDenied) as refusal:
        raise Http404("no list that this person may open") from refusal
    if not isinstance(answer, _Caught):
        raise Http404("the address shows no list")
    return request, answer.listing


def sealed_in(request: HttpRequest) -> str:
    """The address that a list sent of itself. Raises Http404."""
    try:
        return SEAL.unsign(request.POST.get("address", ""))
    except BadSignature as error:
        raise Http404("not what a list of this portal sends") from error
