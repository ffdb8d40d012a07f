"""What forms share: the button, text that is kept while it is typed, the choice of a unit, the upload of a file."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, Submit
from django import forms
from django.db.models import QuerySet

from accounts.models import Unit


class PageForm:
    """Adds the layout helper: one button with a verb, typed text kept in the browser under ``keep``."""

    submit_label = "Lưu"
    keep = ""

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_method = "post"
        helper.attrs = {"novalidate": "", **({"data-keep": self.keep} if self.keep else {})}
        helper.add_input(Submit("luu", self.submit_label, css_id=f"gui-{self.keep or 'bieu-mau'}"))
        return helper


class UnitChoice(forms.ModelChoiceField):
    """Units indented as in the tree."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"empty_label": "Chọn đơn vị", **kwargs})

    def label_from_instance(self, unit: Unit) -> str:
        return f"{'    ' * (unit.depth - 1)}{unit.short_name}"


def offer(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """Limit a choice field to the rows that this person may choose."""
    field: Any = form.fields[name]
    field.queryset = rows


class ImportForm(PageForm, forms.Form):
    """The Excel file of units and people."""

    submit_label = "Kiểm tra tệp"
    file = forms.FileField(
        label="Tệp Excel (.xlsx)", widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}), allow_empty_file=True
    )

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.layout = Layout(Field("file"))
        return helper
