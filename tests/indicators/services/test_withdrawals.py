"""What was typed by mistake is taken back with a reason while its month is open, and leaves nothing but the trail."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from accounts.models import User
from accounts.roles import RoleCode
from core.models import AuditEvent
from indicators.engine.roll_up import Span
from indicators.enums import CountOrigin, PeriodState
from indicators.models import FigureFile, Measurement, ProcedureCount
from indicators.selectors.figures import figure_for
from indicators.services import figure_files, withdrawals
from indicators.services.catalogue import load_catalogue
from indicators.services.errors import FigureRefused
from tests.factories.accounts import user_with
from tests.factories.indicators import FigurePeriodFactory, MeasurementFactory, ProcedureCountFactory, ProcedureFactory
from tests.factories.world import World
from tests.indicators.services.test_figure_files import AT, MakeFigure, contents, every_kind, pdf


@pytest.fixture(autouse=True)
def media(settings: LazySettings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def office(world: World) -> User:
    return user_with(RoleCode.OFFICE, world.centre)


@every_kind
def test_figure_goes_with_its_documents_and_the_trail_tells_what_it_said(
    make: MakeFigure, world: World, office: User, media: Path, django_capture_on_commit_callbacks: object
) -> None:
    figure = make(world)
    figure_files.attach(figure=figure, files=[pdf()], by=office, at=AT)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        withdrawals.withdraw(figure=figure, reason=" Nhập nhầm đơn vị ", by=office, at=AT)

    assert not type(figure)._default_manager.filter(pk=figure.pk).exists()
    assert not FigureFile.objects.exists() and not contents(media)
    event = AuditEvent.objects.get(action__endswith=".withdraw")
    assert (event.reason, event.actor, event.unit_path) == ("Nhập nhầm đơn vị", office, world.surgery.path)
    assert event.changes["nguồn"] == [figure.source_note, None]
    assert event.changes["tài liệu"] == ["Báo cáo số 12.pdf", None]
    assert len(event.changes) > 2, "its numbers stand there too"


@every_kind
def test_nothing_goes_without_a_reason_or_once_the_month_is_closed(
    make: MakeFigure, world: World, office: User
) -> None:
    figure = make(world)
    with pytest.raises(FigureRefused, match="lý do"):
        withdrawals.withdraw(figure=figure, reason="  ", by=office, at=AT)
    closing = figure.closing_month
    FigurePeriodFactory(centre=world.centre, year=figure.year, month=closing, state=PeriodState.CLOSED, closed_at=AT)
    with pytest.raises(FigureRefused, match="đã khóa"):
        withdrawals.withdraw(figure=figure, reason="Nhầm", by=office, at=AT)

    figure.refresh_from_db()
    assert not AuditEvent.objects.exists()


def test_locked_figure_stays(world: World, office: User) -> None:
    figure = MeasurementFactory(unit=world.surgery, numerator=1, denominator=2, locked_at=AT)
    with pytest.raises(FigureRefused, match="đã khóa"):
        withdrawals.withdraw(figure=figure, reason="Nhầm", by=office, at=AT)
    assert Measurement.objects.exists()


def test_second_withdrawal_is_told_that_it_is_gone(world: World, office: User) -> None:
    figure = MeasurementFactory(unit=world.surgery, numerator=1, denominator=2)
    withdrawals.withdraw(figure=Measurement.objects.get(), reason="Nhầm", by=office, at=AT)
    with pytest.raises(FigureRefused) as refusal:
        withdrawals.withdraw(figure=figure, reason="Nhầm", by=office, at=AT)
    assert refusal.value.code == "gone"


def test_counts_of_a_table_show_again_once_what_was_typed_over_them_is_gone(world: World, office: User) -> None:
    load_catalogue()
    common = {"unit": world.surgery, "procedure": ProcedureFactory(centre=world.centre), "year": 2026, "month": 3}
    told = {"received_direct": 100, "received_online": 0, "finished_early": 100}
    nothing = dict.fromkeys((*told, "finished_on_time", "finished_late"), 0)
    table = ProcedureCountFactory(**common, **{**nothing, **told}, origin=CountOrigin.SUMMARY)
    typed = ProcedureCountFactory(**common, **nothing, origin=CountOrigin.TYPED)

    def received() -> object:
        return figure_for("tthc_received", world.surgery, 2026, Span.month(3)).value

    assert received() == 0
    withdrawals.withdraw(figure=typed, reason="Nhập nhầm khoa", by=office, at=AT)
    assert received() == 100

    with pytest.raises(FigureRefused, match="lấy từ tệp"):
        withdrawals.withdraw(figure=table, reason="Nhầm", by=office, at=AT)
    assert ProcedureCount.objects.get() == table
