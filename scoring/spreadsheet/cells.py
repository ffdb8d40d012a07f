"""Between the values of a criteria set and the cells of a workbook, both ways, without loss."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from core.numbers import read_number
from core.spreadsheet import safe_cell
from core.text import nfc, search_key
from scoring.engine.parameters import MOST_DIGITS, decimal_text
from scoring.spreadsheet.layout import NO, YES, Column

EXACT_DIGITS = 15
"""Excel keeps so many significant digits of a number; longer ones are written as text."""
LONGEST_TEXT = 5000
_MARKED = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
_GROUPED_OR_NOT = re.compile(r"\d{1,3}[.,]\d{3}", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9_-]+")


class Unreadable(Exception):
    """Problem and mend of one cell; never leaves this package."""

    def __init__(self, problem: str, mend: str) -> None:
        super().__init__(problem, mend)
        self.problem, self.mend = problem, mend


@dataclass(frozen=True)
class Understood:
    """A value that could be read, with what a person should know about how it was read."""

    value: Any
    remark: str = ""


def to_cell(column: Column, value: Any) -> Any:
    """What is written for a value; a value that the column does not know is written as it stands."""
    if value is None or value == "" or value == []:
        return None
    if column.form == "yes_no" and isinstance(value, bool):
        return YES if value else NO
    if column.form == "choice":
        return text_cell(column.choices.get(str(value), str(value)))
    if column.form == "codes" and isinstance(value, list | tuple):
        return text_cell("; ".join(column.choices.get(str(code), str(code)) for code in value))
    if column.form in ("number", "whole"):
        return number_cell(value)
    return text_cell(str(value))


def text_cell(text: str) -> Any:
    """The text so that no spreadsheet runs it, and so that `plain_text` gives exactly it back."""
    marked_already = text.startswith("'") and text[1:2] in _MARKED and len(text) > 1
    return safe_cell(f"'{text}" if marked_already else text)


def plain_text(text: str) -> str:
    """The text of a cell without the mark that keeps it from being run."""
    unmarked = text[1:] if text.startswith("'") and len(text) > 1 and text[1] in _MARKED else text
    return nfc(unmarked.replace("\r\n", "\n")).strip()


def number_cell(value: Any) -> Any:
    """An exact number as a number where Excel keeps it exactly, else as text with a comma."""
    number = None if isinstance(value, bool) else decimal_or_none(value)
    if number is None:
        return text_cell(str(value))
    if len(number.normalize().as_tuple().digits) > EXACT_DIGITS or abs(number.adjusted()) > EXACT_DIGITS:
        return text_cell(decimal_text(number).replace(".", ","))
    return int(number) if number == number.to_integral_value() else number


def decimal_or_none(value: Any) -> Decimal | None:
    """The number that a mapping holds as text or number; None when it is none."""
    try:
        number = Decimal(value)
    except (InvalidOperation, TypeError, ValueError):
        return None
    return number if number.is_finite() else None


def from_cell(column: Column, cell: Any) -> Understood:
    """The value that a cell holds for a column, None when it is empty; raises Unreadable."""
    if isinstance(cell, str):
        cell = plain_text(cell)
        if len(cell) > LONGEST_TEXT:
            raise Unreadable(f"Ô dài {len(cell)} ký tự.", f"Viết không quá {LONGEST_TEXT} ký tự.")
    if cell is None or cell == "":
        return Understood(None)
    if column.form == "number":
        return read_decimal(cell)
    if column.form == "whole":
        return _whole(cell)
    if column.form == "yes_no":
        return Understood(yes_or_no(cell))
    if column.form == "codes":
        return Understood([_code(column, part) for part in re.split(r"[;\n]", as_text(cell)) if part.strip()])
    if column.form == "choice":
        return Understood(choice(column.choices, as_text(cell)))
    return Understood(as_text(cell))


def as_text(cell: Any) -> str:
    """What stands in a cell, as a person would have typed it: codes such as 1 or 1.1 are often kept as numbers."""
    if isinstance(cell, bool):
        return YES if cell else NO
    if isinstance(cell, datetime | date | time):
        raise Unreadable(
            "Excel đã đổi ô này thành ngày tháng.", "Đặt định dạng ô là Văn bản (Text) rồi ghi lại nội dung."
        )
    if isinstance(cell, int | float | Decimal):
        return decimal_text(_exact(cell))
    return str(cell)


def read_decimal(cell: Any) -> Understood:
    """An exact number; text is read as numbers are written in Vietnam, and refused when it could mean two things."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Understood(_exact(cell))
    text = as_text(cell)
    plain = text.replace(" ", "").removesuffix("%")
    if _GROUPED_OR_NOT.fullmatch(plain):
        raise Unreadable(
            f"“{text}” có thể hiểu là {plain.replace('.', '').replace(',', '')} hoặc {plain.replace('.', ',')}.",
            "Xóa ô rồi gõ lại thành số, không để ở dạng chữ.",
        )
    if re.fullmatch(rf"\d{{1,{MOST_DIGITS}}}(,\d{{1,{2 * MOST_DIGITS}}})?", plain, re.ASCII):
        number = Decimal(plain.replace(",", "."))
    else:
        try:
            number = read_number(plain)
        except ValueError as refused:
            raise Unreadable(str(refused), "Ghi số, ví dụ 12 hoặc 7,5.") from None
    return Understood(number, f"Ô ghi chữ “{text}”, cổng hiểu là số {decimal_text(number).replace('.', ',')}.")


def yes_or_no(cell: Any) -> bool:
    """Có or Không; raises Unreadable."""
    answer = {"co": True, "true": True, "x": True, "khong": False, "false": False}.get(search_key(as_text(cell)))
    if answer is None:
        raise Unreadable(f"“{as_text(cell)[:40]}” không phải Có hoặc Không.", "Ghi Có hoặc Không.")
    return answer


def choice(choices: Mapping[str, str], text: str) -> str:
    """The code of a word (or the code itself), whatever its case and marks; raises Unreadable with what is known."""
    wanted = search_key(text)
    found = [code for code, word in choices.items() if wanted in (search_key(word), search_key(code))]
    exact = [code for code in found if choices[code] == text]
    if exact or len(found) == 1:
        return (exact or found)[0]
    few = len(choices) <= 9
    mend = f"Chọn một trong: {'; '.join(choices.values())}." if few else "Chọn trong trang “Danh mục”."
    raise Unreadable(f"“{text[:60]}” không có trong danh mục.", mend)


def _whole(cell: Any) -> Understood:
    read = read_decimal(cell)
    if read.value != read.value.to_integral_value():
        raise Unreadable(f"{decimal_text(read.value).replace('.', ',')} không phải số nguyên.", "Ghi số nguyên.")
    return Understood(int(read.value), read.remark)


def _code(column: Column, text: str) -> str:
    text = text.strip()
    if not column.choices:
        return text
    try:
        return choice(column.choices, text)
    except Unreadable:
        if _CODE.fullmatch(text):
            return text
        raise


def _exact(cell: int | float | Decimal) -> Decimal:
    """What Excel shows: a number of at most 15 significant digits, not the binary fraction behind it."""
    number = Decimal(f"{cell:.{EXACT_DIGITS}g}") if isinstance(cell, float) else Decimal(cell)
    if not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS:
        raise Unreadable("Số quá lớn hoặc không phải số.", "Ghi lại số, ví dụ 12 hoặc 7,5.")
    return number
