"""From what a person typed to the inputs of a rule, with a Vietnamese message for each field that will not do.

Numbers are read as they are written in Vietnam: “1.234,5” is 1234.5 and “1.234” is 1234; “99.5” is understood as well.
"""

import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from core.numbers import read_number

from . import explanation
from .parameters import decimal_text
from .rules import InputField, Rule
from .rules.base import MeasuredRule
from .rules.choices import Manual
from .values import Inputs

YES, NO = "co", "khong"


class _Unreadable(Exception):
    """Carries the Vietnamese message about one field."""


def read_typed(rule: Rule, max_points: Decimal, typed: Mapping[str, str]) -> tuple[Inputs | None, dict[str, str]]:
    """The inputs typed for a rule, or every message by field name. Empty fields are not reported (None), never zero."""
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for field in rule.fields():
        text = unicodedata.normalize("NFKC", typed.get(field.name) or "").strip()
        if not text:
            continue
        try:
            values[field.name] = _value(rule, field, text, max_points)
        except _Unreadable as refused:
            errors[field.name] = str(refused)
    if not errors:
        errors = _contradictions(rule, values)
    return (None, errors) if errors else (Inputs(**values), {})


def write_typed(rule: Rule, stored: Mapping[str, Any]) -> dict[str, str]:
    """What stands in the fields for stored inputs (``Inputs.as_mapping``): the text a person would type."""
    return {field.name: _text(stored.get(field.name)) for field in rule.fields()}


def _value(rule: Rule, field: InputField, text: str, max_points: Decimal) -> Any:
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
    if field.form == "integer":
        if number != number.to_integral_value():
            raise _Unreadable("Phải là số nguyên.")
        return int(number)
    if field.form == "percent" and number > 100:
        raise _Unreadable("Tỷ lệ không được vượt quá 100%.")
    if field.form == "mark":
        _refuse_mark(rule, number, max_points)
    return number


def _yes_or_no(text: str) -> bool:
    if text not in (YES, NO):
        raise _Unreadable("Chọn Có hoặc Không.")
    return text == YES


def _refuse_mark(rule: Rule, mark: Decimal, max_points: Decimal) -> None:
    if mark > max_points:
        raise _Unreadable(f"Điểm phải từ 0 đến {explanation.number(max_points)}.")
    if isinstance(rule, Manual) and mark % rule.step:
        raise _Unreadable(f"Điểm phải là bội số của {explanation.number(rule.step)}.")


def _contradictions(rule: Rule, values: Mapping[str, Any]) -> dict[str, str]:
    part, whole = values.get("numerator"), values.get("denominator")
    if isinstance(rule, MeasuredRule) and part is not None and whole is not None and part > whole:
        return {
            "numerator": f"{explanation.number(part)} lớn hơn tổng số {explanation.number(whole)}. "
            "Nếu làm vượt mức được giao, ghi bằng tổng số."
        }
    return {}


def _text(stored: Any) -> str:
    if stored is None:
        return ""
    if isinstance(stored, bool):
        return YES if stored else NO
    text = str(stored)
    try:
        number = Decimal(text)
    except ArithmeticError:
        return text
    return decimal_text(number).replace(".", ",")
