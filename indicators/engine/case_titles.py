"""Which days a table is about, by what stands above it: “Tháng 10/2026”, “Từ ngày 01/07/2026 đến ngày 30/09/2026”."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from core.text import search_key
from indicators.engine.months import month_number, month_start

Span = tuple[date, date]
_DAY = r"(\d{1,2})\s*(?:[/.-]|thang)\s*(\d{1,2})\s*(?:[/.-]|nam)\s*(20\d\d)"
_YEAR = r"\s*(?:[/.-]|nam)\s*(20\d\d)"
_FROM_TO = re.compile(rf"tu(?: ngay)?:?\s*{_DAY}\s*(?:den|toi|-)(?: ngay| het ngay)?:?\s*{_DAY}")
_MONTH = re.compile(rf"\bthang\s*(\d{{1,2}}){_YEAR}")
_QUARTER = re.compile(rf"\bquy\s*(iv|i{{1,3}}|[1-4]){_YEAR}")
_SIGNED = re.compile(r"\bngay\s*[\d.…]{1,4}\s*thang\s*[\d.…]{1,4}\s*nam\s*[\d.…]{1,6}")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def span_of(titles: Iterable[str]) -> Span | None:
    """The first and the last day; None where the titles name none, or several different spans."""
    spans = {span for title in titles for span in _told(search_key(title))}
    return spans.pop() if len(spans) == 1 else None


def _told(title: str) -> list[Span]:
    if ranges := _FROM_TO.findall(title):
        days = [(_day(*each[:3]), _day(*each[3:])) for each in ranges]
        return [(first, last) for first, last in days if first is not None and last is not None and first <= last]
    plain = _SIGNED.sub(" ", title)
    months = [_months(int(year), int(month), 1) for month, year in _MONTH.findall(plain) if 1 <= int(month) <= 12]
    quarters = [(_ROMAN.get(number) or int(number), int(year)) for number, year in _QUARTER.findall(plain)]
    return months + [_months(year, 3 * number - 2, 3) for number, year in quarters]


def _day(day: str, month: str, year: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _months(year: int, first: int, many: int) -> Span:
    start = month_number(year, first)
    return month_start(start), month_start(start + many) - timedelta(days=1)
