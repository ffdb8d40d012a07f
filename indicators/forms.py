"""Entering a declared figure."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row, Submit
from django import forms
from django.db.models import QuerySet

from accounts.models import Unit
from indicators.enums import Measure, PeriodKind
from indicators.models import Indicator
from indicators.services.measurements import Period, Value

PERIODS = [
    ("year:0", "Cả năm"),
    *[(f"quarter:{number}", f"Quý {number}") for number in range(1, 5)],
    *[(f"month:{number}", f"Tháng {number}") for number in range(1, 13)],
]


class MeasurementForm(forms.Form):
    """One figure of an indicator: a rate is entered by its two counts."""

    unit = forms.ModelChoiceField(label="Đơn vị", queryset=Unit.objects.none(), empty_label="Chọn đơn vị")
    period = forms.ChoiceField(label="Kỳ", choices=PERIODS)
    numerator = forms.DecimalField(label="Tử số", required=False, localize=True, max_digits=14, decimal_places=4)
    denominator = forms.DecimalField(label="Mẫu số", required=False, localize=True, max_digits=14, decimal_places=4)
    value = forms.DecimalField(label="Giá trị", required=False, localize=True, max_digits=14, decimal_places=4)
    source_note = forms.CharField(
        label="Nguồn, văn bản", max_length=300, help_text="Ví dụ: Báo cáo số 12/BC-TTYT ngày 5/10/2026."
    )

    def __init__(self, *args: Any, indicator: Indicator, units: QuerySet[Unit], year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["value"].label = f"Giá trị ({indicator.unit_of_measure})"
        if indicator.measure == Measure.PERCENT:
            self.fields["numerator"].label = indicator.numerator_label or "Tử số"
            self.fields["denominator"].label = indicator.denominator_label or "Mẫu số"
            del self.fields["value"]
        else:
            del self.fields["numerator"], self.fields["denominator"]
        self.helper = FormHelper()
        self.helper.attrs = {"data-keep": f"so-lieu-{indicator.code}"}
        figures = [Column(name) for name in ("numerator", "denominator", "value") if name in self.fields]
        self.helper.layout = Layout(
            Row(Column("unit"), Column("period")), Row(*figures), "source_note", Submit("save", "Lưu số liệu")
        )

    def period_value(self) -> Period:
        """The chosen period of the form's year."""
        kind, _, number = self.cleaned_data["period"].partition(":")
        return Period(self.year, PeriodKind(kind), int(number))

    def figure(self) -> Value:
        """What was typed."""
        return Value(**{name: self.cleaned_data.get(name) for name in ("value", "numerator", "denominator")})
