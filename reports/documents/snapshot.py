"""An issued document as JSON and back, letter by letter: what was signed is what will be printed again."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from reports.documents.certificate import Certificate
from reports.documents.parts import Letter

Frozen = TypeVar("Frozen", Letter, Certificate)


def freeze(document: Letter | Certificate) -> dict[str, Any]:
    """The document in types that JSON knows."""
    frozen: dict[str, Any] = _plain(document)
    return frozen


def thaw(frozen: dict[str, Any], kind: type[Frozen]) -> Frozen:
    """The document that was frozen. Fields that the program has gained since then take their defaults."""
    document: Frozen = _typed(kind, frozen)
    return document


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def _typed(kind: Any, value: Any) -> Any:
    if isinstance(kind, UnionType):
        kind = next(option for option in get_args(kind) if option is not NoneType)
    if value is None:
        return None
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        known = {item.name for item in fields(kind)}
        return kind(**{name: _typed(hints[name], item) for name, item in value.items() if name in known})  # type: ignore[operator]
    if get_origin(kind) is tuple:
        return tuple(_typed(get_args(kind)[0], item) for item in value)
    if kind is date:
        return date.fromisoformat(value)
    return kind(value) if isinstance(kind, type) and issubclass(kind, StrEnum) else value
