"""What every page of the workshop begins with: the draft, the revision the person saw, the frame around the page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from accounts.forms.base import RefusableForm
from accounts.policies import reach
from accounts.requests import PortalRequest
from core.errors import DomainError, StaleRecord
from scoring.enums import SetState
from scoring.models import CriteriaSet, Criterion
from scoring.roles import MANAGE_CRITERIA
from scoring.selectors import workshop as drafts

TABS = (
    ("cay", "Cây tiêu chí", "workshop-tree"),
    ("thong-tin", "Thông tin chung", "workshop-head"),
    ("xep-loai", "Xếp loại", "workshop-bands"),
    ("ha-muc", "Điều kiện hạ mức", "workshop-limits"),
    ("bang-diem", "Khi bằng điểm", "workshop-tie-break"),
    ("ty-le", "Tỷ lệ mức cao nhất", "workshop-quota"),
    ("vi-du", "Ví dụ tính sẵn", "workshop-examples"),
)


def of_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view the draft with its rows; one that is in use is shown on its own page, where a copy can be made."""

    @wraps(view)
    def opened(request: PortalRequest, pk: int, **arguments: Any) -> HttpResponse:
        criteria_set = manageable(request, pk)
        if criteria_set.state != SetState.DRAFT:
            messages.error(request, f"“{criteria_set}” đã dùng để chấm nên không sửa được. Lập phiên bản mới rồi sửa.")
            return redirect("scoring:criteria-detail", pk=pk)
        return view(request, criteria_set, **arguments)

    return opened


def manageable(request: PortalRequest, pk: int) -> CriteriaSet:
    """A set that this person may edit, with bands and nodes in reading order; else 404."""
    rows = CriteriaSet.objects.select_related("unit", "copied_from").prefetch_related(
        "bands", Prefetch("criteria", Criterion.objects.order_by("position", "pk"))
    )
    return get_object_or_404(reach(request.user, MANAGE_CRITERIA).filter(rows), pk=pk)


def node_of(criteria_set: CriteriaSet, pk: int) -> Criterion | None:
    """The node of this draft, from the rows already read; None when it is gone."""
    found = next((row for row in criteria_set.criteria.all() if row.pk == pk), None)
    if found is not None:
        found.criteria_set = criteria_set
    return found


def revision_seen(request: PortalRequest) -> int:
    """The revision that was current when the page was made; −1 (never current) where it is not stated."""
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def frame(criteria_set: CriteriaSet, current: str, verdict: drafts.Verdict | None = None) -> dict[str, Any]:
    """The context that the workshop's frame needs."""
    return {
        "heading": f"Soạn: {criteria_set.name}",
        "criteria_set": criteria_set,
        "verdict": verdict or drafts.verdict(criteria_set),
        "current": current,
        "tabs": [(slug, title, reverse(f"scoring:{name}", args=[criteria_set.pk])) for slug, title, name in TABS],
    }


def refused_status(form: RefusableForm, refusal: DomainError) -> int:
    """Put a refusal where it belongs in the form; the status to answer with."""
    form.refuse(refusal)
    return 409 if isinstance(refusal, StaleRecord) else 422


def kept_revision(request: PortalRequest, criteria_set: CriteriaSet, status: int) -> CriteriaSet:
    """The draft with the revision that the page has to carry.

    A page that is shown again with what was typed keeps the revision it came from: what others stored meanwhile has
    not been told yet. Once it has been told (409) the page carries the revision that was told of.
    """
    if request.method == "POST" and status != 409:
        criteria_set.revision = revision_seen(request)
    return criteria_set
