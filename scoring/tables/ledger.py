"""The deadline ledger as a table."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html

from core.formats import vn_date
from core.listing import NOWRAP, NUMBER
from core.templatetags.ui import badge
from scoring.selectors.ledger import UNDATED, Line
from scoring.selectors.ledger_facts import Standing

TONES = {
    Standing.IN_TIME: "good",
    Standing.LATE: "attention",
    Standing.OPEN: "accent",
    Standing.OVERDUE: "bad",
    Standing.FULL: "good",
    Standing.NONE: "neutral",
    Standing.PAST: "neutral",
}


class LedgerTable(tables.Table):
    """One deadline of one unit in each row."""

    unit = tables.Column("Đơn vị", accessor="unit__short_name", order_by=("unit__sort_key",), attrs=NOWRAP)
    matter = tables.Column("Việc", orderable=False)
    note = tables.Column("Ghi nhận", orderable=False, visible=False)
    due = tables.Column("Hạn", attrs=NOWRAP)
    extension = tables.Column("Gia hạn", orderable=False, default="–")
    met_on = tables.Column("Xong ngày", attrs=NOWRAP, default="–", orderable=False)
    days = tables.Column("Sớm, trễ", attrs=NUMBER)
    working_days = tables.Column("Sớm, trễ (ngày làm việc)", visible=False)
    standing = tables.Column("Tình trạng", order_by=("standing",))
    waits_on = tables.Column("Đang chờ", orderable=False, default="–")

    class Meta:
        fields = (
            "unit",
            "matter",
            "note",
            "due",
            "extension",
            "met_on",
            "days",
            "working_days",
            "standing",
            "waits_on",
        )

    def render_matter(self, record: Line, value: str) -> Any:
        if not record.note:
            return value
        return format_html('<span>{}<br><span class="muted">{}</span></span>', value, record.note)

    def value_matter(self, value: str) -> str:
        return value

    def render_due(self, value: date) -> str:
        return vn_date(value)

    def value_due(self, value: date) -> date:
        return value

    def render_extension(self, record: Line) -> Any:
        return format_html(
            '<span>từ {}<br><span class="muted">{}</span></span>', vn_date(record.regular), _granted(record)
        )

    def value_extension(self, record: Line) -> str:
        return f"Hạn chung {vn_date(record.regular)}. {_granted(record)}"

    def render_met_on(self, value: date) -> str:
        return vn_date(value)

    def value_met_on(self, value: date) -> date:
        return value

    def render_days(self, record: Line) -> str:
        return record.words or "–"

    def value_days(self, record: Line) -> int | None:
        return None if record.standing in UNDATED else record.days

    def value_working_days(self, record: Line) -> int | None:
        return None if record.standing in UNDATED else record.working_days

    def render_standing(self, record: Line) -> Any:
        return badge(record.standing.label, TONES[record.standing])

    def value_standing(self, record: Line) -> str:
        return str(record.standing.label)


def _granted(line: Line) -> str:
    extension = line.extension
    if extension is None:
        return ""
    return f"{extension.asked_by} đề nghị, {extension.granted_by.display_name} cho phép. Lý do: {extension.reason}"
