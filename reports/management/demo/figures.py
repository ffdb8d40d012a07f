"""Twelve months of figures: TTHC case files with late ones, satisfaction, and what is declared."""

import random
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from accounts.models import Unit
from indicators.enums import PeriodKind, SurveyKind
from indicators.models import Indicator, Procedure
from indicators.services import measurements, monthly_counts, procedures
from indicators.services.measurements import Period, Value
from reports.management.demo.people import Centre
from reports.management.demo.story import LAST_YEAR, THIS_YEAR, dice, moment


class Listed(NamedTuple):
    """A procedure of the demonstration; days are working days."""

    code: str
    name: str
    field: str
    statutory_days: int
    promised_days: int
    has_fee: bool
    pays_online: bool


PROCEDURES = (
    Listed(
        "1.012256", "Cấp giấy khám sức khỏe cho người từ đủ 18 tuổi trở lên", "Khám bệnh, chữa bệnh", 3, 2, True, True
    ),
    Listed("1.012275", "Khám giám định y khoa lần đầu", "Giám định y khoa", 30, 18, True, True),
    Listed("1.003564", "Cấp giấy chứng sinh", "Dân số - Sức khỏe sinh sản", 3, 1, False, False),
    Listed("1.002150", "Cấp lại giấy chứng sinh", "Dân số - Sức khỏe sinh sản", 5, 3, False, False),
    Listed("1.003348", "Cấp giấy xác nhận kiến thức về an toàn thực phẩm", "An toàn thực phẩm", 13, 8, True, True),
    Listed(
        "1.002944", "Công bố đủ điều kiện thực hiện quan trắc môi trường lao động", "Y tế dự phòng", 20, 14, True, False
    ),
    Listed("1.004539", "Công bố cơ sở đủ điều kiện tiêm chủng", "Y tế dự phòng", 10, 6, False, False),
    Listed("1.002399", "Cấp bản sao hồ sơ bệnh án", "Khám bệnh, chữa bệnh", 10, 5, True, True),
)
BY_UNIT = {
    "tchc": ("1.002399", "1.012275"),
    "tchc-tckt": ("1.002399", "1.012275"),
    "khnv": ("1.012275", "1.002399"),
    "kham-benh": ("1.012256", "1.002399"),
    "duoc": ("1.003348",),
    "kiem-soat-benh-tat": ("1.004539", "1.002944"),
    "y-te-cong-cong": ("1.003348", "1.002944"),
}
LAST_MONTH = {LAST_YEAR: 12, THIS_YEAR: 10}


def make_figures(centre: Centre) -> None:
    """Everything that is measured at one centre in both years."""
    known = {listed.code: _procedure(centre, listed) for listed in PROCEDURES}
    indicators = {indicator.code: indicator for indicator in Indicator.objects.all()}
    for unit in centre.departments:
        facts = centre.facts_of(unit)
        quality = dice(centre.prefix, unit.code, "quality").uniform(0.90, 1.0)
        for year, last_month in LAST_MONTH.items():
            for month in range(1, last_month + 1):
                if facts.get("one_stop"):
                    for code in BY_UNIT[facts["code"]]:
                        _cases(centre, unit, known[code], year, month, quality)
                _surveys(centre, unit, facts, year, month, quality)
            _declared(centre, unit, facts, year, indicators, quality)
    for year in LAST_MONTH:
        _centre_figures(centre, year, indicators)


def _procedure(centre: Centre, listed: Listed) -> Procedure:
    """The procedure at the centre; one of them was published late, so that a target is missed."""
    values = listed._asdict()
    del values["code"]
    return procedures.add(
        centre=centre.unit,
        code=listed.code,
        values={**values, "published_on_time": listed.code != "1.002944"},
        by=centre.office_head,
        at=moment(date(2024, 12, 20)),
    )


def _entered(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 3)


def _cases(centre: Centre, unit: Unit, procedure: Procedure, year: int, month: int, quality: float) -> None:
    source = dice(unit.code, procedure.code, year, month)
    received = source.randint(18, 70)
    online = round(received * min(0.95, source.uniform(0.45, 0.75) + (0.12 if year == THIS_YEAR else 0)))
    late = sum(source.random() > 0.955 + quality * 0.044 for _ in range(received))
    early = round((received - late) * source.uniform(0.35, 0.6))
    with_fee = received if procedure.has_fee else 0
    share = source.uniform(0.62, 0.9) + (0.08 if year == THIS_YEAR else 0)
    monthly_counts.record_procedure_month(
        unit=unit,
        procedure=procedure,
        year=year,
        month=month,
        counts={
            "received_direct": received - online,
            "received_online": online,
            "finished_early": early,
            "finished_on_time": received - late - early,
            "finished_late": late,
            "with_fee": with_fee,
            "paid_online": min(with_fee, round(with_fee * share)) if procedure.pays_online else 0,
            "data_reused": round(received * source.uniform(0.5, 0.95)),
        },
        source_note="Hệ thống một cửa điện tử",
        by=centre.office_head,
        at=moment(_entered(year, month)),
    )


def _surveys(centre: Centre, unit: Unit, facts: dict[str, object], year: int, month: int, quality: float) -> None:
    kinds = {"one_stop": SurveyKind.SIPAS, "inpatient": SurveyKind.INPATIENT, "outpatient": SurveyKind.OUTPATIENT}
    for key, kind in kinds.items():
        if not facts.get(key):
            continue
        source = dice(unit.code, kind, year, month)
        forms = source.randint(15, 40)
        answers = forms * (19 if kind == SurveyKind.SIPAS else 20)
        monthly_counts.record_survey_month(
            unit=unit,
            kind=kind,
            year=year,
            month=month,
            counts={
                "forms": forms,
                **_levels(source, answers, quality),
                "fully_satisfied": round(forms * quality * 0.6),
            },
            source_note="Phiếu khảo sát tại nơi phục vụ",
            by=centre.office_head,
            at=moment(_entered(year, month)),
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
    )


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
        _publish(centre, indicators[code], year, Value(value=value), "Thông báo của cơ quan công bố chỉ số")
    counted = {
        "legal_documents": (11 + grown, 11 + grown),
        "portal_integration": (7, 8),
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


def _publish(centre: Centre, indicator: Indicator, year: int, figure: Value, note: str) -> None:
    at = moment(date(year, 12, 20) if year == LAST_YEAR else date(year, 10, 20))
    measurements.declare(
        indicator=indicator,
        unit=centre.unit,
        period=Period(year),
        figure=figure,
        source_note=note,
        by=centre.office_head,
        at=at,
    )
