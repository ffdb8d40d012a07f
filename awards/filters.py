"""Filters of the award lists; they live in the address."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from awards.enums import DecisionState, DossierState, Level, SessionState
from awards.models import Award, Decision, Dossier, Honour, PerformanceRating, Session
from campaigns.enums import SubjectKind


def all_awards(request: HttpRequest | None) -> QuerySet[Award]:
    """Every title and form."""
    return Award.objects.all()


def year_choices(years: Iterable[int]) -> list[tuple[str, str]]:
    """Choices of a year, newest first."""
    return [(str(year), str(year)) for year in sorted(set(years), reverse=True)]


class DossierFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="Trạng thái", choices=DossierState.choices, empty_label="Mọi trạng thái")
    award = django_filters.ModelChoiceFilter(label="Danh hiệu, hình thức", queryset=all_awards, empty_label="Tất cả")
    subject_kind = django_filters.ChoiceFilter(label="Đối tượng", choices=SubjectKind.choices, empty_label="Tất cả")

    class Meta:
        model = Dossier
        fields = ("state", "award", "subject_kind")


class SessionFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="Trạng thái", choices=SessionState.choices, empty_label="Mọi trạng thái")

    class Meta:
        model = Session
        fields = ("state",)


class DecisionFilter(django_filters.FilterSet):
    """By the year of signing; a draft belongs to the year of its round."""

    year = django_filters.ChoiceFilter(label="Năm", choices=(), empty_label="Tất cả", method="by_year")
    state = django_filters.ChoiceFilter(label="Trạng thái", choices=DecisionState.choices, empty_label="Mọi trạng thái")

    class Meta:
        model = Decision
        fields = ("year", "state")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = self.queryset.order_by().values_list("signed_on", "award_round__year")
        self.filters["year"].extra["choices"] = year_choices(day.year if day else year for day, year in days)

    def by_year(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(Q(signed_on__year=int(value)) | Q(signed_on__isnull=True, award_round__year=int(value)))


class HonourFilter(django_filters.FilterSet):
    year = django_filters.ChoiceFilter(label="Năm khen thưởng", choices=(), empty_label="Tất cả")
    award = django_filters.ModelChoiceFilter(label="Danh hiệu, hình thức", queryset=all_awards, empty_label="Tất cả")
    subject_kind = django_filters.ChoiceFilter(label="Đối tượng", choices=SubjectKind.choices, empty_label="Tất cả")

    class Meta:
        model = Honour
        fields = ("year", "award", "subject_kind")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = self.queryset.order_by().values_list("year", flat=True).distinct()
        self.filters["year"].extra["choices"] = year_choices(years)


class RatingFilter(django_filters.FilterSet):
    level = django_filters.ChoiceFilter(label="Mức xếp loại", choices=Level.choices, empty_label="Mọi mức")
    subject = django_filters.ChoiceFilter(
        label="Đối tượng", choices=SubjectKind.choices, empty_label="Tất cả", method="by_subject"
    )

    class Meta:
        model = PerformanceRating
        fields = ("level",)

    def by_subject(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(person__isnull=value == SubjectKind.COLLECTIVE)
