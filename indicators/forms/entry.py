"""Entering declared figures and monthly counts."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row, Submit
from django import forms
from django.db.models import QuerySet

from accounts.models import Unit
from core.fields import NumberInput
from indicators.enums import MONTHS, Measure, PeriodKind, SurveyKind
from indicators.forms.figure_files import DocumentsField
from indicators.models import Indicator, Procedure, ProcedureCount, SurveyCount
from indicators.selectors.typed_figures import TYPED_OF_ANSWERS, TYPED_OF_CASES
from indicators.services.measurements import Period, Value

# Nothing is chosen beforehand: who forgets to choose would tell the figures of another period.
PERIODS = [
    ("", "Chọn kỳ"),
    *[(f"month:{number}", f"Tháng {number}") for number in range(1, 13)],
    *[(f"quarter:{number}", f"Quý {number}") for number in range(1, 5)],
    ("year:0", "Cả năm"),
]


class AsToldField(forms.BooleanField):
    """“It really is so”: hidden until the figure was refused for not adding up, or for being told twice."""

    def __init__(self, confirmed: str = "Nguồn ghi đúng như vậy") -> None:
        super().__init__(
            widget=forms.HiddenInput,
            label=f"{confirmed}; số liệu sẽ bị nêu nghi vấn và đơn vị giải thích ở trang Kiểm tra số liệu",
            required=False,
        )

    def offer(self) -> None:
        """Let the person see it and tick it."""
        self.widget = forms.CheckboxInput()


class SeenField(forms.CharField):
    """Which figure was shown as the one to be replaced: empty until a refusal told of it."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, required=False)


class MeasurementForm(forms.Form):
    """One figure of an indicator: a rate is entered by its two counts."""

    unit = forms.ModelChoiceField(label="Đơn vị", queryset=Unit.objects.none(), empty_label="Chọn đơn vị")
    period = forms.ChoiceField(label="Kỳ", choices=PERIODS)
    numerator = NumberInput(label="Tử số", required=False, max_digits=14, decimal_places=4)
    denominator = NumberInput(label="Mẫu số", required=False, max_digits=14, decimal_places=4)
    value = NumberInput(label="Giá trị", required=False, max_digits=14, decimal_places=4)
    source_note = forms.CharField(
        label="Nguồn, văn bản", max_length=300, help_text="Ví dụ: Báo cáo số 12/BC-TTYT ngày 5/10/2026."
    )
    documents = DocumentsField()
    as_told = AsToldField()
    seen = SeenField()

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
            Row(Column("unit"), Column("period")),
            Row(*figures),
            "source_note",
            "documents",
            "as_told",
            "seen",
            Submit("save", "Lưu số liệu"),
        )

    def period_value(self) -> Period:
        """The chosen period of the form's year."""
        kind, _, number = self.cleaned_data["period"].partition(":")
        return Period(self.year, PeriodKind(kind), int(number))

    def figure(self) -> Value:
        """What was typed."""
        return Value(**{name: self.cleaned_data.get(name) for name in ("value", "numerator", "denominator")})


class CountsForm(forms.ModelForm):
    """Counts of a unit in a month; the figures are renewed when the month was entered before."""

    # Which fields say whose counts they are; all others are counts.
    keys: tuple[str, ...] = ()
    number_rows: tuple[tuple[str, ...], ...] = ()

    def __init__(self, *args: Any, units: QuerySet[Unit], year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].empty_label = "Chọn đơn vị"  # type: ignore[attr-defined]
        self.fields["month"] = forms.TypedChoiceField(
            label=f"Tháng của năm {year}", choices=[("", "Chọn tháng"), *MONTHS], coerce=int
        )
        for names in self.number_rows:
            for name in names:
                self.fields[name].required = False
        self.fields["documents"] = DocumentsField()
        self.fields["seen"] = SeenField()
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Row(*[Column(name) for name in self.keys]),
            *[Row(*[Column(name) for name in names]) for names in self.number_rows],
            "source_note",
            "documents",
            *(["as_told"] if "as_told" in self.fields else []),
            "seen",
            Submit("save", "Lưu số liệu"),
        )

    def counts(self) -> dict[str, int]:
        """The typed counts; an empty field is zero."""
        return {name: self.cleaned_data.get(name) or 0 for names in self.number_rows for name in names}

    def _post_clean(self) -> None:
        """The service checks and stores the whole; a row of its own is not validated here."""


class ProcedureCountForm(CountsForm):
    """Case files of one procedure."""

    as_told = AsToldField()
    keys = ("unit", "procedure", "month")
    number_rows = (
        ("carried_over", "received_direct", "received_online"),
        ("finished_early", "finished_on_time", "finished_late"),
        ("pending_in_time", "pending_late"),
        ("with_fee", "paid_online", "data_reused"),
    )

    class Meta:
        model = ProcedureCount
        fields = ("unit", "procedure", *TYPED_OF_CASES, "source_note")

    def __init__(self, *args: Any, procedures: QuerySet[Procedure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["procedure"].queryset = procedures  # type: ignore[attr-defined]
        self.fields["procedure"].empty_label = "Chọn thủ tục"  # type: ignore[attr-defined]


class SurveyCountForm(CountsForm):
    """Answers of one kind of survey."""

    as_told = AsToldField("Đây là những phiếu khác, không có trên cổng")
    keys = ("unit", "kind", "month")
    number_rows = (
        ("forms", "fully_satisfied"),
        ("level_1", "level_2", "level_3", "level_4", "level_5"),
    )

    class Meta:
        model = SurveyCount
        fields = ("unit", "kind", *TYPED_OF_ANSWERS, "source_note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fully_satisfied"].help_text = "Để trống nếu nguồn không ghi."
        self.fields["kind"].choices = [("", "Chọn loại khảo sát"), *SurveyKind.choices]  # type: ignore[attr-defined]

    def counts(self) -> dict[str, int]:
        """The typed counts without the one that a source may leave out."""
        return {name: number for name, number in super().counts().items() if name != "fully_satisfied"}
