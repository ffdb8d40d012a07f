"""Two years of figures, each through its own door: files of case lists, surveys, typed counts, and what is declared."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.core.files import File

from accounts.models import Unit
from core.formats import vn_number
from indicators.engine.months import month_end
from indicators.enums import PeriodKind, SurveyKind
from indicators.models import Indicator
from indicators.services import measurements, monthly_counts
from indicators.services.measurements import Period, Value
from reports.management.demo import case_imports, doubts, procedures, surveys
from reports.management.demo import evidence as drawing
from reports.management.demo.people import Centre
from reports.management.demo.story import LAST_YEAR, THIS_YEAR, dice, moment

YEARS = (LAST_YEAR, THIS_YEAR)
NEWEST_QUARTER = 3


def make_figures(centre: Centre, today: date) -> None:
    """Everything that is measured at one centre in both years."""
    procedures.publish(centre)
    case_imports.import_cases(centre)
    if centre.prefix == "hn":
        doubts.type_miscounted_month(centre)
    surveys.hold_surveys(centre, today)
    indicators = {indicator.code: indicator for indicator in Indicator.objects.all()}
    for unit in centre.departments:
        facts = centre.facts_of(unit)
        quality = dice(centre.prefix, unit.code, "quality").uniform(0.90, 1.0)
        for month in range(1, 13):
            _surveys_on_paper(centre, unit, facts, month, quality)
        for year in YEARS:
            _declared(centre, unit, facts, year, indicators, quality)
    for year in YEARS:
        _centre_figures(centre, year, indicators)
    if centre.prefix == "hn":
        doubts.answer_one(centre, today)


def _entered(year: int, month: int) -> date:
    return month_end(year, month) + timedelta(days=3)


def _surveys_on_paper(centre: Centre, unit: Unit, facts: dict[str, object], month: int, quality: float) -> None:
    """Last year surveys were held on paper elsewhere; their monthly counts were typed."""
    kinds = {"one_stop": SurveyKind.SIPAS, "inpatient": SurveyKind.INPATIENT, "outpatient": SurveyKind.OUTPATIENT}
    for key, kind in kinds.items():
        if not facts.get(key):
            continue
        source = dice(unit.code, kind, LAST_YEAR, month)
        forms = source.randint(15, 40)
        answers = forms * (19 if kind == SurveyKind.SIPAS else 20)
        monthly_counts.record_survey_month(
            unit=unit,
            kind=kind,
            year=LAST_YEAR,
            month=month,
            counts={
                "forms": forms,
                **_levels(source, answers, quality),
            },
            fully_satisfied=round(forms * quality * 0.6),
            source_note="Phiếu khảo sát tại nơi phục vụ",
            by=centre.office_head,
            at=moment(_entered(LAST_YEAR, month)),
        )


def _levels(source: random.Random, answers: int, quality: float) -> dict[str, int]:
    unhappy = round(answers * max(0.0, (1 - quality) * 0.9 + source.uniform(0.01, 0.05)))
    level_2 = round(unhappy * 0.2)
    level_1 = round(unhappy * 0.05)
    level_5 = round((answers - unhappy) * source.uniform(0.35, 0.6))
    return {
        "level_1": level_1,
        "level_2": level_2,
        "level_3": unhappy - level_1 - level_2,
        "level_4": answers - unhappy - level_5,
        "level_5": level_5,
    }


def _declared(
    centre: Centre,
    unit: Unit,
    facts: dict[str, object],
    year: int,
    indicators: dict[str, Indicator],
    quality: float,
) -> None:
    """Quarterly counts that a department declares: electronic records, and answers to complaints."""
    for quarter in range(1, 5 if year == LAST_YEAR else 4):
        source = dice(unit.code, year, quarter, "declared")
        if facts.get("inpatient") or facts.get("outpatient"):
            total = source.randint(120, 420)
            done = round(total * min(1.0, source.uniform(0.7, 0.9) + (0.1 if year == THIS_YEAR else 0)))
            _declare(
                centre, unit, indicators["electronic_records"], Period(year, PeriodKind.QUARTER, quarter), done, total
            )
        if facts.get("one_stop"):
            total = source.randint(2, 9)
            done = total - (source.random() > quality)
            _declare(
                centre, unit, indicators["feedback_on_time"], Period(year, PeriodKind.QUARTER, quarter), done, total
            )


def _declare(centre: Centre, unit: Unit, indicator: Indicator, period: Period, done: int, total: int) -> None:
    measurements.declare(
        indicator=indicator,
        unit=unit,
        period=period,
        figure=Value(numerator=Decimal(done), denominator=Decimal(total)),
        source_note=f"Báo cáo quý {period.number} của {unit.short_name}",
        by=centre.heads[unit.pk],
        at=moment(_entered(period.year, period.number * 3)),
        files=_quarterly_report(unit, indicator, period, done, total),
    )


def _quarterly_report(unit: Unit, indicator: Indicator, period: Period, done: int, total: int) -> list[File]:
    """The report behind the newest quarter's figure; older quarters name theirs in words only."""
    if (period.year, period.number) != (THIS_YEAR, NEWEST_QUARTER):
        return []
    said = [
        f"Số liệu quý {period.number} năm {period.year}",
        f"{indicator.numerator_label}: {done}",
        f"{indicator.denominator_label}: {total}",
    ]
    return [_document(f"Báo cáo quý {period.number}/{period.year}", unit.name, said, f"BC-quy-{period.number}.pdf")]


def _document(title: str, issuer: str, lines: list[str], name: str) -> File:
    return File(drawing.pdf(title, issuer, [lines]), name=name)


def _centre_figures(centre: Centre, year: int, indicators: dict[str, Indicator]) -> None:
    """Figures of the whole centre that others publish or that are counted once a year."""
    source = dice(centre.prefix, year, "centre")
    grown = 2 if year == THIS_YEAR else 0
    published = {
        "par_index": Decimal(str(round(source.uniform(82, 86) + grown, 2))),
        "sipas": Decimal(str(round(source.uniform(84, 88) + grown, 2))),
        "sector_rank": Decimal(source.randint(5, 7) - grown),
    }
    if year == LAST_YEAR:
        published |= {"papi": Decimal("42.35"), "pci": Decimal("65.87")}
    for code, value in published.items():
        indicator = indicators[code]
        notice = _document(
            f"Thông báo chỉ số năm {year}",
            "Cơ quan công bố chỉ số",
            [f"{indicator.name}: {vn_number(value)} {indicator.unit_of_measure}", f"Đơn vị: {centre.unit.name}"],
            f"TB-{code.replace('_', '-')}-{year}.pdf",
        )
        source_note = "Thông báo của cơ quan công bố chỉ số"
        _publish(centre, indicator, year, Value(value=value), source_note, [notice] if year == THIS_YEAR else [])
    counted = {
        "legal_documents": (11 + grown, 11 + grown),
        "identity_verified": (1480 + 60 * grown, 1680),
        "staffing_cut": (2 + grown, 96),
        "budget_cut": (620 + 90 * grown, 8400),
    }
    for code, (done, total) in counted.items():
        figure = Value(numerator=Decimal(done), denominator=Decimal(total))
        _publish(centre, indicators[code], year, figure, "Báo cáo cải cách hành chính của Trung tâm")
    _publish(
        centre, indicators["waiting_time"], year, Value(value=Decimal(46 - 4 * grown)), "Khảo sát tại Khoa Khám bệnh"
    )


def _publish(
    centre: Centre, indicator: Indicator, year: int, figure: Value, note: str, files: Sequence[File] = ()
) -> None:
    at = moment(date(year, 12, 20) if year == LAST_YEAR else date(year, 10, 20))
    measurements.declare(
        indicator=indicator,
        unit=centre.unit,
        period=Period(year),
        figure=figure,
        source_note=note,
        by=centre.office_head,
        at=at,
        as_told=indicator.frequency != PeriodKind.YEAR,
        files=files,
    )
