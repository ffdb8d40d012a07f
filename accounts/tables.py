"""Columns of the lists of people, units and the audit trail."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from accounts.models import Person, Unit
from core.formats import vn_datetime
from core.listing import NUMBER
from core.models import AuditEvent
from core.templatetags.ui import badge, change_words


def _link(url: str, text: object) -> str:
    return format_html('<a class="row-link" href="{}">{}</a>', url, text)


class PersonTable(tables.Table):
    """People by given name; the whole row leads to the person."""

    full_name = tables.Column("Họ và tên", order_by=("sort_key", "pk"))
    staff_code = tables.Column("Mã nhân viên")
    unit = tables.Column("Đơn vị", order_by=("unit__sort_key", "sort_key"))
    job_title = tables.Column("Chức vụ, chức danh")
    login = tables.Column("Tài khoản", accessor="user__username", default="–", orderable=False)
    state = tables.Column("Tình trạng", accessor="active_to", empty_values=(), orderable=False)

    class Meta:
        model = Person
        fields = ("full_name", "staff_code", "unit", "job_title", "login", "state")
        order_by = ("full_name",)
        row_attrs = {"data-row-link": lambda record: reverse("accounts:person-detail", args=[record.pk])}

    def render_full_name(self, record: Person) -> str:
        return _link(reverse("accounts:person-detail", args=[record.pk]), record.full_name)

    def value_full_name(self, record: Person) -> str:
        return record.full_name

    def render_state(self, record: Person) -> str:
        return badge("Đã nghỉ", "neutral") if record.active_to else badge("Đang làm việc", "good")

    def value_state(self, record: Person) -> str:
        return "Đã nghỉ" if record.active_to else "Đang làm việc"


class UnitTable(tables.Table):
    """Units in the order of the tree, each indented by its depth."""

    name = tables.Column("Đơn vị", order_by=("path",), attrs={"td": {"class": "tree-cell"}})
    kind = tables.Column("Loại", orderable=False)
    group = tables.Column("Khối thi đua", orderable=False)
    code = tables.Column("Mã")
    people_count = tables.Column("Nhân sự", attrs=NUMBER)

    class Meta:
        model = Unit
        fields = ("name", "kind", "group", "code", "people_count")
        row_attrs = {"data-row-link": lambda record: reverse("accounts:unit-detail", args=[record.pk])}

    def render_name(self, record: Unit) -> str:
        return format_html(
            '<span class="tree-{}">{}</span>',
            min(record.depth, 5),
            format_html(
                '<a class="row-link" href="{}">{}</a>', reverse("accounts:unit-detail", args=[record.pk]), record.name
            ),
        )

    def value_name(self, record: Unit) -> str:
        return record.name

    def render_group(self, record: Unit) -> str:
        return str(record.get_group_display()) if record.group else "–"


class AuditTable(tables.Table):
    """Who did what, when, from what to what, and why."""

    at = tables.Column("Thời điểm", attrs={"td": {"class": "nowrap"}})
    actor_name = tables.Column("Người thực hiện")
    what = tables.Column("Việc", empty_values=(), orderable=False)
    target_label = tables.Column("Bản ghi")
    changes = tables.TemplateColumn(
        template_name="accounts/_audit_changes.html",
        verbose_name="Thay đổi",
        orderable=False,
        empty_values=(None, {}),
        default="–",
    )
    reason = tables.Column("Lý do", default="–", orderable=False)

    class Meta:
        model = AuditEvent
        fields = ("at", "actor_name", "what", "target_label", "changes", "reason")

    def __init__(self, *args: Any, action_words: dict[str, str], **kwargs: Any) -> None:
        self.action_words = action_words
        super().__init__(*args, **kwargs)

    def render_at(self, value: Any) -> str:
        return vn_datetime(value)

    def value_at(self, value: Any) -> Any:
        return value

    def render_what(self, record: AuditEvent) -> str:
        return self.action_words.get(record.action, record.action)

    def value_changes(self, record: AuditEvent) -> str:
        return "; ".join(f"{label}: {change_words(change)}" for label, change in record.changes.items())
