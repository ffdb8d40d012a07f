"""Texts of a whole column as typed values, in bulk; what cannot be read is None, and a reason can be asked for."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any, Protocol

import polars as pl

from indicators.engine.case_columns import Column
from indicators.engine.case_numbers import Marks, read_whole
from indicators.engine.case_values import FIRST_YEAR, LAST_YEAR, WORDS, is_month_first, read_moment, says_not_yet

from .refusal import FileRefused
from .sheet_scan import FORMULA

MOMENT = pl.Datetime("us")
_FORMS = (
    "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M",
    "%Y-%m-%d", "%d-%m-%Y %H:%M", "%d-%m-%Y %H:%M:%S", "%d-%m-%Y", "%H:%M %d/%m/%Y", "%H:%M:%S %d/%m/%Y",
    "%d.%m.%Y %H:%M", "%d.%m.%Y", "%d/%m/%Y %I:%M:%S %p", "%d/%m/%Y %I:%M %p", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d",
)  # fmt: skip
_ROUNDS = 6
_UNIX_DAY = 25_569
"""Excel's serial number of 1 January 1970."""
_EXCEL_ERROR = re.compile(r"#(?:FORMULA!|REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")


class Reader(Protocol):
    """Reads a column piece by piece. ``nothing``: texts met so far that say that there is no value."""

    nothing: set[str]

    def read(self, texts: pl.Series) -> pl.Series:
        """Typed values; None where there is no text, and where it cannot be read. May raise ``FileRefused``."""

    def reason(self, text: str) -> str:
        """Why a text cannot be read, in Vietnamese; empty when it can."""


def reader_of(column: Column, heading: str) -> Reader:
    """The reader of a column that stands under a heading of the file."""
    if column.form == "moment":
        return Moments(heading, may_lack=not column.required)
    if column.form in ("count", "money"):
        return Wholes(column.form, heading)
    return Words(column.form) if column.form in WORDS else Texts(column.longest)


class Texts:
    """Free texts of a limited length."""

    def __init__(self, longest: int) -> None:
        self.nothing: set[str] = set()
        self._longest = longest

    def read(self, texts: pl.Series) -> pl.Series:
        wrong = texts.str.starts_with("#") & texts.str.contains(f"^{_EXCEL_ERROR.pattern}$")
        if (texts.str.len_bytes().max() or 0) > self._longest:  # type: ignore[operator]
            wrong = wrong | (texts.str.len_chars() > self._longest)
        return _without(texts, wrong)

    def reason(self, text: str) -> str:
        too_long = f"dài {len(text)} ký tự, nhiều nhất {self._longest}." if len(text) > self._longest else ""
        return excel_error(text) or too_long


class Words:
    """Columns of a few words: each different one is read once."""

    def __init__(self, form: str) -> None:
        self.nothing: set[str] = set()
        self._read = WORDS[form]
        self._kind = pl.Boolean() if form == "yes_no" else pl.String()

    def read(self, texts: pl.Series) -> pl.Series:
        known = {text: value for text in texts.drop_nulls().unique() if (value := _tried(self._read, text)) is not None}
        return _replaced(texts, known, self._kind)

    def reason(self, text: str) -> str:
        return _complaint(self._read, text)


class Wholes:
    """Whole numbers; what their marks mean is told by the whole column."""

    def __init__(self, form: str, heading: str) -> None:
        self.nothing: set[str] = set()
        self._form, self._heading = form, heading
        self._marks = Marks()

    def read(self, texts: pl.Series) -> pl.Series:
        kind = pl.UInt32() if self._form == "count" else pl.Int64()
        plain = texts.str.contains(r"^[0-9]{1,8}$") | texts.is_null()
        if plain.all():
            return texts.cast(kind)
        others = texts.filter(~plain).unique().to_list()
        self._marks.learn(others)
        if mark := self._marks.broken_assumption:
            raise FileRefused(
                f"Cột “{self._heading}” dùng dấu “{mark}” vừa ngăn hàng nghìn vừa ngăn phần thập phân.",
                hint="Xuất lại tệp, hoặc định dạng cột này thành số không có dấu phân cách.",
                code="numbers",
            )
        known = {text: value for text in others if (value := _tried(self._whole, text)) is not None}
        return _replaced(texts.zip_with(~plain, _nothing(texts)), known, kind).zip_with(
            ~plain, _without(texts, ~plain).cast(kind)
        )

    def reason(self, text: str) -> str:
        return _complaint(self._whole, text)

    def _whole(self, text: str) -> int | None:
        return read_whole(text, self._marks, self._form)


class Moments:
    """Days and times, day first; a column that writes the month first is refused."""

    def __init__(self, heading: str, *, may_lack: bool = False) -> None:
        self.nothing: set[str] = set()
        self._heading, self._may_lack = heading, may_lack
        self._month_first = self._day_first = 0

    def read(self, texts: pl.Series) -> pl.Series:
        values = _in_years(_in_bulk(texts))
        left = texts.filter(values.is_null() & texts.is_not_null())
        if left.is_empty():
            self._day_first += int((values.dt.day() > 12).sum())
            return values
        different = left.unique()
        if self._may_lack:
            self.nothing.update(text for text in different if says_not_yet(text))
        known = {text: value for text in different if (value := _tried(read_moment, text)) is not None}
        values = values.zip_with(values.is_not_null(), _replaced(texts, known, MOMENT))
        self._look_at_order(texts, values)
        return values

    def reason(self, text: str) -> str:
        return "" if text in self.nothing else _complaint(read_moment, text)

    def _look_at_order(self, texts: pl.Series, values: pl.Series) -> None:
        self._day_first += int((values.dt.day() > 12).sum())
        wrong = [text for text in texts.filter(values.is_null() & texts.is_not_null()) if is_month_first(text)]
        self._month_first += len(wrong)
        if self._month_first > self._day_first:
            raise FileRefused(
                f"Cột “{self._heading}” ghi tháng trước ngày (ví dụ “{wrong[0] if wrong else ''}”).",
                hint="Xuất lại tệp với ngày dạng ngày/tháng/năm, ví dụ 25/03/2026.",
                code="month_first",
            )


def _in_bulk(texts: pl.Series) -> pl.Series:
    """The moments of the forms that most of the texts have; what is left over is None."""
    values = _serials(texts)
    for _ in range(_ROUNDS):
        left = texts.filter(values.is_null() & texts.is_not_null())
        if left.is_empty():
            break
        form = next((form for form in _FORMS if _as_form(left.head(1), form).is_not_null().all()), None)
        if form is None:
            break
        values = (
            _as_form(texts, form)
            if values.null_count() == len(values)
            else values.zip_with(values.is_not_null(), _as_form(texts, form))
        )
    return values


def _as_form(texts: pl.Series, form: str) -> pl.Series:
    if "%H" not in form and "%I" not in form:
        return texts.str.to_date(form, strict=False).cast(MOMENT)
    return texts.str.to_datetime(form, time_unit="us", strict=False)


def _serials(texts: pl.Series) -> pl.Series:
    """Serial numbers of Excel, where the first text is one."""
    first = texts.drop_nulls().head(1)
    if first.is_empty() or not first.str.contains(r"^[0-9]{5}(?:[.,][0-9]{1,12})?$").all():
        return pl.Series(texts.name, [None], dtype=MOMENT).new_from_index(0, len(texts))
    are = texts.str.contains(r"^[0-9]{5}(?:[.,][0-9]{1,12})?$")
    days = texts.zip_with(are, _nothing(texts)).str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    return (((days - _UNIX_DAY) * 86_400).round(mode="half_to_even").cast(pl.Int64) * 1_000_000).cast(MOMENT)


def _in_years(values: pl.Series) -> pl.Series:
    lowest, highest = values.min(), values.max()
    first, last = (datetime.combine(date(year, 1, 1), time()) for year in (FIRST_YEAR, LAST_YEAR + 1))
    if lowest is None or (lowest >= first and highest < last):  # type: ignore[operator]
        return values
    return _without(values, (values < first) | (values >= last))


def _nothing(texts: pl.Series) -> pl.Series:
    return pl.Series(texts.name, [None], dtype=texts.dtype).new_from_index(0, len(texts))


def _without(values: pl.Series, wrong: pl.Series) -> pl.Series:
    return values.zip_with(~wrong.fill_null(False), _nothing(values)) if wrong.any() else values


def _replaced(texts: pl.Series, known: dict[str, Any], kind: pl.DataType) -> pl.Series:
    if not known:
        return pl.Series(texts.name, [None], dtype=kind).new_from_index(0, len(texts))
    return texts.replace_strict(
        list(known), pl.Series(list(known.values()), dtype=kind), default=None, return_dtype=kind
    )


def _tried(read: Callable[[str], Any], text: str) -> Any:
    try:
        return read(text)
    except ValueError:
        return None


def excel_error(text: str) -> str:
    """What is wrong with a cell that holds an error of Excel or a formula without result; empty for other texts."""
    if not _EXCEL_ERROR.fullmatch(text):
        return ""
    if text == FORMULA:
        return "ô có công thức chưa tính. Mở bằng Excel, dán dạng giá trị (Paste Values) rồi lưu lại."
    return f"ô báo lỗi {text} của Excel. Ghi thẳng giá trị vào ô."


def _complaint(read: Callable[[str], Any], text: str) -> str:
    if error := excel_error(text):
        return error
    try:
        read(text)
    except ValueError as refused:
        return str(refused)
    return ""
