"""The monthly report of satisfaction as an Excel file: the report, and its annex by unit."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from core.spreadsheet import workbook_bytes

Line = tuple[str, str, int, int, Decimal | None]
HEADINGS = ("Hình thức", "Đối tượng", "Số đơn vị báo cáo", "Tổng số phiếu", "Tỷ lệ hài lòng (%)")


def report_book(
    year: int, month: int, lines: Iterable[Line], annex_headings: Sequence[str], annex: Iterable[Sequence[Any]]
) -> bytes:
    """``lines``: block, kind, units, forms, rate (None when too few forms); ``annex``: a unit with its cells."""
    rows = [(*line[:4], _rate(line[4], line[3])) for line in lines]
    return workbook_bytes(
        [(f"Tháng {month}-{year}", HEADINGS, rows), ("Phụ lục theo đơn vị", ("Đơn vị", *annex_headings), annex)]
    )


def _rate(percent: Decimal | None, forms: int) -> Any:
    if percent is not None:
        return round(percent, 2)
    return "ít phiếu" if forms else None
