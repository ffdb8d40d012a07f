"""Free comments: the list to work through, one comment, what becomes of it."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.policies import page, reach
from accounts.requests import PortalRequest
from core.acts import carry_out
from core.formats import vn_number
from core.listing import Act, Chip, Listing, show
from core.selectors import available_transitions
from indicators.enums import CommentState
from indicators.filters.surveys import CommentFilter
from indicators.forms.surveys import ReplyForm
from indicators.models import SurveyComment
from indicators.roles import HANDLE_COMMENTS
from indicators.services import survey_comments
from indicators.tables.surveys import CommentTable
from indicators.workflow import SURVEY_COMMENT


def _handle_many(name: str, said: str, rows: Sequence[SurveyComment], *, by: User, at: datetime) -> str:
    done = survey_comments.handle_many(name, comments=rows, by=by, at=at)
    return f"{said}: {vn_number(done)} góp ý."


# Taking in what was kept from the public would show it: one at a time only.
ACTS = (
    Act(
        "note",
        SURVEY_COMMENT["note"].label,
        "Góp ý mới chuyển thành đã ghi nhận, không cần trả lời. Góp ý đã trả lời hoặc không công khai được giữ nguyên.",
        partial(_handle_many, "note", "Đã ghi nhận"),
        lambda rows: rows.filter(state=CommentState.NEW),
    ),
    Act(
        "hide",
        SURVEY_COMMENT["hide"].label,
        "Những góp ý này không hiện ở trang kết quả công khai, kể cả câu trả lời. Có thể ghi nhận lại để bỏ.",
        partial(_handle_many, "hide", "Không công khai"),
        lambda rows: rows.exclude(state=CommentState.HIDDEN),
    ),
)
MOST_DIGITS = 19
"""No key in the database has so many."""
_UNREAD = f"?state={CommentState.NEW.value}"
"""Who works through new comments goes on with the next one."""


@page(HANDLE_COMMENTS)
def comment_list(request: PortalRequest) -> HttpResponse:
    """Comments of the centre looked at, those nobody has read first."""
    rows = _readable(request)
    centre = request.centre
    if centre is not None:
        rows = rows.filter(answer__point__unit__path__startswith=centre.path)
    survey = request.GET.get("survey", "")
    if survey.isascii() and survey.isdigit() and len(survey) < MOST_DIGITS:
        rows = rows.filter(answer__point__survey=int(survey))
    counted: Any = rows.order_by().values_list("state").annotate(Count("pk"))
    numbers = dict(counted)
    kept = {"survey": survey} if survey else {}
    return show(
        request,
        Listing(
            title="Góp ý trong khảo sát hài lòng",
            table=CommentTable,
            queryset=rows.order_by("-answer__finished_on", "-pk"),
            filterset=CommentFilter,
            noun="góp ý",
            empty_text="Chưa có góp ý nào.",
            export_name="gop-y",
            template="indicators/comment_list.html",
            acts=ACTS,
            chips=[Chip(state.label, {"state": state.value, **kept}, numbers.get(state, 0)) for state in CommentState],
        ),
    )


@page(HANDLE_COMMENTS)
def comment_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """One comment with its place; note it, answer it, or keep it from the public."""
    comment = get_object_or_404(_readable(request), pk=pk)
    form = ReplyForm(initial={"reply": comment.reply})
    if request.method == "POST":
        form = ReplyForm(request.POST if "reply" in request.POST else None, initial={"reply": comment.reply})
        was_new = comment.state == CommentState.NEW
        if _handled(request, comment, form):
            return redirect(reverse("indicators:survey-comments") + (_UNREAD if was_new else ""))
    transitions = available_transitions(SURVEY_COMMENT, comment, request.user)
    context = {
        "heading": "Góp ý",
        "comment": comment,
        "form": form,
        "transitions": [each for each in transitions if each.name != "answer"],
        "may_answer": any(each.name == "answer" for each in transitions),
    }
    return render(request, "indicators/comment_detail.html", context, status=400 if form.errors else 200)


def _handled(request: PortalRequest, comment: SurveyComment, form: ReplyForm) -> bool:
    at, by = timezone.now(), request.user
    acts = {
        "note": lambda: survey_comments.note(comment=comment, by=by, at=at),
        "hide": lambda: survey_comments.hide(comment=comment, by=by, at=at),
    }
    if form.is_bound:
        if not form.is_valid():
            return False
        reply = form.cleaned_data["reply"]
        acts["answer"] = lambda: survey_comments.answer(comment=comment, reply=reply, by=by, at=at)
    return carry_out(request, acts, lambda name, _: f"Đã thực hiện: {SURVEY_COMMENT[name].label}.", unnamed="answer")


def _readable(request: PortalRequest) -> QuerySet[SurveyComment]:
    rows = SurveyComment.objects.select_related("answer__point__unit", "answer__point__survey", "handled_by__person")
    return reach(request.user, HANDLE_COMMENTS).filter(rows, "answer__point__unit")
