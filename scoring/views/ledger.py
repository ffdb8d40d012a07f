"""The deadline ledger of a round."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.policies import page
from accounts.requests import PortalRequest
from campaigns.selectors.rounds import rounds_visible_to
from core.listing import Chip, Listing, show
from scoring.filters.ledger import LedgerFilter
from scoring.roles import VIEW_ASSESSMENT
from scoring.selectors import ledger as reading
from scoring.selectors.ledger_facts import Standing
from scoring.tables.ledger import LedgerTable


@page(VIEW_ASSESSMENT)
@require_GET
def deadline_ledger(request: PortalRequest, pk: int) -> HttpResponse:
    """Every deadline of the round for the units that the reader may see."""
    round_ = get_object_or_404(rounds_visible_to(request.user), pk=pk)
    lines: Any = reading.ledger(round_, request.user, timezone.localdate())
    counts = {standing: sum(line.standing == standing for line in lines) for standing in Standing}
    filterset: Any = LedgerFilter
    return show(
        request,
        Listing(
            title=f"Sổ thời hạn – {round_}",
            table=LedgerTable,
            queryset=lines,
            filterset=filterset,
            noun="thời hạn",
            chips=[
                Chip("Tất cả", {"state": ""}, len(lines)),
                *(Chip(standing.label, {"state": standing.value}, counts[standing]) for standing in Standing),
            ],
            empty_text="Đợt chưa có đơn vị tham gia hoặc chưa đặt hạn.",
            export_name="so-thoi-han",
            template="scoring/deadline_ledger.html",
            page_size=50,
            context={"round": round_},
        ),
    )
