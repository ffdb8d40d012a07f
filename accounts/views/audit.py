"""The audit trail: who, when, what, from what to what, why."""

from functools import partial

from django.http import HttpResponse

from accounts.filters import AuditFilter
from accounts.policies import page
from accounts.requests import PortalRequest
from accounts.roles import VIEW_AUDIT
from accounts.selectors import people as reading
from accounts.selectors.audit_words import words_for
from accounts.tables import AuditTable
from core.listing import Listing, show


@page(VIEW_AUDIT)
def audit_list(request: PortalRequest) -> HttpResponse:
    """Events of the branches within the reader's reach, newest first."""
    events = reading.audit_events_within(request.user)
    words = words_for(events.order_by("action").values_list("action", flat=True).distinct())
    return show(
        request,
        Listing(
            title="Nhật ký",
            template="accounts/audit_list.html",
            table=AuditTable,
            queryset=events,
            filterset=partial(AuditFilter, words=words),
            noun="sự kiện",
            empty_text="Chưa có thay đổi nào được ghi.",
            export_name="nhat-ky",
            table_options={"action_words": words},
        ),
    )
