"""Filters of figures; they live in the address."""

import django_filters
from django.db.models import QuerySet

from accounts.models import Unit
from accounts.requests import PortalRequest
from accounts.selectors.scope import units_in_sight
from indicators.enums import MONTHS, SurveyKind
from indicators.models import ProcedureCount, SurveyCount
from indicators.roles import VIEW_FIGURES


def _units(request: PortalRequest) -> QuerySet[Unit]:
    """The units of the centre looked at whose figures the person may see."""
    return units_in_sight(request.user, request.centre, VIEW_FIGURES).order_by("position", "sort_key")


class MonthlyFilter(django_filters.FilterSet):
    """By unit and month."""

    unit = django_filters.ModelChoiceFilter(queryset=_units, label="Đơn vị", empty_label="Tất cả")
    month = django_filters.ChoiceFilter(choices=MONTHS, label="Tháng", empty_label="Tất cả")


class ProcedureCountFilter(MonthlyFilter):
    late = django_filters.ChoiceFilter(
        choices=(("true", "Có"), ("false", "Không")), method="only_late", label="Có hồ sơ quá hạn", empty_label="Tất cả"
    )

    class Meta:
        model = ProcedureCount
        fields = ("unit", "month")

    def only_late(self, queryset: QuerySet[ProcedureCount], name: str, value: str) -> QuerySet[ProcedureCount]:
        return queryset.filter(finished_late__gt=0) if value == "true" else queryset.filter(finished_late=0)


class SurveyCountFilter(MonthlyFilter):
    kind = django_filters.ChoiceFilter(choices=SurveyKind.choices, label="Loại khảo sát", empty_label="Tất cả")

    class Meta:
        model = SurveyCount
        fields = ("unit", "kind", "month")
