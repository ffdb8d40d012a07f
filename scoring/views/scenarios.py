"""Pages of scenarios: the list, one of them with its result, and what may be done with it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Unit
from accounts.policies import page, reach
from accounts.requests import PortalRequest
from core.acts import pressed
from core.errors import DomainError
from core.listing import Listing, show
from core.spreadsheet import attachment, workbook_bytes
from scoring.engine import scenario_checks
from scoring.engine.comparing import Move
from scoring.engine.slips import Slip
from scoring.forms.scenarios import ScenarioForm
from scoring.models import Scenario
from scoring.roles import TRY_SCENARIO, VIEW_SCENARIO
from scoring.selectors import scenarios as reading
from scoring.selectors.results import grade_tones
from scoring.services import scenarios
from scoring.tables.scenarios import ScenarioTable
from scoring.views.scenario_changes import own_scenario, scenario_change, scenario_change_remove

ON_A_PAGE = 50
MOST_UNCHANGED = 100
STEPS = {
    "share": (scenarios.share, "Đã trình phương án; Giám đốc đã nhận thông báo."),
    "unshare": (scenarios.unshare, "Đã rút phương án về để làm tiếp."),
}


@page(VIEW_SCENARIO)
@require_GET
def scenario_list(request: PortalRequest) -> HttpResponse:
    """The scenarios of the chosen centre and year."""
    centre, year = request.centre, request.year
    shown = reading.visible_scenarios(request.user).filter(round__year=year)
    if centre is not None:
        shown = shown.filter(round__campaign__unit=centre)
    if request.GET.get("dot", "").isdecimal():
        shown = reading.visible_scenarios(request.user).filter(round=int(request.GET["dot"][:9]))
    may_try = request.user.has_perm(TRY_SCENARIO)
    begin = "Mở một kết quả rồi bấm “Lập phương án thử”." if may_try else "Phương án được trình thì hiện ở đây."
    return show(
        request,
        Listing(
            title=f"Phương án thử năm {year}",
            table=ScenarioTable,
            queryset=shown,
            noun="phương án thử",
            empty_text=f"Chưa có phương án thử nào của năm {year}. {begin}",
            export_name=f"phuong-an-thu-{year}",
            template="scoring/scenario_list.html",
        ),
    )


@page(TRY_SCENARIO)
@require_http_methods(["GET", "POST"])
def scenario_create(request: PortalRequest, pk: int) -> HttpResponse:
    """Name a new scenario on a result."""
    run = get_object_or_404(reading.runs_to_try(request.user), pk=pk)
    form = ScenarioForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = scenarios.create(run=run, by=request.user, at=timezone.now(), **form.cleaned_data)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return redirect("scoring:scenario-detail", pk=made.pk)
    context = {"heading": "Lập phương án thử", "form": form, "run": run, "submit": "Lập phương án"}
    return render(request, "scoring/scenario_form.html", context, status=422 if form.errors else 200)


@page(TRY_SCENARIO)
@require_http_methods(["GET", "POST"])
def scenario_edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Another name or note."""
    scenario = own_scenario(request, pk)
    form = ScenarioForm(request.POST or None, initial={"name": scenario.name, "note": scenario.note})
    if request.method == "POST" and form.is_valid():
        try:
            scenarios.rename(scenario=scenario, by=request.user, at=timezone.now(), **form.cleaned_data)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return redirect("scoring:scenario-detail", pk=pk)
    context = {"heading": "Sửa tên phương án thử", "form": form, "run": scenario.run, "scenario": scenario}
    return render(
        request, "scoring/scenario_form.html", {**context, "submit": "Lưu"}, status=422 if form.errors else 200
    )


@page(VIEW_SCENARIO)
@require_GET
def scenario_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """The changes, and who would move."""
    return _detail(request, get_object_or_404(reading.visible_scenarios(request.user), pk=pk))


@page(TRY_SCENARIO)
@require_POST
def scenario_compute(request: PortalRequest, pk: int) -> HttpResponse:
    """Find out what would come of it, at once or in the background."""
    scenario = own_scenario(request, pk)
    try:
        scenarios.request(scenario=scenario, by=request.user, at=timezone.now())
    except DomainError as refusal:
        return _detail(request, scenario, refusal)
    return redirect("scoring:scenario-detail", pk=pk)


@page(TRY_SCENARIO)
@require_POST
def scenario_act(request: PortalRequest, pk: int) -> HttpResponse:
    """Share with the director, or take back."""
    scenario = own_scenario(request, pk)
    name = pressed(request, STEPS, unknown="Không rõ việc cần làm. Tải lại trang rồi thử lại.")
    if name is None:
        return redirect("scoring:scenario-detail", pk=pk)
    perform, said = STEPS[name]
    try:
        perform(scenario=scenario, by=request.user, at=timezone.now())
    except DomainError as refusal:
        return _detail(request, scenario, refusal)
    messages.success(request, said)
    return redirect("scoring:scenario-detail", pk=pk)


@page(TRY_SCENARIO)
@require_POST
def scenario_delete(request: PortalRequest, pk: int) -> HttpResponse:
    """Throw an own scenario away."""
    scenario = own_scenario(request, pk)
    try:
        scenarios.delete(scenario=scenario, by=request.user, at=timezone.now())
    except DomainError as refusal:
        return _detail(request, scenario, refusal)
    messages.success(request, f"Đã xóa phương án thử “{scenario.name}”.")
    return redirect("scoring:scenario-list")


@page(VIEW_SCENARIO)
@require_GET
def scenario_excel(request: PortalRequest, pk: int) -> HttpResponse:
    """The comparison of all units, and the changes."""
    scenario = get_object_or_404(reading.visible_scenarios(request.user), pk=pk)
    found = reading.comparison(scenario)
    pairs = [f"{what} {when}" for what in ("Điểm", "Hạng", "Hạng trong khối", "Xếp loại") for when in ("thật", "thử")]
    headings = ["Đơn vị", "Khối", *pairs, "Điểm tiêu chí thật → thử", "Ghi chú"]
    rows = [_excel_row(*row) for row in found.rows] if found else []
    listed = [[f"{place}. {said}"] for place, said in enumerate(_told(scenario), start=1)]
    sheets = [
        ("So sánh", headings, rows),
        ("Các thay đổi", ["Phương án thử – không làm thay đổi điểm thật"], [[scenario.name], *listed]),
    ]
    return attachment(workbook_bytes(sheets), f"phuong-an-thu-{scenario.pk}")


def _detail(request: PortalRequest, scenario: Scenario, refusal: DomainError | None = None) -> HttpResponse:
    found = reading.comparison(scenario)
    may_try = reach(request.user, TRY_SCENARIO).covers(scenario.unit)
    context: dict[str, Any] = {
        "heading": scenario.name,
        "scenario": scenario,
        "run": scenario.run,
        "changes": _told(scenario),
        "seen": reading.fingerprint(scenario),
        "sum_slips": _sum_slips(scenario),
        "may_try": may_try,
        "may_edit": may_try and scenario.shared_at is None,
        "may_delete": may_try and scenario.shared_at is None and scenario.created_by_id == request.user.pk,
        "is_current": reading.is_current(scenario),
        "job": scenarios.unfinished_job(scenario) if may_try else None,
        "found": found,
        "tones": grade_tones(list(scenario.run.criteria_set.bands.all())),
        "refusal": refusal,
    }
    if found is not None:
        context["rows"] = Paginator(found.changed, ON_A_PAGE).get_page(request.GET.get("page"))
        context["unchanged"] = found.unchanged[:MOST_UNCHANGED]
    return render(request, "scoring/scenario_detail.html", context, status=409 if refusal else 200)


def _excel_row(unit: Unit, move: Move, marks: Sequence[str]) -> list[Any]:
    before, after = move.before, move.after
    pairs = zip((*before[:3], before.grade), (*after[:3], after.grade), strict=True)
    return [
        unit.name,
        unit.get_group_display(),
        *(each for pair in pairs for each in pair),
        "; ".join(marks),
        after.reason,
    ]


def _told(scenario: Scenario) -> list[str]:
    return reading.told(scenario.run, reading.changes_of(scenario))


def _sum_slips(scenario: Scenario) -> list[Slip]:
    units = [unit.code for unit in reading.units_of(scenario.run)]
    return scenario_checks.check(reading.engine_set(scenario.run), reading.changes_of(scenario), units)


urlpatterns = [
    path("gia-dinh/", scenario_list, name="scenario-list"),
    path("lan-tinh/<int:pk>/gia-dinh/", scenario_create, name="scenario-create"),
    path("gia-dinh/<int:pk>/", scenario_detail, name="scenario-detail"),
    path("gia-dinh/<int:pk>/sua/", scenario_edit, name="scenario-edit"),
    path("gia-dinh/<int:pk>/them/<slug:kind>/", scenario_change, name="scenario-change"),
    path("gia-dinh/<int:pk>/bo/", scenario_change_remove, name="scenario-change-remove"),
    path("gia-dinh/<int:pk>/tinh/", scenario_compute, name="scenario-compute"),
    path("gia-dinh/<int:pk>/chuyen/", scenario_act, name="scenario-act"),
    path("gia-dinh/<int:pk>/xoa/", scenario_delete, name="scenario-delete"),
    path("gia-dinh/<int:pk>/so-sanh.xlsx", scenario_excel, name="scenario-excel"),
]
