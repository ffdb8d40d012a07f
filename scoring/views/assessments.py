"""Self-assessments: the list, the sheet, one line, and the steps of a sheet."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.policies import page, reach
from accounts.requests import PortalRequest
from campaigns.models import Round
from campaigns.roles import MANAGE_ROUND
from campaigns.selectors import rounds
from core.errors import DomainError, StaleRecord
from core.listing import Chip, Listing, show
from core.selectors import available_transitions, history_of
from scoring.enums import AssessmentState, ItemState
from scoring.filters.assessments import AssessmentFilter
from scoring.forms.verification import ReuseForm
from scoring.models import Assessment, AssessmentItem
from scoring.policies import is_of_own_unit
from scoring.roles import FILL_ASSESSMENT, VERIFY_ASSESSMENT, VIEW_ASSESSMENT
from scoring.selectors import assessments as reading
from scoring.selectors import criteria, evidence, sheets
from scoring.selectors.verification import last_step_of
from scoring.services import assessments, verification
from scoring.services.assessments import AssessmentRefused
from scoring.tables.assessments import AssessmentTable
from scoring.workflow import ASSESSMENT

REFUSED, STALE = 422, 409


@page(VIEW_ASSESSMENT)
@require_GET
def assessment_list(request: PortalRequest) -> HttpResponse:
    """The sheets that the reader may see, of the chosen centre and year."""
    centre, year = request.centre, request.year
    sheets_seen = reading.assessments_visible_to(request.user).filter(round__year=year)
    if centre is not None:
        sheets_seen = sheets_seen.filter(unit__path__startswith=centre.path)
    round_ = rounds.round_of(centre, year)
    return show(
        request,
        Listing(
            title=f"Phiếu tự đánh giá năm {year}",
            table=AssessmentTable,
            queryset=reading.with_progress(sheets_seen),
            filterset=AssessmentFilter,
            search_fields=("unit__search_key",),
            search_hint="Tìm đơn vị, không cần gõ dấu",
            noun="phiếu",
            chips=_state_chips(sheets_seen),
            empty_text=f"Chưa có phiếu tự đánh giá nào của năm {year}. Phiếu được mở khi đợt thi đua bắt đầu.",
            export_name=f"phieu-tu-danh-gia-{year}",
            template="scoring/assessment_list.html",
            context={"round": round_ if _may_open(request, round_) else None},
        ),
    )


def _state_chips(sheets_seen: Any) -> list[Chip]:
    states = list(sheets_seen.values_list("state", flat=True))
    chips = [Chip(str(state.label), {"state": state.value}, states.count(state.value)) for state in AssessmentState]
    return [Chip("Tất cả", {"state": ""}, len(states)), *chips]


def _may_open(request: PortalRequest, round_: Round | None) -> bool:
    """Whether there are participants of an open round without a sheet, and the reader may open sheets."""
    if round_ is None or round_.state != "open" or not request.user.has_perm(MANAGE_ROUND, round_):
        return False
    missing = round_.participants.exclude(unit__in=Assessment.objects.filter(round=round_).values("unit"))
    return missing.exists() and criteria.set_of_round(round_) is not None


@page(MANAGE_ROUND)
@require_POST
def assessment_open(request: PortalRequest, pk: int) -> HttpResponse:
    """Open the sheets of a round for all participants that have none yet."""
    within_reach = reach(request.user, MANAGE_ROUND).filter(Round.objects.all(), field="campaign__unit")
    round_ = get_object_or_404(within_reach, pk=pk)
    try:
        opened = assessments.open_for_round(round=round_, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã mở phiếu tự đánh giá cho {len(opened)} đơn vị và báo cho trưởng đơn vị.")
    # the list is of the year in the header; the sheets of another year are followed on the page of their round
    if round_.year != request.year:
        return redirect("campaigns:round-detail", round_.pk)
    return redirect("scoring:assessment-list")


@page(VIEW_ASSESSMENT)
@require_GET
@never_cache
def assessment_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """The whole sheet: for the unit to fill in while it is open, else to read."""
    return render(request, "scoring/assessment_detail.html", _sheet_context(request, _find(request, pk)))


@page(VIEW_ASSESSMENT)
@require_POST
def assessment_transition(request: PortalRequest, pk: int) -> HttpResponse:
    """One step of a sheet: submit, return, finish verification, take it up again."""
    assessment = _find(request, pk)
    step: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    name = request.POST.get("transition", "")
    try:
        if name in ("submit", "resubmit"):
            assessments.submit(assessment=assessment, **step)
            messages.success(request, "Đã nộp phiếu. Người thẩm định đã nhận thông báo.")
        elif name == "verify":
            verification.finish(assessment=assessment, **step)
            messages.success(request, "Đã hoàn tất thẩm định; đơn vị đã nhận thông báo.")
        elif name == "return":
            verification.return_to_unit(assessment=assessment, **step)
            messages.success(request, "Đã trả phiếu lại đơn vị; đơn vị đã nhận thông báo.")
        elif name == "reopen":
            verification.reopen(assessment=assessment, reason=request.POST.get("comment", ""), **step)
            messages.success(request, "Đã mở lại thẩm định.")
        else:
            messages.error(request, "Không có bước này. Tải lại trang để xem các bước có thể làm.")
    except AssessmentRefused as refusal:
        context = {**_sheet_context(request, _find(request, pk)), "sheet_refusal": refusal}
        return render(request, "scoring/assessment_detail.html", context, status=REFUSED)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("scoring:assessment-detail", pk=pk)


@page(VIEW_ASSESSMENT)
@require_GET
@never_cache
def item_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """One criterion of a sheet: figures, proofs with their pages, history."""
    return render(
        request, "scoring/assessment_item.html", item_context(request, find_item(request, pk, VIEW_ASSESSMENT))
    )


@page(FILL_ASSESSMENT)
@require_POST
def item_save(request: PortalRequest, pk: int) -> HttpResponse:
    """Save one line as typed; answers with the part of the page that shows what became of it."""
    item = find_item(request, pk, FILL_ASSESSMENT)
    context: dict[str, Any] = {"errors": {}, "refusal": None}
    status = 200
    revision = request.POST.get("revision", "")
    try:
        assessments.save_item(
            item=item,
            typed=request.POST,
            explanation=request.POST.get("explanation"),
            claims_not_applicable="claims_not_applicable" in request.POST if item.criterion.may_not_apply else None,
            expected_revision=int(revision) if revision.isdecimal() and len(revision) < 10 else -1,
            by=request.user,
            at=timezone.now(),
        )
    except StaleRecord as refusal:
        context["refusal"], status = refusal, STALE
    except AssessmentRefused as refusal:
        context |= {"refusal": refusal, "errors": refusal.errors}
        status = REFUSED
    if request.htmx:
        context |= row_context(request, item)
        return render(request, "scoring/_assessment_saved.html", context, status=status)
    if context["refusal"] is None:
        messages.success(request, f"Đã lưu tiêu chí {item.criterion.code}.")
        return redirect(f"{reverse('scoring:assessment-detail', args=[item.assessment_id])}#tc-{item.pk}")
    page_context = {**item_context(request, item), **context, "typed": request.POST}
    return render(request, "scoring/assessment_item.html", page_context, status=status)


def row_context(request: PortalRequest, item: AssessmentItem) -> dict[str, Any]:
    """What a fragment of the sheet needs after one line has changed."""
    assessment = Assessment.objects.select_related("unit", "round__campaign__unit").get(pk=item.assessment_id)
    shows = shows_decisions(request, assessment)
    sheet = sheets.sheet_of(assessment, is_open=_is_open(request, assessment), shows_decisions=shows)
    return {"sheet": sheet, "row": sheet.row_of(item), "block": sheet.block_of(item), "assessment": assessment}


def item_context(request: PortalRequest, item: AssessmentItem) -> dict[str, Any]:
    """What the page of one criterion needs."""
    context = row_context(request, item)
    row = context["row"]
    used = [link.evidence_id for link in row.evidence]
    return {
        **context,
        "heading": f"{row.criterion.code} {row.criterion.name}",
        "reuse_form": ReuseForm(files=evidence.reusable(context["assessment"].unit, exclude=used)),
        "events": _events(request, row.item, context["assessment"]),
        "alone": True,
    }


def _events(request: PortalRequest, item: AssessmentItem, assessment: Assessment) -> Any:
    """The history of a line; decisions that the verifier may still change are not the unit's business yet."""
    events = history_of(item)
    if not shows_decisions(request, assessment):
        events = events.exclude(action__in=[f"scoring.assessment_item.{act}" for act in verification.DECISIONS])
    return events[:30]


def shows_decisions(request: PortalRequest, assessment: Assessment) -> bool:
    """Whether this person may see what the verifier has decided so far."""
    return assessment.state != AssessmentState.SUBMITTED or request.user.has_perm(VERIFY_ASSESSMENT, assessment)


def find_item(request: PortalRequest, pk: int, permission: str) -> AssessmentItem:
    """The line within the branches where the person holds the permission, else 404."""
    rows = AssessmentItem.objects.select_related("assessment__unit", "assessment__round", "criterion")
    return get_object_or_404(reach(request.user, permission).filter(rows, field="assessment__unit"), pk=pk)


def _find(request: PortalRequest, pk: int) -> Assessment:
    return get_object_or_404(reading.assessments_visible_to(request.user), pk=pk)


def _is_open(request: PortalRequest, assessment: Assessment) -> bool:
    return request.user.has_perm(FILL_ASSESSMENT, assessment) and reading.is_open(assessment, timezone.localdate())


def _sheet_context(request: PortalRequest, assessment: Assessment) -> dict[str, Any]:
    user = request.user
    deadline = reading.work_deadline(assessment) if assessment.state in ("draft", "returned") else None
    over = deadline is not None and deadline.is_over(timezone.localdate())
    may_fill, may_verify = user.has_perm(FILL_ASSESSMENT, assessment), user.has_perm(VERIFY_ASSESSMENT, assessment)
    waits_on, since = reading.waits_on(assessment)
    # A sheet with a returned line goes back to its unit; without one there is nothing to send back.
    impossible = "verify" if assessment.items.filter(state=ItemState.RETURNED).exists() else "return"
    return {
        "heading": f"Tự đánh giá năm {assessment.round.year} – {assessment.unit.short_name}",
        "assessment": assessment,
        "sheet": sheets.sheet_of(
            assessment, is_open=may_fill and not over, shows_decisions=shows_decisions(request, assessment)
        ),
        "transitions": [
            step for step in available_transitions(ASSESSMENT, assessment, user) if step.name != impossible
        ],
        "may_verify": may_verify,
        "last_step": last_step_of(assessment) if may_verify and not is_of_own_unit(user, assessment) else None,
        "deadline": deadline.closes_on if deadline else None,
        "is_over": over and may_fill,
        "may_fill": may_fill and assessment.state in ("draft", "returned"),
        "waits_on": waits_on,
        "since": since,
        "events": history_of(assessment)[:30],
    }
