"""Filters of paper forms that count; they live in the address."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from indicators.enums import PaperState
from indicators.models import PaperForm, ServicePoint

ALL = "Tất cả"


class SettledFormFilter(django_filters.FilterSet):
    """By the number on the sheet, by point (one of those given) and by state."""

    number = django_filters.NumberFilter(label="Phiếu số", min_value=1, max_value=1_000_000)
    point = django_filters.ModelChoiceFilter(
        queryset=ServicePoint.objects.none(), label="Điểm phục vụ", empty_label=ALL
    )
    state = django_filters.ChoiceFilter(
        choices=[(state.value, state.label) for state in (PaperState.AGREED, PaperState.WITHDRAWN)],
        label="Trạng thái",
        empty_label=ALL,
    )

    class Meta:
        model = PaperForm
        fields = ("number", "point", "state")

    def __init__(self, *args: Any, points: QuerySet[ServicePoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["point"].queryset = points
