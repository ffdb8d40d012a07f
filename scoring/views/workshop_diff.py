"""Two versions of a criteria set side by side."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_GET

from accounts.policies import page
from accounts.requests import PortalRequest
from scoring.forms.workshop_diff import OtherSetForm
from scoring.roles import VIEW_CRITERIA
from scoring.selectors import criteria as reading
from scoring.selectors.workshop_diff import difference


@page(VIEW_CRITERIA)
@require_GET
def criteria_diff(request: PortalRequest, pk: int) -> HttpResponse:
    """What changed from another set (chosen in the form) to this one."""
    visible = reading.visible_sets(request.user)
    after = get_object_or_404(visible, pk=pk)
    others = visible.exclude(pk=pk).order_by("unit__sort_key", "code", "-version")
    form = OtherSetForm(request.GET or None, sets=others, like=after)
    before = form.cleaned_data["voi"] if form.is_bound and form.is_valid() else None
    context = {
        "heading": f"So sánh: {after.name}",
        "criteria_set": after,
        "form": form,
        "before": before,
        "difference": difference(before, after) if before else None,
    }
    return render(request, "scoring/workshop_diff.html", context)


urlpatterns = [path("<int:pk>/so-sanh/", criteria_diff, name="criteria-diff")]
