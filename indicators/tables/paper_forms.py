"""The table of paper forms that count."""

import django_tables2 as tables
from django_tables2.utils import A

from core.formats import vn_date
from core.listing import MIDDLING, NOWRAP, ROW_LINK
from core.templatetags.ui import state_badge
from indicators.models import PaperForm


class SettledFormTable(tables.Table):
    """Paper forms that count or were taken back."""

    number = tables.Column(verbose_name="Phiếu", linkify=("indicators:settled-form", [A("pk")]), attrs=ROW_LINK)
    point = tables.Column(verbose_name="Điểm phục vụ", order_by=("point__position", "point"), attrs=MIDDLING)
    answered_on = tables.Column(verbose_name="Ngày trả lời", attrs=NOWRAP)
    first_by = tables.Column(verbose_name="Nhập lần một", orderable=False, attrs=MIDDLING)
    second_by = tables.Column(verbose_name="Nhập lần hai", orderable=False, attrs=MIDDLING)
    state = tables.Column(verbose_name="Trạng thái")

    class Meta:
        model = PaperForm
        fields = ("number", "point", "answered_on", "first_by", "second_by", "state")

    def render_number(self, value: int) -> str:
        return f"Số {value}"

    def value_number(self, value: int) -> int:
        return value

    def render_answered_on(self, record: PaperForm) -> str:
        return vn_date(record.answered_on)

    def render_state(self, record: PaperForm) -> str:
        return state_badge(record)

    def value_state(self, record: PaperForm) -> str:
        return record.get_state_display()
