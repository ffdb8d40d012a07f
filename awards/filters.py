"""Filters of the award lists; they live in the address."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest

from awards.enums import DecisionState, DossierState, Level, SessionState
from awards.models import Award, Decision, Dossier, Honour, PerformanceRating, Session
from campaigns.enums import SubjectKind


def all_awards(request: HttpRequest | None) -> QuerySet[Award]:
    """Every title and form."""
    return Award.objects.all()


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
    state = django_filters.ChoiceFilter(label="Trạng thái", choices=DecisionState.choices, empty_label="Mọi trạng thái")

    class Meta:
        model = Decision
        fields = ("state",)


class HonourFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(label="Năm khen thưởng")
    award = django_filters.ModelChoiceFilter(label="Danh hiệu, hình thức", queryset=all_awards, empty_label="Tất cả")
    subject_kind = django_filters.ChoiceFilter(label="Đối tượng", choices=SubjectKind.choices, empty_label="Tất cả")

    class Meta:
        model = Honour
        fields = ("year", "award", "subject_kind")


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
