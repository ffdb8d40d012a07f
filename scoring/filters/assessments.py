"""Filters of the lists of self-assessments and of the verifier's queue."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from accounts.models import Unit
from scoring.enums import AssessmentState, ItemState, NodeKind
from scoring.models import Assessment, AssessmentItem, Criterion
from scoring.selectors import verification

READY = (
    ("cho", "Chờ thẩm định"),
    ("giai-trinh", "Có giải trình"),
    ("lech", "Lệch năm trước hơn 1 điểm"),
    ("khong-ap-dung", "Đề nghị không áp dụng"),
)


class AssessmentFilter(django_filters.FilterSet):
    """By state and by emulation block."""

    state = django_filters.ChoiceFilter(label="Trạng thái", choices=AssessmentState.choices, empty_label="Tất cả")

    class Meta:
        model = Assessment
        fields = ("state",)


def _groups(queue: QuerySet[AssessmentItem]) -> QuerySet[Criterion]:
    """The top-level groups of the sets in the queue."""
    sets: Any = queue.order_by().values("criterion__criteria_set")
    return Criterion.objects.filter(criteria_set__in=sets, kind=NodeKind.GROUP, parent=None)


def _units(queue: QuerySet[AssessmentItem]) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=queue.order_by().values("assessment__unit")).order_by("position", "sort_key")


class QueueFilter(django_filters.FilterSet):
    """By unit and group (of those in the queue), decision, and the ready filters of the chips (``loc``)."""

    loc = django_filters.ChoiceFilter(choices=READY, method="ready", widget=forms.HiddenInput)
    unit = django_filters.ModelChoiceFilter(
        label="Đơn vị", queryset=Unit.objects.none(), field_name="assessment__unit", empty_label="Tất cả"
    )
    group = django_filters.ModelChoiceFilter(
        label="Nhóm", queryset=Criterion.objects.none(), field_name="criterion__parent", empty_label="Tất cả"
    )
    state = django_filters.ChoiceFilter(label="Thẩm định", choices=ItemState.choices, empty_label="Tất cả")

    class Meta:
        model = AssessmentItem
        fields = ("loc", "unit", "group", "state")

    def __init__(self, *args: Any, queue: QuerySet[AssessmentItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["unit"].queryset, self.filters["group"].queryset = _units(queue), _groups(queue)

    def ready(self, queryset: QuerySet[AssessmentItem], name: str, value: str) -> QuerySet[AssessmentItem]:
        if value == "cho":
            return verification.waiting(queryset)
        if value == "giai-trinh":
            return verification.explained(queryset)
        if value == "lech":
            return verification.far_from_last_year(queryset)
        return queryset.filter(claims_not_applicable=True)
