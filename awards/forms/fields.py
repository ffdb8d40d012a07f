"""Fields that several award forms use."""

from typing import Any

from django import forms

from accounts.models import Person, User
from awards.models import Dossier
from core.fields import DayInput
from core.text import nfc


class CleanText(forms.CharField):
    """Text in NFC without surrounding white space."""

    def to_python(self, value: Any) -> str:
        return nfc(super().to_python(value) or "").strip()


def text(label: str, *, rows: int = 0, limit: int = 4000, required: bool = True, help_text: str = "") -> CleanText:
    """One line, or an area of `rows` lines."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return CleanText(label=label, widget=widget, max_length=limit, required=required, help_text=help_text)


def day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """A date typed as ngày/tháng/năm."""
    return forms.DateField(label=label, widget=DayInput(), required=required, help_text=help_text)


class PersonChoice(forms.ModelChoiceField):
    """People with their unit, since names repeat."""

    def label_from_instance(self, person: Person) -> str:
        return f"{person.full_name} – {person.unit.short_name}"


class UserChoice(forms.ModelChoiceField):
    """Logins by the name of their person."""

    def label_from_instance(self, user: User) -> str:
        unit = f" – {user.person.unit.short_name}" if user.person else ""
        return f"{user.display_name}{unit}"


class DossierChoices(forms.ModelMultipleChoiceField):
    """Dossiers to tick."""

    def label_from_instance(self, dossier: Dossier) -> str:
        return f"{dossier.subject_name} ({dossier.unit.short_name}) – {dossier.award.name}"
