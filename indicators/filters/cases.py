"""Filters of cases; they live in the address."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Unit
from accounts.requests import PortalRequest
from accounts.selectors.scope import units_in_sight
from indicators.engine.months import month_number
from indicators.enums import MONTHS, CaseImportState, CaseTiming
from indicators.models import CaseFile, CaseImport
from indicators.roles import VIEW_CASES
from indicators.selectors.case_imports import overdue

PENDING, OVERDUE = "pending", "overdue"
STANDINGS = [*CaseTiming.choices, (PENDING, "Đang giải quyết"), (OVERDUE, "Đang giải quyết, đã quá hạn")]


def _units(request: PortalRequest) -> QuerySet[Unit]:
    """The units of the centre looked at whose cases the person may see."""
    return units_in_sight(request.user, request.centre, VIEW_CASES).order_by("position", "sort_key")


class CaseFilter(django_filters.FilterSet):
    """By code, unit, field, month of receipt, and how the case stands against its due time."""

    code = django_filters.CharFilter(field_name="code", lookup_expr="icontains", label="Mã hồ sơ")
    unit = django_filters.ModelChoiceFilter(
        queryset=_units, field_name="group__unit", label="Đơn vị", empty_label="Tất cả"
    )
    field = django_filters.CharFilter(method="in_field", label="Lĩnh vực")
    month = django_filters.ChoiceFilter(
        choices=MONTHS, method="received_in", label="Tháng tiếp nhận", empty_label="Tất cả"
    )
    standing = django_filters.ChoiceFilter(
        choices=STANDINGS, method="standing_so", label="So với hạn", empty_label="Tất cả"
    )

    class Meta:
        model = CaseFile
        fields = ("code", "unit", "field", "month", "standing")

    def in_field(self, queryset: QuerySet[CaseFile], name: str, value: str) -> QuerySet[CaseFile]:
        return queryset.filter(Q(group__field__icontains=value) | Q(group__procedure__field__icontains=value))

    def received_in(self, queryset: QuerySet[CaseFile], name: str, value: str) -> QuerySet[CaseFile]:
        year: int = self.request.year
        return queryset.filter(received_month=month_number(year, int(value)))

    def standing_so(self, queryset: QuerySet[CaseFile], name: str, value: str) -> QuerySet[CaseFile]:
        if value == PENDING:
            return queryset.filter(finished_at__isnull=True)
        return overdue(queryset, timezone.now()) if value == OVERDUE else queryset.filter(timing=value)


class CaseImportFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=CaseImportState.choices, label="Trạng thái", empty_label="Tất cả")

    class Meta:
        model = CaseImport
        fields = ("state",)
