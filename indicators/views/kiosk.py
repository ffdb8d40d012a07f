"""A machine at a service point: it shows one survey over and over, and is left only with the point's PIN."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.policies import page, reach
from accounts.requests import PortalRequest
from core.errors import DomainError
from indicators.forms.kiosk import KioskPinForm
from indicators.models import ServicePoint
from indicators.roles import MANAGE_SURVEYS
from indicators.selectors.public_points import PublicPoint
from indicators.services import kiosks
from indicators.views import answering
from indicators.views import survey_doors as doors
from indicators.views.rate_limits import forgive, is_exceeded

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])
EVERYWHERE = "/ks/"
PIN_SECONDS = 30
PIN_LIMIT = "KIOSK_PIN_LIMIT"
A_YEAR = 365 * 24 * 3600


@GET_AND_POST
@doors.survey_page()
def kiosk(request: PortalRequest, point: PublicPoint) -> HttpResponse:
    """The first page of the machine, which forgets whoever answered before; on another device, how to make it one.

    ``?giu`` gives the page of the machine to its service worker, which asks without cookies.
    """
    if not point.kiosk_pin:
        freed = doors.notice(request, "no-pin", 403, point)
        freed.delete_cookie(doors.KIOSK_COOKIE, path=EVERYWHERE)  # nobody could leave it any more
        return freed
    if not answering.is_kiosk(request, point) and "giu" not in request.GET:
        elsewhere = answering.machine_of(request)
        return redirect("indicators:kiosk", elsewhere) if elsewhere else _start_page(request, point)
    response = answering.refused_by_time(request, point, is_kiosk=True)
    if response is None and request.method == "POST":
        response = answering.begin(request, point, is_kiosk=True)
    elif response is None:
        response = answering.start_page(request, point, is_kiosk=True)
        response.delete_cookie(doors.KEY_COOKIE, path=doors.path_of(point))
    if answering.is_kiosk(request, point):
        doors.remember(request, response, doors.KIOSK_COOKIE, point.token, EVERYWHERE, A_YEAR)
    return response


@GET_AND_POST
@doors.survey_page()
def start(request: PortalRequest, point: PublicPoint) -> HttpResponse:
    """Make the device the machine of the point, with its PIN, and sign out whoever set it up: the next people there are
    strangers, and the browser's Back shows them nothing that it kept.
    """
    if request.method != "POST" or not point.kiosk_pin or answering.machine_of(request):
        return redirect("indicators:kiosk", point.token)
    refusal = _wrong_pin(request, point)
    if refusal:
        return _start_page(request, point, refusal)
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        logout(request)
    response = redirect("indicators:kiosk", point.token)
    response["Clear-Site-Data"] = '"cache"'
    doors.remember(request, response, doors.KIOSK_COOKIE, point.token, EVERYWHERE, A_YEAR)
    return response


@GET_AND_POST
@doors.survey_page()
def leave(request: PortalRequest, point: PublicPoint) -> HttpResponse:
    """Ask for the PIN; the right one makes the machine an ordinary device again."""
    refusal = ""
    if request.method == "POST":
        refusal = _wrong_pin(request, point)
        if not refusal:
            freed = redirect("indicators:answering", point.token)
            freed.delete_cookie(doors.KIOSK_COOKIE, path=EVERYWHERE)
            return freed
    context = {"heading": "Thoát chế độ máy khảo sát", "point": point, "refusal": refusal, "is_kiosk": True}
    context |= {"seconds": PIN_SECONDS, "longest": kiosks.LONGEST}
    response = render(request, "indicators/kiosk_leave.html", context, status=403 if refusal else 200)
    response["Cache-Control"] = "no-store"
    return doors.back_to_kiosk_after(response, point, PIN_SECONDS)


def _wrong_pin(request: PortalRequest, point: PublicPoint) -> str:
    """What is said against the PIN that was typed; nothing when it is right."""
    seconds = is_exceeded(PIN_LIMIT, request, point.token)
    if seconds:
        return f"Đã nhập sai nhiều lần. Thử lại sau {-(-seconds // 60)} phút."
    if not kiosks.is_right(point.kiosk_pin, request.POST.get("pin", "")[: kiosks.LONGEST]):
        return "Mã PIN không đúng. Nhập lại, hoặc hỏi người phụ trách đợt khảo sát."
    forgive(PIN_LIMIT, request, point.token)
    return ""


def _start_page(request: PortalRequest, point: PublicPoint, refusal: str = "") -> HttpResponse:
    context = {"heading": "Đặt máy khảo sát", "point": point, "refusal": refusal, "longest": kiosks.LONGEST}
    response = render(request, "indicators/kiosk_start.html", context, status=403 if refusal else 200)
    response["Cache-Control"] = "no-store"
    return response


@page(MANAGE_SURVEYS)
def kiosk_pin(request: PortalRequest, pk: int) -> HttpResponse:
    """Give a point the PIN of its machine, and tell how the machine is set up."""
    rows = ServicePoint.objects.select_related("survey__centre", "unit")
    point = get_object_or_404(reach(request.user, MANAGE_SURVEYS).filter(rows, "survey__centre"), pk=pk)
    form = KioskPinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kiosks.set_pin(point=point, pin=form.cleaned_data["pin"], by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.add_error("pin", str(refusal))
        else:
            messages.success(request, "Đã đặt mã PIN." if point.kiosk_pin else "Đã bỏ mã PIN.")
            return redirect("indicators:kiosk-pin", pk)
    context = {"heading": f"Máy khảo sát – {point}", "form": form, "point": point, "survey": point.survey}
    context |= {"idle": answering.RESTS_AFTER, "countdown": answering.COUNTDOWN}
    context["address"] = request.build_absolute_uri(reverse("indicators:kiosk", args=[point.token]))
    return render(request, "indicators/kiosk_pin.html", context, status=400 if form.errors else 200)
