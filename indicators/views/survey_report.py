"""The monthly report of satisfaction for the Sở Y tế."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.policies import page
from accounts.requests import PortalRequest
from core.spreadsheet import attachment
from indicators.enums import MONTHS
from indicators.roles import VIEW_SURVEY_REPORT
from indicators.selectors.survey_report import BLOCKS, KINDS, Cell, Report, report_for
from indicators.spreadsheet.survey_report_book import report_book


@page(VIEW_SURVEY_REPORT)
def survey_report(request: PortalRequest) -> HttpResponse:
    """One month in two blocks and an annex by unit, as a page or an Excel file."""
    year = request.year
    month = _month(request, year)
    report = report_for(request.user, year, month)
    if request.GET.get("_export") == "xlsx":
        return attachment(_book(report), f"bao-cao-hai-long-{year}-{month:02d}")
    context = {
        "heading": f"Báo cáo hài lòng tháng {month}/{year}",
        "report": report,
        "month": month,
        "months": MONTHS,
        "blocks": BLOCKS,
        "kinds": KINDS,
        "typed_from": settings.SURVEY_SHOWN_FROM,
    }
    return render(request, "indicators/survey_report.html", context)


def _month(request: PortalRequest, year: int) -> int:
    """The month asked for; without one the last month of the year that is over, in January the running one."""
    typed = request.GET.get("month", "")
    if typed.isascii() and typed.isdigit() and 1 <= int(typed[:2]) <= 12:
        return int(typed[:2])
    today = timezone.localdate()
    return max(1, today.month - 1) if year == today.year else 12


def _book(report: Report) -> bytes:
    lines = (
        (block, words, len(cell.units), cell.forms, cell.share.percent if cell.share else None)
        for block, rows in report.lines()
        for words, cell in rows
    )
    headings = [
        f"{block} – {words.lower()}: {what}" for _, block in BLOCKS for _, words in KINDS for what in ("phiếu", "%")
    ]
    annex = (
        [centre.name, *(part for _, cell in cells for part in _parts(cell))] for centre, cells in report.annex_lines()
    )
    return report_book(report.year, report.month, lines, headings, annex)


def _parts(cell: Cell) -> tuple[Any, Any]:
    """Forms and rate of one cell of the annex."""
    if not cell.forms:
        return None, None
    percent = cell.share.percent if cell.share else None
    return cell.forms, round(percent, 2) if percent is not None else "ít phiếu"
