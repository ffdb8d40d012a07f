"""Filters of the deadline ledger, whose lines are computed and stand in no table."""

from collections.abc import Sequence
from typing import Any

from django import forms

from scoring.selectors.ledger import Line
from scoring.selectors.ledger_facts import Standing


class LedgerForm(forms.Form):
    """Unit and state."""

    unit = forms.ChoiceField(label="Đơn vị", required=False)
    state = forms.ChoiceField(label="Tình trạng", required=False, choices=[("", "Tất cả"), *Standing.choices])


class LedgerFilter:
    """Answers like a FilterSet (``form``, ``qs``) for a list of lines; what makes no sense narrows nothing."""

    def __init__(self, data: Any, queryset: Sequence[Line], request: Any = None) -> None:
        self.form = LedgerForm(data)
        units = {line.unit.pk: line.unit.short_name for line in queryset}
        unit: Any = self.form.fields["unit"]
        unit.choices = [("", "Tất cả"), *((str(pk), name) for pk, name in units.items())]
        self.lines = queryset

    @property
    def qs(self) -> list[Line]:
        """The lines that are asked for."""
        self.form.is_valid()
        unit, state = self.form.cleaned_data.get("unit"), self.form.cleaned_data.get("state")
        return [
            line
            for line in self.lines
            if (not unit or str(line.unit.pk) == unit) and (not state or line.standing == state)
        ]
