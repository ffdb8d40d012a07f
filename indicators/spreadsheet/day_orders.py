"""Days that a foreign Excel has read month first: those up to the 12th became dates, the others stayed texts."""

import polars as pl
from openpyxl.utils import get_column_letter

from indicators.spreadsheet.refusal import FileRefused

_LAST_MONTH = 12
_CHANCE_OF_DATE, _CHANCE_OF_TEXT = 12 / 30, 18 / 30
"""How often a day of any month is not after the 12th, and how often it is."""
_NO_CHANCE = 1 / 1000
_FEWEST = 3
"""Of each, however many there are of the other."""


class DayOrders:
    """What was met in the columns of a sheet that hold both dates and texts."""

    def __init__(self) -> None:
        self._dates: dict[str, pl.Series] = {}
        self._texts: dict[str, pl.Series] = {}

    def learn(self, name: str, moments: pl.Series, words: pl.Series) -> None:
        """Some rows of a column, each of which is one or the other."""
        told = words.str.extract(r"^\s*(\d{1,2})[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})\b", 1).cast(pl.Int8, strict=False)
        for kept, days in ((self._dates, moments.dt.day()), (self._texts, told)):
            found = days.drop_nulls().cast(pl.Int8)
            kept[name] = pl.concat([kept[name], found]) if name in kept else found

    def refuse_swapped(self) -> None:
        """Raises ``FileRefused`` where day and month have changed places."""
        for name, dates in self._dates.items():
            if _are_swapped(dates, self._texts[name]):
                column = get_column_letter(int(name[1:]) + 1)
                raise FileRefused(
                    f"Cột {column}: Excel đã hiểu nhầm ngày thành tháng ở các ô ngày từ 1 đến 12.",
                    hint="Tải lên thẳng tệp gốc của hệ thống (CSV hoặc Excel), không mở và lưu lại bằng Excel.",
                    code="swapped",
                )


def _are_swapped(dates: pl.Series, texts: pl.Series) -> bool:
    """Whether it is no chance that all dates, and none of the texts, are of the first twelve days of a month."""
    if min(len(dates), len(texts)) < _FEWEST or (texts <= _LAST_MONTH).any() or (dates > _LAST_MONTH).any():
        return False
    return bool(_CHANCE_OF_DATE ** len(dates) * _CHANCE_OF_TEXT ** len(texts) < _NO_CHANCE)
