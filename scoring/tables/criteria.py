"""The list of criteria sets."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse

from core.listing import NUMBER, row_link
from core.templatetags.ui import state_badge
from scoring.models import CriteriaSet


class CriteriaSetTable(tables.Table):
    """Sets of the centres in view."""

    name = tables.Column(verbose_name="Bộ tiêu chí", linkify=True, attrs={"a": {"class": "row-link"}})
    unit = tables.Column(verbose_name="Đơn vị ban hành", accessor="unit__short_name")
    version = tables.Column(verbose_name="Phiên bản", attrs=NUMBER)
    total = tables.Column(verbose_name="Tổng điểm", attrs=NUMBER)
    leaf_count = tables.Column(verbose_name="Số tiêu chí", attrs=NUMBER)
    round_count = tables.Column(verbose_name="Số đợt đang dùng", attrs=NUMBER)
    state = tables.Column(verbose_name="Trạng thái")

    class Meta:
        model = CriteriaSet
        fields = ("name", "unit", "version", "total", "leaf_count", "round_count", "state")
        template_name = "core/_table.html"
        row_attrs = {"data-row-link": lambda record: row_link(address_of(record))["data-row-link"]}

    def render_name(self, value: str) -> str:
        return value

    def render_total(self, value: Any) -> str:
        return f"{value:f}".rstrip("0").rstrip(".")

    def render_state(self, record: CriteriaSet) -> Any:
        return state_badge(record)

    def value_state(self, record: CriteriaSet) -> str:
        return record.get_state_display()


def address_of(criteria_set: CriteriaSet) -> str:
    """The page of a set."""
    return reverse("scoring:criteria-detail", args=[criteria_set.pk])
