"""Targets with their current values, and results that the office writes down."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.policies import page, reach
from accounts.requests import PortalRequest
from campaigns.forms.targets import ResultForm
from campaigns.models import Plan, Target, TargetReport
from campaigns.roles import MANAGE_TARGET, VIEW_TARGET
from campaigns.selectors import plans as plan_reading
from campaigns.selectors import targets as reading
from campaigns.services import targets
from core.errors import DomainError


@page(VIEW_TARGET)
def target_list(request: PortalRequest) -> HttpResponse:
    """The targets of the plan in force: threshold, current value, standing with its reason, trend."""
    plans = list(plan_reading.newest_versions(request.user, request.centre).exclude(state__in=plan_reading.UNDER_WAY))
    plan = _chosen(plans, request.GET.get("ke-hoach", ""), request)
    rows = reading.standings(plan, request.year, timezone.localdate(), user=request.user) if plan is not None else []
    context = {
        "heading": f"Chỉ tiêu năm {request.year}",
        "plan": plan,
        "plans": plans,
        "rows": rows,
        "counts": reading.standing_counts(rows),
        "may_report": plan is not None and request.user.has_perm(MANAGE_TARGET, plan),
    }
    return render(request, "campaigns/target_list.html", context)


def _chosen(plans: list[Plan], key: str, request: PortalRequest) -> Plan | None:
    """The plan asked for, else the one in force of the centre looked at, else the newest."""
    asked = [plan for plan in plans if str(plan.pk) == key]
    own = [plan for plan in plans if plan.unit == request.centre and plan.state == "issued"]
    return next(iter([*asked, *own, *plans]), None)


@page(MANAGE_TARGET)
def target_report(request: PortalRequest, pk: int) -> HttpResponse:
    """The result of one target in the year looked at."""
    plans = reach(request.user, MANAGE_TARGET).filter(plan_reading.visible_to(request.user), "campaign__unit")
    targets_in_reach = Target.objects.filter(plan__in=plans).select_related("plan__campaign__unit", "indicator")
    target = get_object_or_404(targets_in_reach, pk=pk)
    back = reverse("campaigns:target-list", query={"ke-hoach": target.plan_id})
    if not reading.asks_for_report(target):
        messages.error(request, "Chỉ tiêu này lấy số liệu tự động, không ghi tay.")
        return redirect(back)
    year = request.year
    known = TargetReport.objects.filter(campaign=target.plan.campaign_id, target_code=target.code, year=year).first()
    form = ResultForm(request.POST or None, target=target, initial=_initial(known))
    if request.method == "POST" and form.is_valid():
        try:
            targets.report(target=target, year=year, **form.cleaned_data, by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã ghi kết quả {target.code} năm {year}.")
            return redirect(back)
    context = {"heading": f"Kết quả {target.code} năm {year}", "form": form, "target": target, "back": back}
    return render(request, "campaigns/target_report.html", {**context, "threshold": target.threshold})


def _initial(known: TargetReport | None) -> dict[str, object]:
    if known is None:
        return {}
    is_done = None if known.is_done is None else "1" if known.is_done else "0"
    return {"value": known.value, "grade": known.grade, "is_done": is_done, "source_note": known.source_note}
