"""How far every unit of a run is from the next grade."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from core.formats import vn_number, vn_points
from core.listing import NOWRAP, NUMBER, TITLE
from scoring.models import UnitScore
from scoring.selectors.distances import Distance

Reader = Callable[[Sequence[UnitScore]], Mapping[int, Distance]]


class DistanceTable(tables.Table):
    """Units with what they lack; ``read`` tells it for the rows of a page at once."""

    rank = tables.Column(verbose_name="Hạng", attrs=NUMBER)
    unit = tables.Column(verbose_name="Đơn vị", accessor="unit__name", order_by=("unit__sort_key",), attrs=TITLE)
    total = tables.Column(verbose_name="Điểm", attrs=NUMBER)
    grade = tables.Column(verbose_name="Xếp loại", order_by=("-total",), attrs=NOWRAP)
    goal = tables.Column(verbose_name="Mức kế tiếp", empty_values=(), orderable=False, attrs=NOWRAP)
    missing_points = tables.Column(verbose_name="Còn thiếu", empty_values=(), orderable=False, attrs=NUMBER)
    way = tables.Column(verbose_name="Cách ngắn nhất", empty_values=(), orderable=False)

    class Meta:
        model = UnitScore
        fields = ("rank", "unit", "total", "grade", "goal", "missing_points", "way")
        row_attrs = {"data-row-link": lambda record: reverse("scoring:unit-distance", args=[record.pk])}

    def __init__(self, *args: Any, read: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.read = read

    @cached_property
    def distances(self) -> Mapping[int, Distance]:
        """Of the page that is shown, or of all rows where there are no pages: a job hands over some at a time."""
        rows = self.page.object_list if hasattr(self, "page") else self.rows
        return self.read([row.record for row in rows])

    def distance_of(self, record: UnitScore) -> Distance:
        return self.distances[record.pk]

    def render_unit(self, record: UnitScore, value: str) -> Any:
        return format_html('<a class="row-link" href="{}">{}</a>', self._address(record), value)

    def render_total(self, value: Decimal) -> str:
        return vn_points(value)

    def value_total(self, value: Decimal) -> Decimal:
        return value

    def render_goal(self, record: UnitScore) -> str:
        goal = self.distance_of(record).goal
        return f"{goal.name} (từ {vn_number(goal.low.normalize())})" if goal else "–"

    def render_missing_points(self, record: UnitScore) -> str:
        found = self.distance_of(record)
        return vn_points(found.missing) if found.goal else "–"

    def value_missing_points(self, record: UnitScore) -> Decimal | None:
        found = self.distance_of(record)
        return found.missing if found.goal else None

    def render_way(self, record: UnitScore) -> str:
        return self.distance_of(record).in_words

    def _address(self, record: UnitScore) -> str:
        return reverse("scoring:unit-distance", args=[record.pk])
