"""What every public page of a survey begins with: whose point it is, whether too much is asked, who sent the form."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page

from accounts.policies import public_page
from indicators.selectors import public_points
from indicators.selectors.public_points import PublicPoint
from indicators.views.rate_limits import is_exceeded, too_many

KEY_COOKIE = "ks-phieu"
"""The key of an unfinished answer, for its own point only, until it is finished or a week has passed."""
KIOSK_COOKIE = "ks-may"
"""On a device that stands at a service point: the point's token."""
KEPT_SECONDS = 7 * 24 * 3600
NOTICE_SECONDS = 300
"""After so long a machine looks whether the survey is open again."""
TRAP = "trang-web"
"""A field that people do not see; only programs fill it in."""

View = Callable[..., HttpResponseBase]


def survey_page(limit: str = "SURVEY_PAGE_LIMIT") -> Callable[[View], View]:
    """A page for everybody that is given the point of its address; unknown addresses are told in plain words.

    Django's token against forged forms is not asked for: a form kept on a device for days has an old one, and the token
    protects what a signed-in person may do, while here nobody is anybody. Forms of other sites are refused all the
    same, by what the browser says of where they come from.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
            seconds = is_exceeded(limit, request)
            if seconds:
                return too_many(request, seconds)
            if request.method == "POST" and not is_from_own_site(request):
                return notice(request, "foreign", 403)
            point = public_points.by_token(token)
            if point is None:
                return notice(request, "unknown", 404)
            return view(request, point, **kwargs)

        # Many are paid for by the megabyte, and a questionnaire shrinks to a seventh.
        return public_page(csrf_exempt(gzip_page(guarded)))

    return declare


def is_from_own_site(request: HttpRequest) -> bool:
    """Whether a form comes from a page of ours, or from a browser too old to say where from."""
    told = request.META.get("HTTP_SEC_FETCH_SITE", "")
    if told:
        return told in ("same-origin", "none")
    origin = request.META.get("HTTP_ORIGIN", "")
    return not origin or urlsplit(origin).netloc == request.get_host()


def notice(
    request: HttpRequest, reason: str, status: int, point: PublicPoint | None = None, *, is_kiosk: bool = False
) -> HttpResponse:
    """A page that says in plain words why there is nothing to answer here."""
    headings = {
        "unknown": "Không tìm thấy phiếu khảo sát",
        "foreign": "Phiếu không được nhận",
        "early": "Khảo sát chưa mở",
        "over": "Khảo sát đã kết thúc",
        "no-pin": "Máy chưa có mã PIN",
    }
    context = {"heading": headings[reason], "reason": reason, "point": point, "is_kiosk": is_kiosk}
    response = render(request, "indicators/answering_notice.html", context, status=status)
    return back_to_kiosk_after(response, point, NOTICE_SECONDS) if is_kiosk and point else response


def key_of(request: HttpRequest) -> UUID | None:
    """The key of the answer that this browser has begun."""
    try:
        return UUID(request.COOKIES.get(KEY_COOKIE, ""))
    except ValueError:
        return None


def path_of(point: PublicPoint) -> str:
    """The address below which a point's cookies are sent."""
    return reverse("indicators:answering", args=[point.token])


def back_to_kiosk_after(response: HttpResponse, point: PublicPoint, seconds: int) -> HttpResponse:
    """On a machine that everybody uses, nothing of one person may be left for the next, with or without a script.

    So the time limit is essential here (WCAG 2.2.1), and the page says how long it is.
    """
    response["Refresh"] = f"{seconds};url={reverse('indicators:kiosk', args=[point.token])}"
    return response


def remember(request: HttpRequest, response: HttpResponse, name: str, value: str, path: str, seconds: int) -> None:
    """Set a cookie that does one thing and is seen by the server only."""
    secure = request.is_secure()
    response.set_cookie(name, value, max_age=seconds, path=path, secure=secure, httponly=True, samesite="Lax")
