"""The cases of the demonstration come in as a clerk brings them in: exported, uploaded, mapped, checked, imported."""

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from indicators.enums import CaseLayout
from indicators.models import CaseImport
from indicators.services import case_imports, case_undoing, case_uploads
from reports.management.demo import case_exports
from reports.management.demo.cases import Case, cases_of, told
from reports.management.demo.people import Centre
from reports.management.demo.story import LAST_YEAR, THIS_YEAR, moment

SOURCE = "Hệ thống một cửa điện tử"
OTHER_SOURCE = "Cổng Dịch vụ công (bản xuất thô)"
DIGITISED_SOURCE = "Báo cáo số hóa hồ sơ"
EXPORTS = (
    (date(LAST_YEAR, 1, 1), date(LAST_YEAR, 11, 3)),
    (date(LAST_YEAR, 11, 1), date(THIS_YEAR, 1, 5)),
    (date(THIS_YEAR, 1, 1), date(THIS_YEAR, 7, 3)),
    (date(THIS_YEAR, 7, 1), date(THIS_YEAR, 10, 31)),
)
"""From which day on a list tells, and the day on which it is exported and imported; the last one ends with its month,
so that no month is told in part.
"""
WITH_BAD_ROWS = date(THIS_YEAR, 7, 3)
TOO_EARLY = date(THIS_YEAR, 10, 30)
DIGITISED = (THIS_YEAR, 10)
EXPORTED_AT = time(8, 0)


def import_cases(centre: Centre) -> None:
    """All cases of one centre, list after list.

    Hoài Nhơn imports CSV lists, one of them with mistyped rows and one too early, which is undone; a file of another
    system waits for its columns. Tu Mơ Rông imports workbooks, and a table of what was digitised.
    """
    cases = cases_of(centre)
    with TemporaryDirectory() as folder:
        if centre.prefix == "hn":
            _lists_as_csv(centre, cases, Path(folder))
        else:
            _lists_as_xlsx(centre, cases, Path(folder))


def _lists_as_csv(centre: Centre, cases: Sequence[Case], folder: Path) -> None:
    for since, day in EXPORTS:
        if day == EXPORTS[-1][1]:
            early = _written_csv(centre, cases, folder, since, TOO_EARLY)
            wrong = _import(centre, early, day=TOO_EARLY)
            case_undoing.undo(case_import=wrong, by=centre.office_head, at=moment(TOO_EARLY, 15))
        _import(centre, _written_csv(centre, cases, folder, since, day), day=day)
    day = date(THIS_YEAR, 11, 20)
    path = folder / "dvc-export-20261120.csv"
    exported = _exported(day)
    case_exports.write_foreign(path, told(cases, date(THIS_YEAR, 10, 1), exported), exported)
    _upload(centre, path, day=day, source_name=OTHER_SOURCE)


def _written_csv(centre: Centre, cases: Sequence[Case], folder: Path, since: date, day: date) -> Path:
    path, exported = folder / f"danh-sach-ho-so-{day:%Y%m%d}.csv", _exported(day)
    bad = case_exports.BAD_ROWS if day == WITH_BAD_ROWS else ()
    case_exports.write_csv(path, centre, told(cases, since, exported), since, exported, bad)
    return path


def _lists_as_xlsx(centre: Centre, cases: Sequence[Case], folder: Path) -> None:
    for since, day in EXPORTS:
        path, exported = folder / f"Danh sách hồ sơ {day:%d-%m-%Y}.xlsx", _exported(day)
        case_exports.write_xlsx(path, centre, told(cases, since, exported), since, exported)
        _import(centre, path, day=day)
    path = folder / f"So hoa thang {DIGITISED[1]}-{DIGITISED[0]}.xlsx"
    case_exports.write_digitisation(path, centre, cases, DIGITISED)
    day = date(THIS_YEAR, 11, 5)
    _import(centre, path, day=day, source_name=DIGITISED_SOURCE, layout=CaseLayout.DIGITISATION, month=DIGITISED)


def _upload(
    centre: Centre,
    path: Path,
    *,
    day: date,
    source_name: str = SOURCE,
    layout: str = CaseLayout.CASES,
    month: tuple[int, int] | None = None,
) -> CaseImport:
    with path.open("rb") as file:
        case_import, _ = case_uploads.upload(
            centre=centre.unit,
            file=file,
            name=path.name,
            source_name=source_name,
            layout=layout,
            year=month[0] if month else None,
            month=month[1] if month else None,
            by=centre.office_head,
            at=moment(day),
        )
    return case_import


def _import(
    centre: Centre,
    path: Path,
    *,
    day: date,
    source_name: str = SOURCE,
    layout: str = CaseLayout.CASES,
    month: tuple[int, int] | None = None,
) -> CaseImport:
    """What the pages do one after the other: the proposed columns are confirmed, so that the source remembers them."""
    by = centre.office_head
    case_import = _upload(centre, path, day=day, source_name=source_name, layout=layout, month=month)
    case_import = case_uploads.map_columns(
        case_import=case_import, columns=case_import.columns, by=by, at=moment(day, 9, 5)
    )
    case_imports.check(case_import=case_import, by=by, at=moment(day, 9, 6), progress=_untold)
    return case_imports.run(case_import=case_import, by=by, at=moment(day, 9, 10), progress=_untold)


def _untold(done: int, total: int, message: str) -> None:
    """Nobody watches the progress of the demonstration."""


def _exported(day: date) -> datetime:
    return datetime.combine(day, EXPORTED_AT)
