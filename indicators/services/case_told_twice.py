"""What is said before an import of cases that others tell as well, of a unit above or below."""

from django.db.models import F, QuerySet

from accounts.models import Unit
from indicators.engine.months import month_number, month_words
from indicators.enums import CaseLayout, CountOrigin
from indicators.models import CaseImport, ProcedureCount
from indicators.selectors.case_counts import PROCESSING, TABLES, naming_no_units
from indicators.services.case_summaries import ORIGINS

NAMED = 3


def told_by_others(case_import: CaseImport, units: set[int], first: int, last: int) -> list[str]:
    """One sentence where cases of these units in these months (their numbers) are told twice; else nothing.

    Which of the two counts follows ``engine.overlaps``; they are not added.
    """
    layout = case_import.source.layout
    own = CountOrigin.CASES if layout == CaseLayout.CASES else ORIGINS[layout]
    if own not in PROCESSING or not units:
        return []
    names_units = "unit" in case_import.columns
    paths = set(Unit.objects.filter(pk__in=units).values_list("path", flat=True))
    found = [
        (month_number(year, month), origin, path, name)
        for path, name, year, month, origin, source, columns in _told(case_import.centre, first, last)
        if (origin, _is_whole(origin, source, columns)) != (own.value, own in TABLES and not names_units)
        and any(path != other and (path.startswith(other) or other.startswith(path)) for other in paths)
    ]
    if not found:
        return []
    listed = any(origin == CountOrigin.CASES for _, origin, *_ in found)
    months = sorted({month for month, *_ in found})
    said = ", ".join(map(month_words, months[:NAMED])) + (" …" if months[NAMED:] else "")
    names = sorted({name for *_, name in found})
    origins = sorted({CountOrigin(origin).label.lower() for _, origin, *_ in found})
    return [
        f"Tháng {said} đã có số của {', '.join(names[:NAMED])}{' …' if names[NAMED:] else ''} từ nguồn khác "
        f"({', '.join(origins)}). Hai nguồn kể cùng những hồ sơ nên không được cộng: "
        f"{_counting(case_import, own, paths, {path for *_, path, _ in found}, listed=listed)} "
        "Nếu hai bên không khớp, hệ thống nêu nghi vấn."
    ]


def _told(centre: Unit, first: int, last: int) -> QuerySet[ProcedureCount, tuple[str, str, int, int, str, int, dict]]:
    rows = ProcedureCount.objects.filter(unit__path__startswith=centre.path, origin__in=PROCESSING).order_by()
    months = rows.alias(own=month_number(F("year"), F("month"))).filter(own__range=(first, last))
    return months.values_list(
        "unit__path", "unit__short_name", "year", "month", "origin", "case_import_id", "case_import__columns"
    ).distinct()


def _is_whole(origin: str, source: int | None, columns: dict[str, str] | None) -> bool:
    return origin in TABLES and source is not None and "unit" not in (columns or {})


def _counting(case_import: CaseImport, own: str, paths: set[str], others: set[str], *, listed: bool) -> str:
    """Which of both counts, as a sentence."""
    if own == CountOrigin.CASES and "unit" in case_import.columns:
        return "danh sách này có cột đơn vị nên được tính."
    if listed and not case_import.centre.path.startswith(naming_no_units()) and min(others) > min(paths):
        return "danh sách hồ sơ của các đơn vị trực thuộc được tính, tệp này chỉ để đối chiếu."
    return "số của đơn vị cấp trên được tính cho cả đơn vị, số của đơn vị trực thuộc chỉ cho riêng nó."
