"""Pages of figures."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.models import Unit, User
from accounts.policies import page
from accounts.requests import PortalRequest
from accounts.selectors.scope import units_in_sight
from core.charts import Bar, BarChart, LineChart, Series
from core.listing import Listing, show
from indicators.enums import Measure, Source
from indicators.filters.counts import ProcedureCountFilter, SurveyCountFilter
from indicators.forms.periods import CHOICES, PeriodChoice, chosen_period
from indicators.models import Indicator, Measurement, ProcedureCount, SurveyCount
from indicators.roles import (
    ENTER_COUNTS,
    ENTER_FIGURES,
    IMPORT_CASES,
    LOCK_FIGURES,
    MANAGE_CATALOGUE,
    VIEW_CASES,
    VIEW_FIGURES,
)
from indicators.selectors.catalogue import indicators_of
from indicators.selectors.figure_files import closed_months, documents_behind
from indicators.selectors.figures import MonthValue
from indicators.selectors.overview import IndicatorRow, UnitRow, indicator_rows, is_told, unit_rows
from indicators.selectors.shown_figures import few_typed, months_shown, years_shown
from indicators.selectors.silences import silences
from indicators.tables.counts import MeasurementTable, ProcedureCountTable, SurveyCountTable

CASE_PAGES = (
    ("Nhập tệp hồ sơ TTHC", "indicators:case-import-list", IMPORT_CASES),
    ("Danh sách hồ sơ", "indicators:case-list", VIEW_CASES),
)


def _own_unit(request: PortalRequest) -> Unit:
    """The highest unit of the current centre whose figures this person may see."""
    units = _visible_units(request)
    unit = units.order_by("depth", "position", "sort_key").first()
    if unit is None:
        raise Http404("no unit with figures")
    return unit


def _visible_units(request: PortalRequest) -> QuerySet[Unit]:
    return units_in_sight(request.user, request.centre, VIEW_FIGURES)


@page(VIEW_FIGURES)
def figure_list(request: PortalRequest) -> HttpResponse:
    """All indicators with this year's figure and the change against last year."""
    unit = _own_unit(request)
    year = request.year
    period = chosen_period(request.GET.get("ky", ""))
    rows = indicator_rows(request.user, unit, year, period.span)
    context = {
        "heading": f"Số liệu năm {year}",
        "unit": unit,
        "year": year,
        "groups": _by_source(rows),
        "told": sum(_is_told(row) for row in rows),
        "all": len(rows),
        "better": sum(row.is_better is True for row in rows),
        "worse": sum(row.is_better is False for row in rows),
        "silence": silences([unit], year, period.span),
        **_periods(period),
    }
    return render(request, "indicators/figure_list.html", context)


def _by_source(rows: list[IndicatorRow]) -> list[tuple[str, int, list[IndicatorRow]]]:
    """The words of each source with how many of its indicators have a figure, and the indicators."""
    groups: dict[str, list[IndicatorRow]] = {}
    for row in rows:
        groups.setdefault(row.indicator.source, []).append(row)
    return [(Source(source).label, sum(map(_is_told, found)), found) for source, found in groups.items()]


def _is_told(row: IndicatorRow) -> bool:
    return is_told(row.figure)


def _periods(period: PeriodChoice) -> dict[str, Any]:
    """The chosen part of the year, how to choose another, and what heads its column."""
    return {"period": period, "periods": CHOICES}


@page(VIEW_FIGURES)
def figure_detail(request: PortalRequest, code: str) -> HttpResponse:
    """One indicator: definition, trend, and the figures of all visible units."""
    indicator = get_object_or_404(indicators_of(request.centre), code=code)
    year = request.year
    unit = _own_unit(request)
    departments = list(_visible_units(request).exclude(pk=unit.pk).order_by("position", "sort_key"))
    period = chosen_period(request.GET.get("ky", ""))
    rows = unit_rows(request.user, indicator, [unit, *departments], year, period.span)
    declared = Measurement.objects.filter(indicator=indicator, year=year, unit__in=_visible_units(request))
    typed = indicator.source in (Source.DECLARED, Source.EXTERNAL)
    silent = [row.unit for row in rows[1:] if not row.is_told]
    is_of_cases = indicator.source == Source.PROCEDURES
    context = {
        "heading": indicator.name,
        "indicator": indicator,
        "unit": unit,
        "year": year,
        "own": rows[0],
        "hidden": any(row.figure is not None and row.figure.is_hidden for row in rows),
        **_periods(period),
        "comparison": _comparison(indicator, rows[1:]),
        "rows": [row for row in rows[1:] if row.is_told],
        "silent": silent,
        "silence": silences([unit], year, period.span) if is_of_cases and not rows[0].is_told else [],
        "silences": [each for each in silences(silent, year, period.span) if each.since] if is_of_cases else [],
        "has_counts": any(row.figure is not None and row.figure.denominator is not None for row in rows[1:]),
        "trend": _trend(request.user, indicator, unit, year),
        "closed": closed_months(request.centre, year) if typed else frozenset(),
        "declared": declared.order_by("unit__position", "period")
        .select_related("unit", "entered_by__person")
        .prefetch_related("files"),
        "documents": () if typed else documents_behind(code, unit, year, request.user, period.span),
        "may_enter": typed and request.user.has_perm(ENTER_FIGURES),
        "keeps_catalogue": request.user.has_perm(MANAGE_CATALOGUE),
    }
    return render(request, "indicators/figure_detail.html", context)


def _trend(user: User, indicator: Indicator, unit: Unit, year: int) -> LineChart | None:
    """The months of the year; where fewer than two of them have a figure, the years."""
    months = months_shown(user, indicator.code, unit, year)
    if sum(month.value is not None for month in months) > 1:
        return _trend_of_months(indicator, months, year)
    years = years_shown(user, indicator.code, unit, year)
    if len(years) < 2:
        return None
    (before, earlier), (last, latest) = years[-2:]
    word = "bằng" if latest == earlier else "cao hơn" if latest > earlier else "thấp hơn"
    return LineChart(
        title="Diễn biến qua các năm",
        sentence=f"Năm {last} {word} năm {before}.",
        labels=[str(each) for each, _ in years],
        series=[Series(indicator.name, [value for _, value in years])],
        unit="%" if indicator.measure == Measure.PERCENT else "",
    )


def _trend_of_months(indicator: Indicator, months: list[MonthValue], year: int) -> LineChart:
    known = [month for month in months if month.value is not None]
    highest = max(known, key=lambda month: month.value or 0)
    lowest = min(known, key=lambda month: month.value or 0)
    return LineChart(
        title=f"Diễn biến năm {year}",
        sentence=(
            "Các tháng bằng nhau."
            if highest.value == lowest.value
            else f"Cao nhất tháng {highest.month}, thấp nhất tháng {lowest.month}."
        ),
        labels=[f"T{month.month}" for month in months],
        series=[Series(indicator.name, [month.value for month in months])],
        unit="%" if indicator.measure == Measure.PERCENT else "",
    )


def _comparison(indicator: Indicator, rows: list[UnitRow]) -> BarChart | None:
    known = [row for row in rows if row.figure is not None and row.figure.value is not None]
    if len(known) < 2:
        return None
    return BarChart(
        title="So sánh giữa các đơn vị",
        sentence=f"{len(known)} đơn vị có số liệu.",
        bars=[Bar(str(row.unit), row.figure.value, row.text) for row in known if row.figure is not None],
        limit=100 if indicator.measure == Measure.PERCENT else None,
    )


@page(VIEW_FIGURES)
def procedure_statistics(request: PortalRequest) -> HttpResponse:
    """Monthly counts of TTHC case files."""
    year = request.year
    counts = ProcedureCount.objects.filter(year=year, unit__in=_visible_units(request)).select_related(
        "unit", "procedure"
    )
    return show(
        request,
        Listing(
            title=f"Thống kê hồ sơ TTHC năm {year}",
            table=ProcedureCountTable,
            queryset=counts.prefetch_related("files"),
            filterset=ProcedureCountFilter,
            search_fields=("unit__search_key",),
            search_hint="Tìm đơn vị, không cần gõ dấu",
            noun="dòng số liệu",
            empty_text=f"Chưa có số liệu hồ sơ TTHC của năm {year}.",
            export_name=f"ho-so-tthc-{year}",
            template="indicators/count_list.html",
            context={
                "entry": "indicators:procedure-count-create",
                "may_enter": request.user.has_perm(ENTER_COUNTS),
                "pages": [(words, address) for words, address, right in CASE_PAGES if request.user.has_perm(right)],
            },
        ),
    )


@page(VIEW_FIGURES)
def survey_statistics(request: PortalRequest) -> HttpResponse:
    """Monthly counts of survey answers."""
    year = request.year
    counts = SurveyCount.objects.filter(year=year, unit__in=_visible_units(request)).select_related("unit")
    hidden = few_typed(request.user, counts, year)
    return show(
        request,
        Listing(
            title=f"Số liệu hài lòng năm {year}",
            table=SurveyCountTable,
            queryset=counts.exclude(pk__in=hidden).prefetch_related("files"),
            filterset=SurveyCountFilter,
            search_fields=("unit__search_key",),
            search_hint="Tìm đơn vị, không cần gõ dấu",
            noun="dòng số liệu",
            empty_text=f"Chưa có số liệu khảo sát nhập tay của năm {year}. Khảo sát làm trên cổng tự vào số liệu; "
            "ở đây chỉ nhập khảo sát làm ngoài cổng.",
            export_name=f"hai-long-{year}",
            template="indicators/count_list.html",
            context={
                "entry": "indicators:survey-count-create",
                "may_enter": request.user.has_perm(ENTER_COUNTS),
                "hidden": len(hidden),
            },
        ),
    )


@page(VIEW_FIGURES)
def measurement_list(request: PortalRequest) -> HttpResponse:
    """All declared figures of the year."""
    year = request.year
    declared = Measurement.objects.filter(year=year, unit__in=_visible_units(request))
    return show(
        request,
        Listing(
            title=f"Số liệu kê khai năm {year}",
            table=MeasurementTable,
            queryset=declared.select_related("indicator", "unit", "entered_by__person").prefetch_related("files"),
            search_fields=("unit__search_key",),
            search_hint="Tìm đơn vị, không cần gõ dấu",
            noun="số liệu",
            empty_text=f"Chưa có số liệu kê khai của năm {year}.",
            export_name=f"so-lieu-ke-khai-{year}",
            template="indicators/count_list.html",
            table_options={} if request.user.has_perm(LOCK_FIGURES) else {"exclude": ("locked_at",)},
        ),
    )
