"""What forms share: the button, text that is kept while it is typed, the choice of a unit, the upload of a file."""

from collections.abc import Callable
from typing import Any, TypeVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, Submit
from django import forms
from django.db.models import QuerySet

from accounts.models import Unit
from core.errors import DomainError

Made = TypeVar("Made")


class RefusableForm(forms.BaseForm):
    """Can show a service's refusal where it belongs."""

    def refuse(self, refusal: DomainError) -> None:
        """Put a refusal beside its field, or on top when it belongs to none; what was typed stays."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


class PageForm(RefusableForm):
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


def attempt(form: RefusableForm, service: Callable[[], Made]) -> Made | None:
    """What the service made; None when it refused, with the refusal shown in the form."""
    try:
        return service()
    except DomainError as refusal:
        form.refuse(refusal)
        return None


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
