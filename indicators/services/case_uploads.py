"""Files of one-stop systems, kept outside the web root until they are imported; their columns, mapped once."""

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models.functions import Coalesce

from accounts.models import Unit, User
from core.services import audit
from core.text import nfc
from indicators.engine import case_columns
from indicators.engine.case_people import OF_APPLICANT, tells_of_people
from indicators.engine.case_values import FIRST_YEAR
from indicators.enums import CaseImportState, CaseLayout
from indicators.models import CaseImport, CaseSource
from indicators.services.case_access import CaseImportRefused, locked, refuse_stranger
from indicators.services.case_reading import look_into
from indicators.services.case_summaries import month_missing
from indicators.services.periods import refuse_ahead

PIECE = 1 << 20
MEGABYTE = 1024 * 1024
LONGEST_SHEET = 60


@transaction.atomic
def upload(
    *,
    centre: Unit,
    file: BinaryIO,
    name: str,
    source_name: str,
    layout: str,
    by: User | None,
    at: datetime,
    default_unit: Unit | None = None,
    year: int | None = None,
    month: int | None = None,
    again: bool = False,
) -> tuple[CaseImport, bool]:
    """Keep a file outside the web root; returns its import and whether it is new.

    The same content from the same source, for the same unit, is kept once: unless the earlier one was undone or thrown
    away, or ``again`` says that it is wanted once more, the earlier import is returned. ``by`` None is the system
    itself. Raises ``FileRefused`` or ``CaseImportRefused`` and keeps nothing.
    """
    refuse_stranger(by, centre)
    sha256, size = _digest(file)
    _refuse_size(name, size)
    if layout != CaseLayout.CASES:
        _refuse_without_month(year, month, at)
    source = _source(centre, source_name, layout)
    earlier = _earlier(source, sha256, default_unit or centre, year, month)
    if earlier is not None and not again:
        return earlier, False
    case_import = CaseImport(
        centre=centre,
        source=source,
        default_unit=default_unit,
        file_name=nfc(name)[-150:],
        sha256=sha256,
        size=size,
        year=year if layout != CaseLayout.CASES else None,
        month=month if layout != CaseLayout.CASES else None,
        uploaded_at=at,
        uploaded_by=by,
    )
    case_import.file.save(name, File(file), save=False)
    try:
        found = look_into(case_import)
        case_import.sheet = found.sheet
        case_import.words = source.words
        case_import.columns = _columns(layout, found.headings, source.columns)
        case_import.save()
    except BaseException:
        case_import.file.storage.delete(str(case_import.file.name))
        raise
    changes = {"tệp": case_import.file_name, "dung lượng": size, "mã băm": sha256, "nguồn": source.name}
    audit.record(action="indicators.case_import.upload", target=case_import, by=by, at=at, changes=changes)
    return case_import, True


@transaction.atomic
def choose_sheets(
    *, case_import: CaseImport, sheets: Sequence[str], by: User | None, alike: bool = False
) -> CaseImport:
    """Read these sheets of the file, or with ``alike`` all that have the headings of the first one; columns are
    proposed anew.

    Raises ``CaseImportRefused`` when one has other headings, ``FileRefused`` when the first one has no table.
    """
    if not sheets:
        raise CaseImportRefused("Chưa chọn trang tính nào.", hint="Đánh dấu ít nhất một trang.")
    found_import = locked(case_import, by, *CaseImportState.waiting())
    found_import.sheet = sheets[0][:LONGEST_SHEET]
    found = look_into(found_import)
    others = [sheet for sheet in sheets if sheet not in found.alike]
    if others and not alike:
        raise CaseImportRefused(
            f"Trang “{others[0]}” không có cùng tiêu đề cột với trang “{found.sheet}”.",
            hint="Chỉ nhập chung các trang cùng tiêu đề; trang khác thì tải tệp lên lần nữa rồi chọn riêng.",
        )
    chosen = [sheet for sheet in found.alike if alike or sheet in sheets]
    found_import.sheet, *found_import.other_sheets = chosen
    found_import.columns = _columns(found_import.source.layout, found.headings, found_import.source.columns)
    found_import.state = CaseImportState.UPLOADED
    found_import.save(update_fields=["sheet", "other_sheets", "columns", "state"])
    return found_import


@transaction.atomic
def map_columns(*, case_import: CaseImport, columns: Mapping[str, str], by: User | None, at: datetime) -> CaseImport:
    """Say which of our columns each heading is; the source remembers it for its next file.

    Raises ``CaseImportRefused`` when a required column is missing or a heading is not in the file.
    """
    found_import = locked(case_import, by, *CaseImportState.waiting())
    found = look_into(found_import)
    chosen = {name: heading for name, heading in columns.items() if heading}
    _refuse_bad_columns(found_import.source.layout, chosen, found.headings)
    found_import.columns = chosen
    found_import.state = CaseImportState.UPLOADED
    found_import.save(update_fields=["columns", "state"])
    remembered = chosen
    if settings.KEEP_CASE_APPLICANTS:  # what is not to be taken though it could be is remembered as well
        remembered = dict.fromkeys((name for name in columns if name.startswith(OF_APPLICANT)), "") | chosen
    if found_import.source.columns != remembered:
        found_import.source.columns = remembered
        found_import.source.save(update_fields=["columns"])
        changes = {"cột đã ghép": chosen}
        audit.record(action="indicators.case_source.map", target=found_import.source, by=by, at=at, changes=changes)
    return found_import


def unsure_columns(case_import: CaseImport) -> dict[str, str]:
    """Our column -> heading, where they are only alike and the source does not remember that somebody said so."""
    layout, known = case_import.source.layout, case_import.source.columns
    names = case_columns.unsure(layout, case_import.columns, look_into(case_import).headings)
    found = {name: case_import.columns[name] for name in names}
    return {name: heading for name, heading in found.items() if known.get(name) != heading}


def _digest(file: BinaryIO) -> tuple[str, int]:
    sha256, size = hashlib.sha256(), 0
    file.seek(0)
    while piece := file.read(PIECE):
        sha256.update(piece)
        size += len(piece)
    file.seek(0)
    return sha256.hexdigest(), size


def _refuse_size(name: str, size: int) -> None:
    if not size:
        raise CaseImportRefused(f"Tệp “{name}” rỗng.", hint="Chọn lại tệp có nội dung.", field="file")
    if size > settings.CASE_FILE_LIMIT_BYTES:
        raise CaseImportRefused(
            f"Tệp “{name}” lớn hơn {settings.CASE_FILE_LIMIT_BYTES // MEGABYTE} MB.",
            hint="Xuất theo từng năm hoặc từng quý rồi nhập lần lượt.",
            field="file",
        )


def _refuse_without_month(year: int | None, month: int | None, at: datetime) -> None:
    if year is None or month is None or year < FIRST_YEAR:
        raise month_missing()
    refuse_ahead(year=year, first_month=month, at=at)


def _source(centre: Unit, name: str, layout: str) -> CaseSource:
    clean = nfc(name).strip()[:120] or CaseLayout(layout).label
    with suppress(IntegrityError), transaction.atomic():
        CaseSource.objects.get_or_create(centre=centre, name=clean, defaults={"layout": layout})
    source = CaseSource.objects.get(centre=centre, name=clean)
    if source.layout != layout:
        raise CaseImportRefused(
            f"Nguồn “{clean}” đang dùng cho loại bảng “{source.get_layout_display()}”.",
            hint="Đặt tên nguồn khác cho loại bảng này.",
            field="source_name",
        )
    return source


def _earlier(
    source: CaseSource, sha256: str, default_unit: Unit, year: int | None, month: int | None
) -> CaseImport | None:
    alive = (*CaseImportState.waiting(), CaseImportState.IMPORTED)
    same = source.imports.alias(handled_by=Coalesce("default_unit", "centre"))
    same = same.filter(sha256=sha256, state__in=alive, handled_by=default_unit.pk)
    if source.layout != CaseLayout.CASES:
        same = same.filter(year=year, month=month)
    return same.order_by("-uploaded_at").first()


def _columns(layout: str, headings: tuple[str, ...], remembered: Mapping[str, str]) -> dict[str, str]:
    """Our column -> heading, with those of the applicant where they are kept and were never offered before."""
    known = {name: heading for name, heading in remembered.items() if heading}
    columns = case_columns.chosen(layout, headings, known)
    columns = {name: heading for name, heading in columns.items() if name not in remembered or remembered[name]}
    if settings.KEEP_CASE_APPLICANTS:
        for name, match in case_columns.propose(layout, headings).items():
            if name.startswith(OF_APPLICANT) and name not in remembered and match.heading not in columns.values():
                columns.setdefault(name, match.heading)
    return columns


def _refuse_bad_columns(layout: str, chosen: Mapping[str, str], headings: tuple[str, ...]) -> None:
    lacking = case_columns.missing(layout, chosen, headings)
    if lacking:
        names = "; ".join(f"“{label}”" for label in lacking)
        raise CaseImportRefused(f"Chưa ghép cột bắt buộc: {names}.", hint="Chọn cột của tệp cho từng mục.")
    twice = sorted({heading for heading in chosen.values() if list(chosen.values()).count(heading) > 1})
    if twice:
        raise CaseImportRefused(f"Cột “{twice[0]}” được ghép cho hai mục.", hint="Mỗi cột của tệp chỉ ghép một lần.")
    for name, heading in chosen.items():
        if heading not in headings:
            raise CaseImportRefused(f"Tệp không có cột “{heading}”.", hint="Chọn lại cột trong danh sách.")
        if tells_of_people(heading) and not name.startswith(OF_APPLICANT):
            raise CaseImportRefused(
                f"Cột “{heading}” là thông tin của người nộp, không ghép cho mục khác.",
                hint="Chọn cột khác, hoặc chọn “Không có trong tệp”.",
            )
