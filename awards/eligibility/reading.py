"""Conditions from plain data (a TOML table, a JSON column) and back."""

from collections.abc import Mapping
from typing import Any

from awards.eligibility.rules import Condition, ConditionError, ConditionKind


def condition_from(data: Mapping[str, Any]) -> Condition:
    """Make a condition from its data; raises `ConditionError` with the place of the fault."""
    known = {"kind", "text", "source", "parameters", "alternatives", "is_presumed"}
    if unknown := set(data) - known:
        raise ConditionError(f"Điều kiện có mục lạ: {', '.join(sorted(unknown))}.")
    try:
        kind = ConditionKind(data["kind"])
        text, source = str(data["text"]), str(data["source"])
    except KeyError as error:
        raise ConditionError(f"Điều kiện thiếu mục {error.args[0]}.") from error
    except ValueError as error:
        raise ConditionError(f"Không có loại điều kiện {data['kind']!r}.") from error
    return Condition(
        kind=kind,
        text=text,
        source=source,
        parameters={name: str(value) for name, value in data.get("parameters", {}).items()},
        alternatives=tuple(condition_from(part) for part in data.get("alternatives", ())),
        is_presumed=bool(data.get("is_presumed", False)),
    )


def condition_data(condition: Condition) -> dict[str, Any]:
    """Return what `condition_from` reads, without empty parts."""
    data: dict[str, Any] = {"kind": condition.kind.value, "text": condition.text, "source": condition.source}
    if condition.parameters:
        data["parameters"] = dict(condition.parameters)
    if condition.alternatives:
        data["alternatives"] = [condition_data(part) for part in condition.alternatives]
    if condition.is_presumed:
        data["is_presumed"] = True
    return data
