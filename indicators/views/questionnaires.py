"""Questionnaires: the list, one as the citizen sees it, and the editor of a centre's own versions."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.policies import page
from accounts.requests import PortalRequest
from core.errors import DomainError
from core.listing import Listing, show
from indicators.engine import question_editing as editing
from indicators.engine.question_editing import Kept
from indicators.engine.questions import find_slips
from indicators.enums import QuestionnaireState
from indicators.filters.surveys import QuestionnaireFilter
from indicators.models import Questionnaire
from indicators.roles import MANAGE_SURVEYS, VIEW_SURVEY_RESULTS
from indicators.selectors.questionnaires import earlier_versions, fingerprint, preview_of, readable_by, visible_to
from indicators.selectors.survey_screens import screens
from indicators.services import questionnaires
from indicators.tables.surveys import QuestionnaireTable


@page(MANAGE_SURVEYS)
def questionnaire_list(request: PortalRequest) -> HttpResponse:
    """The shared questionnaires and the centre's own ones."""
    return show(
        request,
        Listing(
            title="Phiếu khảo sát",
            table=QuestionnaireTable,
            queryset=visible_to(request.user, MANAGE_SURVEYS).order_by("title", "-version"),
            filterset=QuestionnaireFilter,
            noun="phiếu",
            empty_text="Chưa có phiếu nào.",
            export_name="phieu-khao-sat",
            template="indicators/questionnaire_list.html",
        ),
    )


@page(VIEW_SURVEY_RESULTS)
def questionnaire_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """The questionnaire as the citizen sees it, its slips, and what can be done with it."""
    row = get_object_or_404(readable_by(request.user), pk=pk)
    centre = request.centre
    asked = preview_of(row)
    context = {
        "heading": row.title,
        "questionnaire": row,
        "preview": asked,
        "screens": screens(asked) if asked else [],
        "slips": find_slips(row.content),
        "may_copy": centre is not None and request.user.has_perm(MANAGE_SURVEYS, centre),
        "may_edit": _is_editable(request, row),
    }
    return render(request, "indicators/questionnaire_detail.html", context)


@page(VIEW_SURVEY_RESULTS)
def questionnaire_preview(request: PortalRequest, pk: int, number: int) -> HttpResponse:
    """One screen of the questionnaire exactly as the public page shows it; nothing is kept."""
    row = get_object_or_404(readable_by(request.user), pk=pk)
    asked = preview_of(row)
    shown = screens(asked) if asked else []
    if "lui" in request.GET:
        return redirect("indicators:questionnaire-preview", pk, max(1, number - 2))
    if not 1 <= number <= len(shown):
        return redirect("indicators:questionnaire-detail", pk)
    context = {"heading": row.title, "questionnaire": row, "screen": shown[number - 1], "next": number + 1}
    return render(request, "indicators/questionnaire_preview.html", context)


@page(MANAGE_SURVEYS)
@require_POST
def questionnaire_copy(request: PortalRequest, pk: int) -> HttpResponse:
    """The centre's own next version."""
    source = get_object_or_404(visible_to(request.user, MANAGE_SURVEYS), pk=pk)
    centre = request.centre
    if centre is None:
        raise Http404("no centre to copy for")
    try:
        made = questionnaires.copy(source=source, centre=centre, by=request.user, at=timezone.now())
    except questionnaires.DraftExists as refusal:
        messages.warning(request, str(refusal))
        return redirect("indicators:questionnaire-edit", refusal.draft.pk)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("indicators:questionnaire-detail", pk)
    messages.success(request, f"Đã chép thành {made}. Bỏ bớt, đổi lời hoặc thêm câu hỏi rồi dùng cho đợt khảo sát.")
    return redirect("indicators:questionnaire-edit", made.pk)


@page(MANAGE_SURVEYS)
def questionnaire_edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Everything at a glance: what stays, in which order, what counts."""
    row = editable(request, pk)
    earlier = next(iter(earlier_versions(row)), None)
    before = earlier.content if earlier else {}
    if request.method == "POST":
        content = editing.bring_back(_arranged(request, row), before, request.POST.getlist("restore"))
        if editing.codes_of(row.content) and not editing.codes_of(content):
            messages.error(request, "Chưa lưu: phiếu phải giữ ít nhất một câu hỏi. Muốn bỏ cả phiếu thì xóa bản soạn.")
        elif saved(request, row, content):
            messages.success(request, "Đã lưu phiếu.")
        return redirect("indicators:questionnaire-edit", pk)
    slips = find_slips(row.content)
    context = {
        "heading": f"Soạn phiếu: {row.title}",
        "questionnaire": row,
        "seen": fingerprint(row),
        "sections": editing.with_slips(row.content, slips),
        "left_out": editing.left_out(row.content, before),
        "slips": slips,
    }
    return render(request, "indicators/questionnaire_edit.html", context)


@page(MANAGE_SURVEYS)
@require_POST
def questionnaire_delete(request: PortalRequest, pk: int) -> HttpResponse:
    """Remove a draft."""
    row = editable(request, pk)
    try:
        questionnaires.delete(questionnaire=row, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("indicators:questionnaire-edit", pk)
    messages.success(request, f"Đã xóa bản soạn “{row}”.")
    return redirect("indicators:questionnaire-list")


def _arranged(request: PortalRequest, row: Questionnaire) -> dict[str, Any]:
    sent = request.POST
    kept = {
        code: Kept(_number(sent.get(f"order-{code}", "")), f"counts-{code}" in sent) for code in sent.getlist("keep")
    }
    codes = [section["code"] for section in row.content.get("sections", [])]
    return editing.arrange(row.content, kept, sorted(codes, key=lambda code: _number(sent.get(f"section-{code}", ""))))


def _number(typed: str) -> int:
    """A typed place; what is no number goes last."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 9999


def saved(request: PortalRequest, row: Questionnaire, content: dict[str, Any], title: str = "") -> bool:
    """Store what was edited; False when it was refused, which the next page tells."""
    seen = request.POST.get("seen", "")
    try:
        questionnaires.save(
            questionnaire=row, content=content, seen=seen, by=request.user, at=timezone.now(), title=title
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return False
    return True


def editable(request: PortalRequest, pk: int) -> Questionnaire:
    """A draft of a centre that the person may edit; others are not found."""
    own = visible_to(request.user, MANAGE_SURVEYS).filter(centre__isnull=False, state=QuestionnaireState.DRAFT)
    return get_object_or_404(own, pk=pk)


def _is_editable(request: PortalRequest, row: Questionnaire) -> bool:
    if row.centre is None or row.state != QuestionnaireState.DRAFT:
        return False
    return request.user.has_perm(MANAGE_SURVEYS, row.centre)
