"""Typing a day off or a day worked instead."""

from datetime import date
from typing import Any

from django import forms

from accounts.forms.base import PageForm
from core.fields import DayInput
from indicators.engine.months import FIRST_YEAR, LAST_YEAR
from indicators.enums import DayKind
from indicators.forms.base import PlainText
from indicators.models import CalendarDay


class CalendarDayForm(PageForm, forms.Form):
    """One day that differs from the week."""

    submit_label = "Lưu ngày"
    keep = "ngay-nghi"
    on = forms.DateField(label="Ngày", widget=DayInput())
    kind = forms.ChoiceField(
        label="Loại", choices=DayKind.choices, help_text="Ngày làm bù là thứ Bảy hoặc Chủ nhật đi làm thay ngày khác."
    )
    name = PlainText(label="Dịp", max_length=120, help_text="Ví dụ: Tết Nguyên đán Đinh Mùi.")
    basis = PlainText(label="Căn cứ", max_length=200, required=False, help_text="Số và ngày của thông báo.")
    is_provisional = forms.BooleanField(label="Dự kiến, chưa có thông báo chính thức", required=False)

    def __init__(self, *args: Any, day: CalendarDay | None = None, **kwargs: Any) -> None:
        if day is not None:
            kwargs["initial"] = {name: getattr(day, name) for name in self.base_fields}
            self.keep = f"ngay-nghi-{day.pk}"
        super().__init__(*args, **kwargs)

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if not FIRST_YEAR <= on.year <= LAST_YEAR:
            raise forms.ValidationError(f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.")
        return on
