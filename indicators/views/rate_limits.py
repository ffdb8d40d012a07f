"""How much one address may send to pages that need no account.

Counted in Redis where there is one, else in each web process for itself (so two processes let twice as much through).
What is counted is a keyed digest of the address that changes every day and is forgotten with its window.

Of a large limit a process takes a small share at a time and counts it down by itself, so that not every answer waits
for Redis. A share is counted as used when it is taken: never more than the limit comes through, at most a share less.
"""

import hashlib
import logging
import re
import threading
import time
from contextlib import suppress
from functools import cache
from ipaddress import AddressValueError, IPv6Address, IPv6Network

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

SECONDS_OF_A_DAY = 86_400
NETWORK_BITS = 64
ADDRESS_AND_PORT = re.compile(r"\[(?P<in_brackets>[^\]]+)\](:\d+)?|(?P<plain>[^:]+):\d+")
SHARES = 50
"""A share is at most this part of a limit: two in a hundred."""
LARGEST_SHARE = 6
SAFETY_SECONDS = 1
"""A share ends before its window does, whose end Redis tells in whole seconds."""
MOST_SHARES = 4096
logger = logging.getLogger(__name__)


def is_exceeded(name: str, request: HttpRequest, *more: str, count: bool = True) -> int:
    """0 while the address is within the limit of the setting ``name``, else the seconds to wait.

    Counts this one too unless told not to. ``more`` narrows what is counted down, e.g. to one service point. A broken
    counter never keeps anybody out.
    """
    return _seconds(name, (_digest(_address(request), int(time.time()) // SECONDS_OF_A_DAY), *more), count)


def is_exceeded_by_all(name: str) -> int:
    """The same for all addresses together; counts this one."""
    return _seconds(name, (), True)


def is_first_of(text: str, name: str) -> bool:
    """Whether this is within what ``text`` allows («1/10 minutes») under a name: for what is told now and then only."""
    try:
        return _limiter(settings.RATE_LIMIT_STORAGE).hit(_limit(text), "first", name)
    except StorageError:
        return False


def forgive(name: str, request: HttpRequest, *more: str) -> None:
    """Begin to count anew for an address: it has shown what it was asked for."""
    keys = (name, _digest(_address(request), int(time.time()) // SECONDS_OF_A_DAY), *more)
    with suppress(StorageError):
        _limiter(settings.RATE_LIMIT_STORAGE).clear(_limit(getattr(settings, name)), *keys)


def _seconds(name: str, who: tuple[str, ...], count: bool) -> int:
    limit, keys, limiter = _limit(getattr(settings, name)), (name, *who), _limiter(settings.RATE_LIMIT_STORAGE)
    try:
        if _takes_one(limiter, limit, keys) if count else limiter.test(limit, *keys):
            return 0
        window = limiter.get_window_stats(limit, *keys)
    except StorageError:
        logger.warning("requests cannot be counted, so none is refused", exc_info=True)
        return 0
    return max(1, int(window.reset_time - time.time()) + 1)


def forget() -> None:
    """Begin to count anew."""
    _limiter(settings.RATE_LIMIT_STORAGE).storage.reset()
    _shares.clear()


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """Ask to come back later."""
    context = {"heading": "Xin chờ một chút", "minutes": -(-seconds // 60)}
    response = render(request, "indicators/answering_wait.html", context, status=429)
    response["Retry-After"] = str(seconds)
    if request.method == "GET":
        response["Refresh"] = str(seconds)
    return response


_shares: dict[str, tuple[int, float]] = {}
"""By what is counted: how many are left of the share, and until when (by ``time.time``)."""
_counting = threading.Lock()


def _takes_one(limiter: FixedWindowRateLimiter, limit: RateLimitItem, keys: tuple[str, ...]) -> bool:
    """Count one, of the share of this process or of a new one; False when the limit is reached."""
    size = share_of(limit.amount)
    if size == 1:
        return limiter.hit(limit, *keys)
    key = limit.key_for(*keys)
    if _takes_of_share(key):
        return True
    if not limiter.hit(limit, *keys, cost=size):
        return False
    _keep_share(key, size - 1, limiter.storage.get_expiry(key) - SAFETY_SECONDS)
    return True


def share_of(amount: int) -> int:
    """How many a process counts down by itself of a limit of so many; 1 when every single one is asked for."""
    return min(max(amount // SHARES, 1), LARGEST_SHARE)


def _takes_of_share(key: str) -> bool:
    with _counting:
        left, until = _shares.get(key, (0, 0))
        if not left or until <= time.time():
            return False
        _shares[key] = (left - 1, until)
    return True


def _keep_share(key: str, left: int, until: float) -> None:
    with _counting:
        # Another thread may have taken a share at the same time.
        others, others_until = _shares.get(key, (0, 0))
        if len(_shares) >= MOST_SHARES:
            _shares.clear()
        _shares[key] = (left + others if others_until > time.time() else left, until)


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
        return _network(seen[-min(settings.PROXIES, len(seen))].strip())
    return _network(str(request.META.get("REMOTE_ADDR", "")))


def _network(address: str) -> str:
    """What one subscriber has: an IPv4 address, or the 2^64 addresses of an IPv6 network (RFC 6177).

    Some proxies write the port of the connection after the address, which is another one each time.
    """
    written = ADDRESS_AND_PORT.fullmatch(address)
    if written is not None:
        address = written["in_brackets"] or written["plain"]
    try:
        found = IPv6Address(address)
    except AddressValueError:
        return address
    return str(found.ipv4_mapped or IPv6Network((found, NETWORK_BITS), strict=False))


def _digest(address: str, day: int) -> str:
    secret = hashlib.blake2b(f"{settings.SECRET_KEY}{day}".encode(), digest_size=32).digest()
    return hashlib.blake2b(address.encode(), key=secret, digest_size=9).hexdigest()
