"""Filters of the ranking."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import QuerySet

from accounts.enums import UnitGroup
from scoring.models import UnitScore


class RankingFilter(django_filters.FilterSet):
    """By emulation group and grade (one of those given)."""

    khoi = django_filters.ChoiceFilter(
        field_name="unit__group",
        label="Khối",
        empty_label="Tất cả",
        choices=[choice for choice in UnitGroup.choices if choice[0]],
    )
    xep_loai = django_filters.ChoiceFilter(field_name="grade", label="Xếp loại", empty_label="Tất cả")

    class Meta:
        model = UnitScore
        fields = ("khoi", "xep_loai")

    def __init__(self, data: Any, queryset: QuerySet[UnitScore], *, grades: Iterable[str], **kwargs: Any) -> None:
        super().__init__(data, queryset=queryset, **kwargs)
        self.filters["xep_loai"].extra["choices"] = [(grade, grade) for grade in grades]
