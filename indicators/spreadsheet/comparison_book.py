"""Two rounds of a survey side by side as an Excel file."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from core.spreadsheet import workbook_bytes
from indicators.engine.comparison import DOWN, UNSURE, UP, Line

HEADINGS = (
    "Phần", "Nội dung", "Đợt này (%)", "Đợt trước (%)", "Chênh lệch (điểm %)", "Khoảng tin cậy 95% từ", "đến",
    "Nhận định",
)  # fmt: skip
WORDS = {UP: "Cao hơn", DOWN: "Thấp hơn", UNSURE: "Chưa rõ khác nhau"}


def comparison_book(now: str, before: str, groups: Iterable[tuple[str, Sequence[Line]]]) -> bytes:
    """``now`` and ``before`` are the titles of the rounds; ``groups`` are lines under headings."""
    rounds = [("Đợt này", now), ("Đợt trước", before)]
    return workbook_bytes([("So sánh", HEADINGS, _rows(groups)), ("Hai đợt", ("Đợt", "Tên"), rounds)])


def _rows(groups: Iterable[tuple[str, Sequence[Line]]]) -> Iterator[Sequence[Any]]:
    for heading, lines in groups:
        for line in lines:
            rates = (_rounded(line.now.share.percent), _rounded(line.before.share.percent))
            apart = line.difference
            if apart is None:
                yield heading, line.name, *rates, None, None, None, None
            else:
                ends = map(_rounded, (apart.points, *apart.interval))
                yield heading, line.name, *rates, *ends, WORDS[apart.verdict]


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else round(value, 2)
