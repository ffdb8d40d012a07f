"""Questionnaires: the list, one as the citizen sees it, and the editor of a centre's own versions."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.policies import page
from core.errors import DomainError
from core.listing import Listing, show
from indicators.engine import question_editing as editing
from indicators.engine.question_editing import Kept
from indicators.engine.questions import find_slips
from indicators.enums import QuestionnaireState
from indicators.filters.surveys import QuestionnaireFilter
from indicators.forms.questionnaires import QuestionForm, SectionForm, WordsForm
from indicators.models import Questionnaire
from indicators.selectors.questionnaires import fingerprint, preview_of, readable_by, visible_to
from indicators.selectors.survey_screens import screens
from indicators.selectors.surveys import MANAGE, VIEW
from indicators.services import questionnaires
from indicators.tables.surveys import QuestionnaireTable


@page(MANAGE)
def questionnaire_list(request: HttpRequest) -> HttpResponse:
    """The shared questionnaires and the centre's own ones."""
    return show(
        request,
        Listing(
            title="Phiếu khảo sát",
            table=QuestionnaireTable,
            queryset=visible_to(request.user, MANAGE).order_by("title", "-version"),
            filterset=QuestionnaireFilter,
            noun="phiếu",
            empty_text="Chưa có phiếu nào.",
            export_name="phieu-khao-sat",
            template="indicators/questionnaire_list.html",
        ),
    )


@page(VIEW)
def questionnaire_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The questionnaire as the citizen sees it, its slips, and what can be done with it."""
    row = get_object_or_404(readable_by(request.user), pk=pk)
    centre = request.centre  # type: ignore[attr-defined]
    context = {
        "heading": row.title,
        "questionnaire": row,
        "preview": preview_of(row),
        "slips": find_slips(row.content),
        "may_copy": centre is not None and request.user.has_perm(MANAGE, centre),
        "may_edit": _is_editable(request, row),
    }
    return render(request, "indicators/questionnaire_detail.html", context)


@page(VIEW)
def questionnaire_preview(request: HttpRequest, pk: int, number: int) -> HttpResponse:
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


@page(MANAGE)
@require_POST
def questionnaire_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The centre's own next version."""
    source = get_object_or_404(visible_to(request.user, MANAGE), pk=pk)
    try:
        made = questionnaires.copy(
            source=source,
            centre=request.centre,  # type: ignore[attr-defined]
            by=request.user,
            at=timezone.now(),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("indicators:questionnaire-detail", pk)
    messages.success(request, f"Đã chép thành {made}. Bỏ bớt, đổi lời hoặc thêm câu hỏi rồi dùng cho đợt khảo sát.")
    return redirect("indicators:questionnaire-edit", made.pk)


@page(MANAGE)
def questionnaire_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything at a glance: what stays, in which order, what counts."""
    row = _editable(request, pk)
    if request.method == "POST":
        if _saved(request, row, _arranged(request, row)):
            messages.success(request, "Đã lưu phiếu.")
        return redirect("indicators:questionnaire-edit", pk)
    slips = find_slips(row.content)
    context = {
        "heading": f"Soạn phiếu: {row.title}",
        "questionnaire": row,
        "seen": fingerprint(row),
        "sections": row.content.get("sections", []),
        "slips": slips,
        "slips_at": {slip.path.rpartition(".")[0] for slip in slips},
    }
    return render(request, "indicators/questionnaire_edit.html", context)


@page(MANAGE)
def questionnaire_words(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, introduction, thanks."""
    row = _editable(request, pk)
    initial = {name: row.content.get(name, "") for name in ("introduction", "thanks")}
    form = WordsForm(request.POST or None, initial={"title": row.title, "seen": fingerprint(row), **initial})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        content = editing.set_words(row.content, data["introduction"], data["thanks"])
        if _saved(request, row, content, data["title"]):
            return redirect("indicators:questionnaire-edit", pk)
    return _form_page(request, row, form, "Tên phiếu, lời mở đầu, lời cảm ơn")


@page(MANAGE)
def section_edit(request: HttpRequest, pk: int, section: str = "") -> HttpResponse:
    """One section, or a new one."""
    row = _editable(request, pk)
    entry = _found(editing.find_section(row.content, section)) if section else {}
    form = SectionForm(request.POST or None, initial={**entry, "seen": fingerprint(row)})
    if request.method == "POST" and form.is_valid():
        code = section or editing.free_section_code(row.content)
        content = editing.put_section(row.content, code, form.cleaned_data["title"], form.cleaned_data["note"])
        if _saved(request, row, content):
            return redirect("indicators:questionnaire-edit", pk)
    return _form_page(request, row, form, entry.get("title", "Phần mới"), removable=section)


@page(MANAGE)
@require_POST
def section_remove(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """Leave out a section with its questions."""
    row = _editable(request, pk)
    _found(editing.find_section(row.content, section))
    if _saved(request, row, editing.remove_section(row.content, section)):
        messages.success(request, "Đã bỏ phần này khỏi phiếu.")
    return redirect("indicators:questionnaire-edit", pk)


@page(MANAGE)
def question_add(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """A new question at the end of a section."""
    row = _editable(request, pk)
    _found(editing.find_section(row.content, section))
    code = editing.free_code(row.content, section)
    usual = {"kind": "scale_or_unused", "counts": True, "required": True, "seen": fingerprint(row)}
    form = QuestionForm(request.POST or None, initial=usual)
    return _question_page(request, row, form, section, code, "Câu hỏi mới")


@page(MANAGE)
def question_edit(request: HttpRequest, pk: int, question: str) -> HttpResponse:
    """One question."""
    row = _editable(request, pk)
    section, entry = _found(editing.find_question(row.content, question))
    form = QuestionForm(request.POST or None, initial={**QuestionForm.initial_of(entry), "seen": fingerprint(row)})
    return _question_page(request, row, form, section, question, f"Câu {question}")


@page(MANAGE)
@require_POST
def questionnaire_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a draft."""
    row = _editable(request, pk)
    try:
        questionnaires.delete(questionnaire=row, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("indicators:questionnaire-edit", pk)
    messages.success(request, f"Đã xóa bản soạn “{row}”.")
    return redirect("indicators:questionnaire-list")


def _question_page(
    request: HttpRequest, row: Questionnaire, form: QuestionForm, section: str, code: str, heading: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        content = editing.put_question(row.content, section, form.entry(code))
        mine = [slip for slip in find_slips(content) if slip.path.startswith(_path_of(content, code))]
        for slip in mine:
            name = slip.path.rpartition(".")[2]
            form.add_error(name if name in form.fields else None, slip.message)
        if not mine and _saved(request, row, content):
            return redirect("indicators:questionnaire-edit", row.pk)
    return _form_page(request, row, form, heading)


def _path_of(content: dict[str, Any], code: str) -> str:
    return next(
        f"sections.{s}.questions.{q}."
        for s, section in enumerate(content["sections"])
        for q, question in enumerate(section["questions"])
        if question["code"] == code
    )


def _arranged(request: HttpRequest, row: Questionnaire) -> dict[str, Any]:
    sent = request.POST
    kept = {
        code: Kept(_number(sent.get(f"order-{code}", "")), f"counts-{code}" in sent) for code in sent.getlist("keep")
    }
    codes = [section["code"] for section in row.content.get("sections", [])]
    return editing.arrange(row.content, kept, sorted(codes, key=lambda code: _number(sent.get(f"section-{code}", ""))))


def _number(typed: str) -> int:
    """A typed place; what is no number goes last."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 9999


def _saved(request: HttpRequest, row: Questionnaire, content: dict[str, Any], title: str = "") -> bool:
    seen = request.POST.get("seen", "")
    try:
        questionnaires.save(
            questionnaire=row, content=content, seen=seen, by=request.user, at=timezone.now(), title=title
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return False
    return True


def _editable(request: HttpRequest, pk: int) -> Questionnaire:
    own = visible_to(request.user, MANAGE).filter(centre__isnull=False, state=QuestionnaireState.DRAFT)
    return get_object_or_404(own, pk=pk)


def _is_editable(request: HttpRequest, row: Questionnaire) -> bool:
    if row.centre is None or row.state != QuestionnaireState.DRAFT:
        return False
    return request.user.has_perm(MANAGE, row.centre)


def _found(entry: Any) -> Any:
    if entry is None:
        raise Http404("no such part of the questionnaire")
    return entry


def _form_page(request: HttpRequest, row: Questionnaire, form: Any, heading: str, removable: str = "") -> HttpResponse:
    context = {
        "heading": heading,
        "questionnaire": row,
        "form": form,
        "seen": fingerprint(row),
        "removable": removable,
    }
    return render(request, "indicators/questionnaire_form.html", context, status=400 if form.errors else 200)
