"""The parts of a questionnaire in the editor: its words, a section, a question."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.policies import page
from accounts.requests import PortalRequest
from indicators.engine import question_editing as editing
from indicators.engine.questions import find_slips
from indicators.forms.questionnaires import QuestionForm, SectionForm, WordsForm
from indicators.models import Questionnaire
from indicators.roles import MANAGE_SURVEYS
from indicators.selectors.questionnaires import earlier_versions, fingerprint
from indicators.views.questionnaires import editable, saved


@page(MANAGE_SURVEYS)
def questionnaire_words(request: PortalRequest, pk: int) -> HttpResponse:
    """Title, introduction, thanks."""
    row = editable(request, pk)
    initial = {name: row.content.get(name, "") for name in ("introduction", "thanks")}
    form = WordsForm(request.POST or None, initial={"title": row.title, "seen": fingerprint(row), **initial})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        content = editing.set_words(row.content, data["introduction"], data["thanks"])
        if saved(request, row, content, data["title"]):
            return redirect("indicators:questionnaire-edit", pk)
    return _form_page(request, row, form, "Tên phiếu, lời mở đầu, lời cảm ơn")


@page(MANAGE_SURVEYS)
def section_edit(request: PortalRequest, pk: int, section: str = "") -> HttpResponse:
    """One section, or a new one."""
    row = editable(request, pk)
    entry = _found(editing.find_section(row.content, section)) if section else {}
    form = SectionForm(request.POST or None, initial={**entry, "seen": fingerprint(row)})
    if request.method == "POST" and form.is_valid():
        code = section or editing.free_section_code(row.content)
        content = editing.put_section(row.content, code, form.cleaned_data["title"], form.cleaned_data["note"])
        if saved(request, row, content):
            return redirect("indicators:questionnaire-edit", pk)
    return _form_page(request, row, form, entry.get("title", "Phần mới"), removable=section)


@page(MANAGE_SURVEYS)
@require_POST
def section_remove(request: PortalRequest, pk: int, section: str) -> HttpResponse:
    """Leave out a section with its questions."""
    row = editable(request, pk)
    _found(editing.find_section(row.content, section))
    if saved(request, row, editing.remove_section(row.content, section)):
        messages.success(request, "Đã bỏ phần này khỏi phiếu.")
    return redirect("indicators:questionnaire-edit", pk)


@page(MANAGE_SURVEYS)
def question_add(request: PortalRequest, pk: int, section: str) -> HttpResponse:
    """A new question at the end of a section."""
    row = editable(request, pk)
    _found(editing.find_section(row.content, section))
    used = [code for version in earlier_versions(row) for code in editing.codes_of(version.content)]
    code = editing.free_code(row.content, section, used)
    usual = {"kind": "scale_or_unused", "counts": True, "required": True, "seen": fingerprint(row)}
    form = QuestionForm(request.POST or None, initial=usual)
    return _question_page(request, row, form, section, code, "Câu hỏi mới")


@page(MANAGE_SURVEYS)
def question_edit(request: PortalRequest, pk: int, question: str) -> HttpResponse:
    """One question."""
    row = editable(request, pk)
    section, entry = _found(editing.find_question(row.content, question))
    form = QuestionForm(request.POST or None, initial={**QuestionForm.initial_of(entry), "seen": fingerprint(row)})
    return _question_page(request, row, form, section, question, "Sửa câu hỏi")


def _question_page(
    request: PortalRequest, row: Questionnaire, form: QuestionForm, section: str, code: str, heading: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        content = editing.put_question(row.content, section, form.entry(code))
        mine = [slip for slip in find_slips(content) if slip.path.startswith(_path_of(content, code))]
        for slip in mine:
            name = slip.path.rpartition(".")[2]
            form.add_error(name if name in form.fields else None, slip.message)
        if not mine and saved(request, row, content):
            return redirect("indicators:questionnaire-edit", row.pk)
    return _form_page(request, row, form, heading)


def _path_of(content: dict[str, Any], code: str) -> str:
    return next(
        f"sections.{s}.questions.{q}."
        for s, section in enumerate(content["sections"])
        for q, question in enumerate(section["questions"])
        if question["code"] == code
    )


def _found(entry: Any) -> Any:
    if entry is None:
        raise Http404("no such part of the questionnaire")
    return entry


def _form_page(
    request: PortalRequest, row: Questionnaire, form: Any, heading: str, removable: str = ""
) -> HttpResponse:
    context = {
        "heading": heading,
        "questionnaire": row,
        "form": form,
        "seen": fingerprint(row),
        "removable": removable,
    }
    return render(request, "indicators/questionnaire_form.html", context, status=400 if form.errors else 200)
