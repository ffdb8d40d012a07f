"""The list of scenarios."""

from datetime import datetime
from typing import Any

import django_tables2 as tables
from django_tables2.utils import A

from core.formats import vn_datetime
from core.listing import NUMBER
from core.templatetags.ui import badge
from scoring.models import Scenario


class ScenarioTable(tables.Table):
    """Scenarios by name, with the result that they were tried on."""

    name = tables.Column(
        verbose_name="Phương án thử",
        linkify=("scoring:scenario-detail", [A("pk")]),
        attrs={"a": {"class": "row-link"}},
    )
    run = tables.Column(verbose_name="Thử trên", order_by=("round", "run__number"))
    changes = tables.Column(verbose_name="Số thay đổi", attrs=NUMBER, orderable=False)
    created_by = tables.Column(verbose_name="Người lập", order_by=("created_by__person__sort_key",), empty_values=())
    computed_at = tables.Column(verbose_name="Tính thử lúc")
    shared_at = tables.Column(verbose_name="Trình Giám đốc", empty_values=())

    class Meta:
        model = Scenario
        fields = ("name", "run", "changes", "created_by", "computed_at", "shared_at")

    def render_changes(self, value: list[Any]) -> str:
        return str(len(value))

    def render_created_by(self, record: Scenario) -> str:
        return record.created_by.display_name if record.created_by else "–"

    def render_computed_at(self, value: datetime) -> str:
        return vn_datetime(value)

    def value_computed_at(self, value: datetime) -> datetime:
        return value

    def render_shared_at(self, record: Scenario) -> Any:
        return badge("Đã trình", "good") if record.shared_at else "chưa trình"

    def value_shared_at(self, record: Scenario) -> str:
        return vn_datetime(record.shared_at) if record.shared_at else "chưa trình"
