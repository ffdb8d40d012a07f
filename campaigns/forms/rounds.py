"""Rounds: the year, the days of each phase, participants, extensions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.db.models import QuerySet

from accounts.forms.base import PageForm
from accounts.models import Unit
from campaigns.enums import Phase
from campaigns.forms.plans import choose_from
from campaigns.models import Campaign, Round
from core.fields import DayInput

Period = tuple[date, date]


class RoundCreateForm(PageForm, forms.Form):
    """The year of a new round; everything else is proposed and can be changed before opening."""

    submit_label = "Lập đợt"
    keep = "dot-moi"
    campaign = forms.ModelChoiceField(label="Phong trào", queryset=Campaign.objects.none(), empty_label=None)
    year = forms.IntegerField(label="Năm", min_value=2000, max_value=2100)
    title = forms.CharField(
        label="Tên đợt", max_length=200, required=False, help_text="Để trống thì là “Đợt thi đua năm …”."
    )

    def __init__(self, *args: Any, campaigns: QuerySet[Campaign], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "campaign", campaigns)


class DeadlinesForm(PageForm, forms.Form):
    """The two days of every phase."""

    submit_label = "Lưu các hạn"
    keep = "han"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for phase in Phase:
            self.fields[f"{phase}_opens_on"] = forms.DateField(label="Mở ngày", widget=DayInput())
            self.fields[f"{phase}_closes_on"] = forms.DateField(label="Hạn cuối", widget=DayInput())

    @property
    def helper(self) -> Any:
        helper = super().helper
        helper.layout = Layout(
            *(
                Fieldset(phase.label, Div(f"{phase}_opens_on", f"{phase}_closes_on", css_class="field-pair"))
                for phase in Phase
            )
        )
        return helper

    @staticmethod
    def initial_of(deadlines: Mapping[str, Period]) -> dict[str, date]:
        """Initial values of the fields."""
        values = {}
        for phase, (opens_on, closes_on) in deadlines.items():
            values[f"{phase}_opens_on"], values[f"{phase}_closes_on"] = opens_on, closes_on
        return values

    def deadlines(self) -> dict[str, Period]:
        """What was typed, by phase."""
        data = self.cleaned_data
        return {phase.value: (data[f"{phase}_opens_on"], data[f"{phase}_closes_on"]) for phase in Phase}


class ParticipantsForm(PageForm, forms.Form):
    """Which units take part."""

    submit_label = "Lưu đơn vị tham gia"
    units = forms.ModelMultipleChoiceField(
        label="Đơn vị tham gia", queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "units", units)


class ExtensionForm(PageForm, forms.Form):
    """A later deadline for one unit."""

    submit_label = "Gia hạn"
    keep = "gia-han"
    phase = forms.ChoiceField(label="Giai đoạn", choices=Phase.choices)
    unit = forms.ModelChoiceField(label="Đơn vị", queryset=Unit.objects.none(), empty_label="Chọn đơn vị")
    closes_on = forms.DateField(label="Hạn mới", widget=DayInput())
    asked_by = forms.CharField(label="Người đề nghị", max_length=100, help_text="Họ tên, chức vụ người xin gia hạn.")
    reason = forms.CharField(label="Lý do", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Unit.objects.filter(participations__round=round).order_by("position", "sort_key")
        choose_from(self, "unit", members)
