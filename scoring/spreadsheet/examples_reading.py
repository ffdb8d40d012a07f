"""From the rows of a workbook to worked examples."""

from fractions import Fraction
from typing import Any

from core.text import search_key
from scoring.engine.values import Inputs
from scoring.spreadsheet.cells import Unreadable, as_text, choice, plain_text, read_decimal, yes_or_no
from scoring.spreadsheet.example_rows import INPUT_WORDS
from scoring.spreadsheet.layout import EXAMPLES, EXPECTED, FACTS
from scoring.spreadsheet.reading import Reading, Row
from scoring.spreadsheet.rule_rows import SEPARATOR, input_types

_NEEDS_CODE = ("circumstances", "entry", "not_applicable", "decided", "expect")


def read_examples(reading: Reading) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The examples in the order of their first rows, and that row of each by name."""
    built: dict[str, dict[str, Any]] = {}
    rows: dict[str, int] = {}
    for row in reading.rows[EXAMPLES]:
        name, fact = row.values.get("name"), row.values.get("fact")
        if name is None:
            reading.fault(
                "Chưa ghi tên ví dụ.", "Ghi tên; các dòng cùng tên là một ví dụ.", EXAMPLES, row.number, "name"
            )
            continue
        rows.setdefault(name, row.number)
        example = built.setdefault(name, {"name": name})
        if fact is None:
            if reading.address(EXAMPLES, row.number, "fact") not in {fault.cell for fault in reading.faults}:
                reading.fault("Chưa ghi nội dung.", "Chọn trong danh mục.", EXAMPLES, row.number, "fact")
            continue
        _take(row, fact, example, reading)
    return list(built.values()), rows


def _take(row: Row, fact: str, example: dict[str, Any], reading: Reading) -> None:
    code = row.values.get("code")
    if fact in _NEEDS_CODE and code is None:
        problem = f"Dòng “{FACTS[fact]}” chưa ghi mã."
        reading.fault(problem, "Ghi mã tiêu chí, mục hoặc điều kiện.", EXAMPLES, row.number, "code")
        return
    try:
        _put(row, fact, str(code), example)
    except Unreadable as refused:
        reading.fault(refused.problem, refused.mend, EXAMPLES, row.number, "value")


def _put(row: Row, fact: str, code: str, example: dict[str, Any]) -> None:
    value = row.values.get("value")
    if fact in ("group", "grade"):
        _once(example, fact, _text(value))
    elif fact == "assessed":
        if not yes_or_no(value):
            _once(example, fact, False)
    elif fact == "total":
        _once(example, fact, read_decimal(_present(value)).value)
    elif fact == "circumstances":
        _once(example.setdefault(fact, {}), code, _text(value))
    elif fact == "expect":
        _once(example.setdefault(fact, {}), code, _expected(value))
    else:
        _put_entry(row, fact, example.setdefault("entry", {}).setdefault(code, {}), value)


def _put_entry(row: Row, fact: str, entry: dict[str, Any], value: Any) -> None:
    if fact == "not_applicable":
        _once(entry, fact, _text(value))
    elif fact == "decided":
        _once(entry, fact, read_decimal(_present(value)).value)
        entry["reason"] = row.values.get("reason", "")
    else:
        _put_input(entry, row.values.get("input"), row.values.get("path", ""), value)


def _put_input(entry: dict[str, Any], named: str | None, path: str, value: Any) -> None:
    name = choice(INPUT_WORDS, named) if named else None
    steps = [step.strip() for step in path.split(SEPARATOR) if step.strip()]
    option = steps.pop() if name == "counts" and steps else None
    for step in steps:
        parts = entry.setdefault("parts", [])
        known = next((part for part in parts if part["code"] == step), None)
        if known is None:
            known = {"code": step, "inputs": {}}
            parts.append(known)
        entry = known["inputs"]
    if name == "counts":
        if option is None:
            raise Unreadable("Số phiếu chưa ghi mức trả lời.", "Ghi mã mức trả lời ở cột “Phần hoặc mức trả lời”.")
        entry.setdefault("counts", []).append({"code": option, "count": _whole(value)})
    elif name is not None:
        _once(entry, name, _input(name, value))


def _input(name: str, value: Any) -> Any:
    form = input_types(Inputs)[name]
    if form is bool:
        return yes_or_no(_present(value))
    if form is str:
        return _text(value)
    if form is int:
        return _whole(value)
    if form is Fraction and SEPARATOR in as_text(value):
        return plain_text(as_text(value))
    return read_decimal(_present(value)).value


def _whole(value: Any) -> int:
    number = read_decimal(_present(value)).value
    if number != number.to_integral_value():
        raise Unreadable("Phải là số nguyên.", "Ghi số nguyên.")
    return int(number)


def _expected(value: Any) -> Any:
    words = {search_key(word): code for code, word in EXPECTED.items()}
    if isinstance(value, str) and search_key(plain_text(value)) in words:
        return words[search_key(plain_text(value))]
    return read_decimal(_present(value)).value


def _text(value: Any) -> str:
    return plain_text(as_text(_present(value)))


def _present(value: Any) -> Any:
    if value is None:
        raise Unreadable("Chưa ghi giá trị.", "Ghi giá trị vào ô này.")
    return plain_text(value) if isinstance(value, str) else value


def _once(target: dict[str, Any], name: str, value: Any) -> None:
    if name in target:
        raise Unreadable("Giá trị này đã ghi ở một dòng bên trên.", "Giữ lại một dòng.")
    target[name] = value
