"""Columns of days and times as typed values, in bulk."""

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import partial

import polars as pl

from indicators.engine.case_short_years import ShortYears, has_short_year
from indicators.engine.case_values import SERIAL, is_month_first, read_moment, says_not_yet
from indicators.engine.months import FIRST_YEAR, LAST_YEAR
from indicators.spreadsheet.findings import Findings
from indicators.spreadsheet.refusal import FileRefused
from indicators.spreadsheet.series import complaint, nothing, replaced, tried, without

MOMENT = pl.Datetime("us")
_FORMS = (
    "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M",
    "%Y-%m-%d", "%d-%m-%Y %H:%M", "%d-%m-%Y %H:%M:%S", "%d-%m-%Y", "%H:%M %d/%m/%Y", "%H:%M:%S %d/%m/%Y",
    "%d.%m.%Y %H:%M", "%d.%m.%Y", "%d/%m/%Y %I:%M:%S %p", "%d/%m/%Y %I:%M %p", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d",
)  # fmt: skip
_ROUNDS = 6
_ONLY_A_SERIAL = f"^{SERIAL}$"
_UNIX_DAY = 25_569
"""Excel's serial number of 1 January 1970."""


class Moments:
    """Days and times, day first; a column that writes the month first is refused. ``year``: near which one years of two
    digits are understood.
    """

    def __init__(
        self, heading: str, *, may_lack: bool = False, year: int | None = None, findings: Findings | None = None
    ) -> None:
        self.nothing: set[str] = set()
        self._heading, self._may_lack = heading, may_lack
        self._findings = findings
        self._read = partial(read_moment, near=year)
        self._short_years = ShortYears(year)
        self._month_first = self._day_first = 0

    def read_plain(self, cells: pl.Series) -> pl.Series | None:
        form = _form_of(cells)
        if form is None:
            return None
        values = _in_years(_as_form(cells, form))
        if values.null_count() > cells.null_count():
            return None
        self._note_days(values)
        return values

    def read(self, texts: pl.Series) -> pl.Series:
        values = _in_years(_in_bulk(texts))
        left = texts.filter(values.is_null() & texts.is_not_null())
        if left.is_empty():
            self._note_days(values)
            return values
        different = left.unique()
        if self._may_lack:
            self.nothing.update(text for text in different if says_not_yet(text))
        known = {text: value for text in different if (value := tried(self._read, text)) is not None}
        values = values.zip_with(values.is_not_null(), replaced(texts, known, MOMENT))
        self._look_at_order(texts, values)
        self._look_at_years(different, known)
        return values

    def reason(self, text: str) -> str:
        return "" if text in self.nothing else complaint(self._read, text)

    def _note_days(self, values: pl.Series) -> None:
        self._day_first += int((values.dt.day() > 12).sum())

    def _look_at_order(self, texts: pl.Series, values: pl.Series) -> None:
        self._note_days(values)
        wrong = [text for text in texts.filter(values.is_null() & texts.is_not_null()) if is_month_first(text)]
        self._month_first += len(wrong)
        if self._month_first > self._day_first:
            raise FileRefused(
                f"Cột “{self._heading}” ghi tháng trước ngày (ví dụ “{wrong[0] if wrong else ''}”).",
                hint="Xuất lại tệp với ngày dạng ngày/tháng/năm, ví dụ 25/03/2026.",
                code="month_first",
            )

    def _look_at_years(self, different: pl.Series, known: Mapping[str, datetime]) -> None:
        """Years of two digits may stand first as well, where that fits more days than standing last."""
        self._short_years.learn(different)
        if doubtful := self._short_years.doubtful:
            raise FileRefused(
                f"Cột “{self._heading}” ghi năm bằng hai chữ số, không rõ đứng đầu hay đứng cuối (ví dụ “{doubtful}”).",
                hint="Xuất lại tệp với năm đủ bốn chữ số, ví dụ 25/03/2026.",
                code="short_years",
            )
        if self._findings is not None and self._heading not in self._findings.short_years:
            short = (text for text in known if has_short_year(text))
            if text := min(short, default=""):
                self._findings.short_years[self._heading] = (text, known[text])


def _in_bulk(texts: pl.Series) -> pl.Series:
    """The moments of the forms that most of the texts have; what is left over is None."""
    values = _serials(texts)
    for _ in range(_ROUNDS):
        left = texts.filter(values.is_null() & texts.is_not_null())
        if left.is_empty():
            break
        form = _form_of(left)
        if form is None:
            break
        values = (
            _as_form(texts, form)
            if values.null_count() == len(values)
            else values.zip_with(values.is_not_null(), _as_form(texts, form))
        )
    return values


def _form_of(texts: pl.Series) -> str | None:
    """The form of the first text."""
    first = texts.drop_nulls().head(1)
    return next((form for form in _FORMS if _as_form(first, form).is_not_null().all()), None)


def _as_form(texts: pl.Series, form: str) -> pl.Series:
    if "%H" not in form and "%I" not in form:
        return texts.str.to_date(form, strict=False).cast(MOMENT)
    return texts.str.to_datetime(form, time_unit="us", strict=False)


def _serials(texts: pl.Series) -> pl.Series:
    """Serial numbers of Excel, where the first text is one."""
    first = texts.drop_nulls().head(1)
    if first.is_empty() or not first.str.contains(_ONLY_A_SERIAL).all():
        return pl.Series(texts.name, [None], dtype=MOMENT).new_from_index(0, len(texts))
    are = texts.str.contains(_ONLY_A_SERIAL)
    days = texts.zip_with(are, nothing(texts)).str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    return (((days - _UNIX_DAY) * 86_400).round(mode="half_to_even").cast(pl.Int64) * 1_000_000).cast(MOMENT)


def _in_years(values: pl.Series) -> pl.Series:
    lowest, highest = values.min(), values.max()
    first, last = (datetime.combine(date(year, 1, 1), time()) for year in (FIRST_YEAR, LAST_YEAR + 1))
    if lowest is None or (lowest >= first and highest < last):  # type: ignore[operator]
        return values
    return without(values, (values < first) | (values >= last))
