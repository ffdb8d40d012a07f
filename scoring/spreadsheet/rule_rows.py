"""A rule as rows: scalar parameters beside the criterion, tables and the rules inside it on a sheet of their own."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from scoring.engine.rules import KINDS
from scoring.spreadsheet.layout import PARAMETERS, TABLE_WORDS

SEPARATOR = "/"
INSIDE_STEP = "trong"
"""How a path names the rule inside a precondition."""
ITEM_NAMES = {"label": "name", "weight": "percent"}
"""Parameters of a table's rows that share a column with another one of the same meaning."""


@dataclass(frozen=True)
class Parameter:
    """One parameter of a kind: a scalar, a table of items, or a rule inside."""

    name: str
    required: bool
    item: type | None = None
    """What a row of the table holds; None for a scalar and for a rule inside."""
    is_rule: bool = False

    @property
    def is_scalar(self) -> bool:
        return self.item is None and not self.is_rule


@cache
def parameters_of(kind: str) -> tuple[Parameter, ...]:
    """The parameters of a kind in the order of its definition."""
    return _parameters(KINDS[kind])


@cache
def item_columns(item: type) -> dict[str, Parameter]:
    """Column → parameter of the rows of a table."""
    return {ITEM_NAMES.get(each.name, each.name): each for each in _parameters(item)}


def table_rows(code: str, rule: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows on the sheet of tables for one criterion's rule, outer rows before the ones inside them."""
    for row in _rows_inside(rule, ""):
        yield {"node": code, **row}


def scalars(rule: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that have a column of their own, with the kind as `rule`."""
    known = {column.key for column in PARAMETERS}
    return {"rule": rule.get("kind"), **{name: each for name, each in rule.items() if name in known}}


def _parameters(target: type) -> tuple[Parameter, ...]:
    hints = get_type_hints(target)
    found = []
    for field in fields(target):
        if not field.init:
            continue
        hint = hints[field.name]
        required = field.default is MISSING and field.default_factory is MISSING
        item = get_args(hint)[0] if get_origin(hint) is tuple else None
        found.append(Parameter(field.name, required, item, is_rule=field.name == "rule"))
    return tuple(found)


def _rows_inside(rule: Mapping[str, Any], path: str) -> Iterator[dict[str, Any]]:
    for name in TABLE_WORDS:
        held = rule.get(name)
        if name == "rule" and isinstance(held, Mapping):
            yield {"path": path, "table": name, **scalars(held)}
            yield from _rows_inside(held, _below(path, INSIDE_STEP))
        elif isinstance(held, list | tuple):
            for item in held:
                if isinstance(item, Mapping):
                    yield from _item_rows(name, item, path)


def _item_rows(name: str, item: Mapping[str, Any], path: str) -> Iterator[dict[str, Any]]:
    inside = item.get("rule")
    own = {ITEM_NAMES.get(key, key): each for key, each in item.items() if key != "rule"}
    yield {"path": path, "table": name, **own, **(scalars(inside) if isinstance(inside, Mapping) else {})}
    if isinstance(inside, Mapping):
        yield from _rows_inside(inside, _below(path, str(item.get("code", ""))))


def _below(path: str, code: str) -> str:
    return f"{path}{SEPARATOR}{code}" if path else code


@cache
def input_types(target: type) -> dict[str, Any]:
    """Name → type of what is measured, without None."""
    hints = get_type_hints(target)
    found = {}
    for field in fields(target):
        options = get_args(hints[field.name])
        found[field.name] = next((option for option in options if option is not type(None)), hints[field.name])
    return found
