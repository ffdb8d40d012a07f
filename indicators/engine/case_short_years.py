"""Days whose year is written with two digits: 5/3/26.

Such a day is taken for day, month, year of this century where its year lies near that of the file; how a whole column
writes its days is told by those that leave no doubt.
"""

import re
from collections.abc import Iterable
from datetime import date

CENTURY = 2000
YEARS_BEFORE, YEARS_AFTER = 5, 2
"""So far from the year of a file lie the days that it may tell: old cases, and due days."""
_SHORT = re.compile(r"(?<![\d/.:-])(\d{1,2})([/.-])(\d{1,2})\2(\d{2})(?![\d/.:-])", re.ASCII)


def has_short_year(text: str) -> bool:
    """Whether a text holds a day whose year has two digits."""
    return _SHORT.search(text) is not None


def with_full_year(text: str, near: int) -> str:
    """The text with its year written out; raises ValueError in Vietnamese where the year is not near."""
    found = _SHORT.search(text)
    if found is None:
        return text
    day, mark, month, year = found.groups()
    full = CENTURY + int(year)
    if not _is_near(full, near):
        raise ValueError(f"“{text[:40]}” ghi năm bằng hai chữ số, không chắc là năm {full}. Ghi đủ bốn chữ số của năm.")
    return f"{text[: found.start()]}{day}{mark}{month}{mark}{full}{text[found.end() :]}"


class ShortYears:
    """What the days of a column say about where the year stands. ``near``: the year of the file; None: unknown."""

    def __init__(self, near: int | None) -> None:
        self._near = near
        self._last = self._first = 0
        self._example = ""

    def learn(self, texts: Iterable[str]) -> None:
        """Take in different days of the column."""
        if self._near is None:
            return
        for text in texts:
            if (found := _SHORT.search(text)) is None:
                continue
            one, _, two, three = (found[number] for number in range(1, 5))
            stands_last = self._is_day(three, two, one)
            stands_first = len(one) == len("26") and self._is_day(one, two, three)
            self._last += stands_last and not stands_first
            if stands_first and not stands_last:
                self._first += 1
                self._example = self._example or text

    @property
    def doubtful(self) -> str:
        """A day that tells that the year stands first, where more days tell that than the contrary; empty elsewhere."""
        return self._example if self._first > self._last else ""

    def _is_day(self, year: str, month: str, day: str) -> bool:
        try:
            return _is_near(date(CENTURY + int(year), int(month), int(day)).year, self._near or 0)
        except ValueError:
            return False


def _is_near(year: int, near: int) -> bool:
    return near - YEARS_BEFORE <= year <= near + YEARS_AFTER
