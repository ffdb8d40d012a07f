"""Columns of the lists of plans, targets, tasks and rounds."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from campaigns.models import Plan, Round, Task
from core.formats import vn_date
from core.listing import NOWRAP, NUMBER
from core.templatetags.ui import badge, state_badge


def _link(url: str, text: object) -> str:
    return format_html('<a class="row-link" href="{}">{}</a>', url, text)


class PlanTable(tables.Table):
    """One row for each version of a plan."""

    campaign = tables.Column("Phong trào", order_by=("campaign__title", "-version"))
    version = tables.Column("Lần", attrs=NUMBER)
    number = tables.Column("Số, ký hiệu", empty_values=())
    issued_on = tables.Column("Ngày ban hành")
    period = tables.Column("Thời gian", accessor="campaign__starts_on", attrs=NOWRAP)
    state = tables.Column("Trạng thái")
    acknowledged = tables.Column("Đã xác nhận", attrs=NUMBER)

    class Meta:
        model = Plan
        fields = ("campaign", "version", "number", "issued_on", "period", "state", "acknowledged")
        row_attrs = {"data-row-link": lambda record: reverse("campaigns:plan-detail", args=[record.pk])}

    def render_campaign(self, record: Plan) -> str:
        return _link(reverse("campaigns:plan-detail", args=[record.pk]), record.campaign)

    def value_campaign(self, record: Plan) -> str:
        return record.campaign.title

    def render_number(self, record: Plan) -> str:
        return record.number_and_symbol or "–"

    def render_issued_on(self, record: Plan) -> str:
        return vn_date(record.issued_on)

    def render_period(self, record: Plan) -> str:
        first, last = record.campaign.starts_on.year, record.campaign.ends_on.year
        return str(first) if first == last else f"{first} – {last}"

    def render_state(self, record: Plan) -> Any:
        return format_html("<div>{}</div>", state_badge(record))

    def value_state(self, record: Plan) -> str:
        return record.get_state_display()


class TaskTable(tables.Table):
    """Tasks by their day; overdue ones say so in words."""

    work = tables.Column("Rõ việc")
    unit = tables.Column("Đơn vị", order_by=("unit__sort_key", "due_on"))
    assignee = tables.Column("Rõ người", order_by=("assignee__sort_key", "due_on"))
    due_on = tables.Column("Hạn", attrs=NUMBER)
    content_area = tables.Column("Nội dung", order_by=("content_area__position", "due_on"), default="–")
    state = tables.Column("Trạng thái")
    responsibility = tables.Column("Rõ trách nhiệm", visible=False)
    product = tables.Column("Rõ sản phẩm", visible=False)
    authority = tables.Column("Rõ thẩm quyền", visible=False)

    class Meta:
        model = Task
        fields = ("work", "unit", "assignee", "due_on", "content_area", "state")
        row_attrs = {"data-row-link": lambda record: reverse("campaigns:task-detail", args=[record.pk])}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = timezone.localdate()

    def render_work(self, record: Task) -> str:
        return _link(reverse("campaigns:task-detail", args=[record.pk]), record.work)

    def value_work(self, record: Task) -> str:
        return record.work

    def render_due_on(self, record: Task) -> str:
        return vn_date(record.due_on)

    def render_state(self, record: Task) -> Any:
        if record.is_overdue(self.today):
            late = "Hoàn thành muộn" if record.completed_on else "Quá hạn"
            return format_html("<div>{} {}</div>", state_badge(record), badge(late, "bad", "exclamation-triangle"))
        return format_html("<div>{}</div>", state_badge(record))

    def value_state(self, record: Task) -> str:
        return f"{record.get_state_display()}{' (quá hạn)' if record.is_overdue(self.today) else ''}"


class RoundTable(tables.Table):
    """One row a year."""

    title = tables.Column("Đợt thi đua")
    year = tables.Column("Năm", attrs=NUMBER)
    campaign = tables.Column("Phong trào", order_by=("campaign__title", "-year"))
    unit_count = tables.Column("Đơn vị tham gia", attrs=NUMBER)
    last_day = tables.Column("Hạn cuối cùng", attrs=NUMBER)
    state = tables.Column("Trạng thái")

    class Meta:
        model = Round
        fields = ("title", "year", "campaign", "unit_count", "last_day", "state")
        row_attrs = {"data-row-link": lambda record: reverse("campaigns:round-detail", args=[record.pk])}

    def render_title(self, record: Round) -> str:
        return _link(reverse("campaigns:round-detail", args=[record.pk]), record.title)

    def value_title(self, record: Round) -> str:
        return record.title

    def render_year(self, value: int) -> str:
        return str(value)

    def render_last_day(self, value: Any) -> str:
        return vn_date(value)

    def render_state(self, record: Round) -> Any:
        return format_html("<div>{}</div>", state_badge(record))

    def value_state(self, record: Round) -> str:
        return record.get_state_display()
