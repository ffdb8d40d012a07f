"""All that can be printed, under one roof: six kinds, each found by key or by the reference people use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from accounts.models import Unit, User
from awards.models import Decision, Honour
from awards.selectors.decisions import visible_decisions, visible_honours
from campaigns.enums import PlanState
from campaigns.models import Plan, Round
from campaigns.roles import VIEW_DRAFT_PLAN, VIEW_PLAN
from campaigns.selectors.plan_document import plan_document
from core.errors import DomainError
from reports.documents import award_sources, drafts, plan, sources
from reports.documents.html import Document
from reports.documents.printable import (
    CERTIFICATE,
    DECISION,
    LABELS,
    NOTICE,
    PLAN,
    PROOF,
    REPORT,
    REPORT_KINDS,
    Printable,
    of_decision,
    of_honour,
    of_plan,
    of_report,
    of_score,
)
from reports.enums import DocumentState
from reports.models import ReportDocument
from reports.roles import PREPARE_DOCUMENT, SIGN_DOCUMENT, VIEW_DOCUMENT
from scoring.enums import RunState
from scoring.models import UnitScore
from scoring.selectors.results import visible_unit_scores

MOST_NAMED = 12  # references that a refusal lists


class DocumentNotFound(DomainError):
    """No document of that kind has that reference; the hint lists those that exist."""


# --- Finding ----------------------------------------------------------------------------------------------------------


def report_of(round: Round, kind: str, *, day: date) -> ReportDocument:
    """The notice or report of a round, unsaved when nobody has begun it."""
    wanted = REPORT_KINDS[kind]
    stored = ReportDocument.objects.filter(round=round, kind=wanted).select_related("entry", "round__campaign__unit")
    return stored.first() or drafts.new_document(round, wanted, day=day)


def by_key(kind: str, key: int, *, day: date) -> Printable | None:
    """The document of a kind by the key that addresses use (for notices and reports: the round's)."""
    if kind == PLAN:
        plan_row = Plan.objects.filter(pk=key).select_related("campaign__unit").first()
        return of_plan(plan_row) if plan_row else None
    if kind in REPORT_KINDS:
        round_row = Round.objects.filter(pk=key).select_related("campaign__unit").first()
        return of_report(report_of(round_row, kind, day=day)) if round_row else None
    if kind == DECISION:
        decision_row = _decisions().filter(pk=key).first()
        return of_decision(decision_row) if decision_row else None
    if kind == CERTIFICATE:
        honour_row = _honours().filter(pk=key).first()
        return of_honour(honour_row) if honour_row else None
    if kind == PROOF:
        score_row = _scores().filter(pk=key).first()
        return of_score(score_row) if score_row else None
    return None


def by_reference(kind: str, reference: str, *, day: date) -> Printable:
    """The document that a person names. Raises ``DocumentNotFound`` with the references there are."""
    if kind not in LABELS:
        raise DocumentNotFound(f"Không có loại văn bản “{kind}”.", hint=f"Các loại: {', '.join(LABELS)}.")
    found = next((item for item in _FINDERS[kind](reference.strip(), day) if item is not None), None)
    if found is None:
        known = _some_references(kind)
        hint = f"Hiện có: {', '.join(known)}." if known else "Chưa có văn bản nào thuộc loại này."
        raise DocumentNotFound(f"Không tìm thấy {LABELS[kind].lower()} “{reference}”.", hint=hint)
    return found


def _find_plan(reference: str, day: date) -> Iterator[Printable]:
    # The newest version, so that a plan that was just imported is what gets printed; drafts say so themselves.
    plans = Plan.objects.filter(campaign__code=reference).select_related("campaign__unit").order_by("-version")
    yield from (of_plan(row) for row in plans)


def _find_notice(reference: str, day: date) -> Iterator[Printable]:
    yield from _find_round_document(NOTICE, reference, day)


def _find_report(reference: str, day: date) -> Iterator[Printable]:
    yield from _find_round_document(REPORT, reference, day)


def _find_round_document(kind: str, reference: str, day: date) -> Iterator[Printable]:
    code, _, year = reference.rpartition("/")
    if year.isascii() and year.isdigit():
        rounds = Round.objects.filter(campaign__code=code, year=int(year)).select_related("campaign__unit")
        yield from (of_report(report_of(row, kind, day=day)) for row in rounds)


def _find_decision(reference: str, day: date) -> Iterator[Printable]:
    if reference.isascii() and reference.isdigit():
        yield from (of_decision(row) for row in _decisions().filter(pk=int(reference)))
    number, _, symbol = reference.partition("/")
    if number.isascii() and number.isdigit() and symbol:
        same = list(_decisions().filter(entry__number=int(number), entry__symbol=symbol).order_by("-entry__year", "pk"))
        if len(same) > 1:
            raise DocumentNotFound(
                f"Có {len(same)} quyết định cùng số {reference}.",
                hint=f"Ghi mã bản ghi: {'; '.join(_told_apart(row) for row in same[:MOST_NAMED])}.",
            )
        yield from (of_decision(row) for row in same)


def _told_apart(row: Decision) -> str:
    year = f" ký năm {row.signed_on.year}" if row.signed_on else " (dự thảo)"
    return f"{row.pk} – {row.unit.short_name}{year}"


def _find_certificate(reference: str, day: date) -> Iterator[Printable]:
    yield from (of_honour(row) for row in _honours().filter(code=reference.upper()))
    if reference.isascii() and reference.isdigit():
        yield from (of_honour(row) for row in _honours().filter(pk=int(reference)))


def _find_proof(reference: str, day: date) -> Iterator[Printable]:
    # The newest complete calculation of the round counts, as it does on the page of results.
    campaign, _, unit = reference.rpartition("/")
    code, _, year = campaign.rpartition("/")
    if year.isascii() and year.isdigit():
        scores = _scores().filter(run__round__campaign__code=code, run__round__year=int(year), unit__code=unit)
        yield from (of_score(row) for row in scores.order_by("-run__number"))


_FINDERS: dict[str, Callable[[str, date], Iterator[Printable]]] = {
    PLAN: _find_plan,
    NOTICE: _find_notice,
    REPORT: _find_report,
    DECISION: _find_decision,
    CERTIFICATE: _find_certificate,
    PROOF: _find_proof,
}


def _some_references(kind: str) -> list[str]:
    if kind == PLAN:
        codes = Plan.objects.order_by("campaign__code").values_list("campaign__code", flat=True).distinct()
        return list(codes[:MOST_NAMED])
    if kind in REPORT_KINDS:
        rounds = Round.objects.select_related("campaign").order_by("campaign__code", "year")[:MOST_NAMED]
        return [f"{row.campaign.code}/{row.year}" for row in rounds]
    if kind == PROOF:
        return [of_score(row).reference for row in _scores().order_by("-run__number", "unit__sort_key")[:MOST_NAMED]]
    rows = _decisions() if kind == DECISION else _honours()
    make: Callable[[Any], Printable] = of_decision if kind == DECISION else of_honour
    return [make(row).reference for row in rows[:MOST_NAMED]]


def _decisions() -> Any:
    return Decision.objects.select_related("unit", "entry", "award_round")


def _honours() -> Any:
    return Honour.objects.select_related("unit", "award", "person", "subject_unit", "line__decision")


def _scores() -> Any:
    complete = UnitScore.objects.exclude(run__state=RunState.COMPUTING)
    return complete.select_related("unit", "run__round__campaign__unit", "run__criteria_set")


# --- Listing and rights -----------------------------------------------------------------------------------------------


def letters_of(user: User, centre: Unit, year: int, *, day: date) -> list[Printable]:
    """The plans that run in a year, its notices, reports and decisions, as far as the user may see them."""
    running = Plan.objects.filter(campaign__starts_on__year__lte=year, campaign__ends_on__year__gte=year)
    plans = running.filter(campaign__unit=centre).select_related("campaign__unit")
    found = [of_plan(row) for row in plans.order_by("campaign__code", "-version")]
    rounds = list(Round.objects.filter(campaign__unit=centre, year=year).select_related("campaign__unit"))
    found += [of_report(report_of(row, kind, day=day)) for kind in (NOTICE, REPORT) for row in rounds]
    decisions = visible_decisions(user).filter(unit=centre, award_round__year=year)
    seen = [item for item in found if may_see(user, item)]
    return seen + [of_decision(row) for row in decisions.order_by("signed_on", "pk")]


def may_see(user: User, item: Printable) -> bool:
    """Issued documents are for everybody below the issuer; drafts for those who write and sign them."""
    record = item.record
    if item.kind == PLAN:
        is_public = record.state not in (PlanState.DRAFT, PlanState.WITH_DIRECTOR)
        return user.has_perm(VIEW_PLAN if is_public else VIEW_DRAFT_PLAN, record)
    if item.kind in REPORT_KINDS:
        if record.state == DocumentState.ISSUED:
            return bool(user.has_perm(VIEW_DOCUMENT, record))
        return user.has_perm(PREPARE_DOCUMENT, record) or user.has_perm(SIGN_DOCUMENT, record)
    if item.kind == PROOF:
        return visible_unit_scores(user).filter(pk=record.pk).exists()
    visible = visible_decisions(user) if item.kind == DECISION else visible_honours(user)
    return visible.filter(pk=record.pk).exists()


def build(item: Printable, *, day: date, verification_url: str = "") -> Document:
    """The document itself."""
    if item.kind == PLAN:
        is_draft = item.record.state in (PlanState.DRAFT, PlanState.WITH_DIRECTOR)
        return plan.letter(plan_document(item.record), is_draft=is_draft)
    if item.kind in REPORT_KINDS:
        return drafts.letter_of(item.record, day=day)
    if item.kind == DECISION:
        return award_sources.decision(item.record, verification_url=verification_url)
    if item.kind == PROOF:
        return sources.score_sheet(item.record)
    return award_sources.certificate(item.record, verification_url=verification_url)
