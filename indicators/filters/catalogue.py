"""Filters of the catalogue and of the list of procedures; they live in the address."""

from typing import Any

import django_filters
from django.db.models import F, QuerySet

from core.text import search_key
from indicators.enums import Measure, PeriodKind, Source
from indicators.models import Indicator, Procedure


def _named(queryset: QuerySet[Any], typed: str) -> QuerySet[Any]:
    """Rows whose name or code has every typed word, without diacritics; these lists are short."""
    words = search_key(typed).split()
    found = [
        key
        for key, code, name in queryset.values_list("pk", "code", "name")
        if all(word in search_key(f"{code} {name}") for word in words)
    ]
    return queryset.filter(pk__in=found)


class IndicatorFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(method="by_name", label="Tên hoặc mã")
    source = django_filters.ChoiceFilter(choices=Source.choices, label="Nguồn", empty_label="Tất cả")
    measure = django_filters.ChoiceFilter(choices=Measure.choices, label="Kiểu số", empty_label="Tất cả")
    frequency = django_filters.ChoiceFilter(choices=PeriodKind.choices, label="Kỳ số liệu", empty_label="Tất cả")
    whose = django_filters.ChoiceFilter(
        choices=(("shared", "Dùng chung"), ("own", "Riêng của trung tâm"), ("retired", "Đã ngừng dùng")),
        method="by_owner",
        label="Phạm vi",
        empty_label="Tất cả",
    )

    class Meta:
        model = Indicator
        fields = ("name", "source", "measure", "frequency", "whose")

    def by_name(self, queryset: QuerySet[Indicator], name: str, value: str) -> QuerySet[Indicator]:
        return _named(queryset, value)

    def by_owner(self, queryset: QuerySet[Indicator], name: str, value: str) -> QuerySet[Indicator]:
        if value == "retired":
            return queryset.filter(is_active=False)
        return queryset.filter(centre__isnull=value == "shared")


class ProcedureFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(method="by_name", label="Tên hoặc mã")
    state = django_filters.ChoiceFilter(
        choices=(
            ("uncut", "Chưa cắt giảm thời gian"),
            ("unpublished", "Chưa công khai kịp thời"),
            ("offline", "Chưa cung cấp trực tuyến"),
            ("unpaid", "Có phí, chưa thanh toán trực tuyến"),
        ),
        method="by_state",
        label="Còn thiếu",
        empty_label="Tất cả",
    )

    class Meta:
        model = Procedure
        fields = ("name", "state")

    def by_name(self, queryset: QuerySet[Procedure], name: str, value: str) -> QuerySet[Procedure]:
        return _named(queryset, value)

    def by_state(self, queryset: QuerySet[Procedure], name: str, value: str) -> QuerySet[Procedure]:
        wanted: dict[str, dict[str, Any]] = {
            "uncut": {"promised_days__gte": F("statutory_days")},
            "unpublished": {"published_on_time": False},
            "offline": {"is_online": False},
            "unpaid": {"has_fee": True, "pays_online": False},
        }
        return queryset.filter(**wanted[value])
