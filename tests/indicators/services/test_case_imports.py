"""Files of one-stop systems become cases and monthly counts, whole or not at all, and go again."""

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from core.errors import DomainError
from core.models import AuditEvent
from indicators.enums import CaseImportState, CountOrigin, PeriodState
from indicators.models import CaseApplicant, CaseFile, CaseGroup, FigurePeriod, ProcedureCount
from indicators.services import case_imports, case_undoing, case_uploads
from indicators.services.errors import FigureRefused
from tests.factories.accounts import user_with
from tests.factories.indicators import FigurePeriodFactory, ProcedureFactory
from tests.factories.world import World
from tests.indicators.case_desk import AT, HEADINGS, case, checked, csv_file, imported, quietly, uploaded

DONE = case("A1", "02/11/2026 08:00", "06/11/2026 17:00", "04/11/2026 09:00")
LATE = case("A2", "02/11/2026 08:00", "04/11/2026 17:00", "06/11/2026 09:00")
PENDING = case("A3", "05/10/2026 08:00", "09/10/2026 17:00", channel="Trực tuyến")


def counts(**conditions: Any) -> list[tuple[int, ...]]:
    """Month, carried over, received, finished early, on time, late, pending in time and late."""
    rows = ProcedureCount.objects.filter(**conditions).order_by("unit", "year", "month")
    return [
        (
            row.month, row.carried_over, row.received_direct + row.received_online, row.finished_early,
            row.finished_on_time, row.finished_late, row.pending_in_time, row.pending_late,
        )
        for row in rows
    ]  # fmt: skip


def test_cases_are_stored_and_counted(world: World) -> None:
    done = imported(world.centre, DONE, LATE, PENDING)

    assert (done.state, done.rows_added, done.rows_refused) == (CaseImportState.IMPORTED, 3, 0)
    assert list(CaseFile.objects.order_by("code").values_list("code", "timing")) == [
        ("A1", "early"), ("A2", "late"), ("A3", ""),
    ]  # fmt: skip
    assert counts() == [(10, 0, 1, 0, 0, 0, 0, 1), (11, 1, 2, 1, 0, 1, 0, 1)]
    assert set(ProcedureCount.objects.values_list("origin", "unit")) == {(CountOrigin.CASES, world.centre.pk)}


def test_same_file_twice_is_told(world: World) -> None:
    first = imported(world.centre, DONE)
    values = {"centre": world.centre, "name": "x.csv", "source_name": "Một cửa", "layout": "cases", "by": None}

    kept, is_new = case_uploads.upload(file=csv_file(DONE), at=AT, **values)

    assert (kept.pk, is_new) == (first.pk, False)


def test_repeating_changes_nothing(world: World) -> None:
    imported(world.centre, DONE, LATE, PENDING)
    before = counts()

    again = imported(world.centre, DONE, LATE, PENDING, again=True)

    assert (again.rows_added, again.rows_changed, again.rows_same) == (0, 0, 3)
    assert CaseFile.objects.count() == 3
    assert counts() == before


def test_running_a_finished_import_again_changes_nothing(world: World) -> None:
    done = imported(world.centre, DONE)

    case_imports.run(case_import=done, by=None, at=AT, progress=quietly)

    assert CaseFile.objects.count() == 1


def test_later_file_renews_a_case(world: World) -> None:
    imported(world.centre, DONE, PENDING)
    finished = case("A3", "05/10/2026 08:00", "09/10/2026 17:00", "03/11/2026 10:00", channel="Trực tuyến")

    later = imported(world.centre, DONE, finished)

    assert (later.rows_added, later.rows_changed, later.rows_same) == (0, 1, 1)
    assert CaseFile.objects.filter(is_current=True).count() == 2
    assert counts() == [(10, 0, 1, 0, 0, 0, 0, 1), (11, 1, 1, 1, 0, 1, 0, 0)]


def test_undo_brings_the_version_before_back(world: World) -> None:
    imported(world.centre, DONE, PENDING)
    before = counts()
    finished = case("A3", "05/10/2026 08:00", "09/10/2026 17:00", "03/11/2026 10:00", channel="Trực tuyến")
    later = imported(world.centre, finished, LATE)

    undone = case_undoing.undo(case_import=later, by=None, at=AT)

    assert undone.state == CaseImportState.UNDONE
    assert set(CaseFile.objects.values_list("code", "is_current")) == {("A1", True), ("A3", True)}
    assert counts() == before
    assert not CaseGroup.objects.filter(case_import=later).exists()


def test_undo_of_the_only_import_leaves_nothing(world: World) -> None:
    done = imported(world.centre, DONE, LATE, PENDING)

    case_undoing.undo(case_import=done, by=None, at=AT)

    assert (CaseFile.objects.count(), CaseGroup.objects.count(), ProcedureCount.objects.count()) == (0, 0, 0)


def test_undo_is_refused_when_a_later_import_rests_on_it(world: World) -> None:
    first = imported(world.centre, DONE)
    imported(world.centre, DONE, LATE)

    with pytest.raises(FigureRefused, match="Hoàn tác các lần nhập sau trước"):
        case_undoing.undo(case_import=first, by=None, at=AT)

    assert CaseFile.objects.count() == 2


def test_import_into_a_closed_month_is_refused_whole(world: World) -> None:
    FigurePeriodFactory(centre=world.centre, year=2026, month=10, state=PeriodState.CLOSED, closed_at=AT)
    waiting = checked(world.centre, DONE, PENDING)

    with pytest.raises(FigureRefused, match="tháng 10/2026 đã khóa"):
        case_imports.run(case_import=waiting, by=None, at=AT, progress=quietly)

    waiting.refresh_from_db()
    assert (waiting.state, CaseFile.objects.count(), ProcedureCount.objects.count()) == ("checked", 0, 0)


def test_closed_month_that_stays_the_same_is_no_obstacle(world: World) -> None:
    imported(world.centre, PENDING)
    FigurePeriodFactory(centre=world.centre, year=2026, month=10, state=PeriodState.CLOSED, closed_at=AT)
    finished = case("A3", "05/10/2026 08:00", "09/10/2026 17:00", "03/11/2026 10:00", channel="Trực tuyến")

    done = imported(world.centre, finished)

    assert done.rows_changed == 1


def test_undo_of_a_closed_month_is_refused(world: World) -> None:
    done = imported(world.centre, DONE)
    FigurePeriodFactory(centre=world.centre, year=2026, month=11, state=PeriodState.CLOSED, closed_at=AT)

    with pytest.raises(FigureRefused, match="đã khóa"):
        case_undoing.undo(case_import=done, by=None, at=AT)

    assert FigurePeriod.objects.count() == 1
    assert CaseFile.objects.count() == 1


def test_due_time_follows_from_the_promised_days(world: World) -> None:
    ProcedureFactory(centre=world.centre, code="1.01", name="Cấp giấy", promised_days=3)
    line = case("B1", "06/11/2026 08:00", "", "12/11/2026 09:00", procedure="1.01", unit=world.surgery.name)

    imported(world.centre, line)

    stored = CaseFile.objects.get()
    assert stored.due_at is not None and stored.due_at.isoformat() == "2026-11-11T16:59:59+00:00"
    assert (stored.timing, stored.group.unit) == ("late", world.surgery)


def test_bad_rows_come_back_with_their_reason(world: World) -> None:
    stranger = case("C1", "02/11/2026", unit="Khoa Không Có")
    undated = case("C2", "45/11/2026")
    ended_before = case("C3", "05/11/2026 08:00", "06/11/2026", "04/11/2026 08:00")
    future = case("C4", "05/12/2026 08:00", "06/12/2026")
    untimed = case("C5", "02/11/2026 08:00", "", "05/11/2026 08:00")

    done = imported(world.centre, DONE, stranger, undated, ended_before, future, untimed, DONE)

    assert (done.rows_added, done.rows_refused, done.rows_repeated) == (1, 5, 1)
    book = load_workbook(done.faults.open())
    rows = list(book.active.values)
    assert rows[0] == ("Dòng", *HEADINGS, "Lý do chưa nhập")
    assert [row[0] for row in rows[1:]] == [3, 4, 5, 6, 7]
    reasons = " ".join(str(row[-1]) for row in rows[1:])
    for words in ("Khoa Không Có", "45/11/2026", "trước", "tương lai", "ngày hẹn trả"):
        assert words in reasons
    assert list(book["Dòng trùng mã"].values)[1:] == [("Dòng 2", DONE[0], "Dòng 8")]


def test_file_without_a_good_row_is_not_imported(world: World) -> None:
    waiting = checked(world.centre, case("C1", "02/11/2026", unit="Khoa Không Có"))

    with pytest.raises(FigureRefused, match="không có dòng nào nhập được"):
        case_imports.run(case_import=waiting, by=None, at=AT, progress=quietly)


def test_columns_are_remembered_for_the_source(world: World) -> None:
    first = uploaded(world.centre, DONE)
    columns = {**first.columns, "field": "Thủ tục"}
    del columns["procedure"]
    case_uploads.map_columns(case_import=first, columns=columns, by=None, at=AT)

    second = uploaded(world.centre, LATE)

    assert second.columns["field"] == "Thủ tục"


def test_required_column_must_be_mapped(world: World) -> None:
    kept = uploaded(world.centre, DONE)

    with pytest.raises(FigureRefused, match="Mã hồ sơ"):
        case_uploads.map_columns(case_import=kept, columns={"received": "Ngày tiếp nhận"}, by=None, at=AT)


def test_applicants_are_not_kept(world: World) -> None:
    lines = (*HEADINGS, "Người nộp"), (*DONE, "Nguyễn Văn Thử"), (*case("C1", "x"), "Trần Thị Thử")
    content = "\n".join(";".join(line) for line in lines).encode()
    kept, _ = case_uploads.upload(
        centre=world.centre, file=io.BytesIO(content), name="x.csv", source_name="", layout="cases", by=None, at=AT
    )
    case_imports.check(case_import=kept, by=None, at=AT, progress=quietly)

    done = case_imports.run(case_import=kept, by=None, at=AT, progress=quietly)

    assert CaseApplicant.objects.count() == 0
    assert "Trần Thị Thử" not in [cell for row in load_workbook(done.faults.open()).active.values for cell in row]


def test_applicants_are_kept_where_a_setting_says_so(world: World, settings: Any) -> None:
    settings.KEEP_CASE_APPLICANTS = True
    content = "\n".join(";".join(line) for line in ((*HEADINGS, "Người nộp"), (*DONE, "Nguyễn Văn Thử"))).encode()
    kept, _ = case_uploads.upload(
        centre=world.centre, file=io.BytesIO(content), name="x.csv", source_name="", layout="cases", by=None, at=AT
    )
    case_imports.check(case_import=kept, by=None, at=AT, progress=quietly)
    done = case_imports.run(case_import=kept, by=None, at=AT, progress=quietly)

    assert list(CaseApplicant.objects.values_list("case__code", "name")) == [("A1", "Nguyễn Văn Thử")]

    case_undoing.undo(case_import=done, by=None, at=AT)
    assert CaseApplicant.objects.count() == 0


def test_summary_is_stored_for_its_month_and_undone(world: World) -> None:
    headings = ("Lĩnh vực", "Tiếp nhận", "Sớm hạn", "Đúng hạn", "Giải quyết quá hạn", "Chưa đến hạn")
    values = {"source_name": "Tổng hợp", "layout": "summary", "by": None, "at": AT, "year": 2026, "month": 10}

    def brought_in(*line: str) -> Any:
        kept, _ = case_uploads.upload(
            centre=world.centre, file=csv_file(line, headings=headings), name="tong-hop.csv", **values
        )
        case_imports.check(case_import=kept, by=None, at=AT, progress=quietly)
        return case_imports.run(case_import=kept, by=None, at=AT, progress=quietly)

    first = brought_in("Y tế", "10", "4", "3", "1", "2")
    second = brought_in("Y tế", "12", "6", "3", "1", "2")

    assert counts(origin=CountOrigin.SUMMARY) == [(10, 0, 12, 6, 3, 1, 2, 0)]
    with pytest.raises(FigureRefused, match="Hoàn tác các lần nhập sau"):
        case_undoing.undo(case_import=first, by=None, at=AT)
    case_undoing.undo(case_import=second, by=None, at=AT)
    assert counts(origin=CountOrigin.SUMMARY) == [(10, 0, 10, 4, 3, 1, 2, 0)]
    case_undoing.undo(case_import=first, by=None, at=AT)
    assert counts() == []


def test_file_that_is_none_leaves_nothing_behind(world: World, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    nonsense = io.BytesIO(b"\x00\x01\x02" * 100)
    with pytest.raises(DomainError):
        case_uploads.upload(
            centre=world.centre, file=nonsense, name="x.xlsx", source_name="", layout="cases", by=None, at=AT
        )

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_stranger_may_not_bring_in(world: World) -> None:
    with pytest.raises(FigureRefused, match="không có quyền"):
        uploaded(world.centre, DONE, by=user_with("department_head", world.surgery))


def test_everything_leaves_a_trace(world: World) -> None:
    done = imported(world.centre, DONE, by=user_with("office", world.centre))
    case_undoing.undo(case_import=done, by=done.imported_by, at=AT)

    actions = AuditEvent.objects.filter(target_id=str(done.pk)).order_by("pk").values_list("action", flat=True)
    assert [action.rpartition(".")[2] for action in actions] == ["upload", "check", "import", "undo"]
