"""The head of a paper form: its number and its day."""

from django import forms

from core.fields import DayInput


class PaperHeadForm(forms.Form):
    """What stands at the top of a paper form."""

    number = forms.IntegerField(label="Phiếu số", min_value=1, max_value=1_000_000)
    answered_on = forms.DateField(label="Ngày trả lời", widget=DayInput())
