"""From what a person typed to the inputs of a rule, with a Vietnamese message for each field that will not do.

Numbers are read as they are written in Vietnam: “1.234,5” is 1234.5 and “1.234” is 1234; “99.5” is understood as well.
Fields have flat names, whatever the depth of the rule: “numerator”, “counts.A”, “parts.p1.numerator”.
"""

import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from core.numbers import MOST_PLACES, read_number
from scoring.engine import explanation
from scoring.engine.parameters import decimal_text
from scoring.engine.rounding import half_up
from scoring.engine.rules import InputField, Rule
from scoring.engine.values import Inputs, OptionCount, PartInputs

YES, NO = "co", "khong"


class _Unreadable(Exception):
    """Carries the Vietnamese message about one field."""


def asked_of_units(rule: Rule) -> tuple[InputField, ...]:
    """What a unit declares itself: all that the rule reads but what is worked out from the figures of all units."""
    return tuple(field for field in rule.fields() if not field.from_all)


def read_typed(
    rule: Rule, max_points: Decimal, typed: Mapping[str, str], fields: tuple[InputField, ...] | None = None
) -> tuple[Inputs | None, dict[str, str]]:
    """The inputs typed for a rule, or every message by field name. Empty fields are not reported (None), never zero.

    ``fields``: only these of the rule are read (``asked_of_units``); without them all.
    """
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    fields = rule.fields() if fields is None else fields
    for field in fields:
        text = unicodedata.normalize("NFKC", typed.get(field.name) or "").strip()
        if not text:
            continue
        try:
            values[field.name] = _value(field, text, max_points)
        except _Unreadable as refused:
            errors[field.name] = str(refused)
    if not errors:
        errors = _contradictions(fields, values)
    return (None, errors) if errors else (_nested(values), {})


def write_typed(rule: Rule, stored: Mapping[str, Any]) -> dict[str, str]:
    """What stands in the fields for stored inputs (``Inputs.as_mapping``): the text a person would type."""
    known = flat(stored)
    if "parts" not in stored:  # the parts read the figures of the whole
        known |= {field.name: known.get(_in_the_whole(field.name)) for field in rule.fields()}
    return {field.name: _text(field, known.get(field.name)) for field in rule.fields()}


def _in_the_whole(name: str) -> str:
    """The name of a part's field among the figures of the whole: “parts.p1.numerator” is “numerator”."""
    while name.startswith("parts."):
        name = name.split(".", 2)[2]
    return name


def flat(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Stored inputs under the names of their fields: “counts.A”, “parts.p1.numerator”."""
    named = {name: each for name, each in stored.items() if name not in ("counts", "parts")}
    named |= {f"counts.{each['code']}": each["count"] for each in stored.get("counts", ())}
    for part in stored.get("parts", ()):
        named |= {f"parts.{part['code']}.{name}": each for name, each in flat(part["inputs"]).items()}
    return named


def _nested(values: Mapping[str, Any]) -> Inputs:
    """The inputs behind flat names; parts keep the order in which their fields are asked for."""
    own: dict[str, Any] = {}
    counts: list[OptionCount] = []
    parts: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        head, _, rest = name.partition(".")
        if head == "counts":
            counts.append(OptionCount(rest, value))
        elif head == "parts":
            code, _, inner = rest.partition(".")
            parts.setdefault(code, {})[inner] = value
        else:
            own[head] = Fraction(value) if head == "average" else value
    inside = tuple(PartInputs(code, _nested(each)) for code, each in parts.items())
    return Inputs(**own, counts=tuple(counts), parts=inside)


def _value(field: InputField, text: str, max_points: Decimal) -> Any:
    if field.form == "yes_no":
        return _yes_or_no(text)
    if field.form == "choice":
        if text not in dict(field.choices):
            raise _Unreadable("Chọn một mức trong danh sách.")
        return text
    try:
        number = read_number(text)
    except ValueError as refused:
        raise _Unreadable(str(refused)) from None
    if field.form != "percent" and text.endswith("%"):
        raise _Unreadable("Ô này ghi số, không ghi tỷ lệ. Bỏ dấu %.")
    _refuse_size(field, number, max_points)
    if field.form == "integer":
        if number != number.to_integral_value():
            raise _Unreadable("Phải là số nguyên.")
        return int(number)
    return number


def _yes_or_no(text: str) -> bool:
    if text not in (YES, NO):
        raise _Unreadable("Chọn Có hoặc Không.")
    return text == YES


def _refuse_size(field: InputField, number: Decimal, max_points: Decimal) -> None:
    if field.form == "mark":
        most = max_points if field.most is None else field.most
        if number > most:
            raise _Unreadable(f"Điểm phải từ 0 đến {explanation.number(most)}.")
        if field.step is not None and number % field.step:
            raise _Unreadable(f"Điểm phải là bội số của {explanation.number(field.step)}.")
    elif field.most is not None and number > field.most:
        if field.form == "percent":
            raise _Unreadable(f"Tỷ lệ không được vượt quá {explanation.plain_percent(field.most)}.")
        raise _Unreadable(f"Không được vượt quá {explanation.number(field.most)}.")


def _contradictions(fields: tuple[InputField, ...], values: Mapping[str, Any]) -> dict[str, str]:
    labels = {field.name: field.label for field in fields}
    errors = {}
    for field in fields:
        part, whole = values.get(field.name), values.get(field.at_most)
        if part is not None and whole is not None and part > whole:
            named = f"“{labels[field.at_most]}” ({explanation.number(whole)})"
            errors[field.name] = f"{explanation.number(part)} lớn hơn {named}. Kiểm tra lại hai số này."
    return errors


def _text(field: InputField, stored: Any) -> str:
    if stored is None:
        return ""
    if field.form == "choice":
        return str(stored)
    if isinstance(stored, bool):
        return YES if stored else NO
    # an exact average may be a fraction; it is shown in as many decimals as a person may type
    exact = half_up(Fraction(stored), MOST_PLACES) if "/" in str(stored) else Decimal(stored)
    return decimal_text(exact).replace(".", ",")
