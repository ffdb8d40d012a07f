"""The list of appeals."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from core.formats import vn_date, vn_points
from core.listing import NOWRAP, NUMBER, TITLE
from core.templatetags.ui import state_badge
from scoring.models import Appeal


class AppealTable(tables.Table):
    """One contested criterion in each row."""

    unit = tables.Column("Đơn vị", order_by=("unit__position", "unit__sort_key"), attrs=NOWRAP)
    criterion = tables.Column(
        "Tiêu chí", accessor="item__criterion", order_by=("item__criterion__position",), attrs=TITLE
    )
    first_points = tables.Column("Thẩm định", attrs=NUMBER)
    proposed_points = tables.Column("Đề nghị", attrs=NUMBER)
    decided_points = tables.Column("Sau giải quyết", attrs=NUMBER, default="–")
    state = tables.Column("Trạng thái")
    submitted_at = tables.Column("Gửi ngày", attrs=NOWRAP)
    decided_at = tables.Column("Giải quyết ngày", attrs=NOWRAP, default="–")

    class Meta:
        model = Appeal
        fields = (
            "unit",
            "criterion",
            "first_points",
            "proposed_points",
            "decided_points",
            "state",
            "submitted_at",
            "decided_at",
        )
        row_attrs = {"data-row-link": lambda record: reverse("scoring:appeal-detail", args=[record.pk])}

    def render_unit(self, record: Appeal) -> str:
        return record.unit.short_name

    def value_unit(self, record: Appeal) -> str:
        return record.unit.name

    def render_criterion(self, record: Appeal) -> Any:
        address = reverse("scoring:appeal-detail", args=[record.pk])
        return format_html('<a class="row-link" href="{}">{}</a>', address, self.value_criterion(record))

    def value_criterion(self, record: Appeal) -> str:
        return f"{record.item.criterion.code} {record.item.criterion.name}"

    def render_first_points(self, value: Decimal) -> str:
        return vn_points(value)

    def value_first_points(self, value: Decimal) -> Decimal:
        return value

    def render_proposed_points(self, value: Decimal) -> str:
        return vn_points(value)

    def value_proposed_points(self, value: Decimal) -> Decimal:
        return value

    def render_decided_points(self, value: Decimal) -> str:
        return vn_points(value)

    def value_decided_points(self, value: Decimal) -> Decimal:
        return value

    def render_state(self, record: Appeal) -> Any:
        return state_badge(record)

    def value_state(self, record: Appeal) -> str:
        return str(record.get_state_display())

    def render_submitted_at(self, value: datetime) -> str:
        return vn_date(timezone.localdate(value))

    def render_decided_at(self, value: datetime) -> str:
        return vn_date(timezone.localdate(value))
