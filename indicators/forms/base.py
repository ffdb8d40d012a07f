"""What the forms of figures have in common."""

from typing import Any

from django import forms

from core.text import nfc


class PlainText(forms.CharField):
    """Text in the one normal form, without white space around it."""

    def to_python(self, value: Any) -> str:
        return nfc(super().to_python(value) or "").strip()
