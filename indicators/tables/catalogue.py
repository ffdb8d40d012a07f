"""Tables of the catalogue and of procedures."""

from datetime import date
from decimal import Decimal

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django_tables2.utils import A

from core.formats import vn_date, vn_number
from core.listing import MIDDLING, NO_PRINT, NOWRAP, NUMBER, ROW_LINK, WIDE, WIDE_TITLE
from indicators.models import Indicator, Procedure
from indicators.statistics import time_cut

WIDE_ONLY = {"td": {"class": "nowrap wide-only"}}
"""What a card on a phone leaves to the page of the record."""


def _edit_page(record: Indicator) -> str | None:
    """Where an own indicator is changed; shipped ones are not."""
    return reverse("indicators:indicator-edit", args=[record.pk]) if record.centre_id else None


class IndicatorTable(tables.Table):
    """Indicators; definition and counts go into the Excel file only, they would not fit a screen."""

    name = tables.Column(
        verbose_name="Chỉ số", linkify=("indicators:figure-detail", [A("code")]), attrs={**WIDE, **ROW_LINK}
    )
    code = tables.Column(verbose_name="Mã", visible=False)
    definition = tables.Column(verbose_name="Định nghĩa", visible=False)
    numerator_label = tables.Column(verbose_name="Tử số", visible=False)
    denominator_label = tables.Column(verbose_name="Mẫu số", visible=False)
    measure = tables.Column(verbose_name="Kiểu số", attrs=WIDE_ONLY)
    unit_of_measure = tables.Column(verbose_name="Đơn vị tính", visible=False)
    direction = tables.Column(verbose_name="Chiều tốt", visible=False)
    roll_up = tables.Column(verbose_name="Gộp các tháng", visible=False)
    frequency = tables.Column(verbose_name="Kỳ", attrs=WIDE_ONLY)
    source = tables.Column(verbose_name="Nguồn")
    owner = tables.Column(verbose_name="Bộ phận chịu trách nhiệm", attrs={"td": {"class": "middling wide-only"}})
    centre = tables.Column(verbose_name="Phạm vi", empty_values=(), orderable=False, attrs=WIDE_ONLY)
    change = tables.Column(verbose_name="Sửa", empty_values=(), orderable=False, linkify=_edit_page, attrs=NO_PRINT)

    class Meta:
        model = Indicator
        fields = (
            "name",
            "code",
            "definition",
            "numerator_label",
            "denominator_label",
            "measure",
            "unit_of_measure",
            "direction",
            "roll_up",
            "frequency",
            "source",
            "owner",
            "centre",
            "change",
        )
        exclude_from_export = ("change",)

    def render_centre(self, record: Indicator) -> str:
        if not record.is_active:
            return "đã ngừng dùng"
        return "riêng" if record.centre_id else "dùng chung"

    def render_change(self, record: Indicator) -> str:
        return "Sửa" if record.centre_id else ""


class ProcedureTable(tables.Table):
    """Administrative procedures with the cut of their time."""

    code = tables.Column(verbose_name="Mã", attrs=NOWRAP)
    name = tables.Column(verbose_name="Thủ tục", attrs=WIDE_TITLE)
    field = tables.Column(verbose_name="Lĩnh vực", attrs=MIDDLING)
    statutory_days = tables.Column(verbose_name="Quy định (ngày)", attrs=NUMBER)
    promised_days = tables.Column(verbose_name="Cam kết (ngày)", attrs=NUMBER)
    cut = tables.Column(verbose_name="Cắt giảm", attrs=NUMBER, empty_values=(), orderable=False)
    promised_on = tables.Column(verbose_name="Từ ngày", attrs=NOWRAP)
    decision = tables.Column(verbose_name="Quyết định", orderable=False, visible=False)
    published_on_time = tables.Column(verbose_name="Công khai", attrs=NOWRAP)
    is_online = tables.Column(verbose_name="Trực tuyến")
    is_on_national_portal = tables.Column(verbose_name="Cổng Dịch vụ công quốc gia", visible=False)
    pays_online = tables.Column(verbose_name="Thanh toán trực tuyến", attrs=NOWRAP)
    abolished_from = tables.Column(verbose_name="Bãi bỏ từ năm", visible=False)
    change = tables.Column(
        verbose_name="Sửa",
        empty_values=(),
        orderable=False,
        linkify=("indicators:procedure-edit", [A("pk")]),
        attrs=NO_PRINT,
    )

    class Meta:
        model = Procedure
        fields = (
            "code",
            "name",
            "field",
            "statutory_days",
            "promised_days",
            "cut",
            "promised_on",
            "decision",
            "published_on_time",
            "is_online",
            "is_on_national_portal",
            "pays_online",
            "abolished_from",
            "change",
        )
        exclude_from_export = ("change",)

    def render_name(self, record: Procedure, value: str) -> str:
        if record.abolished_from is None:
            return value
        return format_html('{}<span class="cell-below">Bãi bỏ từ năm {}</span>', value, record.abolished_from)

    def value_name(self, value: str) -> str:
        return value

    def render_cut(self, record: Procedure) -> str:
        return f"{vn_number(time_cut(record.statutory_days, record.promised_days) * 100, 2)}%"

    def value_cut(self, record: Procedure) -> Decimal:
        return round(time_cut(record.statutory_days, record.promised_days) * 100, 2)

    def render_promised_on(self, value: date) -> str:
        return vn_date(value)

    def value_promised_on(self, value: date) -> date:
        return value

    def render_published_on_time(self, value: bool) -> str:
        return "kịp thời" if value else "chưa"

    def render_is_online(self, value: bool) -> str:
        return "có" if value else "chưa"

    def render_is_on_national_portal(self, value: bool) -> str:
        return "đã tích hợp" if value else "chưa"

    def render_pays_online(self, record: Procedure) -> str:
        if not record.has_fee:
            return "không có phí"
        return "có" if record.pays_online else "chưa"

    def render_change(self) -> str:
        return "Sửa"
