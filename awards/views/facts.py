"""Ratings, initiatives and discipline: lists and forms of the office."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.models import Person, Unit
from accounts.policies import page, reach
from accounts.requests import PortalRequest
from awards.filters import RatingFilter
from awards.forms.facts import ConclusionForm, DisciplineForm, InitiativeForm, RatingForm
from awards.models import DisciplineRecord, Initiative, PerformanceRating
from awards.roles import MANAGE_FACTS
from awards.services import facts
from awards.tables import DisciplineTable, InitiativeTable, RatingTable
from core.errors import DomainError
from core.listing import Listing, show


def _people(request: PortalRequest) -> QuerySet[Person]:
    return reach(request.user, MANAGE_FACTS).filter(Person.objects.select_related("unit"))


@page(MANAGE_FACTS)
def rating_list(request: PortalRequest) -> HttpResponse:
    """Performance levels of the year."""
    rows = PerformanceRating.objects.filter(year=request.year).select_related("person", "unit")
    return show(
        request,
        Listing(
            title="Kết quả xếp loại",
            table=RatingTable,
            queryset=reach(request.user, MANAGE_FACTS).filter(rows),
            filterset=RatingFilter,
            search_fields=("person__search_key", "unit__search_key"),
            noun="kết quả",
            empty_text="Chưa ghi kết quả xếp loại nào của năm này.",
            export_name="ket-qua-xep-loai",
            template="awards/fact_list.html",
            context={"current": "rating", "create_url": "awards:rating-create", "create_label": "Ghi kết quả xếp loại"},
        ),
    )


@page(MANAGE_FACTS)
def rating_create(request: PortalRequest) -> HttpResponse:
    """Record a level."""
    form = RatingForm(
        request.POST or None,
        units=reach(request.user, MANAGE_FACTS).filter(Unit.objects.all(), field="").order_by("path"),
        people=_people(request),
        initial={"year": request.year},
    )
    if request.method == "POST" and form.is_valid():
        try:
            rating = facts.record_rating(**form.cleaned_data, by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã ghi: {rating}.")
            return redirect("awards:rating-list")
    context = {"heading": "Ghi kết quả xếp loại", "form": form, "back": "awards:rating-list", "back_label": "Xếp loại"}
    return render(request, "awards/fact_form.html", context)


@page(MANAGE_FACTS)
def initiative_list(request: PortalRequest) -> HttpResponse:
    """Recognised initiatives and topics."""
    rows = Initiative.objects.prefetch_related("authors__person")
    return show(
        request,
        Listing(
            title="Sáng kiến, đề tài",
            table=InitiativeTable,
            queryset=reach(request.user, MANAGE_FACTS).filter(rows),
            noun="sáng kiến",
            empty_text="Chưa có sáng kiến nào trong sổ theo dõi.",
            export_name="sang-kien",
            template="awards/fact_list.html",
            context={
                "current": "initiative",
                "create_url": "awards:initiative-create",
                "create_label": "Ghi sáng kiến",
            },
        ),
    )


@page(MANAGE_FACTS)
def initiative_create(request: PortalRequest) -> HttpResponse:
    """Register an initiative."""
    form = InitiativeForm(request.POST or None, people=_people(request))
    if request.method == "POST" and form.is_valid():
        names = ("title", "kind", "scope", "decision_number", "decided_on", "benefit")
        shares = form.shares()
        try:
            facts.register_initiative(
                unit=next(iter(shares)).unit,
                shares=shares,
                **{name: form.cleaned_data[name] for name in names},
                by=request.user,
                at=timezone.now(),
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã ghi sáng kiến vào sổ theo dõi.")
            return redirect("awards:initiative-list")
    context = {"heading": "Ghi sáng kiến", "form": form, "back": "awards:initiative-list", "back_label": "Sáng kiến"}
    return render(request, "awards/fact_form.html", context)


@page(MANAGE_FACTS)
def discipline_list(request: PortalRequest) -> HttpResponse:
    """Disciplinary matters."""
    rows = DisciplineRecord.objects.select_related("person__unit")
    return show(
        request,
        Listing(
            title="Theo dõi kỷ luật",
            table=DisciplineTable,
            queryset=reach(request.user, MANAGE_FACTS).filter(rows, field="person__unit"),
            search_fields=("person__search_key",),
            noun="vụ việc",
            empty_text="Chưa có vụ việc nào. Khi không có vụ việc, điều kiện kỷ luật được coi là đạt.",
            export_name="ky-luat",
            template="awards/fact_list.html",
            context={"current": "discipline", "create_url": "awards:discipline-create", "create_label": "Ghi vụ việc"},
        ),
    )


@page(MANAGE_FACTS)
def discipline_create(request: PortalRequest) -> HttpResponse:
    """Record a matter."""
    form = DisciplineForm(request.POST or None, people=_people(request))
    if request.method == "POST" and form.is_valid():
        try:
            facts.record_discipline(**form.cleaned_data, by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã ghi vụ việc.")
            return redirect("awards:discipline-list")
    context = {
        "heading": "Ghi vụ việc kỷ luật",
        "form": form,
        "back": "awards:discipline-list",
        "back_label": "Kỷ luật",
    }
    return render(request, "awards/fact_form.html", context)


@page(MANAGE_FACTS)
def discipline_conclude(request: PortalRequest, pk: int) -> HttpResponse:
    """Conclude a matter that was being verified."""
    rows = reach(request.user, MANAGE_FACTS).filter(
        DisciplineRecord.objects.select_related("person__unit"), field="person__unit"
    )
    record = get_object_or_404(rows, pk=pk)
    form = ConclusionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            facts.conclude_discipline(record=record, **form.cleaned_data, by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã ghi kết luận.")
            return redirect("awards:discipline-list")
    heading = f"Kết luận vụ việc: {record.person.full_name}"
    context = {"heading": heading, "form": form, "back": "awards:discipline-list", "back_label": "Kỷ luật"}
    return render(request, "awards/fact_form.html", context)
