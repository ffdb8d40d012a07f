"""Filters of the lists of plans, tasks and rounds."""

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Unit
from accounts.requests import PortalRequest
from accounts.selectors.scope import units_in_sight
from campaigns.enums import PlanState, RoundState, TaskState
from campaigns.models import ContentArea, Plan, Round, Task
from campaigns.roles import VIEW_TASK
from campaigns.selectors import tasks as reading
from campaigns.selectors.waiting import SOON

ALL = "Tất cả"


def _units(request: PortalRequest | None) -> QuerySet[Unit]:
    if request is None:
        return Unit.objects.none()
    return units_in_sight(request.user, request.centre, VIEW_TASK).order_by("path")


def _areas(request: PortalRequest | None) -> QuerySet[ContentArea]:
    if request is None or request.centre is None:
        return ContentArea.objects.none()
    used = Task.objects.filter(campaign__unit=request.centre, content_area__isnull=False)
    return ContentArea.objects.filter(pk__in=used.values("content_area")).order_by("plan", "position")


class PlanFilter(django_filters.FilterSet):
    """By state."""

    state = django_filters.ChoiceFilter(label="Trạng thái", choices=PlanState.choices, empty_label=ALL)

    class Meta:
        model = Plan
        fields = ("state",)


class RoundFilter(django_filters.FilterSet):
    """By state."""

    state = django_filters.ChoiceFilter(label="Trạng thái", choices=RoundState.choices, empty_label=ALL)

    class Meta:
        model = Round
        fields = ("state",)


class TaskFilter(django_filters.FilterSet):
    """By unit with everything below it, state, how the day stands, and content."""

    unit = django_filters.ModelChoiceFilter(label="Đơn vị", queryset=_units, method="within_unit", empty_label=ALL)
    state = django_filters.ChoiceFilter(label="Trạng thái", choices=TaskState.choices, empty_label=ALL)
    timing = django_filters.ChoiceFilter(
        label="Thời hạn",
        choices=(("qua-han", "Quá hạn"), ("sap-han", "Đến hạn trong 14 ngày"), ("dung-han", "Hoàn thành đúng hạn")),
        method="with_timing",
        empty_label=ALL,
    )
    content_area = django_filters.ModelChoiceFilter(label="Nội dung", queryset=_areas, empty_label=ALL)

    class Meta:
        model = Task
        fields = ("unit", "state", "timing", "content_area")

    def within_unit(self, queryset: QuerySet[Task], name: str, unit: Unit) -> QuerySet[Task]:
        return queryset.filter(unit__path__startswith=unit.path)

    def with_timing(self, queryset: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        today: Any = timezone.localdate()
        if value == "qua-han":
            return queryset.filter(reading.overdue(today))
        if value == "sap-han":
            return queryset.filter(state=TaskState.OPEN, due_on__range=(today, today + timedelta(days=SOON.days)))
        return queryset.filter(reading.ON_TIME)
