"""Doubts about figures, and the reasons that units give for them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.policies import page
from accounts.requests import PortalRequest
from accounts.selectors.scope import units_in_sight
from core.errors import DomainError
from core.listing import Chip, Listing, show
from indicators.engine.months import FIRST_YEAR, LAST_YEAR
from indicators.engine.sanity import GRAVITY_WORDS, Doubt, Gravity
from indicators.enums import SurveyKind
from indicators.filters.doubts import DoubtsFilter
from indicators.forms.doubts import ReasonForm
from indicators.roles import ENTER_FIGURES, VIEW_FIGURES
from indicators.selectors.doubts import CASES, UnitDoubt, doubts_of
from indicators.selectors.figure_files import documents_doubted
from indicators.selectors.shown_figures import doubts_shown
from indicators.services import doubts
from indicators.tables.doubts import DoubtTable


@page(VIEW_FIGURES)
def doubt_list(request: PortalRequest) -> HttpResponse:
    """All doubts about the year's figures of the units that the reader may see."""
    year = request.year
    found = doubts_of(units_in_sight(request.user, request.centre, VIEW_FIGURES), year, timezone.localdate())
    rows: Any = doubts_shown(request.user, found, year)
    counts = {gravity: sum(row.doubt.gravity == gravity for row in rows) for gravity in Gravity}
    open_ones = sum(row.answer is None for row in rows)
    filterset: Any = DoubtsFilter
    return show(
        request,
        Listing(
            title=f"Kiểm tra số liệu năm {year}",
            table=DoubtTable,
            queryset=rows,
            filterset=filterset,
            noun="nghi vấn",
            chips=[
                Chip("Tất cả", {}, len(rows)),
                *(
                    Chip(f"Mức {GRAVITY_WORDS[each].lower()}", {"gravity": each.value}, counts[each])
                    for each in Gravity
                ),
                Chip("Chưa giải thích", {"answered": "no"}, open_ones),
            ],
            empty_text=f"Không có nghi vấn nào về số liệu năm {year}.",
            export_name=f"kiem-tra-so-lieu-{year}",
            template="indicators/doubt_list.html",
            page_size=50,
        ),
    )


@page(ENTER_FIGURES)
def doubt_answer(request: PortalRequest, pk: int, year: int, month: int, check: str, subject: str) -> HttpResponse:
    """One doubt with its numbers; the unit mends the figure or says why it is so."""
    raised = _raised(request, pk, (year, month, check, subject))
    form = ReasonForm(request.POST or None, initial=_known(raised))
    if request.method == "POST" and form.is_valid():
        try:
            doubts.answer(
                unit=raised.unit,
                doubt=raised.doubt,
                fingerprint=form.cleaned_data["fingerprint"],
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except DomainError as refusal:
            form.refuse(refusal)
            # Numbers may have changed since the page was shown: the next answer is about those shown now.
            retyped = request.POST.copy()
            retyped["fingerprint"] = raised.doubt.fingerprint
            form.data = retyped
        else:
            messages.success(request, "Đã lưu giải thích; người thẩm định sẽ thấy.")
            return redirect("indicators:doubt-list")
    context = {"heading": "Giải thích số liệu", "raised": raised, "form": form, "mend_at": _mended_at(raised.doubt)}
    context["documents"] = documents_doubted(raised, request.user)
    return render(request, "indicators/doubt_answer.html", context, status=400 if form.errors else 200)


def _mended_at(doubt: Doubt) -> str:
    """The page that shows where a doubtful figure came from and leads to typing it again."""
    if doubt.subject == CASES:
        return reverse("indicators:procedure-statistics", query={"month": doubt.month} if doubt.month else None)
    if doubt.subject in SurveyKind.values:
        return reverse("indicators:survey-statistics")
    return reverse("indicators:figure-detail", args=[doubt.subject])


def _raised(request: PortalRequest, pk: int, key: tuple[int, int, str, str]) -> UnitDoubt:
    unit = get_object_or_404(units_in_sight(request.user, request.centre, ENTER_FIGURES), pk=pk)
    if not FIRST_YEAR <= key[0] <= LAST_YEAR:
        raise Http404("no such year")
    for raised in doubts_of([unit], key[0], timezone.localdate()):
        doubt = raised.doubt
        if (doubt.year, doubt.month, doubt.check.value, doubt.subject) == key:
            return raised
    raise Http404("no such doubt, or no longer")


def _known(raised: UnitDoubt) -> dict[str, str]:
    said = raised.answer.reason if raised.answer else ""
    return {"fingerprint": raised.doubt.fingerprint, "reason": said}
