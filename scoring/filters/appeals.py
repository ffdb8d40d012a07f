"""Filters of the list of appeals."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from accounts.models import Unit
from scoring.enums import AppealState
from scoring.models import Appeal


class AppealFilter(django_filters.FilterSet):
    """By unit (one that has an appeal among those given) and state."""

    unit = django_filters.ModelChoiceFilter(label="Đơn vị", queryset=Unit.objects.none(), empty_label="Tất cả")
    state = django_filters.ChoiceFilter(label="Trạng thái", choices=AppealState.choices, empty_label="Tất cả")

    class Meta:
        model = Appeal
        fields = ("unit", "state")

    def __init__(self, *args: Any, appeals: QuerySet[Appeal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(pk__in=appeals.order_by().values("unit"))
        self.filters["unit"].queryset = units.order_by("position", "sort_key")
