"""What the forms of figures have in common."""

from typing import Any

from django import forms

from accounts.forms.base import PageForm
from core.errors import DomainError
from core.text import nfc


class FigureForm(PageForm, forms.Form):
    """A form that can show a service's refusal where it belongs."""

    def refuse(self, refusal: DomainError) -> None:
        """Put a refusal beside its field, or on top when it belongs to none; what was typed stays."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


class PlainText(forms.CharField):
    """Text in the one normal form, without white space around it."""

    def to_python(self, value: Any) -> str:
        return nfc(super().to_python(value) or "").strip()
