"""How much one address may send to pages that need no account.

Counted in Redis where there is one, else in each web process for itself (so two processes let twice as much through).
What is counted is a keyed digest of the address that changes every day and is forgotten with its window.
"""

import hashlib
import logging
import time
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

SECONDS_OF_A_DAY = 86_400
logger = logging.getLogger(__name__)


def is_exceeded(name: str, request: HttpRequest, *more: str, count: bool = True) -> int:
    """0 while the address is within the limit of the setting ``name``, else the seconds to wait.

    Counts this one too unless told not to. ``more`` narrows what is counted down, e.g. to one service point. A broken
    counter never keeps anybody out.
    """
    limit = _limit(getattr(settings, name))
    keys = (name, _digest(_address(request)), *more)
    limiter = _limiter(settings.RATE_LIMIT_STORAGE)
    try:
        if limiter.hit(limit, *keys) if count else limiter.test(limit, *keys):
            return 0
        window = limiter.get_window_stats(limit, *keys)
    except StorageError:
        logger.warning("requests cannot be counted, so none is refused", exc_info=True)
        return 0
    return max(1, int(window.reset_time - time.time()) + 1)


def forget() -> None:
    """Begin to count anew."""
    _limiter(settings.RATE_LIMIT_STORAGE).storage.reset()


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """Ask to come back later."""
    context = {"heading": "Xin chờ một chút", "minutes": -(-seconds // 60)}
    response = render(request, "indicators/answering_wait.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response


@cache
def _limiter(storage: str) -> FixedWindowRateLimiter:
    return FixedWindowRateLimiter(storage_from_string(storage, wrap_exceptions=True))


@cache
def _limit(text: str) -> RateLimitItem:
    return parse(text)


def _address(request: HttpRequest) -> str:
    """The address that the outermost proxy of ours saw; without proxies, the one that is connected."""
    if settings.PROXIES:
        seen = request.headers.get("X-Forwarded-For", "").split(",")
        return seen[-min(settings.PROXIES, len(seen))].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def _digest(address: str) -> str:
    day = int(time.time()) // SECONDS_OF_A_DAY
    secret = hashlib.blake2b(f"{settings.SECRET_KEY}{day}".encode(), digest_size=32).digest()
    return hashlib.blake2b(address.encode(), key=secret, digest_size=9).hexdigest()
