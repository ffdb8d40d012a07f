"""Who could be proposed for what, with reasons."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.enums import UnitKind
from accounts.models import Unit
from accounts.policies import page, reach
from accounts.requests import PortalRequest
from awards.enums import AwardRoundState
from awards.models import AwardRound
from awards.roles import NOMINATE, VIEW_ELIGIBILITY
from awards.selectors import eligibility as reading
from campaigns.enums import SubjectKind
from core.listing import PAGE_SIZE
from core.text import search_key


@page(VIEW_ELIGIBILITY)
def eligibility(request: PortalRequest) -> HttpResponse:
    """Units and people of the reader's reach against the rule of one award of one call."""
    rounds = AwardRound.objects.filter(unit=request.centre, year=request.year).order_by("-opens_on")
    award_round = rounds.filter(pk=_number(request, "dot")).first() or rounds.first()
    context: dict[str, Any] = {"heading": "Điều kiện khen thưởng", "rounds": rounds, "award_round": award_round}
    if award_round is None:
        return render(request, "awards/eligibility.html", context)
    awards = list(award_round.awards.all())
    award = next((row for row in awards if row.pk == _number(request, "danh-hieu")), awards[0])
    kinds = list(award.rules.order_by("-subject_kind").values_list("subject_kind", flat=True).distinct())
    asked = request.GET.get("doi-tuong", "")
    kind = asked if asked in kinds else kinds[0]
    units = list(
        reach(request.user, VIEW_ELIGIBILITY)
        .filter(Unit.objects.filter(path__startswith=award_round.unit.path), field="")
        .exclude(kind__in=(UnitKind.CENTRE, UnitKind.AUTHORITY))
        .order_by("position", "sort_key")
    )
    rule, proposals = reading.proposals(award_round=award_round, award=award, subject_kind=kind, units=units)
    verdict, words = request.GET.get("ket-luan", ""), request.GET.get("q", "").strip()[:100]
    counts = {code: sum(row.assessment.verdict == code for row in proposals) for code in reading.VERDICT_WORDS}
    shown = [row for row in proposals if (not verdict or row.assessment.verdict == verdict) and _matches(row, words)]
    nominating = {unit.pk for unit in reach(request.user, NOMINATE).filter(Unit.objects.all(), field="")}
    context |= {
        "awards": awards,
        "award": award,
        "kind": kind,
        "kinds": [(code, SubjectKind(code).label) for code in kinds],
        "rule": rule,
        "verdict": verdict,
        "search_text": words,
        "counts": [(code, label, tone, counts[code]) for code, (label, tone) in reading.VERDICT_WORDS.items()],
        "total": len(proposals),
        "page": Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page")),
        "nominating": nominating if award_round.state == AwardRoundState.OPEN else set(),
    }
    return render(request, "awards/eligibility.html", context)


def _number(request: PortalRequest, name: str) -> int:
    value = request.GET.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 10 else 0


def _matches(row: reading.Proposal, words: str) -> bool:
    key = search_key(f"{row.name} {row.unit.name}")
    return all(word in key for word in search_key(words).split())
