"""Where the script of the public survey sends whole answers to, at once or days later; and the script beside it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from accounts.policies import public_page
from indicators.enums import AnswerChannel
from indicators.selectors import public_points
from indicators.selectors.public_points import PublicPoint
from indicators.services import survey_answers
from indicators.services.survey_answers import AnswerRefused
from indicators.views import code_doors
from indicators.views import survey_doors as doors
from indicators.views.rate_limits import is_exceeded

LARGEST_BODY = 128 * 1024
LONGEST_AGE = timedelta(days=400)
STATUS = {"invalid": 422, "not-open": 403, "over": 410, "unknown-code": 409, "used-code": 409}


@public_page
@csrf_exempt
@require_POST
def receive(request: HttpRequest, token: str) -> HttpResponse:
    """Store one whole answer; told in JSON. What is sent again under the same key is stored once.

    The body: ``key``, ``answers`` by question, ``channel``, ``code``, and by the device's own clock how many seconds
    ago it was finished (``age``) and how many seconds it took (``took``).
    """
    seconds = is_exceeded("SURVEY_ANSWER_LIMIT", request)
    if not doors.is_from_own_site(request):
        return _refused("Phiếu không gửi từ trang khảo sát của đơn vị.", 403)
    point = public_points.by_token(token)
    if point is None:
        return _refused("Không tìm thấy phiếu khảo sát.", 404)
    body = _body(request)
    if seconds and not code_doors.opens(request, point, _code_in(body)):
        return _refused("Đang có nhiều người gửi phiếu. Máy sẽ tự gửi lại.", 429, {"Retry-After": str(seconds)})
    if body is None:
        return _refused("Phiếu gửi lên không đọc được.", 400)
    if body.get(doors.TRAP):
        return _told({"stored": True})
    return _finish(request, point, body)


@public_page
@csrf_exempt
@require_POST
def check_code(request: HttpRequest, token: str) -> HttpResponse:
    """Tell before the first question whether a one-time code can still be used."""
    point = public_points.by_token(token)
    if point is None or not doors.is_from_own_site(request):
        return _refused("Không tìm thấy phiếu khảo sát.", 404)
    code = _code_in(_body(request))
    seconds = code_doors.seconds_to_wait(request, code)
    if seconds:
        return _refused("Đã thử mã quá nhiều lần. Xin đợi ít phút rồi thử lại.", 429, {"Retry-After": str(seconds)})
    try:
        survey_answers.check_code(point=point, code=code)
    except AnswerRefused as refusal:
        if refusal.code == "unknown-code" and code_doors.is_one_too_many(request):
            return _refused(f"{refusal.message} {code_doors.RIGHT_PASSES}", 429)
        return _refused(str(refusal), STATUS[refusal.code])
    return _told({"good": True})


@public_page
@require_safe
@gzip_page
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker that keeps the page and sends waiting answers; it reaches no address outside ``/ks/``."""
    response = render(request, "indicators/answering_worker.js", content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/ks/"
    response["Cache-Control"] = "no-cache"
    return response


def _finish(request: HttpRequest, point: PublicPoint, body: dict[str, Any]) -> HttpResponse:
    at = timezone.now()
    try:
        key, answers = UUID(str(body.get("key"))), body["answers"]
        given_at = at - _span(body.get("age"))
        started_at = given_at - _span(body.get("took"))
    except (ValueError, TypeError, KeyError):
        return _refused("Phiếu gửi lên không đọc được.", 400)
    if not isinstance(answers, dict):
        return _refused("Phiếu gửi lên không đọc được.", 400)
    if point.needs_code and code_doors.seconds_to_wait(request, _code_in(body)):
        return _refused("Đã thử mã quá nhiều lần. Máy sẽ tự gửi lại.", 429, {"Retry-After": "600"})
    try:
        receipt = survey_answers.finish(
            point=point,
            key=key,
            typed=answers,
            code=_code_in(body),
            channel=AnswerChannel.KIOSK if body.get("channel") == AnswerChannel.KIOSK else AnswerChannel.LINK,
            started_at=started_at,
            given_at=given_at,
            at=at,
        )
    except AnswerRefused as refusal:
        if refusal.code == "unknown-code":
            code_doors.is_one_too_many(request)
        return _told({"message": str(refusal), "errors": refusal.errors, "code": refusal.code}, STATUS[refusal.code])
    return _told({"stored": True, "new": receipt.is_new})


def _body(request: HttpRequest) -> dict[str, Any] | None:
    """The JSON object that was sent; None when it is none or far too long."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        return None
    try:
        body = orjson.loads(request.body)
    except orjson.JSONDecodeError:
        return None
    return body if isinstance(body, dict) else None


def _code_in(body: dict[str, Any] | None) -> str:
    """The one-time code that was sent; empty for none."""
    return str((body or {}).get("code", ""))[: code_doors.LONGEST_TYPED]


def _span(seconds: Any) -> timedelta:
    """A span told by a device; within reason, never negative."""
    if seconds is None:
        return timedelta()
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise TypeError("not a number of seconds")
    return timedelta(seconds=min(max(seconds, 0), LONGEST_AGE.total_seconds()))


def _refused(message: str, status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    return _told({"message": message}, status, headers)


def _told(content: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    return HttpResponse(orjson.dumps(content), content_type="application/json", status=status, headers=headers)
