"""Pages of appeals: the window, the list, filing one, reading and deciding it."""

from functools import partial

from csp.decorators import csp_replace
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.policies import page, reach
from accounts.requests import PortalRequest
from core.downloads import FILE_POLICY, served
from core.errors import DomainError
from core.listing import Listing, show
from core.selectors import history_of
from scoring.enums import AppealState
from scoring.filters.appeals import AppealFilter
from scoring.forms.appeals import AppealDecisionForm, AppealForm, WindowForm
from scoring.models import Appeal, CriterionScore, ScoreRun
from scoring.policies import has_filed, is_first_verifier, is_of_own_unit
from scoring.roles import DECIDE_APPEAL, OPEN_APPEALS, SUBMIT_APPEAL, VIEW_APPEAL
from scoring.selectors import appeals as reading
from scoring.selectors import evidence as proofs
from scoring.selectors import results
from scoring.services import appeal_decisions, appeal_windows, appeals
from scoring.tables.appeals import AppealTable
from scoring.views import appeal_parts

REFUSED = 422


@page(VIEW_APPEAL)
@require_GET
def appeal_list(request: PortalRequest) -> HttpResponse:
    """The appeals of the chosen centre and year; for a head also the sheets that may be appealed against."""
    centre, year = request.centre, request.year
    rows = reading.of_centre(reading.visible_appeals(request.user), centre, year)
    window = reading.window_in(centre, year)
    return show(
        request,
        Listing(
            title="Kiến nghị điểm",
            table=AppealTable,
            queryset=rows,
            filterset=partial(AppealFilter, appeals=rows),
            search_fields=("unit__search_key",),
            search_hint="Tìm đơn vị, không cần gõ dấu",
            noun="kiến nghị",
            empty_text=_empty_text(window is not None),
            export_name="kien-nghi",
            template="scoring/appeal_list.html",
            context={
                "window": window,
                "window_is_open": reading.is_open(window, timezone.now()),
                "own_sheets": reading.own_sheets(request.user, centre, year),
                **appeal_parts.recompute(
                    request, window.round.score_runs.order_by("-number").first() if window else None
                ),
            },
        ),
    )


@page(VIEW_APPEAL)
@require_GET
def appeal_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """Both reasonings side by side, and the decision for those who may take it."""
    return _detail(request, _appeal(request, VIEW_APPEAL, pk))


@page(DECIDE_APPEAL)
@require_POST
def appeal_decide(request: PortalRequest, pk: int) -> HttpResponse:
    """Keep or change the points."""
    appeal = _appeal(request, DECIDE_APPEAL, pk)
    form = AppealDecisionForm(request.POST, appeal=appeal)
    if form.is_valid():
        try:
            done = appeal_decisions.decide(appeal=appeal, by=request.user, at=timezone.now(), **form.cleaned_data)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã giải quyết: {done.get_state_display().lower()}.")
            return redirect("scoring:appeal-detail", pk)
    return _detail(request, appeal, form)


@page(SUBMIT_APPEAL)
@require_POST
def appeal_withdraw(request: PortalRequest, pk: int) -> HttpResponse:
    """Take the own appeal back."""
    appeal = _appeal(request, SUBMIT_APPEAL, pk)
    try:
        appeals.withdraw(appeal=appeal, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã rút kiến nghị về {appeal.item.criterion.code}.")
    return redirect("scoring:appeal-detail", pk)


@page(SUBMIT_APPEAL)
@require_http_methods(["GET", "POST"])
def appeal_create(request: PortalRequest, pk: int) -> HttpResponse:
    """Contest one criterion of the own unit's provisional result."""
    score = _own_score(request, pk)
    contest = reading.contest(score)
    if contest.appeal is not None and contest.obstacle:
        return redirect("scoring:appeal-detail", contest.appeal.pk)
    files = proofs.reusable(score.unit_score.unit)
    form = AppealForm(request.POST or None, request.FILES or None, contest=contest, files=files)
    if request.method == "POST" and form.is_valid():
        try:
            appeal = appeals.submit(score=score, by=request.user, at=timezone.now(), **form.values())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã gửi kiến nghị về {score.criterion.code}.")
            return redirect("scoring:appeal-detail", appeal.pk)
    window = reading.window_of(score.unit_score.run.round)
    context = {
        "heading": f"Kiến nghị điểm {score.criterion.code}",
        "score": score,
        "contest": contest,
        "window": window,
        "window_is_open": reading.is_open(window, timezone.now()),
        "form": form,
    }
    return render(request, "scoring/appeal_form.html", context, status=REFUSED if form.is_bound else 200)


@page(VIEW_APPEAL)
@require_GET
@csp_replace(FILE_POLICY)  # type: ignore[arg-type]
def appeal_file(request: PortalRequest, pk: int, evidence: int, name: str) -> HttpResponseBase:
    """A file of the appeal or of the contested line, for all who may read the appeal."""
    appeal = _appeal(request, VIEW_APPEAL, pk)
    return served(get_object_or_404(reading.evidence_of(appeal), pk=evidence))


@page(OPEN_APPEALS)
@require_http_methods(["GET", "POST"])
def appeals_open(request: PortalRequest, pk: int) -> HttpResponse:
    """Open the one appeal window of a round on its provisional run."""
    runs = ScoreRun.objects.select_related("round__campaign__unit")
    run = get_object_or_404(reach(request.user, OPEN_APPEALS).filter(runs, field="round__campaign__unit"), pk=pk)
    form = WindowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            window = appeal_windows.open_window(run=run, closes_at=form.moment(), by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            left = appeal_windows.working_days_left(window.closes_at, window.opened_at)
            messages.success(request, f"Đã mở kiến nghị, còn {left} ngày làm việc; trưởng các đơn vị được báo tin.")
            return redirect("scoring:run-detail", pk)
    context = {"heading": "Mở kiến nghị kết quả tạm", "run": run, "form": form}
    return render(request, "scoring/appeal_window.html", context, status=REFUSED if form.is_bound else 200)


def _detail(request: PortalRequest, appeal: Appeal, form: AppealDecisionForm | None = None) -> HttpResponse:
    user, window = request.user, appeal.window
    waits = appeal.state == AppealState.SUBMITTED
    score = CriterionScore.objects.filter(
        unit_score__run=window.run_id, unit_score__unit=appeal.unit_id, criterion=appeal.item.criterion_id
    ).first()
    may_decide = waits and user.has_perm(DECIDE_APPEAL, appeal)
    context = {
        "heading": f"Kiến nghị {appeal.item.criterion.code} – {appeal.unit.short_name}",
        "appeal": appeal,
        "score": score,
        "may_open_score": score is not None
        and results.visible_unit_scores(user).filter(pk=score.unit_score_id).exists(),
        "files": reading.evidence_of(appeal),
        "waits": waits,
        "may_withdraw": waits and user.has_perm(SUBMIT_APPEAL, appeal) and reading.is_open(window, timezone.now()),
        "form": (form or AppealDecisionForm(appeal=appeal)) if may_decide else None,
        "why_not": _why_not(request, appeal) if waits else "",
        "history": history_of(appeal)[:20],
    }
    return render(request, "scoring/appeal_detail.html", context, status=REFUSED if form else 200)


def _why_not(request: PortalRequest, appeal: Appeal) -> str:
    """Why somebody who settles appeals may not settle this one."""
    if not reach(request.user, DECIDE_APPEAL).covers(appeal.unit):
        return ""
    if is_first_verifier(request.user, appeal):
        return "Bạn đã thẩm định điểm này lần đầu; người khác giải quyết kiến nghị."
    if has_filed(request.user, appeal) or is_of_own_unit(request.user, appeal):
        return "Đây là kiến nghị của đơn vị bạn; người khác giải quyết."
    return ""


def _appeal(request: PortalRequest, permission: str, pk: int) -> Appeal:
    rows: QuerySet[Appeal] = Appeal.objects.select_related(
        "unit",
        "item__criterion",
        "window__round__campaign__unit",
        "window__run",
        "first_verifier__person",
        "submitted_by__person",
        "decided_by__person",
    )
    return get_object_or_404(reach(request.user, permission).filter(rows), pk=pk)


def _own_score(request: PortalRequest, pk: int) -> CriterionScore:
    """A line of a sheet that was opened to this head; anything else is not found."""
    scores = CriterionScore.objects.select_related("criterion", "unit_score__unit", "unit_score__run__round__campaign")
    own = reach(request.user, SUBMIT_APPEAL).filter(scores, field="unit_score__unit")
    opened = own.filter(unit_score__run__appeal_windows__isnull=False)
    return get_object_or_404(opened, pk=pk)


def _empty_text(is_opened: bool) -> str:
    if is_opened:
        return "Chưa có đơn vị nào kiến nghị."
    return "Năm này chưa mở kiến nghị. Kiến nghị mở khi có kết quả tạm, trước khi chốt điểm."


urlpatterns = [
    path("", appeal_list, name="appeal-list"),
    path("diem/<int:pk>/", appeal_create, name="appeal-create"),
    path("lan-tinh/<int:pk>/mo/", appeals_open, name="appeals-open"),
    path("<int:pk>/", appeal_detail, name="appeal-detail"),
    path("<int:pk>/giai-quyet/", appeal_decide, name="appeal-decide"),
    path("<int:pk>/rut/", appeal_withdraw, name="appeal-withdraw"),
    path("<int:pk>/minh-chung/<int:evidence>/<str:name>", appeal_file, name="appeal-file"),
]
