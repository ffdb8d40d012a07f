"""Filters of figures; they live in the address."""

import django_filters

from accounts.models import Unit
from indicators.enums import SurveyKind
from indicators.models import ProcedureCount, SurveyCount

MONTHS = [(month, f"Tháng {month}") for month in range(1, 13)]


def _units(request: object) -> object:
    """The departments of the centre that the person looks at."""
    centre = getattr(request, "centre", None)
    if centre is None:
        return Unit.objects.none()
    return Unit.objects.filter(path__startswith=centre.path).order_by("position", "sort_key")


class MonthlyFilter(django_filters.FilterSet):
    """By unit and month."""

    unit = django_filters.ModelChoiceFilter(queryset=_units, label="Đơn vị", empty_label="Tất cả")
    month = django_filters.ChoiceFilter(choices=MONTHS, label="Tháng", empty_label="Tất cả")


class ProcedureCountFilter(MonthlyFilter):
    late = django_filters.BooleanFilter(
        field_name="finished_late", lookup_expr="gt", method="only_late", label="Có hồ sơ quá hạn"
    )

    class Meta:
        model = ProcedureCount
        fields = ("unit", "month")

    def only_late(self, queryset: object, name: str, value: bool) -> object:
        return queryset.filter(finished_late__gt=0) if value else queryset.filter(finished_late=0)  # type: ignore[attr-defined]


class SurveyCountFilter(MonthlyFilter):
    kind = django_filters.ChoiceFilter(choices=SurveyKind.choices, label="Loại khảo sát", empty_label="Tất cả")

    class Meta:
        model = SurveyCount
        fields = ("unit", "kind", "month")
