"""The list of criteria sets."""

from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django_tables2.utils import A

from core.formats import vn_number
from core.listing import NUMBER
from core.templatetags.ui import state_badge
from scoring.models import CriteriaSet


class CriteriaSetTable(tables.Table):
    """Sets of the centres in view."""

    name = tables.Column(
        verbose_name="Bộ tiêu chí",
        linkify=("scoring:criteria-detail", [A("pk")]),
        attrs={"a": {"class": "row-link"}},
    )
    unit = tables.Column(verbose_name="Đơn vị ban hành", accessor="unit__short_name", order_by=("unit__sort_key",))
    version = tables.Column(verbose_name="Phiên bản", attrs=NUMBER)
    total = tables.Column(verbose_name="Tổng điểm", attrs=NUMBER)
    leaf_count = tables.Column(verbose_name="Số tiêu chí", attrs=NUMBER)
    round_count = tables.Column(verbose_name="Số đợt dùng", attrs=NUMBER)
    state = tables.Column(verbose_name="Trạng thái")

    class Meta:
        model = CriteriaSet
        fields = ("name", "unit", "version", "total", "leaf_count", "round_count", "state")

    def render_total(self, value: Decimal) -> str:
        return vn_number(value.normalize())

    def render_state(self, record: CriteriaSet) -> Any:
        return state_badge(record)

    def value_state(self, record: CriteriaSet) -> str:
        return record.get_state_display()
