"""Reads typed dataclasses from plain mappings (TOML, JSON) and writes them back; every slip is told in Vietnamese."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache, partial
from types import UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
MOST_DIGITS = 30
"""Longer numbers are slips of the pen, and arithmetic on them would cost more than a whole province."""


class _WrongType(Exception):
    """Carries the Vietnamese name of what was expected."""


class _Faulty(Exception):
    """Carries the slips inside a nested value."""

    def __init__(self, slips: list[str]) -> None:
        super().__init__(*slips)
        self.slips = slips


Reader = Callable[[Mapping[str, Any]], tuple[Any, list[str]]]
Writer = Callable[[Any], dict[str, Any]]
_OWN_FORM: dict[type, tuple[Reader, Writer]] = {}


def write_as(base: type, reader: Reader, writer: Writer) -> None:
    """Parameters of this type are read and written by these two (a nested rule is known by its `kind`)."""
    _OWN_FORM[base] = (reader, writer)


def read(target: type[T], given: Mapping[str, Any]) -> tuple[T | None, list[str]]:
    """Builds `target` from the mapping; returns (object, []) or (None, every slip)."""
    hints = _hints(cast(type, target))
    slips = [f"Không có tham số “{name}”." for name in given if name not in hints]
    values: dict[str, Any] = {}
    for field in _parameters(cast(type, target)):
        if field.name in given:
            try:
                values[field.name] = _converter(hints[field.name])(given[field.name])
            except _WrongType as wrong:
                slips.append(f"Tham số “{field.name}” phải là {wrong}, không phải “{_short(given[field.name])}”.")
            except _Faulty as faulty:
                slips += [f"Trong “{field.name}”: {slip}" for slip in faulty.slips]
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
        for field in _parameters(cast(type, type(source)))
        if (value := getattr(source, field.name)) != field.default or field.default is MISSING
    }


def plain(value: Any) -> Any:
    """The value in types that JSON knows; decimals become text in their shortest form."""
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, Fraction):
        return fraction_text(value)
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    for base, (_, writer) in _OWN_FORM.items():
        if isinstance(value, base):
            return writer(value)
    if is_dataclass(value):
        return write(value)
    return value


def decimal_text(value: Decimal) -> str:
    """One text for equal decimals: 7, 7.0 and 7.00 are all “7”."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def fraction_text(value: Fraction) -> str:
    """A decimal where it is one (“87.5”), else both parts (“262/3”)."""
    rest, places = value.denominator, 0
    while rest % 10 == 0:
        rest, places = rest // 10, places + 1
    for factor in (2, 5):
        while rest % factor == 0:
            rest, places = rest // factor, places + 1
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    whole, part = divmod(abs(value.numerator) * 10**places // value.denominator, 10**places)
    text = f"{whole}.{part:0{places}d}".rstrip("0").rstrip(".") if places else str(whole)
    return f"-{text}" if value < 0 else text


@cache
def converters(target: type) -> Mapping[str, Callable[[Any], Any]]:
    """By parameter: what makes its value from a plain one. Raises whatever; ``read`` then tells what is wrong."""
    return {name: _converter(hint) for name, hint in _hints(target).items()}


@cache
def _parameters(target: type) -> tuple[Field[Any], ...]:
    """What a person writes; fields that a class derives for itself (``init=False``) are not parameters."""
    return tuple(field for field in fields(target) if field.init)


@cache
def _hints(target: type) -> dict[str, Any]:
    own = {field.name for field in _parameters(target)}
    return {name: hint for name, hint in get_type_hints(target).items() if name in own}


@cache  # the figures of a province are read hundreds of thousands of times
def _converter(hint: Any) -> Callable[[Any], Any]:
    """What makes a value of this type from a plain one; raises _WrongType or _Faulty."""
    if get_origin(hint) is UnionType:
        convert = _converter(next(option for option in get_args(hint) if option is not type(None)))
        return lambda given: None if given is None else convert(given)
    if get_origin(hint) is tuple:
        return partial(_many, get_args(hint)[0])
    if hint in _OWN_FORM or is_dataclass(hint):
        return partial(_one, hint)
    return _SCALARS[hint]


def _many(item: Any, given: Any) -> tuple[Any, ...]:
    if not isinstance(given, list | tuple):
        raise _WrongType("một danh sách")
    found, slips = [], []
    for place, each in enumerate(given, start=1):
        try:
            found.append(_converter(item)(each))
        except _WrongType as wrong:
            slips.append(f"mục thứ {place} phải là {wrong}, không phải “{_short(each)}”.")
        except _Faulty as faulty:
            slips += [f"mục thứ {place}: {slip}" for slip in faulty.slips]
    if slips:
        raise _Faulty(slips)
    return tuple(found)


def _one(target: Any, given: Any) -> Any:
    if not isinstance(given, Mapping):
        raise _WrongType("một nhóm tham số")
    built, slips = _OWN_FORM[target][0](given) if target in _OWN_FORM else read(target, given)
    if built is None:
        raise _Faulty(slips)
    return built


def _short(given: Any) -> str:
    text = str(given)
    return text if len(text) <= 60 else f"{text[:60]}…"


def _decimal(given: Any) -> Decimal:
    if isinstance(given, bool | float):
        raise _WrongType("một số thập phân")
    try:
        number = Decimal(given)
    except (InvalidOperation, TypeError, ValueError):
        raise _WrongType("một số") from None
    if not number.is_finite():
        raise _WrongType("một số hữu hạn")
    if number and not -MOST_DIGITS <= number.adjusted() <= MOST_DIGITS:
        raise _WrongType(f"một số không quá {MOST_DIGITS} chữ số")
    return number


def _fraction(given: Any) -> Fraction:
    top, slash, bottom = given.partition("/") if isinstance(given, str) else (given, "", "")
    if isinstance(given, Fraction):
        return given
    if not slash:
        return Fraction(_decimal(top))
    parts = (top.removeprefix("-"), bottom)
    if not all(part.isascii() and part.isdigit() and len(part) <= 2 * MOST_DIGITS + 2 for part in parts) or not int(
        bottom
    ):
        raise _WrongType("một số hoặc một phân số")
    return Fraction(int(top), int(bottom))


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


_SCALARS = {Decimal: _decimal, Fraction: _fraction, int: _integer, bool: _boolean, str: _text}
