"""The public survey without a script: one group of questions a page, kept on the way under the key in a cookie."""

from typing import Any
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from indicators.engine import questions
from indicators.enums import AnswerChannel
from indicators.models import SurveyAnswer
from indicators.selectors import public_points
from indicators.selectors.public_points import PublicPoint
from indicators.selectors.survey_screens import Screen, screens
from indicators.services import survey_answers
from indicators.services.survey_answers import AnswerRefused
from indicators.views import code_doors
from indicators.views import survey_doors as doors
from indicators.views.rate_limits import is_exceeded, too_many

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])
QUESTIONS_A_MINUTE = 7
IDLE_MINUTES = 2
"""After which a page of a machine without the script goes back to the start."""
THANKS_SECONDS = 12
CODE_TAKEN = "Mã của phiếu này vừa được dùng ở một trang khác. Xin nhập lại mã để gửi phiếu này."
RESTS_AFTER, COUNTDOWN = 60, 20
"""Seconds: the script of a machine asks whether anybody is still there, and counts down before it begins anew."""


@GET_AND_POST
@doors.survey_page()
def start(request: HttpRequest, point: PublicPoint) -> HttpResponse:
    """What this is about, and the button that begins; a script finds all questions here and needs no other page."""
    stands_at = machine_of(request)
    if stands_at:
        return redirect("indicators:kiosk", stands_at)
    closed = refused_by_time(request, point)
    if closed is not None:
        return closed
    if request.method == "POST":
        return begin(request, point)
    return start_page(request, point)


def start_page(
    request: HttpRequest, point: PublicPoint, *, is_kiosk: bool = False, refusal: AnswerRefused | None = None
) -> HttpResponse:
    """The first page, of a phone or of a kiosk."""
    begun = None if is_kiosk else _unfinished(request, point)
    shown = screens(point.questionnaire)
    context = {
        "heading": point.title,
        "point": point,
        "screens": shown,
        "is_kiosk": is_kiosk,
        "refusal": refusal,
        "resume_at": _first_open(point, begun) if begun is not None else 0,
        "minutes": max(1, round(len(point.questionnaire.questions) / QUESTIONS_A_MINUTE)),
        "seconds": {"idle": RESTS_AFTER, "countdown": COUNTDOWN, "thanks": THANKS_SECONDS},
    }
    return _unkept(render(request, "indicators/answering_start.html", context, status=409 if refusal else 200))


def begin(request: HttpRequest, point: PublicPoint, *, is_kiosk: bool = False) -> HttpResponse:
    """Make a new key, forget the old one, and go to the first group."""
    if request.POST.get(doors.TRAP):
        return redirect("indicators:answering-thanks", point.token)
    typed = request.POST.get("ma", "")[: code_doors.LONGEST_TYPED]
    seconds = code_doors.seconds_to_wait(request, typed) if point.needs_code else 0
    if seconds:
        return too_many(request, seconds)
    key = uuid4()
    try:
        survey_answers.start(point=point, key=key, code=typed, at=timezone.now())
    except AnswerRefused as refusal:
        if refusal.code == "unknown-code" and code_doors.is_one_too_many(request):
            return code_doors.refused_briefly(request, point, is_kiosk=is_kiosk)
        return start_page(request, point, is_kiosk=is_kiosk, refusal=refusal)
    response = redirect("indicators:answering-part", point.token, 1)
    doors.remember(request, response, doors.KEY_COOKIE, str(key), doors.path_of(point), doors.KEPT_SECONDS)
    return response


@GET_AND_POST
@doors.survey_page()
def part(request: HttpRequest, point: PublicPoint, number: int) -> HttpResponse:
    """One group of questions: show it, or keep what was chosen and go on (or back)."""
    closed = refused_by_time(request, point, is_kiosk=is_kiosk(request, point))
    if closed is not None:
        return closed
    if not 1 <= number <= len(point.questionnaire.sections):
        raise Http404
    begun = _unfinished(request, point)
    if begun is None:
        return _back_to_start(request, point)
    if request.method == "POST":
        return _save(request, point, number, begun)
    errors = questions.check(point.questionnaire, begun.answers)[1] if "xem-lai" in request.GET else {}
    return _part_page(request, point, screens(point.questionnaire, begun.answers, errors)[number - 1])


@require_safe
@doors.survey_page()
def thanks(request: HttpRequest, point: PublicPoint) -> HttpResponse:
    """Thank for the answer, with the name of the unit."""
    stands_here = is_kiosk(request, point)
    context = {"heading": f"Cảm ơn ý kiến của {point.you}", "point": point, "is_kiosk": stands_here}
    response = render(request, "indicators/answering_thanks.html", context)
    return doors.back_to_kiosk_after(response, point, THANKS_SECONDS) if stands_here else response


def refused_by_time(request: HttpRequest, point: PublicPoint, *, is_kiosk: bool = False) -> HttpResponse | None:
    """The page that says why nobody can answer now; None when everybody can."""
    now = timezone.now()
    if not point.has_begun(now):
        return doors.notice(request, "early", 403, point, is_kiosk=is_kiosk)
    if point.is_over(now):
        return doors.notice(request, "over", 410, point, is_kiosk=is_kiosk)
    return None


def is_kiosk(request: HttpRequest, point: PublicPoint) -> bool:
    """Whether this browser is the machine that stands at the point."""
    return request.COOKIES.get(doors.KIOSK_COOKIE) == point.token


def machine_of(request: HttpRequest) -> str:
    """The token of the point whose machine this browser is; empty for none, or one that is gone."""
    token = request.COOKIES.get(doors.KIOSK_COOKIE, "")
    point = public_points.by_token(token) if token else None
    return point.token if point else ""


def _save(request: HttpRequest, point: PublicPoint, number: int, begun: SurveyAnswer) -> HttpResponse:
    section = point.questionnaire.sections[number - 1]
    typed = {question.code: request.POST.getlist(question.code) for question in section.questions}
    at = timezone.now()
    try:
        errors = survey_answers.save_section(point=point, key=begun.pk, section=section, typed=typed, at=at)
    except AnswerRefused:
        return _back_to_start(request, point)
    if "lui" in request.POST:
        before = ("indicators:answering-part", point.token, number - 1)
        return redirect(*before) if number > 1 else redirect("indicators:answering", point.token)
    if errors and not any(text.strip() for code in errors for text in typed[code]):
        # What was only left out is asked for on a page of its own, so that the browser's Back still works.
        return _look_again(point, number)
    if errors:
        shown = screens(point.questionnaire, typed, errors)[number - 1]
        return _part_page(request, point, shown, status=422)
    if number < len(point.questionnaire.sections):
        return redirect("indicators:answering-part", point.token, number + 1)
    return _finish(request, point, begun.pk)


def _finish(request: HttpRequest, point: PublicPoint, key: UUID) -> HttpResponse:
    code = request.POST.get("ma", "")[: code_doors.LONGEST_TYPED]
    seconds = is_exceeded("SURVEY_ANSWER_LIMIT", request)
    if point.needs_code:  # what was begun with a right code is finished once at most
        seconds = code_doors.seconds_to_wait(request, code)
    if seconds:
        return too_many(request, seconds)
    if request.POST.get(doors.TRAP):
        return _to_thanks(point)
    begun = SurveyAnswer.objects.get(pk=key)
    at = timezone.now()
    channel = AnswerChannel.KIOSK if is_kiosk(request, point) else AnswerChannel.LINK
    try:
        survey_answers.finish(point=point, key=key, typed=begun.answers, code=code, channel=channel, given_at=at, at=at)
    except AnswerRefused as refusal:
        if code and refusal.code == "unknown-code" and code_doors.is_one_too_many(request):
            return code_doors.refused_briefly(request, point, is_kiosk=is_kiosk(request, point))
        return _mend(request, point, begun, refusal)
    return _to_thanks(point)


def _mend(request: HttpRequest, point: PublicPoint, begun: SurveyAnswer, refusal: AnswerRefused) -> HttpResponse:
    """Go to the first group that still lacks something; what is wrong with the whole is told at the last one.

    Somebody may have begun anew with the same code elsewhere: then it is asked for once more, and nothing is lost.
    """
    for number, section in enumerate(point.questionnaire.sections, start=1):
        if any(question.code in refusal.errors for question in section.questions):
            return _look_again(point, number)
    asks_code = refusal.code in ("unknown-code", "used-code")
    told = CODE_TAKEN if asks_code and "ma" not in request.POST else str(refusal)
    shown = screens(point.questionnaire, begun.answers)[-1]
    return _part_page(request, point, shown, status=422, refusal=told, asks_code=asks_code)


def _look_again(point: PublicPoint, number: int) -> HttpResponse:
    return redirect(f"{reverse('indicators:answering-part', args=[point.token, number])}?xem-lai")


def _part_page(
    request: HttpRequest, point: PublicPoint, screen: Screen, status: int = 200, **told: Any
) -> HttpResponse:
    stands_here = is_kiosk(request, point)
    context = {"heading": screen.title, "point": point, "screen": screen, "is_kiosk": stands_here, **told}
    context["idle_minutes"] = IDLE_MINUTES
    response = _unkept(render(request, "indicators/answering_part.html", context, status=status))
    return doors.back_to_kiosk_after(response, point, IDLE_MINUTES * 60) if stands_here else response


def _unfinished(request: HttpRequest, point: PublicPoint) -> SurveyAnswer | None:
    return _begun_here(request, point).filter(finished_at__isnull=True).first()


def _begun_here(request: HttpRequest, point: PublicPoint) -> QuerySet[SurveyAnswer]:
    """The answer that this browser has begun, finished or not."""
    key = doors.key_of(request)
    return SurveyAnswer.objects.none() if key is None else SurveyAnswer.objects.filter(pk=key, point_id=point.pk)


def _first_open(point: PublicPoint, begun: SurveyAnswer) -> int:
    """The number of the first group in which nothing was chosen yet, or of the last one."""
    for number, section in enumerate(point.questionnaire.sections, start=1):
        if not any(question.code in begun.answers for question in section.questions):
            return number
    return len(point.questionnaire.sections)


def _back_to_start(request: HttpRequest, point: PublicPoint) -> HttpResponse:
    """Where nothing is being answered: the first page; thanks to whoever pressed the last button twice."""
    if _begun_here(request, point).filter(finished_at__isnull=False).exists():
        return _to_thanks(point)
    return redirect("indicators:answering", point.token)


def _to_thanks(point: PublicPoint) -> HttpResponse:
    response = redirect("indicators:answering-thanks", point.token)
    response.delete_cookie(doors.KEY_COOKIE, path=doors.path_of(point))
    return response


def _unkept(response: Any) -> HttpResponse:
    """Nobody after this person finds the page in the browser's memory."""
    response["Cache-Control"] = "no-store"
    return response
