"""Form fields made from the parameters of a rule: numbers as typed in Vietnam, empty fields for defaults."""

import re
import string
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from decimal import Decimal
from functools import cache
from typing import Any, get_type_hints

from django import forms

from core.fields import NumberInput
from core.text import search_key
from scoring.engine.parameters import plain
from scoring.forms.workshop_kinds import CHOICES, words_of

NAMING = ("unit", "value_label", "numerator_label", "denominator_label", "may_exceed")
"""Parameters that only say how the figures are called; they are asked for last."""
MOST_ROWS = 30
REARRANGING = ("show", "add", "drop")
"""What a button may ask for besides saving: the page comes back with other fields, nothing is stored."""


@cache
def parameters(owner: type) -> tuple[tuple[Field[Any], Any], ...]:
    """The parameters of a rule or row class with their types, those that only name figures last."""
    hints = get_type_hints(owner)
    listed = [(field, hints[field.name]) for field in fields(owner) if field.init]
    return tuple(sorted(listed, key=lambda each: each[0].name in NAMING))


def form_field(owner: str, field: Field[Any], hint: Any) -> forms.Field:
    """The form field of one parameter; ``owner`` is the kind or the name of the row class."""
    words = words_of(owner, field.name)
    label, help_text = words.label, words.help
    required = field.default is MISSING and field.default_factory is MISSING
    if hint is bool:
        return forms.BooleanField(required=False, label=label, help_text=help_text)
    if field.name in CHOICES:
        return forms.ChoiceField(required=required, choices=CHOICES[field.name], label=label, help_text=help_text)
    if hint is str:
        return forms.CharField(required=required, max_length=200, label=label, help_text=help_text)
    if hint is not int:
        return NumberInput(required=required, label=label, help_text=help_text)
    whole = NumberInput(required=required, decimal_places=0, label=label, help_text=help_text)
    whole.error_messages["max_decimal_places"] = "Ghi số nguyên."
    return whole


def parameter_form(
    plain_fields: dict[str, forms.Field], data: Mapping[str, str] | None, path: str, initial: Mapping[str, Any]
) -> forms.Form:
    """A form of these fields, showing ``initial`` until something was posted.

    While a person only chooses a kind or adds a row, what is typed so far is shown again without being judged.
    """
    shown = {
        name: _typed(initial[name]) if isinstance(field, NumberInput) else initial[name]
        for name, field in plain_fields.items()
        if name in initial
    }
    form_type: type[forms.Form] = type("ParameterForm", (forms.Form,), {**plain_fields})
    if data is not None and data.get("act", "").partition(":")[0] in REARRANGING:
        unjudged = form_type(prefix=path)
        unjudged.initial = {
            name: field.widget.value_from_datadict(data, {}, unjudged.add_prefix(name))
            for name, field in plain_fields.items()
        }
        return unjudged
    return form_type(data, prefix=path, initial=shown)


def stated(form: forms.Form) -> dict[str, Any]:
    """What was typed, by parameter; an empty field leaves the default."""
    values = {}
    for name, value in form.cleaned_data.items():
        if value in ("", None):
            continue
        whole = isinstance(value, Decimal) and getattr(form.fields[name], "decimal_places", None) == 0
        values[name] = int(value) if whole else value
    return values


def as_posted(form: forms.Form) -> dict[str, str]:
    """The fields of a shown form as a browser sends them: a tick only when it is set."""
    values = {field.html_name: field.value() for field in form}
    return {name: "on" if value is True else str(value) for name, value in values.items() if value not in (None, False)}


def default(field: Field[Any]) -> Any:
    """What a parameter is when nobody states it; None for one that must be stated."""
    if field.default is not MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not MISSING else None


def give_codes(rows: list[dict[str, Any]], row_type: type) -> None:
    """Rows without a code get one that nobody has: A, B, C … for answers, p1, p2 … for parts, the name for levels."""
    if "code" not in {field.name for field, _ in parameters(row_type)}:
        return
    taken = {row["code"] for row in rows if "code" in row}
    spare = [f"p{at}" for at in range(1, MOST_ROWS * 2)]
    if row_type.__name__ == "AnswerOption":
        spare = [*string.ascii_uppercase, *spare]
    for row in rows:
        if "code" in row:
            continue
        named = re.sub(r"[^a-z0-9]+", "_", search_key(str(row.get("name", "")))).strip("_")[:30]
        row["code"] = named if named and named not in taken else next(code for code in spare if code not in taken)
        taken.add(row["code"])


def _typed(value: Any) -> Any:
    """A stored number as a person would type it."""
    return value if value is None else str(plain(value)).replace(".", ",")
