"""Yearly rounds: the list, one round with its line of phases, preparing, extending, opening and closing."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Unit
from accounts.policies import page, reach
from accounts.requests import PortalRequest
from campaigns.enums import RoundState
from campaigns.filters import RoundFilter
from campaigns.forms.rounds import DeadlinesForm, ExtensionForm, ParticipantsForm, RoundCreateForm
from campaigns.models import Campaign, Round
from campaigns.roles import MANAGE_ROUND, REPORT_TASK, VIEW_ROUND
from campaigns.selectors import rounds as reading
from campaigns.selectors.tasks import on_time_counts
from campaigns.services import rounds
from campaigns.tables import RoundTable
from campaigns.views.buttons import shared_out
from campaigns.workflow import ROUND
from core.acts import carry_out, comment_of
from core.errors import DomainError
from core.listing import Listing, show
from core.selectors import available_transitions, history_of


@page(VIEW_ROUND)
def round_list(request: PortalRequest) -> HttpResponse:
    """All rounds that concern the reader, in the centre looked at."""
    rows = reading.with_counts(reading.rounds_visible_to(request.user))
    if request.centre is not None:
        rows = rows.filter(campaign__unit__path__startswith=request.centre.path)
    may_manage = request.centre is not None and request.user.has_perm(MANAGE_ROUND, request.centre)
    return show(
        request,
        Listing(
            title="Đợt thi đua",
            table=RoundTable,
            queryset=rows,
            filterset=RoundFilter,
            noun="đợt",
            empty_text="Chưa có đợt thi đua nào.",
            export_name="dot-thi-dua",
            template="campaigns/round_list.html",
            context={"may_manage": may_manage},
        ),
    )


@page(VIEW_ROUND)
def round_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """The year as a line, deadlines with extensions, participants."""
    row = get_object_or_404(reading.rounds_visible_to(request.user), pk=pk)
    today = timezone.localdate()
    may_manage = request.user.has_perm(MANAGE_ROUND, row)
    steps = reading.timeline(row, today)
    context: dict[str, Any] = {
        "heading": row.title,
        "round": row,
        "steps": steps,
        "today": today,
        "current": reading.current_phase(row, today),
        "own": _own_deadlines(request, row),
        "participants": _participants(row),
        "extensions": _extensions(request, row, may_manage),
        **shared_out(available_transitions(ROUND, row, request.user)),
        "may_manage": may_manage and row.state != RoundState.CLOSED,
        "plan_issued": reading.has_issued_plan(row),
        "events": history_of(row)[:30] if may_manage else (),
    }
    return render(request, "campaigns/round_detail.html", context)


def _participants(row: Round) -> list[dict[str, Any]]:
    """Each participating unit with its tasks done on time and due in the year."""
    units = reading.participating_units(row)
    counts = on_time_counts([unit.pk for unit in units], row.year)
    return [{"unit": unit, "on_time": counts[unit.pk][0], "due": counts[unit.pk][1]} for unit in units]


def _own_deadlines(request: PortalRequest, row: Round) -> list[tuple[Any, list[reading.Deadline]]]:
    """The reader's own participating units whose deadlines were extended."""
    where = reach(request.user, REPORT_TASK)
    own = [unit for unit in reading.participating_units(row) if where.covers(unit)] if where.paths else []
    extended = []
    for unit in own:
        later = [deadline for deadline in reading.deadlines_for(row, unit).values() if deadline.extension]
        if later:
            extended.append((unit, later))
    return extended


def _extensions(request: PortalRequest, row: Round, may_manage: bool) -> Any:
    """All extensions for those who run the round or watch over it; nobody sees the reasons of foreign units."""
    granted = reading.extensions_of(row)
    return granted if may_manage else reach(request.user, VIEW_ROUND).filter(granted)


@page(MANAGE_ROUND)
def round_create(request: PortalRequest) -> HttpResponse:
    """A new round; deadlines and participants are proposed."""
    campaigns = reach(request.user, MANAGE_ROUND).filter(Campaign.objects.filter(unit=request.centre))
    form = RoundCreateForm(request.POST or None, campaigns=campaigns, initial={"year": request.year})
    if request.method == "POST" and form.is_valid():
        try:
            row = rounds.create(**form.cleaned_data, by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lập đợt. Xem lại các hạn và đơn vị tham gia rồi mở đợt.")
            return redirect("campaigns:round-detail", row.pk)
    context = {"heading": "Lập đợt thi đua", "form": form, "has_campaigns": campaigns.exists()}
    return render(request, "campaigns/round_form.html", context)


def _managed(request: PortalRequest, pk: int) -> Round:
    rows = reach(request.user, MANAGE_ROUND).filter(Round.objects.select_related("campaign__unit"), "campaign__unit")
    return get_object_or_404(rows, pk=pk)


@page(MANAGE_ROUND)
def round_deadlines(request: PortalRequest, pk: int) -> HttpResponse:
    """The days of all phases."""
    row = _managed(request, pk)
    stored = {each.phase: (each.opens_on, each.closes_on) for each in row.deadlines.all()}
    form = DeadlinesForm(request.POST or None, initial=DeadlinesForm.initial_of(stored))
    if request.method == "POST" and form.is_valid():
        try:
            rounds.set_deadlines(round=row, deadlines=form.deadlines(), by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lưu các hạn.")
            return redirect("campaigns:round-detail", pk)
    return _form_page(request, row, form, "Hạn của các giai đoạn")


@page(MANAGE_ROUND)
def round_participants(request: PortalRequest, pk: int) -> HttpResponse:
    """Which units take part."""
    row = _managed(request, pk)
    below = Unit.objects.get_descendants(row.unit).order_by("position", "sort_key")
    chosen = list(row.participants.values_list("unit_id", flat=True))
    form = ParticipantsForm(request.POST or None, units=below, initial={"units": chosen})
    if request.method == "POST" and form.is_valid():
        try:
            units = form.cleaned_data["units"]
            rounds.set_participants(round=row, units=units, by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lưu đơn vị tham gia.")
            return redirect("campaigns:round-detail", pk)
    return _form_page(request, row, form, "Đơn vị tham gia")


@page(MANAGE_ROUND)
def round_extend(request: PortalRequest, pk: int) -> HttpResponse:
    """A later deadline for one unit."""
    row = _managed(request, pk)
    form = ExtensionForm(request.POST or None, round=row)
    if request.method == "POST" and form.is_valid():
        try:
            rounds.extend(round=row, **form.cleaned_data, by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã gia hạn cho {form.cleaned_data['unit']}; đơn vị được báo tin.")
            return redirect("campaigns:round-detail", pk)
    return _form_page(request, row, form, "Gia hạn cho một đơn vị")


def _form_page(request: PortalRequest, row: Round, form: Any, heading: str) -> HttpResponse:
    if row.state == RoundState.CLOSED:
        messages.error(request, "Đợt đã khép, không sửa được nữa.")
        return redirect("campaigns:round-detail", row.pk)
    return render(request, "campaigns/round_form.html", {"heading": heading, "form": form, "round": row})


@page(MANAGE_ROUND)
@require_POST
def round_act(request: PortalRequest, pk: int) -> HttpResponse:
    """Open, close, open again."""
    row = _managed(request, pk)
    comment, at = comment_of(request), timezone.now()
    acts = {
        "open": lambda: rounds.open(round=row, by=request.user, at=at),
        "close": lambda: rounds.close(round=row, by=request.user, at=at),
        "reopen": lambda: rounds.reopen(round=row, by=request.user, at=at, comment=comment),
    }
    carry_out(request, acts, lambda name, _: f"Đã thực hiện: {ROUND[name].label}.")
    return redirect("campaigns:round-detail", pk)
