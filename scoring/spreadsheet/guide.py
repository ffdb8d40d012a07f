"""The guidance inside a workbook: how to fill it in, every way of computing points with its parameters, all choices."""

from collections.abc import Iterator
from decimal import Decimal

from scoring.engine.rules import KINDS, Rule, read_rule
from scoring.spreadsheet.example_rows import INPUT_WORDS
from scoring.spreadsheet.kind_examples import KIND_EXAMPLES
from scoring.spreadsheet.layout import (
    BANDS,
    EXAMPLES,
    EXPECTED,
    HEAD,
    HEAD_ROWS,
    LIMITS,
    NO,
    NODES,
    PARAMETERS,
    SHEETS,
    TABLE_COLUMNS,
    TABLE_WORDS,
    TABLES,
    YES,
    Column,
)
from scoring.spreadsheet.rule_rows import SEPARATOR, item_columns, parameters_of

YES_NO, INPUTS, EXPECTATIONS = "Có hay không", "Tên số liệu", "Kết quả mong đợi"
_STEPS = (
    f"Điền trang “{HEAD}” trước, rồi “{NODES}”, “{TABLES}”, “{BANDS}”. Trang “{LIMITS}” và “{EXAMPLES}” điền khi cần.",
    "Cột có dấu * phải ghi. Không đổi tên trang và tên cột, không gộp ô, không ẩn dòng hay cột, không dùng công thức.",
    "Số thập phân gõ thành số (7,5). Số để ở dạng chữ như “1.500” có thể hiểu hai cách nên không nhận.",
    "Mỗi nhóm, mỗi tiêu chí một dòng. Cột “Mã nhóm cha” cho biết dòng đó nằm trong nhóm nào; nhóm trong nhóm tùy ý.",
    "Điểm tối đa của nhóm phải bằng tổng điểm các mục bên trong; điểm các nhóm lớn cộng lại bằng tổng điểm của bộ.",
    f"Cách tính chọn theo danh sách. Bậc, mức, phần của một cách tính ghi ở trang “{TABLES}”, mỗi bậc một dòng.",
    f"Trang “{EXAMPLES}”: mỗi ví dụ là số liệu của một đơn vị và kết quả phải ra. Khi nạp, cổng tính lại từng ví dụ và "
    "chỉ nhận tệp khi mọi ví dụ ra đúng.",
    "Nạp tệp ở trang Bộ tiêu chí › Nạp từ tệp. Bấm “Chỉ kiểm tra” để xem hết các lỗi; còn lỗi thì cổng không nạp gì.",
)


def rows() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The guidance row by row: the look of a row (title, text, heading, row, space), and what stands in it."""
    yield "title", ("Cách điền tệp bộ tiêu chí",)
    for number, step in enumerate(_STEPS, start=1):
        yield "text", (f"{number}. {step}",)
    yield "space", ()
    yield "heading", ("Cách tính", "Tham số cần ghi", "Ví dụ và cách hiểu", "Tên số liệu ở trang “Ví dụ”")
    for kind in KINDS:
        rule, most = _example(kind)
        words = f"Điểm tối đa {most}. {rule.words(Decimal(most))}"
        yield "row", (KINDS[kind].label, _parameter_words(kind), words, _input_words(rule))
    yield "space", ()
    yield "heading", (f"Trang “{HEAD}”", "Cách ghi", "")
    for row in HEAD_ROWS:
        yield "row", (_named(row), row.guidance, "")
    for name, columns in SHEETS.items():
        yield "space", ()
        yield "heading", (f"Trang “{name}”", "Cách ghi", "")
        for column in columns:
            yield "row", (_named(column), column.guidance, "")


def lists() -> dict[str, list[str]]:
    """Heading → the words of each list of choices."""
    found = {
        column.heading: list(column.choices.values())
        for columns in (*SHEETS.values(), HEAD_ROWS)
        for column in columns
        if column.form in ("choice", "codes") and column.choices
    }
    return {
        **found,
        YES_NO: [YES, NO],
        INPUTS: list(INPUT_WORDS.values()),
        EXPECTATIONS: list(EXPECTED.values()),
    }


def list_of(column: Column) -> str:
    """The heading of the list from which a column is chosen; empty when it is written freely."""
    if column.form == "yes_no":
        return YES_NO
    if column.key == "input":
        return INPUTS
    return column.heading if column.form == "choice" else ""


def _named(column: Column) -> str:
    return f"{column.heading} *" if column.required else column.heading


def _parameter_words(kind: str) -> str:
    headings = {column.key: column.heading for column in PARAMETERS}
    columns = {column.key: column.heading for column in TABLE_COLUMNS}
    found = []
    for parameter in parameters_of(kind):
        mark = " *" if parameter.required else ""
        if parameter.is_scalar:
            found.append(f"{headings.get(parameter.name, parameter.name)}{mark}")
            continue
        inside = item_columns(parameter.item) if parameter.item else {"rule": parameter}
        listed = ", ".join(columns[column] for column in inside)
        found.append(f"trang “{TABLES}”, dòng “{TABLE_WORDS[parameter.name]}”{mark}: {listed}")
    return "; ".join(found) or "không có tham số"


def _example(kind: str) -> tuple[Rule, int]:
    most, stated = KIND_EXAMPLES[kind]
    rule, _ = read_rule({"kind": kind, **stated})
    assert rule is not None
    return rule, most


def _input_words(rule: Rule) -> str:
    """What such a rule measures; figures of a part or an option are named with its code."""
    found = []
    for field in rule.fields():
        *outer, name = field.name.split(".")
        where = [step for step in outer if step not in ("parts", "counts")]
        named = INPUT_WORDS["counts"] if outer[-1:] == ["counts"] else INPUT_WORDS[name]
        where += [name] if outer[-1:] == ["counts"] else []
        found.append(f"{named} ({SEPARATOR.join(where)})" if where else named)
    return "; ".join(found)
