"""The ranking of a run."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from core.formats import vn_points
from core.listing import NOWRAP, NUMBER, TITLE
from core.templatetags.ui import badge
from scoring.models import UnitScore


class RankingTable(tables.Table):
    """Units with their totals; ``open_ids`` are the sheets that the reader may open."""

    rank = tables.Column(verbose_name="Hạng", attrs=NUMBER)
    unit = tables.Column(verbose_name="Đơn vị", accessor="unit__name", order_by=("unit__sort_key",), attrs=TITLE)
    group = tables.Column(
        verbose_name="Khối", accessor="unit__group", order_by=("unit__group", "group_rank"), attrs=NOWRAP
    )
    group_rank = tables.Column(verbose_name="Hạng trong khối", attrs=NUMBER)
    self_total = tables.Column(verbose_name="Tự chấm", attrs=NUMBER)
    total = tables.Column(verbose_name="Điểm", attrs=NUMBER)
    grade = tables.Column(verbose_name="Xếp loại", order_by=("-total",))
    missing = tables.Column(verbose_name="Chưa có số liệu", attrs=NUMBER)

    class Meta:
        model = UnitScore
        fields = ("rank", "unit", "group", "group_rank", "self_total", "total", "grade", "missing")
        row_attrs = {"data-row-link": lambda record, table: table.address_of(record)}

    def __init__(
        self,
        *args: Any,
        open_ids: Collection[int] = (),
        tones: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.open_ids = frozenset(open_ids)
        self.tones = tones or {}

    def address_of(self, record: UnitScore) -> str | None:
        """The unit's sheet, None when it is not for this reader."""
        return reverse("scoring:unit-result", args=[record.pk]) if record.pk in self.open_ids else None

    def render_unit(self, record: UnitScore, value: str) -> Any:
        address = self.address_of(record)
        return value if address is None else format_html('<a class="row-link" href="{}">{}</a>', address, value)

    def render_group(self, record: UnitScore) -> str:
        return record.unit.get_group_display()

    def render_self_total(self, value: Decimal) -> str:
        return vn_points(value)

    def render_total(self, value: Decimal) -> Any:
        return format_html("<strong>{}</strong>", vn_points(value))

    def value_total(self, value: Decimal) -> Decimal:
        return value

    def value_self_total(self, value: Decimal) -> Decimal:
        return value

    def render_grade(self, record: UnitScore, value: str) -> Any:
        return badge(value, self.tones.get(record.grade_code, "neutral"), "award")

    def value_grade(self, value: str) -> str:
        return value

    def render_missing(self, record: UnitScore, value: int) -> str:
        return "chưa tự đánh giá" if not record.is_assessed else str(value or "")

    def value_missing(self, record: UnitScore, value: int) -> Any:
        return "chưa tự đánh giá" if not record.is_assessed else value
