"""Filters of doubts, which are computed and stand in no table."""

from collections.abc import Sequence
from typing import Any

from django import forms

from indicators.engine.sanity import CHECK_WORDS, GRAVITY_WORDS
from indicators.enums import MONTHS
from indicators.selectors.doubts import UnitDoubt


def _choices(words: Any) -> list[tuple[str, str]]:
    return [("", "Tất cả"), *((key.value, label) for key, label in words.items())]


class DoubtsForm(forms.Form):
    """Unit, gravity, check, month, and whether it is answered."""

    unit = forms.ChoiceField(label="Đơn vị", required=False)
    gravity = forms.ChoiceField(label="Mức độ", required=False, choices=_choices(GRAVITY_WORDS))
    check = forms.ChoiceField(label="Phép kiểm", required=False, choices=_choices(CHECK_WORDS))
    month = forms.ChoiceField(
        label="Tháng", required=False, choices=[("", "Tất cả"), *((str(number), words) for number, words in MONTHS)]
    )
    answered = forms.ChoiceField(
        label="Giải thích", required=False, choices=[("", "Tất cả"), ("no", "Chưa có"), ("yes", "Đã có")]
    )


class DoubtsFilter:
    """Answers like a FilterSet (``form``, ``qs``) for a list of doubts; what makes no sense narrows nothing."""

    def __init__(self, data: Any, queryset: Sequence[UnitDoubt], request: Any = None) -> None:
        self.form = DoubtsForm(data)
        units = {raised.unit.pk: raised.unit.short_name for raised in queryset}
        unit: Any = self.form.fields["unit"]
        unit.choices = [("", "Tất cả"), *((str(pk), name) for pk, name in units.items())]
        self.rows = queryset

    @property
    def qs(self) -> list[UnitDoubt]:
        """The doubts that are asked for."""
        self.form.is_valid()
        asked = {name: value for name, value in self.form.cleaned_data.items() if value}
        return [raised for raised in self.rows if _traits(raised).items() >= asked.items()]


def _traits(raised: UnitDoubt) -> dict[str, str]:
    return {
        "unit": str(raised.unit.pk),
        "gravity": raised.doubt.gravity.value,
        "check": raised.doubt.check.value,
        "month": str(raised.doubt.month),
        "answered": "yes" if raised.answer else "no",
    }
