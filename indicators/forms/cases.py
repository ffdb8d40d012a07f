"""Bringing in a file of a one-stop system."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.db.models import QuerySet

from accounts.forms.base import PageForm, UnitChoice
from accounts.models import Unit
from indicators.engine.months import FIRST_YEAR, LAST_YEAR
from indicators.enums import MONTHS, CaseLayout
from indicators.forms.base import PlainText


class CaseUploadForm(PageForm, forms.Form):
    """The file, what it lists, and where it comes from."""

    submit_label = "Tải lên"
    file = forms.FileField(label="Tệp Excel (.xlsx) hoặc CSV", help_text="Tệp do hệ thống một cửa xuất ra, để nguyên.")
    layout = forms.ChoiceField(label="Tệp liệt kê", choices=CaseLayout.choices, initial=CaseLayout.CASES)
    source_name = PlainText(
        label="Nguồn",
        max_length=120,
        help_text="Tên hệ thống xuất tệp. Cách ghép cột được nhớ theo nguồn.",
        initial="Một cửa điện tử",
    )
    default_unit = UnitChoice(
        label="Đơn vị giải quyết (khi tệp không có cột đơn vị)",
        queryset=Unit.objects.none(),
        required=False,
        empty_label="Cả trung tâm",
    )
    year = forms.IntegerField(label="Năm (của bảng tổng hợp)", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    month = forms.TypedChoiceField(
        label="Tháng (của bảng tổng hợp)",
        choices=[("", "Không dùng cho danh sách hồ sơ"), *MONTHS],
        coerce=int,
        empty_value=None,
        required=False,
    )
    again = forms.BooleanField(label="Nhập lại tệp đã nhập trước đây", required=False)

    @property
    def helper(self) -> Any:
        helper = super().helper
        summary = Div("month", "year", css_class="field-pair")
        helper.layout = Layout("file", "layout", "source_name", "default_unit", summary, "again")
        return helper

    def __init__(self, *args: Any, units: QuerySet[Unit], sources: list[str], year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["default_unit"]
        field.queryset = units
        self.fields["year"].initial = year
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.csv,.txt"
        if sources:
            self.fields["source_name"].initial = sources[0]
            self.fields["source_name"].help_text += f" Đã có: {'; '.join(sources[:8])}."
