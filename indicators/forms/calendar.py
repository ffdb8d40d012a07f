"""Typing a day off or a day worked instead."""

from datetime import date
from typing import Any

from django import forms

from accounts.forms import PageForm
from core.errors import DomainError
from core.fields import DayInput
from core.text import nfc
from indicators.enums import DayKind
from indicators.models import CalendarDay


class CalendarDayForm(PageForm, forms.Form):
    """One day that differs from the week."""

    submit_label = "Lưu ngày"
    keep = "ngay-nghi"
    on = forms.DateField(label="Ngày", widget=DayInput())
    kind = forms.ChoiceField(
        label="Loại", choices=DayKind.choices, help_text="Ngày làm bù là thứ Bảy hoặc Chủ nhật đi làm thay ngày khác."
    )
    name = forms.CharField(label="Dịp", max_length=120, help_text="Ví dụ: Tết Nguyên đán Đinh Mùi.")
    basis = forms.CharField(label="Căn cứ", max_length=200, required=False, help_text="Số và ngày của thông báo.")
    is_provisional = forms.BooleanField(label="Dự kiến, chưa có thông báo chính thức", required=False)

    def __init__(self, *args: Any, day: CalendarDay | None = None, **kwargs: Any) -> None:
        if day is not None:
            kwargs["initial"] = {name: getattr(day, name) for name in self.base_fields}
            self.keep = f"ngay-nghi-{day.pk}"
        super().__init__(*args, **kwargs)

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if not 2000 <= on.year <= 2100:
            raise forms.ValidationError("Năm phải từ 2000 đến 2100.")
        return on

    def clean_name(self) -> str:
        return nfc(self.cleaned_data["name"]).strip()

    def clean_basis(self) -> str:
        return nfc(self.cleaned_data["basis"]).strip()

    def refuse(self, refusal: DomainError) -> None:
        """Put a refusal beside its field, or on top when it belongs to none; what was typed stays."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))
