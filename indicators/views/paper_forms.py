"""Typing paper forms in: once, again by somebody else, and settling where both differ."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.policies import page, reach, role_names_with
from accounts.requests import PortalRequest
from core.errors import DomainError
from indicators.engine.questions import Question, Questionnaire
from indicators.enums import PaperState
from indicators.forms.paper_forms import PaperHeadForm
from indicators.models import PaperForm, ServicePoint, Survey
from indicators.roles import ENTER_PAPER_FORMS
from indicators.selectors import paper_forms as reading
from indicators.selectors.survey_screens import Asked
from indicators.services import paper_forms
from indicators.services.paper_forms import WITHDRAW, PaperRefused

MOST_DIGITS = 8


@page(ENTER_PAPER_FORMS)
def paper_form_list(request: PortalRequest, pk: int) -> HttpResponse:
    """The points of a survey with the state of their paper forms, and what is still to be done."""
    points = reach(request.user, ENTER_PAPER_FORMS).filter(ServicePoint.objects.all())
    survey = get_object_or_404(Survey.objects.filter(points__in=points).distinct(), pk=pk)
    counted = reading.points_with_counts(survey, points)
    context = {
        "heading": f"Phiếu giấy – {survey.title}",
        "survey": survey,
        "points": counted,
        "forms": list(reading.unsettled(points.filter(survey=survey))),
        "states": PaperState,
        "may_withdraw": request.user.has_perm(WITHDRAW),
        "withdrawing_roles": role_names_with(WITHDRAW),
    }
    return render(request, "indicators/paper_form_list.html", context)


@page(ENTER_PAPER_FORMS)
def paper_form_create(request: PortalRequest, pk: int) -> HttpResponse:
    """Type a form for the first time; saving opens the next one."""
    point = get_object_or_404(_points(request), pk=pk)
    asked = paper_forms.on_paper(point).questionnaire
    head = PaperHeadForm(request.POST or None, initial=_usual_head(request, point))
    errors: dict[str, str] = {}
    if request.method == "POST" and head.is_valid():
        try:
            form = paper_forms.enter(
                point=point, **head.cleaned_data, typed=_typed(request.POST, asked), by=request.user, at=timezone.now()
            )
        except PaperRefused as refusal:
            errors = refusal.errors
            head.add_error(refusal.field or None, str(refusal))
        except DomainError as refusal:
            head.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã lưu phiếu số {form.number}. Nhập tiếp phiếu sau.")
            same_day = {"ngay": f"{form.answered_on:%Y-%m-%d}"}
            return redirect(reverse("indicators:paper-form-create", args=[point.pk], query=same_day))
    rows = _rows(asked.questions, _shown(request, asked), errors)
    context = {"heading": f"Nhập phiếu giấy – {point}", "point": point, "head": head, "rows": rows}
    return render(request, "indicators/paper_form_entry.html", context, status=422 if head.errors else 200)


@page(ENTER_PAPER_FORMS)
def paper_form_again(request: PortalRequest, pk: int) -> HttpResponse:
    """Type a form for the second time, without seeing what the first person typed."""
    form = _form(request, pk)
    asked = paper_forms.on_paper(form.point).questionnaire
    errors: dict[str, str] = {}
    refused = ""
    if request.method == "POST":
        try:
            changed = paper_forms.enter_again(
                form=form, typed=_typed(request.POST, asked), by=request.user, at=timezone.now()
            )
        except DomainError as refusal:
            errors, refused = refusal.errors, str(refusal)
        else:
            return _after_second(request, changed)
    rows = _rows(paper_forms.compared(asked), _shown(request, asked), errors)
    context = {
        "heading": f"Nhập lần hai: phiếu số {form.number} – {form.point}",
        "point": form.point,
        "form_again": form,
        "rows": rows,
        "refused": refused,
    }
    return render(request, "indicators/paper_form_entry.html", context, status=422 if refused else 200)


@page(ENTER_PAPER_FORMS)
def paper_form_settle(request: PortalRequest, pk: int) -> HttpResponse:
    """Show where both entries differ, and say what really stands on the paper."""
    form = _form(request, pk)
    asked = paper_forms.on_paper(form.point).questionnaire
    refused = ""
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            changed = paper_forms.settle(
                form=form, typed=_typed(request.POST, asked), by=request.user, at=timezone.now()
            )
        except DomainError as refusal:
            errors, refused = refusal.errors, str(refusal)
        else:
            return _after_second(request, changed)
    found = paper_forms.differences(form, asked) if form.state == PaperState.DIFFERS else []
    shown = _shown(request, asked)
    rows = _rows([question for question, _, _ in found], shown, errors)
    both = [(row, _words(first), _words(second)) for row, (_, first, second) in zip(rows, found, strict=True)]
    context = {
        "heading": f"Đối chiếu phiếu số {form.number} – {form.point}",
        "form": form,
        "rows": both,
        "refused": refused,
    }
    return render(request, "indicators/paper_form_settle.html", context, status=422 if refused else 200)


@page(ENTER_PAPER_FORMS)
@require_POST
def paper_form_discard(request: PortalRequest, pk: int) -> HttpResponse:
    """Remove a form that was typed by mistake and does not count yet."""
    form = _form(request, pk)
    try:
        paper_forms.discard(form=form, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã bỏ phiếu số {form.number}; số này có thể nhập lại.")
    return redirect("indicators:paper-form-list", form.point.survey_id)


def _after_second(request: PortalRequest, changed: PaperForm) -> HttpResponse:
    if changed.state == PaperState.DIFFERS:
        messages.warning(request, f"Phiếu số {changed.number}: hai lần nhập khác nhau, cần đối chiếu với phiếu giấy.")
        return redirect("indicators:paper-form-settle", changed.pk)
    messages.success(request, f"Phiếu số {changed.number} đã khớp và được tính.")
    following = reading.next_for_second_entry(changed.point, request.user)
    if following is not None:
        return redirect("indicators:paper-form-again", following.pk)
    return redirect("indicators:paper-form-list", changed.point.survey_id)


def _points(request: PortalRequest) -> Any:
    points = ServicePoint.objects.select_related("unit", "survey__centre", "survey__questionnaire")
    return reach(request.user, ENTER_PAPER_FORMS).filter(points)


def _form(request: PortalRequest, pk: int) -> PaperForm:
    related = ("point__unit", "point__survey__centre", "point__survey__questionnaire")
    forms = reach(request.user, ENTER_PAPER_FORMS).filter(PaperForm.objects.select_related(*related), "point__unit")
    return get_object_or_404(forms, pk=pk)


def _usual_head(request: PortalRequest, point: ServicePoint) -> dict[str, Any]:
    """The number and day that the address asks for; else the next number. No day is offered that nobody read from a
    form: a wrong one would put it into a wrong month.
    """
    try:
        day = date.fromisoformat(request.GET.get("ngay", ""))
    except ValueError:
        day = None
    asked = request.GET.get("so", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < MOST_DIGITS else 0
    return {"number": number or reading.next_number(point), "answered_on": day}


def _typed(data: QueryDict, asked: Questionnaire) -> dict[str, Any]:
    """What was typed by question; several choices stand in one field: «1 3»."""
    typed: dict[str, Any] = {}
    for question in asked.questions:
        text = data.get(question.code, "").strip()
        typed[question.code] = text.replace(",", " ").split() if question.kind == "choices" else text
    return typed


def _shown(request: PortalRequest, asked: Questionnaire) -> dict[str, Any]:
    """What stands in the fields: what was typed just now."""
    if request.method != "POST":
        return {}
    return {question.code: request.POST.get(question.code, "") for question in asked.questions}


def _rows(questions: Iterable[Question], shown: dict[str, Any], errors: dict[str, str]) -> list[Asked]:
    return [
        Asked(number, question, shown.get(question.code), errors.get(question.code, ""))
        for number, question in enumerate(questions, start=1)
    ]


def _words(answer: Any) -> str:
    """A typed answer as it was typed; a dash when the field was left empty."""
    if answer is None:
        return "– (để trống)"
    return " ".join(map(str, answer)) if isinstance(answer, list) else str(answer)
