"""A case that stands several times in one file: its latest state is taken, whatever pieces the file comes in."""

import io
import random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from indicators.models import CaseFile, CaseImport, ProcedureCount
from indicators.services import case_imports, case_steps, case_undoing, case_uploads
from indicators.services.case_notes import notes_on
from indicators.spreadsheet import csv_rows
from tests.factories.world import World
from tests.indicators.case_desk import AT, HEADINGS, case, imported, quietly, uploaded
from tests.indicators.case_files import workbook

PENDING = case("A1", "02/11/2026 08:00", "06/11/2026 17:00")
ENDED = case("A1", "02/11/2026 08:00", "06/11/2026 17:00", "04/11/2026 09:00")
ENDED_LATER = case("A1", "02/11/2026 08:00", "06/11/2026 17:00", "05/11/2026 09:00")
AGAIN = case("A1", "09/11/2026 08:00", "13/11/2026 17:00")
OTHERS = tuple(case(f"B{number}", "03/11/2026 08:00", "06/11/2026 17:00") for number in range(5))


@pytest.fixture(params=["one piece", "pieces", "steps"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The whole file at once; two rows at a time; and these written in steps."""
    if request.param != "one piece":
        monkeypatch.setattr(csv_rows, "ROWS_A_PIECE", 2)
    monkeypatch.setattr(case_steps, "are_needed", lambda: request.param == "steps")
    monkeypatch.setattr(case_steps, "PAUSE_SECONDS", 0)
    return str(request.param)


@pytest.mark.parametrize(
    ("lines", "taken"),
    [
        ((PENDING, *OTHERS, ENDED), ENDED),
        ((ENDED, *OTHERS, PENDING), ENDED),
        ((ENDED_LATER, *OTHERS, ENDED, PENDING), ENDED_LATER),
        ((PENDING, ENDED, *OTHERS, ENDED_LATER, *OTHERS, AGAIN), AGAIN),
        ((AGAIN, *OTHERS, ENDED), AGAIN),
        ((ENDED, *OTHERS, (*ENDED[:-1], "Trực tuyến")), (*ENDED[:-1], "Trực tuyến")),
    ],
)
def test_latest_state_is_taken(world: World, way: str, lines: Any, taken: Any) -> None:
    done = imported(world.centre, *lines)

    stored = CaseFile.objects.get(code="A1")
    alone = imported(world.other_centre, taken)
    same = CaseFile.objects.get(group__case_import=alone)
    names = ("received_at", "due_at", "finished_at", "outcome", "timing", "channel")
    assert [getattr(stored, name) for name in names] == [getattr(same, name) for name in names]
    assert (done.rows_read, done.rows_added, done.rows_refused) == (len(lines), 6, 0)
    assert done.rows_repeated == len(lines) - 6


def test_counts_are_those_of_the_file_without_the_rows_that_are_not_taken(world: World, way: str) -> None:
    imported(world.centre, PENDING, *OTHERS, ENDED, *OTHERS, ENDED_LATER)
    imported(world.other_centre, *OTHERS, ENDED_LATER)

    def counts(centre: Any) -> list[Any]:
        rows = ProcedureCount.objects.filter(unit=centre).order_by("month")
        return list(rows.values("month", "received_direct", "finished_early", "finished_on_time", "pending_late"))

    assert counts(world.centre) == counts(world.other_centre) != []
    assert CaseFile.objects.filter(centre=world.centre).count() == 6


def test_what_was_known_before_is_renewed_once_and_comes_back(world: World, way: str) -> None:
    first = imported(world.centre, PENDING)
    second = imported(world.centre, ENDED, *OTHERS, ENDED_LATER)
    assert (second.rows_added, second.rows_changed, CaseFile.objects.count()) == (5, 1, 7)
    assert [each.finished_at is None for each in CaseFile.objects.filter(code="A1").order_by("pk")] == [True, False]

    case_undoing.undo(case_import=second, by=None, at=AT)

    assert CaseFile.objects.get().group.case_import == first
    assert CaseFile.objects.get().is_current


def test_same_as_before_stays_the_same(world: World, way: str) -> None:
    imported(world.centre, ENDED)
    again = imported(world.centre, PENDING, *OTHERS, ENDED)
    assert (again.rows_added, again.rows_changed, again.rows_same, again.rows_repeated) == (5, 0, 1, 1)


def test_bad_row_takes_no_place(world: World, way: str) -> None:
    """A row that cannot be stored is no later state."""
    broken = (*ENDED[:5], "06/11/2026 17:00", "45/11/2026", "Trực tiếp")
    done = imported(world.centre, PENDING, *OTHERS, broken)
    assert (done.rows_repeated, done.rows_refused, CaseFile.objects.get(code="A1").finished_at) == (0, 1, None)


def test_any_file_gives_the_same_in_pieces_as_at_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(4)
    ends, channels = ("", "04/11/2026 09:00", "05/11/2026 10:00"), ("Trực tiếp", "Bưu chính")
    lines = [
        case(f"C{number}", f"0{day + 1}/11/2026 08:00", "09/11/2026", ends[end], channel=channels[channel])
        for number, day, end, channel in ([chance.randrange(most) for most in (12, 3, 3, 2)] for _ in range(80))
    ]
    names = ("code", "received_at", "finished_at", "channel")
    found = []
    for centre, rows in ((world.centre, 100), (world.other_centre, 3)):
        monkeypatch.setattr(csv_rows, "ROWS_A_PIECE", rows)
        done = imported(centre, *lines)
        cases = CaseFile.objects.filter(group__case_import=done).order_by("code").values_list(*names)
        found.append((list(cases), done.rows_repeated))
    assert found[0] == found[1] and found[0][1] == 80 - 12


def test_rows_that_are_not_taken_are_told_before_and_after(world: World, way: str) -> None:
    kept = uploaded(world.centre, PENDING, *OTHERS, ENDED)
    looked = case_imports.check(case_import=kept, by=None, at=AT, progress=quietly)
    note = notes_on(kept, looked)[0]
    assert "1 dòng không được lấy" in note and "hồ sơ “A1”: bỏ dòng 2, lấy dòng 8" in note
    kept.refresh_from_db()
    assert (kept.rows_repeated, kept.importable, looked.preview[0]["code"]) == (1, 6, "B0")

    done = case_imports.run(case_import=kept, by=None, at=AT, progress=quietly)

    book = load_workbook(done.faults.open())
    assert list(book["Dòng trùng mã"].values) == [
        ("Dòng không lấy", "Mã hồ sơ", "Đã lấy dòng"), ("Dòng 2", "A1", "Dòng 8")
    ]  # fmt: skip


def test_mended_faults_do_not_bring_back_what_was_not_taken(world: World) -> None:
    stranger = case("C1", "02/11/2026", "06/11/2026", unit="Khoa Lạ")
    done = imported(world.centre, PENDING, ENDED, stranger)
    book = load_workbook(done.faults.open())
    book["Dòng lỗi"].cell(2, 3).value = world.surgery.name
    mended = io.BytesIO()
    book.save(mended)
    again, _ = case_uploads.upload(
        centre=world.centre, file=mended, name="b.xlsx", source_name="Một cửa", layout="cases", by=None, at=AT
    )
    assert again.sheets == ["Dòng lỗi"]
    case_imports.check(case_import=again, by=None, at=AT, progress=quietly)
    assert case_imports.run(case_import=again, by=None, at=AT, progress=quietly).rows_added == 1
    assert CaseFile.objects.get(code="A1", is_current=True).finished_at is not None


def two_sheets(world: World, *, november: Any) -> CaseImport:
    def add(book: Any) -> None:
        sheet = book.create_sheet("Tháng 11")
        for row in (HEADINGS, *november):
            sheet.append(row)

    content = workbook([HEADINGS, case("A1", "29/10/2026", "06/11/2026")], title="Tháng 10", change=add)
    file = SimpleUploadedFile("nam.xlsx", content)
    kept, _ = case_uploads.upload(
        centre=world.centre, file=file, name="nam.xlsx", source_name="Một cửa", layout="cases", by=None, at=AT
    )
    return case_uploads.choose_sheets(case_import=kept, sheets=["Tháng 10"], by=None, alike=True)


def test_case_that_goes_on_in_the_next_sheet_is_taken_from_there(world: World) -> None:
    kept = two_sheets(world, november=[case("A1", "29/10/2026", "06/11/2026", "04/11/2026"), case("A2", "45/11/2026")])
    looked = case_imports.check(case_import=kept, by=None, at=AT, progress=quietly)
    assert "bỏ dòng 2 của trang “Tháng 10”, lấy dòng 2 của trang “Tháng 11”" in notes_on(kept, looked)[0]
    assert looked.faults.first(1)[0][1].startswith("Trang “Tháng 11”: Cột “Ngày tiếp nhận”")
    assert [row["sheet"] for row in looked.preview] == ["Tháng 11"]

    done = case_imports.run(case_import=kept, by=None, at=AT, progress=quietly)

    assert (done.rows_added, done.rows_repeated, done.rows_refused) == (1, 1, 1)
    assert CaseFile.objects.get().finished_at is not None
