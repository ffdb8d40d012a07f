"""Choosing what to compare a criteria set with."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from scoring.models import CriteriaSet


class _SetChoice(forms.ModelChoiceField):
    def label_from_instance(self, criteria_set: CriteriaSet) -> str:
        return f"{criteria_set.name}, phiên bản {criteria_set.version} ({criteria_set.unit.short_name})"


class OtherSetForm(forms.Form):
    """The set that stands on the left; the one that was copied from, or another version, is offered first."""

    voi = _SetChoice(CriteriaSet.objects.none(), label="So với", empty_label="Chọn bộ tiêu chí")

    def __init__(self, *args: Any, sets: QuerySet[CriteriaSet], like: CriteriaSet, **kw: Any) -> None:
        super().__init__(*args, **kw)
        field: Any = self.fields["voi"]
        field.queryset = sets
        nearest = like.copied_from or sets.filter(unit=like.unit, code=like.code).first()
        self.initial = {"voi": nearest.pk if nearest else None}
