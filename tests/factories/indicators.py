"""Indicators, measurements, procedures and counts for tests."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from indicators.enums import PeriodKind, SurveyKind
from indicators.models import (
    CalendarDay,
    DoubtAnswer,
    FigureFile,
    FigurePeriod,
    Indicator,
    Measurement,
    Procedure,
    ProcedureCount,
    ProcedurePast,
    SurveyCount,
)
from tests.factories.accounts import UnitFactory

MOMENT = datetime(2026, 11, 30, 8, tzinfo=UTC)


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = Indicator

    code = factory.Sequence(lambda number: f"chi_so_{number}")
    name = factory.Sequence(lambda number: f"Chỉ số {number}")


class MeasurementFactory(DjangoModelFactory):
    class Meta:
        model = Measurement

    indicator = factory.SubFactory(IndicatorFactory)
    unit = factory.SubFactory(UnitFactory)
    year = 2026
    period_kind = PeriodKind.YEAR
    value = 1
    source_note = "Báo cáo thử nghiệm"
    entered_at = MOMENT


class ProcedureFactory(DjangoModelFactory):
    class Meta:
        model = Procedure

    centre = factory.SubFactory(UnitFactory)
    code = factory.Sequence(lambda number: f"1.{number:06d}")
    name = "Cấp giấy khám sức khỏe"
    field = "Khám bệnh, chữa bệnh"
    statutory_days = 10
    promised_days = 6


class ProcedurePastFactory(DjangoModelFactory):
    class Meta:
        model = ProcedurePast

    procedure = factory.SubFactory(ProcedureFactory)
    until_year = 2025
    statutory_days = 10
    promised_days = 8


class ProcedureCountFactory(DjangoModelFactory):
    class Meta:
        model = ProcedureCount

    unit = factory.SubFactory(UnitFactory)
    procedure = factory.SubFactory(ProcedureFactory)
    year = 2026
    month = 1
    source_note = "Một cửa điện tử"
    imported_at = MOMENT


class SurveyCountFactory(DjangoModelFactory):
    class Meta:
        model = SurveyCount

    unit = factory.SubFactory(UnitFactory)
    kind = SurveyKind.SIPAS
    year = 2026
    month = 1
    forms = 10
    source_note = "Phiếu giấy"
    imported_at = MOMENT


class FigureFileFactory(DjangoModelFactory):
    """A document: of a declared figure, unless the test says of which counts."""

    class Meta:
        model = FigureFile

    class Params:
        of_counts = factory.LazyAttribute(lambda made: made.procedure_count or made.survey_count)

    procedure_count = None
    survey_count = None
    measurement = factory.Maybe("of_counts", None, factory.SubFactory(MeasurementFactory))
    name = factory.Sequence(lambda number: f"bao-cao-{number}.pdf")
    file = factory.django.FileField(data=b"%PDF-1.4", filename="bao-cao.pdf")
    content_type = "application/pdf"
    size = 2048
    sha256 = factory.Sequence(lambda number: f"{number:064x}")
    uploaded_at = MOMENT


class CalendarDayFactory(DjangoModelFactory):
    class Meta:
        model = CalendarDay

    on = factory.Sequence(lambda number: date(2026, 9, 2) + timedelta(days=number))
    name = "Quốc khánh"


class FigurePeriodFactory(DjangoModelFactory):
    """The state of a month; whoever wrote into the month before has made its row already."""

    class Meta:
        model = FigurePeriod

    centre = factory.SubFactory(UnitFactory)
    year = 2026
    month = 1

    @classmethod
    def _create(cls, model_class: type[FigurePeriod], *args: Any, **values: Any) -> FigurePeriod:
        key = {name: values.pop(name) for name in ("centre", "year", "month")}
        return model_class.objects.update_or_create(**key, defaults=values)[0]


class DoubtAnswerFactory(DjangoModelFactory):
    class Meta:
        model = DoubtAnswer

    unit = factory.SubFactory(UnitFactory)
    check_code = "jump"
    subject = "tthc_on_time"
    year = 2026
    month = 1
    fingerprint = "a" * 64
    reason = "Tháng có nghỉ Tết"
    answered_at = MOMENT
