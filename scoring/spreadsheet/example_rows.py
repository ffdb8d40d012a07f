"""Worked examples as rows, one fact a row, and the names of inputs that people read."""

from collections.abc import Iterator, Mapping
from typing import Any

from scoring.engine.values import INPUT_LABELS
from scoring.spreadsheet.rule_rows import SEPARATOR

NESTED = ("counts", "parts")
INPUT_WORDS = {name: label for name, label in INPUT_LABELS.items() if name != "parts"}
_IN_ORDER = ("group", "assessed", "circumstances", "entry", "expect", "total", "grade")


def example_rows(example: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows of one worked example."""
    name = example.get("name", "")
    yield {"name": name, "fact": "assessed", "value": example.get("assessed", True)}
    for part in _IN_ORDER:
        given = example.get(part)
        if part == "entry" and isinstance(given, Mapping):
            for code, entry in given.items():
                for row in _entry_rows(entry):
                    yield {"name": name, "code": code, **row}
        elif isinstance(given, Mapping):
            for code, value in given.items():
                yield {"name": name, "fact": part, "code": code, "value": value}
        elif given not in (None, "") and part != "assessed":
            yield {"name": name, "fact": part, "value": given}


def _entry_rows(entry: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    rest = dict(entry)
    why = rest.pop("not_applicable", None)
    decided, reason = rest.pop("decided", None), rest.pop("reason", None)
    if why is not None:
        yield {"fact": "not_applicable", "value": why}
    elif rest or decided is None:
        yield from ({"fact": "entry", **row} for row in _input_rows(rest, ""))
    if decided is not None:
        yield {"fact": "decided", "value": decided, "reason": reason}


def _input_rows(inputs: Mapping[str, Any], path: str) -> Iterator[dict[str, Any]]:
    if not inputs:
        yield {"path": path}
    for name, value in inputs.items():
        if name == "parts":
            for part in value:
                yield from _input_rows(part.get("inputs", {}), _below(path, part["code"]))
        elif name == "counts":
            for option in value:
                yield {"path": _below(path, option["code"]), "input": name, "value": option["count"]}
        else:
            yield {"path": path, "input": name, "value": value}


def _below(path: str, code: str) -> str:
    return f"{path}{SEPARATOR}{code}" if path else code
