"""Reads typed dataclasses from plain mappings (TOML, JSON) and writes them back; every slip is told in Vietnamese."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from types import UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


class _WrongType(Exception):
    """Carries the Vietnamese name of what was expected."""


def read(target: type[T], given: Mapping[str, Any]) -> tuple[T | None, list[str]]:
    """Builds `target` from the mapping; returns (object, []) or (None, every slip)."""
    hints = _hints(cast(type, target))
    slips = [f"Không có tham số “{name}”." for name in given if name not in hints]
    values: dict[str, Any] = {}
    for field in fields(target):  # type: ignore[arg-type]
        if field.name in given:
            try:
                values[field.name] = _convert(hints[field.name], given[field.name])
            except _WrongType as wrong:
                slips.append(f"Tham số “{field.name}” phải là {wrong}, không phải “{given[field.name]}”.")
        elif field.default is MISSING and field.default_factory is MISSING:
            slips.append(f"Thiếu tham số “{field.name}”.")
    if slips:
        return None, slips
    try:
        return target(**values), []
    except ValueError as refused:
        return None, [str(refused)]


def write(source: Any) -> dict[str, Any]:
    """The dataclass as a plain mapping without its defaults, so that it reads like the file it came from."""
    return {
        field.name: plain(value)
        for field in fields(source)
        if (value := getattr(source, field.name)) != field.default or field.default is MISSING
    }


def plain(value: Any) -> Any:
    """The value in types that JSON knows; decimals become text in their shortest form."""
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if is_dataclass(value):
        return write(value)
    return value


def decimal_text(value: Decimal) -> str:
    """One text for equal decimals: 7, 7.0 and 7.00 are all “7”."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


@cache
def _hints(target: type) -> dict[str, Any]:
    own = {field.name for field in fields(target)}
    return {name: hint for name, hint in get_type_hints(target).items() if name in own}


def _convert(hint: Any, given: Any) -> Any:
    if get_origin(hint) is UnionType:
        if given is None:
            return None
        hint = next(option for option in get_args(hint) if option is not type(None))
    if get_origin(hint) is tuple:
        return _many(get_args(hint)[0], given)
    if is_dataclass(hint):
        return _one(hint, given)
    return _SCALARS[hint](given)


def _many(item: Any, given: Any) -> tuple[Any, ...]:
    if not isinstance(given, list | tuple):
        raise _WrongType("một danh sách")
    return tuple(_convert(item, each) for each in given)


def _one(target: Any, given: Any) -> Any:
    if not isinstance(given, Mapping):
        raise _WrongType("một nhóm tham số")
    built, slips = read(target, given)
    if built is None:
        raise _WrongType(f"hợp lệ ({' '.join(slips)})")
    return built


def _decimal(given: Any) -> Decimal:
    if isinstance(given, bool | float):
        raise _WrongType("một số thập phân")
    try:
        number = Decimal(given)
    except (InvalidOperation, TypeError, ValueError):
        raise _WrongType("một số") from None
    if not number.is_finite():
        raise _WrongType("một số hữu hạn")
    return number


def _integer(given: Any) -> int:
    if isinstance(given, bool) or not isinstance(given, int):
        raise _WrongType("một số nguyên")
    return given


def _boolean(given: Any) -> bool:
    if not isinstance(given, bool):
        raise _WrongType("đúng hoặc sai (true, false)")
    return given


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise _WrongType("một dòng chữ")
    return given


_SCALARS = {Decimal: _decimal, int: _integer, bool: _boolean, str: _text}
