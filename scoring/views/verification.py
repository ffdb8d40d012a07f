"""The verifier's desk: the queue, one line at a time, and many lines at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from accounts.policies import page, reach
from accounts.requests import PortalRequest
from core.downloads import INLINE_TYPES
from core.errors import DomainError, StaleRecord
from core.listing import Act, Chip, Listing, show
from indicators.selectors.doubts import UnitDoubt, doubts_about
from indicators.selectors.figure_files import documents_behind
from scoring.filters.assessments import READY, QueueFilter
from scoring.forms.verification import DecisionForm
from scoring.models import AssessmentItem
from scoring.policies import is_of_own_unit
from scoring.roles import VERIFY_ASSESSMENT
from scoring.selectors import evidence, sheets, typed_figures
from scoring.selectors import verification as reading
from scoring.selectors.rows import Row, retyped
from scoring.services import verification
from scoring.services.office_figures import SOURCE, FiguresRefused
from scoring.tables.assessments import QueueTable

SCOPE_FILTERS, FILTERS = ("unit", "group"), ("loc", "unit", "group", "state")


def _agree(rows: Sequence[AssessmentItem], *, by: User, at: datetime) -> str:
    outcome = verification.accept_all(items=rows, by=by, at=at)
    left = f" {outcome.left} tiêu chí vừa đổi nên để lại." if outcome.left else ""
    return f"Đã đồng ý {outcome.accepted} tiêu chí.{left}"


AGREE = Act(
    "agree",
    "Đồng ý điểm tự chấm",
    "Điểm tự chấm của các tiêu chí này được công nhận. Tiêu chí đã thẩm định, đề nghị không áp dụng, chưa có điểm hoặc "
    "do người thẩm định chấm được để lại xem riêng.",
    _agree,
    reading.acceptable,
)
MOST_AGREED_TO = 5_000


@page(VERIFY_ASSESSMENT)
@require_GET
def verification_queue(request: PortalRequest) -> HttpResponse:
    """All submitted lines of the chosen centre and year, with ready filters and agreement to many at once."""
    queue = _queue(request)
    shown = _filtered(request, FILTERS)
    return show(
        request,
        Listing(
            title="Thẩm định",
            table=QueueTable,
            queryset=reading.for_table(queue),
            filterset=partial(QueueFilter, queue=queue),
            search_fields=("assessment__unit__search_key",),
            search_hint="Tìm đơn vị, không cần gõ dấu",
            noun="tiêu chí",
            chips=_chips(queue),
            empty_text="Chưa có phiếu nào chờ thẩm định. Phiếu xuất hiện ở đây khi đơn vị nộp.",
            export_name="tham-dinh",
            acts=(AGREE,),
            acted_on_at_once=MOST_AGREED_TO,
            template="scoring/verification_queue.html",
            context={
                "progress": reading.progress(_filtered(request, SCOPE_FILTERS)),
                "last_steps": reading.last_steps(queue),
                "query": _query(request),
                "first": reading.waiting(shown).order_by(*reading.ORDER).first(),
            },
            table_options={"query": _query(request)},
        ),
    )


@page(VERIFY_ASSESSMENT)
@require_http_methods(["GET", "POST"])
@never_cache
def verification_item(request: PortalRequest, pk: int) -> HttpResponse:
    """One line: the matter on the left, the decision on the right; saving leads to the next one."""
    item = get_object_or_404(
        reach(request.user, VERIFY_ASSESSMENT).filter(reading.open_lines(pk), field="assessment__unit")
    )
    form = DecisionForm(request.POST or None, item=item)
    faults: dict[str, str] = {}
    if request.method == "POST" and form.is_valid():
        try:
            verification.decide(item=item, by=request.user, at=timezone.now(), **form.decision_values())
        except StaleRecord as refusal:
            form.add_error(None, str(refusal))
            again = request.POST.copy()
            again["revision"] = str(AssessmentItem.objects.values_list("revision", flat=True).get(pk=pk))
            form.data = again
        except FiguresRefused as refusal:
            faults = refusal.errors
            form.add_error(SOURCE if SOURCE in faults else None, faults.get(SOURCE) or str(refusal))
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return _after_decision(request, item)
    status = 422 if form.is_bound else 200
    context = _item_context(request, item, form)
    if form.asks_figures:
        context |= _figures_context(request, item, context["row"], faults)
    return render(request, "scoring/verification_item.html", context, status=status)


@page(VERIFY_ASSESSMENT)
@require_GET
@never_cache
def verification_points(request: PortalRequest, pk: int) -> HttpResponse:
    """What the rule gives for the figures that the office is typing; nothing is stored."""
    item = get_object_or_404(
        reach(request.user, VERIFY_ASSESSMENT).filter(reading.open_lines(pk), field="assessment__unit")
    )
    return render(request, "scoring/_verification_points.html", {"item": item, **_weighed(item, request.GET)})


def _figures_context(
    request: PortalRequest, item: AssessmentItem, row: Row, faults: Mapping[str, str]
) -> dict[str, Any]:
    """The fields of the figures as they were stored, or as they were typed with what is wrong with each."""
    if request.method == "POST":
        return {
            "figure_fields": retyped(row.fields, request.POST, faults),
            **_weighed(item, request.POST),
            "unreadable": (),
        }
    figures = typed_figures.stored(item.criterion, item.declared) if item.declared else None
    return {"figure_fields": row.fields, "figures": figures}


def _weighed(item: AssessmentItem, typed: Mapping[str, str]) -> dict[str, Any]:
    """The points for typed figures; none while there are none or they cannot be read."""
    figures, errors = typed_figures.read(item.criterion, typed)
    return {"figures": figures if figures and figures.declared else None, "unreadable": errors.values()}


def _after_decision(request: PortalRequest, item: AssessmentItem) -> HttpResponse:
    messages.success(request, f"Đã lưu: {item.assessment.unit.short_name} – {item.criterion.code}.")
    if not reading.waiting(reading.lines_of(item.assessment)).exists():
        return redirect("scoring:assessment-detail", pk=item.assessment_id)
    if "next" not in request.POST:
        return redirect(reverse("scoring:verification-item", args=[item.pk], query=_chosen(request)))
    following = reading.next_after(_filtered(request, SCOPE_FILTERS), item, _filtered(request, FILTERS))
    if following is None:
        messages.info(request, "Đã hết tiêu chí chờ thẩm định trong phần đang lọc.")
        return redirect(reverse("scoring:verification-queue", query=_chosen(request)))
    return redirect(reverse("scoring:verification-item", args=[following.pk], query=_chosen(request)))


def _item_context(request: PortalRequest, item: AssessmentItem, form: DecisionForm) -> dict[str, Any]:
    scope = _filtered(request, SCOPE_FILTERS)
    sheet = sheets.sheet_of(item.assessment)
    row = sheet.row_of(item)
    warnings = evidence.warnings_for(
        row.evidence,
        centre=request.centre,
        year=item.assessment.round.year,
    )
    return {
        "heading": f"{item.assessment.unit.short_name} – {item.criterion.code}",
        "item": item,
        "row": row,
        "assessment": item.assessment,
        "files": [(link, warnings[link.pk]) for link in row.evidence],
        "doubts": _doubts(item),
        "figure_documents": documents_behind(
            item.criterion.indicator_code, item.assessment.unit, item.assessment.round.year, request.user
        ),
        "preview": next((link for link in row.evidence if link.evidence.content_type in INLINE_TYPES), None),
        "form": form,
        "progress": reading.progress(scope),
        "following": reading.next_after(scope, item, _filtered(request, FILTERS)),
        "query": _query(request),
        "is_own": is_of_own_unit(request.user, item.assessment),
        "last_step": reading.last_step_of(item.assessment),
    }


def _doubts(item: AssessmentItem) -> list[UnitDoubt]:
    """What the sanity checks doubt about the figures that feed this criterion, with the unit's reasons."""
    code, assessment = item.criterion.indicator_code, item.assessment
    return doubts_about(code, assessment.unit, assessment.round.year, timezone.localdate()) if code else []


def _queue(request: PortalRequest) -> QuerySet[AssessmentItem]:
    """All lines that this person verifies, before any filter."""
    return reading.queue_of(request.user, round_year=request.year, centre=request.centre)


def _filtered(request: PortalRequest, names: tuple[str, ...]) -> QuerySet[AssessmentItem]:
    """The queue under some of the filters of the address; filters that make no sense count as not given."""
    given = {name: request.GET[name] for name in names if request.GET.get(name)}
    queue = _queue(request)
    filtered = QueueFilter(given, queryset=queue, request=request, queue=queue)
    return filtered.qs if filtered.is_valid() else queue


def _query(request: PortalRequest) -> str:
    return urlencode(_chosen(request))


def _chosen(request: PortalRequest) -> dict[str, str]:
    """The filters that the address of the page names."""
    return {name: request.GET[name] for name in FILTERS if request.GET.get(name)}


def _chips(queue: QuerySet[AssessmentItem]) -> list[Chip]:
    counts = {
        "cho": reading.waiting(queue).count(),
        "giai-trinh": reading.explained(queue).count(),
        "lech": reading.far_from_last_year(queue).count(),
        "khong-ap-dung": queue.filter(claims_not_applicable=True).count(),
    }
    return [
        Chip("Tất cả", {"loc": ""}, queue.count()),
        *(Chip(label, {"loc": code}, counts[code]) for code, label in READY),
    ]
