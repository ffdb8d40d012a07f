"""Criteria sets as TOML text: reading with care, and writing so that a person can go on writing."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, get_args, get_type_hints

import tomli_w

from core.text import nfc
from scoring.engine.provisions import Limit, Quota
from scoring.engine.rules import KINDS
from scoring.engine.tree import Band
from scoring.engine.values import Inputs
from scoring.services.criteria import CriteriaRefused

DEEPEST = 20
"""Groups within groups; more is a slip of the pen, or meant to exhaust the reader."""
_TABLE_OF_THE_TOP = re.compile(r"^\[\[?(group|band|bonus|penalty|limit|quota|example)\]\]?$", re.MULTILINE)
_TITLES = {
    "band": "Mức xếp loại, từ cao xuống thấp",
    "group": "Nhóm tiêu chí",
    "bonus": "Điểm cộng",
    "penalty": "Điểm trừ",
    "limit": "Điều kiện hạ mức xếp loại",
    "quota": "Tỷ lệ tối đa của một mức xếp loại",
    "example": "Ví dụ tính sẵn, được tính lại mỗi lần nạp tệp",
}
_ORDER = ("code", "name", "version", "total", "cap_total", "tie_break", *_TITLES)


def read(content: bytes, name: str) -> dict[str, Any]:
    """The mapping in a TOML text in UTF-8; ``name`` is what people call it. Raises CriteriaRefused."""
    try:
        given = tomllib.loads(nfc(content.decode("utf-8-sig")).replace("\r\n", "\n"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        raise CriteriaRefused(f"Tệp “{name}” không phải bảng mã UTF-8.", hint="Lưu lại tệp ở UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise CriteriaRefused(f"Tệp “{name}” viết sai cú pháp TOML: {error}.") from error
    except RecursionError as error:
        raise _too_deep(name) from error
    if _is_too_deep(given):
        raise _too_deep(name)
    return given


def write(given: Mapping[str, Any]) -> str:
    """The TOML text of a set's mapping; `read` gives an equal set back."""
    ordered = {name: given[name] for name in _ORDER if given.get(name) not in (None, {}, [])}
    for name in ("bonus", "penalty"):
        if name in ordered and not ordered[name].get("criterion") and not Decimal(ordered[name].get("cap") or 0):
            del ordered[name]
    text = tomli_w.dumps(_numbers(ordered))
    return f"{_heading(str(given['name']))}{_TABLE_OF_THE_TOP.sub(_titled, text)}"


def _heading(name: str) -> str:
    plain = "".join(character for character in " ".join(name.split()) if character.isprintable())
    return (
        f"# {plain}\n"
        "# Tệp ở bảng mã UTF-8; số thập phân viết dấu chấm.\n"
        "# Cách viết: docs/scoring.md, mục “Bộ tiêu chí dưới dạng tệp”.\n\n"
    )


def _titled(header: re.Match[str]) -> str:
    return f"# ---------------- {_TITLES[header[1]]}\n{header[0]}"


def _numbers(given: Any, name: str = "") -> Any:
    """The same with numbers where the engine keeps exact numbers as text."""
    if isinstance(given, Mapping):
        inside = "total" if name == "expect" else ""
        return {key: _numbers(each, inside or key) for key, each in given.items()}
    if isinstance(given, list | tuple):
        return [_numbers(each, name) for each in given]
    if isinstance(given, str | Decimal) and name in _number_names():
        return _number(given)
    return given


def _number(given: str | Decimal) -> Any:
    try:
        number = Decimal(given)
    except InvalidOperation:
        return given
    if not number.is_finite():
        return given
    return int(number) if number == number.to_integral_value() else number


@cache
def _number_names() -> frozenset[str]:
    """Names under which the file holds decimals."""
    found = {"max", "total", "cap", "decided"}
    waiting: list[Any] = [Band, Limit, Quota, Inputs, *KINDS.values()]
    seen: set[Any] = set()
    while waiting:
        target = waiting.pop()
        if target in seen:
            continue
        seen.add(target)
        hints = get_type_hints(target)
        for field in fields(target):
            inside = {hints[field.name], *get_args(hints[field.name])}
            if Decimal in inside:
                found.add(field.name)
            waiting += [each for each in inside if isinstance(each, type) and is_dataclass(each)]
    return frozenset(found)


def _is_too_deep(given: Mapping[str, Any]) -> bool:
    """Looked at level by level, so that no depth can exhaust Python; lists and rules take levels of their own."""
    level: list[Any] = [given]
    for _ in range(4 * DEEPEST):
        level = [each for outer in level for each in _inside(outer)]
        if not level:
            return False
    return True


def _inside(outer: Any) -> Iterable[Any]:
    held = outer.values() if isinstance(outer, Mapping) else outer
    return (each for each in held if isinstance(each, Mapping | list))


def _too_deep(name: str) -> CriteriaRefused:
    return CriteriaRefused(f"Tệp “{name}” lồng nhau quá nhiều tầng.", hint=f"Nhóm trong nhóm không quá {DEEPEST} tầng.")
