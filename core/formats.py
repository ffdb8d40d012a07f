"""Numbers and dates as people and offices write them in Vietnam."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

from core.numbers import grouped

_UNTOLD = ((0, 0), (23, 59))


def vn_number(value: Decimal | int | None, places: int | None = None) -> str:
    """1234.5 -> «1.234,5». ``places`` fixes the number of decimals; None shows as «–»."""
    if value is None:
        return "–"
    number = Decimal(value)
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return grouped(number)


def vn_exact(value: Decimal | None) -> str:
    """The decimals that are there and no more: 1200.0000 -> «1.200», 12.3456 -> «12,3456»."""
    return "–" if value is None else vn_number(value.normalize())


def vn_points(value: Decimal | None) -> str:
    """Points always show two decimals: 7 -> «7,00»."""
    return vn_number(value, 2)


def vn_percent(value: Decimal | None, places: int = 2) -> str:
    """99.09 (already per cent) -> «99,09%»."""
    return "–" if value is None else f"{vn_number(value, places)}%"


def vn_money(value: Decimal | int | None) -> str:
    """1520000 -> «1.520.000 đồng»."""
    return "–" if value is None else f"{vn_number(value, 0)} đồng"


def vn_date(value: date | None) -> str:
    """30 March 2026 -> «30/3/2026»."""
    return "" if value is None else f"{value.day}/{value.month}/{value.year}"


def vn_date_span(first: date, last: date) -> str:
    """«2/11 – 2/12/2026»; the year is written once when both days have it, a single day is written alone."""
    if first == last:
        return vn_date(first)
    start = f"{first.day}/{first.month}" if first.year == last.year else vn_date(first)
    return f"{start} – {vn_date(last)}"


def vn_date_long(value: date | None) -> str:
    """Long form of official documents (Nghị định 30/2020): days < 10 and months 1, 2 take a leading zero."""
    if value is None:
        return "ngày      tháng      năm"
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return f"ngày {value.day:02d} tháng {month} năm {value.year}"


def vn_datetime(value: datetime | None) -> str:
    """«14:32 ngày 5/12/2026» in local time."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{local:%H:%M} ngày {vn_date(local.date())}"


def vn_moment(value: datetime) -> str:
    """«5/12/2026 14:32» of a local time; only the day where the time stands for none: midnight, 23:59 of a due day."""
    day = vn_date(value.date())
    return day if (value.hour, value.minute) in _UNTOLD else f"{day} {value:%H:%M}"


def file_size(size: int) -> str:
    """Bytes as «12 KB» or «3,4 MB»."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{vn_number(Decimal(size) / (1024 * 1024), 1)} MB"
