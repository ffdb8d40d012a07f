"""Filters of paper forms that count; they live in the address."""

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest

from indicators.enums import PaperState
from indicators.models import PaperForm, ServicePoint

ALL = "Tất cả"


def _points(request: HttpRequest) -> QuerySet[ServicePoint]:
    """The points that the page has put on the request."""
    return request.form_points  # type: ignore[attr-defined,no-any-return]


class SettledFormFilter(django_filters.FilterSet):
    """By the number on the sheet, by point and by state."""

    number = django_filters.NumberFilter(label="Phiếu số", min_value=1, max_value=1_000_000)
    point = django_filters.ModelChoiceFilter(queryset=_points, label="Điểm phục vụ", empty_label=ALL)
    state = django_filters.ChoiceFilter(
        choices=[(state.value, state.label) for state in (PaperState.AGREED, PaperState.WITHDRAWN)],
        label="Trạng thái",
        empty_label=ALL,
    )

    class Meta:
        model = PaperForm
        fields = ("number", "point", "state")
