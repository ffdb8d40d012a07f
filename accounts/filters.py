"""Filters of the lists of people, units and the audit trail."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone

from accounts.enums import UnitGroup, UnitKind
from accounts.models import Person, Unit
from accounts.policies import reach
from accounts.roles import VIEW_DIRECTORY
from core.fields import DayInput
from core.models import AuditEvent


def _units_in_reach(request: Any) -> QuerySet[Unit]:
    if request is None:
        return Unit.objects.none()
    return reach(request.user, VIEW_DIRECTORY).filter(Unit.objects.all(), field="").order_by("path")


class PersonFilter(django_filters.FilterSet):
    """By unit (with everything below it), by login, and by whether the person still works here."""

    unit = django_filters.ModelChoiceFilter(
        label="Đơn vị", queryset=_units_in_reach, method="within_unit", empty_label="Tất cả"
    )
    login = django_filters.ChoiceFilter(
        label="Tài khoản", choices=(("co", "Có"), ("khong", "Chưa có")), method="with_login", empty_label="Tất cả"
    )
    state = django_filters.ChoiceFilter(
        label="Tình trạng",
        choices=(("dang-lam", "Đang làm việc"), ("da-nghi", "Đã nghỉ")),
        method="with_state",
        empty_label="Tất cả",
    )

    class Meta:
        model = Person
        fields = ("unit", "login", "state")

    def within_unit(self, queryset: QuerySet[Person], name: str, unit: Unit) -> QuerySet[Person]:
        return queryset.filter(unit__path__startswith=unit.path)

    def with_login(self, queryset: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        return queryset.filter(user__isnull=value == "khong")

    def with_state(self, queryset: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        return queryset.filter(active_to__isnull=value == "dang-lam")


class UnitFilter(django_filters.FilterSet):
    """By kind and emulation group."""

    kind = django_filters.ChoiceFilter(label="Loại", choices=UnitKind.choices, empty_label="Tất cả")
    group = django_filters.ChoiceFilter(label="Khối thi đua", choices=UnitGroup.choices[1:], empty_label="Tất cả")

    class Meta:
        model = Unit
        fields = ("kind", "group")


class AuditFilter(django_filters.FilterSet):
    """By kind of act (one of those in ``words``: code, name) and by day."""

    action = django_filters.ChoiceFilter(label="Việc", choices=(), empty_label="Tất cả")
    since = django_filters.DateFilter(label="Từ ngày", method="from_day", widget=DayInput)
    until = django_filters.DateFilter(label="Đến ngày", method="to_day", widget=DayInput)

    class Meta:
        model = AuditEvent
        fields = ("action", "since", "until")

    def __init__(self, *args: Any, words: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form.fields["action"].choices = [("", "Tất cả"), *sorted(words.items(), key=lambda item: item[1])]

    def from_day(self, queryset: QuerySet[AuditEvent], name: str, value: Any) -> QuerySet[AuditEvent]:
        return queryset.filter(at__gte=timezone.make_aware(datetime.combine(value, time.min)))

    def to_day(self, queryset: QuerySet[AuditEvent], name: str, value: Any) -> QuerySet[AuditEvent]:
        return queryset.filter(at__lte=timezone.make_aware(datetime.combine(value, time.max)))
