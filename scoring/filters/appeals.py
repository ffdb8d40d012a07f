"""Filters of the list of appeals."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from accounts.models import Unit
from scoring.enums import AppealState
from scoring.models import Appeal


def _units(request: Any) -> QuerySet[Unit]:
    """The units that have appeals in the list."""
    appeals: Any = getattr(request, "listed_appeals", Appeal.objects.none())
    return Unit.objects.filter(pk__in=appeals.order_by().values("unit")).order_by("position", "sort_key")


class AppealFilter(django_filters.FilterSet):
    """By unit and state."""

    unit = django_filters.ModelChoiceFilter(label="Đơn vị", queryset=_units, empty_label="Tất cả")
    state = django_filters.ChoiceFilter(label="Trạng thái", choices=AppealState.choices, empty_label="Tất cả")

    class Meta:
        model = Appeal
        fields = ("unit", "state")
