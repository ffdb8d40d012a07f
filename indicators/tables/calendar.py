"""The table of days off and of days worked instead."""

from datetime import date

import django_tables2 as tables
from django_tables2.utils import A

from core.formats import vn_date
from core.listing import NO_PRINT, NOWRAP
from indicators.models import CalendarDay

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


class CalendarDayTable(tables.Table):
    """Days that differ from the week, in order."""

    on = tables.Column(verbose_name="Ngày", attrs=NOWRAP)
    weekday = tables.Column(verbose_name="Thứ", accessor="on", orderable=False, attrs=NOWRAP)
    kind = tables.Column(verbose_name="Loại")
    name = tables.Column(verbose_name="Dịp")
    basis = tables.Column(verbose_name="Căn cứ", orderable=False)
    is_provisional = tables.Column(verbose_name="Chính thức")
    change = tables.Column(
        verbose_name="Sửa",
        empty_values=(),
        orderable=False,
        linkify=("indicators:calendar-day-edit", [A("pk")]),
        attrs=NO_PRINT,
    )

    class Meta:
        model = CalendarDay
        fields = ("on", "weekday", "kind", "name", "basis", "is_provisional", "change")
        exclude_from_export = ("change",)

    def render_on(self, value: date) -> str:
        return vn_date(value)

    def value_on(self, value: date) -> date:
        return value

    def render_weekday(self, value: date) -> str:
        return WEEKDAYS[value.weekday()]

    def render_is_provisional(self, value: bool) -> str:
        return "dự kiến" if value else "đã có căn cứ"

    def render_change(self) -> str:
        return "Sửa"
