"""Documents of typed figures: checked, kept once, taken away while the period is open, never left over."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from accounts.models import User
from accounts.roles import RoleCode
from core.selectors import history_of
from indicators.enums import PeriodKind, PeriodState, Source
from indicators.models import FigureFile, Indicator, Measurement, TypedFigure
from indicators.services import figure_files, measurements, monthly_counts
from indicators.services.errors import FigureRefused
from indicators.services.figure_files import FilesRefused
from indicators.services.measurements import Period, Value
from tests.factories.accounts import user_with
from tests.factories.indicators import (
    FigurePeriodFactory,
    IndicatorFactory,
    MeasurementFactory,
    ProcedureCountFactory,
    ProcedureFactory,
    SurveyCountFactory,
)
from tests.factories.world import World

AT = datetime(2026, 11, 30, 8, tzinfo=UTC)
MakeFigure = Callable[[World], TypedFigure]

KINDS: dict[str, MakeFigure] = {
    "measurement": lambda world: MeasurementFactory(
        unit=world.surgery, period_kind=PeriodKind.MONTH, period=3, numerator=1, denominator=2
    ),
    "procedures": lambda world: ProcedureCountFactory(
        unit=world.surgery, procedure=ProcedureFactory(centre=world.centre), month=3
    ),
    "survey": lambda world: SurveyCountFactory(unit=world.surgery, month=3),
}
every_kind = pytest.mark.parametrize("make", KINDS.values(), ids=KINDS.keys())


@pytest.fixture(autouse=True)
def media(settings: LazySettings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def office(world: World) -> User:
    return user_with(RoleCode.OFFICE, world.centre)


@pytest.fixture
def rate(db: None) -> Indicator:
    return IndicatorFactory(code="ty_le", source=Source.DECLARED)


def pdf(name: str = "Báo cáo số 12.pdf", pages: int = 1) -> SimpleUploadedFile:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    target = io.BytesIO()
    document.save(target, deterministic_id=True)
    return SimpleUploadedFile(name, target.getvalue())


def contents(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def _declare(world: World, rate: Indicator, office: User, value: int = 8, **given: Any) -> Measurement:
    return measurements.declare(
        indicator=rate,
        unit=world.surgery,
        period=Period(2026, PeriodKind.MONTH, 3),
        figure=Value(numerator=Decimal(value), denominator=Decimal(10)),
        source_note="BC 12",
        by=office,
        at=AT,
        **given,
    )


def _close(world: World, month: int = 3) -> None:
    FigurePeriodFactory(centre=world.centre, month=month, state=PeriodState.CLOSED, closed_at=AT)


def test_figure_is_stored_with_its_documents(world: World, rate: Indicator, office: User, media: Path) -> None:
    stored = _declare(world, rate, office, files=[pdf(), pdf("Phụ lục.pdf", 2)])

    assert [(one.name, one.pages, one.uploaded_by) for one in stored.files.all()] == [
        ("Báo cáo số 12.pdf", 1, office),
        ("Phụ lục.pdf", 2, office),
    ]
    assert [event.changes for event in history_of(stored).filter(action__endswith=".attach")] == [
        {"tài liệu": [None, "Phụ lục.pdf"]},
        {"tài liệu": [None, "Báo cáo số 12.pdf"]},
    ]
    assert not any("Báo cáo" in str(path) for path in contents(media))


def test_sent_twice_it_is_there_once_and_renewing_keeps_it(
    world: World, rate: Indicator, office: User, media: Path
) -> None:
    _declare(world, rate, office, files=[pdf(), pdf("Bản chụp lại.pdf")])
    _declare(world, rate, office, files=[pdf("Tên khác.pdf")])
    stored = _declare(world, rate, office, 9)

    assert stored.numerator == 9
    assert [one.name for one in stored.files.all()] == ["Báo cáo số 12.pdf"]
    assert len(contents(media)) == 1


def test_every_bad_file_is_named_and_nothing_is_stored(
    world: World, rate: Indicator, office: User, media: Path
) -> None:
    bad = [SimpleUploadedFile("virus.exe", b"MZ"), pdf(), SimpleUploadedFile("rong.pdf", b"")]

    with pytest.raises(FilesRefused) as refused:
        _declare(world, rate, office, files=bad)

    assert ["virus.exe" in refused.value.reasons[0], "rong.pdf" in refused.value.reasons[1]] == [True, True]
    assert len(refused.value.reasons) == 2 and refused.value.field == "documents"
    assert not Measurement.objects.exists()
    assert contents(media) == []


def test_refused_figure_leaves_no_file(world: World, rate: Indicator, office: User, media: Path) -> None:
    with pytest.raises(FigureRefused, match="Tử số"):
        _declare(world, rate, office, 11, files=[pdf()])

    assert contents(media) == []


def test_monthly_counts_are_stored_with_their_documents(world: World, office: User) -> None:
    told: dict[str, Any] = {
        "unit": world.surgery,
        "year": 2026,
        "month": 3,
        "source_note": "BC",
        "by": office,
        "at": AT,
    }
    cases = monthly_counts.record_procedure_month(
        procedure=ProcedureFactory(centre=world.centre), counts={}, files=[pdf()], **told
    )
    answers = monthly_counts.record_survey_month(kind="sipas", counts={"forms": 3}, files=[pdf()], **told)

    assert cases.files.get().name == answers.files.get().name == "Báo cáo số 12.pdf"


@every_kind
def test_document_is_added_and_taken_away_while_the_month_is_open(
    world: World, office: User, media: Path, make: MakeFigure, django_capture_on_commit_callbacks: Any
) -> None:
    figure = make(world)
    (document,) = figure_files.attach(figure=figure, files=[pdf()], by=office, at=AT)
    assert figure_files.attach(figure=figure, files=[pdf()], by=office, at=AT) == []

    with django_capture_on_commit_callbacks(execute=True):
        assert figure_files.detach(figure=figure, document=document.pk, by=office, at=AT) == "Báo cáo số 12.pdf"
    assert figure_files.detach(figure=figure, document=document.pk, by=office, at=AT) == ""

    assert contents(media) == []
    (event,) = history_of(figure).filter(action="indicators.figure_file.detach")
    assert (event.changes, event.actor) == ({"tài liệu": ["Báo cáo số 12.pdf", None]}, office)
    assert event.unit_path == world.surgery.path


@every_kind
def test_documents_stay_as_they_are_once_the_month_is_closed(
    world: World, office: User, media: Path, make: MakeFigure
) -> None:
    figure = make(world)
    (document,) = figure_files.attach(figure=figure, files=[pdf()], by=office, at=AT)
    assert figure_files.refusal(figure) is None
    _close(world)

    with pytest.raises(FigureRefused, match="đã khóa"):
        figure_files.attach(figure=figure, files=[pdf(pages=2)], by=office, at=AT)
    with pytest.raises(FigureRefused, match="đã khóa"):
        figure_files.detach(figure=figure, document=document.pk, by=office, at=AT)
    assert "đã khóa" in str(figure_files.refusal(figure))
    assert [one.pk for one in figure.files.all()] == [document.pk]
    assert len(contents(media)) == 1


def test_quarter_is_closed_with_its_last_month(world: World, rate: Indicator, office: User) -> None:
    figure = MeasurementFactory(indicator=rate, unit=world.surgery, period_kind=PeriodKind.QUARTER, period=1)
    _close(world, month=1)
    assert figure_files.attach(figure=figure, files=[pdf()], by=office, at=AT)
    _close(world, month=3)
    with pytest.raises(FigureRefused, match="đã khóa"):
        figure_files.attach(figure=figure, files=[pdf(pages=2)], by=office, at=AT)


def test_locked_figure_keeps_its_documents(world: World, rate: Indicator, office: User) -> None:
    stored = _declare(world, rate, office, files=[pdf()])
    stale = Measurement.objects.get(pk=stored.pk)
    measurements.set_lock(measurement=stored, locked=True, by=office, at=AT)

    with pytest.raises(FigureRefused, match="khóa"):
        figure_files.detach(figure=stale, document=stored.files.get().pk, by=office, at=AT)
    with pytest.raises(FigureRefused, match="khóa"):
        figure_files.attach(figure=stale, files=[pdf(pages=2)], by=office, at=AT)
    assert stored.files.count() == 1


def test_document_of_another_figure_is_not_taken_away(world: World, office: User) -> None:
    one, other = KINDS["survey"](world), KINDS["procedures"](world)
    (document,) = figure_files.attach(figure=one, files=[pdf()], by=office, at=AT)

    assert figure_files.detach(figure=other, document=document.pk, by=office, at=AT) == ""
    assert FigureFile.objects.filter(pk=document.pk).exists()


def test_there_is_an_end_to_documents(world: World, office: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figure_files, "MOST_PER_FIGURE", 2)
    figure = KINDS["survey"](world)
    figure_files.attach(figure=figure, files=[pdf(), pdf(pages=2)], by=office, at=AT)

    with pytest.raises(FilesRefused, match="tối đa 2 tài liệu"):
        figure_files.attach(figure=figure, files=[pdf(pages=3)], by=office, at=AT)
    with pytest.raises(FilesRefused, match="Chưa chọn tệp"):
        figure_files.attach(figure=figure, files=[], by=office, at=AT)
    assert figure.files.count() == 2


@every_kind
def test_figure_with_a_document_is_not_deleted(world: World, office: User, make: MakeFigure) -> None:
    figure = make(world)
    figure_files.attach(figure=figure, files=[pdf()], by=office, at=AT)

    with pytest.raises((ProtectedError, IntegrityError)), transaction.atomic():
        figure.delete()
        connection.check_constraints()


def test_database_takes_a_document_of_exactly_one_figure(world: World, office: User) -> None:
    measurement = KINDS["measurement"](world)
    (document,) = figure_files.attach(figure=measurement, files=[pdf()], by=office, at=AT)

    for wrong in ({"survey_count": KINDS["survey"](world)}, {"measurement": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FigureFile.objects.filter(pk=document.pk).update(**wrong)
