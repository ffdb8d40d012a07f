"""The act behind a button: a POST names it, one service carries it out, one message tells how it went."""

from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest

from core.errors import DomainError

Made = TypeVar("Made")
UNKNOWN = "Không rõ việc cần làm. Tải lại trang rồi bấm lại."
_LONGEST_COMMENT = 2000


def pressed(request: HttpRequest, names: Collection[str], *, unnamed: str = "", unknown: str = UNKNOWN) -> str | None:
    """The act that the button names (``transition``), else ``unnamed``.

    None where it is none of ``names``; ``unknown`` is then shown as a message.
    """
    name = request.POST.get("transition", unnamed)
    if name in names:
        return name
    messages.error(request, unknown)
    return None


def comment_of(request: HttpRequest) -> str:
    """The reason that was typed beside the button, cut to what a reason may hold."""
    return request.POST.get("comment", "")[:_LONGEST_COMMENT]


def attempt(request: HttpRequest, act: Callable[[], Made], done: Callable[[Made], str]) -> bool:
    """Call one service; its refusal, or ``done`` of what it returned unless that is empty, becomes the message.

    Says whether it was done.
    """
    try:
        made = act()
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return False
    if said := done(made):
        messages.success(request, said)
    return True


def carry_out(
    request: HttpRequest,
    acts: Mapping[str, Callable[[], Made]],
    done: Callable[[str, Made], str],
    *,
    unnamed: str = "",
    unknown: str = UNKNOWN,
) -> bool:
    """Do what the pressed button names; ``done`` tells it by the act's name and what the service returned.

    Says whether it was done: not when there is no such act, nor when the service refused. Either is told.
    """
    name = pressed(request, acts, unnamed=unnamed, unknown=unknown)
    return name is not None and attempt(request, acts[name], lambda made: done(name, made))
