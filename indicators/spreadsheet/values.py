"""Texts of a whole column as typed values, in bulk; what cannot be read is None, and a reason can be asked for."""

from collections.abc import Mapping
from typing import Protocol

import polars as pl

from indicators.engine.case_codes import codes_of
from indicators.engine.case_columns import Column
from indicators.engine.case_numbers import Marks, read_whole
from indicators.engine.case_values import MEANT, NOTHING_SAID, WORDS, word_key
from indicators.spreadsheet.cells import cleaned
from indicators.spreadsheet.findings import Findings, Hints
from indicators.spreadsheet.moments import Moments
from indicators.spreadsheet.refusal import FileRefused
from indicators.spreadsheet.series import EXCEL_ERROR, complaint, excel_error, nothing, replaced, tried, without

MOST_WORDS = 50
"""A column of more different cells is not one of a few words that are written in the same way."""
_PLAIN_WHOLE = r"^[0-9]{1,8}$"


class Reader(Protocol):
    """Reads a column piece by piece. ``nothing``: texts met so far that say that there is no value."""

    nothing: set[str]

    def read_plain(self, cells: pl.Series) -> pl.Series | None:
        """Typed values of cells as they stand in the file; None unless each that holds anything can be read so."""

    def read(self, texts: pl.Series) -> pl.Series:
        """Typed values; None where there is no text, and where it cannot be read. May raise ``FileRefused``."""

    def reason(self, text: str) -> str:
        """Why a text cannot be read, in Vietnamese; empty when it can."""


def reader_of(column: Column, heading: str, hints: Hints | None = None, findings: Findings | None = None) -> Reader:
    """The reader of a column that stands under a heading of the file."""
    hints = hints or Hints()
    if column.form == "moment":
        return Moments(heading, may_lack=not column.required, year=hints.year, findings=findings)
    if column.form in ("count", "money"):
        return Wholes(column.form, heading)
    if column.form not in WORDS:
        return Texts(column.longest)
    return Words(column.form, codes_of(column.form, heading), hints.words.get(column.name, {}))


class Texts:
    """Free texts of a limited length."""

    def __init__(self, longest: int) -> None:
        self.nothing: set[str] = set()
        self._longest = longest

    def read_plain(self, cells: pl.Series) -> pl.Series | None:
        return None

    def read(self, texts: pl.Series) -> pl.Series:
        wrong = texts.str.starts_with("#") & texts.str.contains(f"^{EXCEL_ERROR.pattern}$")
        if (texts.str.len_bytes().max() or 0) > self._longest:  # type: ignore[operator]
            wrong = wrong | (texts.str.len_chars() > self._longest)
        return without(texts, wrong)

    def reason(self, text: str) -> str:
        too_long = f"dài {len(text)} ký tự, nhiều nhất {self._longest}." if len(text) > self._longest else ""
        return excel_error(text) or too_long


class Words:
    """Columns of a few words: each different one is read once.

    ``codes``: words that stand for others; ``meanings``: what a clerk said that some mean (``case_values.MEANINGS``).
    """

    def __init__(self, form: str, codes: Mapping[str, str], meanings: Mapping[str, str]) -> None:
        self.nothing: set[str] = set()
        self._form = form
        self._codes = codes
        self._meanings = {word_key(text): meaning for text, meaning in meanings.items()}
        self._kind = pl.Boolean() if form == "yes_no" else pl.String()

    def read_plain(self, cells: pl.Series) -> pl.Series | None:
        different = cells.drop_nulls().unique()
        if self._meanings or len(different) > MOST_WORDS:
            return None
        told = zip(different, cleaned(different), strict=True)
        known = {cell: value for cell, text in told if text and (value := tried(self._read, text)) is not None}
        return replaced(cells, known, self._kind) if len(known) == len(different) else None

    def read(self, texts: pl.Series) -> pl.Series:
        known = {text: value for text in texts.drop_nulls().unique() if (value := tried(self._read, text)) is not None}
        if self._meanings:
            self.nothing.update(text for text, value in known.items() if value == NOTHING_SAID)
            known = {text: value for text, value in known.items() if value != NOTHING_SAID}
        return replaced(texts, known, self._kind)

    def _read(self, text: str) -> bool | str:
        key = word_key(text) if self._meanings or self._codes else text
        if (meaning := self._meanings.get(key)) is not None:
            return MEANT.get(meaning, meaning)
        return WORDS[self._form](self._codes.get(key, text))

    def reason(self, text: str) -> str:
        return complaint(self._read, text)


class Wholes:
    """Whole numbers; what their marks mean is told by the whole column."""

    def __init__(self, form: str, heading: str) -> None:
        self.nothing: set[str] = set()
        self._form, self._heading = form, heading
        self._marks = Marks()
        self._kind = pl.UInt32() if form == "count" else pl.Int64()

    def read_plain(self, cells: pl.Series) -> pl.Series | None:
        return cells.cast(self._kind) if cells.str.contains(_PLAIN_WHOLE).all() else None

    def read(self, texts: pl.Series) -> pl.Series:
        plain = texts.str.contains(_PLAIN_WHOLE) | texts.is_null()
        if plain.all():
            return texts.cast(self._kind)
        others = texts.filter(~plain).unique().to_list()
        self._marks.learn(others)
        if mark := self._marks.broken_assumption:
            raise FileRefused(
                f"Cột “{self._heading}” dùng dấu “{mark}” vừa ngăn hàng nghìn vừa ngăn phần thập phân.",
                hint="Xuất lại tệp, hoặc định dạng cột này thành số không có dấu phân cách.",
                code="numbers",
            )
        known = {text: value for text in others if (value := tried(self._whole, text)) is not None}
        return replaced(texts.zip_with(~plain, nothing(texts)), known, self._kind).zip_with(
            ~plain, without(texts, ~plain).cast(self._kind)
        )

    def reason(self, text: str) -> str:
        return complaint(self._whole, text)

    def _whole(self, text: str) -> int | None:
        return read_whole(text, self._marks, self._form)
