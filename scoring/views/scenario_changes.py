"""The changes of a scenario: a page for each kind, and taking one out."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.policies import page, reach
from accounts.requests import PortalRequest
from core.errors import DomainError
from scoring.forms import scenario_targets
from scoring.forms.scenarios import ApplicabilityForm, ChangeForm, MarkForm, OptionForm, WeightForm, mapping
from scoring.models import Scenario
from scoring.roles import TRY_SCENARIO
from scoring.selectors import scenarios as reading
from scoring.services import scenarios

KINDS: dict[str, tuple[type[ChangeForm], str, str]] = {
    "trong-so": (
        WeightForm,
        "Đổi trọng số",
        "Cách tính giữ nguyên, điểm quy đổi theo trọng số mới. Tăng mục này thì giảm mục khác cho đủ thang điểm.",
    ),
    "khong-ap-dung": (
        ApplicabilityForm,
        "Không áp dụng, hoặc áp dụng trở lại",
        "Thử bỏ một tiêu chí cho một đơn vị hoặc mọi đơn vị, hoặc rút lại việc đã bỏ.",
    ),
    "diem": (MarkForm, "Đổi điểm một tiêu chí", "Thử kết quả nếu chấm khác đi, ví dụ theo kiến nghị của đơn vị."),
    "quy-dinh": (
        OptionForm,
        "Đổi một quy định",
        "Ngưỡng xếp loại, tỷ lệ tối đa, điều kiện hạ mức, số trong cách tính.",
    ),
}


@page(TRY_SCENARIO)
@require_http_methods(["GET", "POST"])
def scenario_change(request: PortalRequest, pk: int, kind: str) -> HttpResponse:
    """Add a change; for a provision of the set, first choose which one (``muc`` in the address)."""
    scenario = own_scenario(request, pk)
    if kind not in KINDS:
        raise Http404
    form_type, title, intro = KINDS[kind]
    criteria_set = reading.engine_set(scenario.run)
    offered: dict[str, Any] = {"criteria_set": criteria_set, "units": reading.units_of(scenario.run)}
    context = {"heading": title, "intro": intro, "scenario": scenario, "kind": kind}
    if form_type is OptionForm:
        context["targets"] = scenario_targets.targets(criteria_set)
        target = scenario_targets.chosen(criteria_set, request.GET.get("muc", ""))
        if target is None:
            return render(request, "scoring/scenario_change.html", context)
        context["target"] = offered["target"] = target
    form = form_type(request.POST if request.method == "POST" else None, **offered)
    if request.method == "POST" and form.is_valid():
        try:
            scenarios.add_change(scenario=scenario, change=mapping(form), by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã thêm thay đổi vào phương án. Bấm “Tính thử” để xem kết quả.")
            return redirect("scoring:scenario-detail", pk=pk)
    return render(
        request, "scoring/scenario_change.html", {**context, "form": form}, status=422 if form.errors else 200
    )


@page(TRY_SCENARIO)
@require_POST
def scenario_change_remove(request: PortalRequest, pk: int) -> HttpResponse:
    """Take a change out (``place`` from 0, in the list ``seen``)."""
    scenario = own_scenario(request, pk)
    place, seen = _number(request.POST.get("place", "")), request.POST.get("seen", "")
    try:
        scenarios.remove_change(scenario=scenario, place=place, seen=seen, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã bỏ thay đổi khỏi phương án.")
    return redirect("scoring:scenario-detail", pk=pk)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else -1


def own_scenario(request: PortalRequest, pk: int) -> Scenario:
    """A scenario that this person may work on."""
    within = reach(request.user, TRY_SCENARIO)
    return get_object_or_404(
        within.filter(reading.visible_scenarios(request.user), field="round__campaign__unit"), pk=pk
    )
