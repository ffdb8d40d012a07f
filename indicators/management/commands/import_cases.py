"""Import a file of a one-stop system from the command line."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import Unit
from core.errors import DomainError
from indicators.engine.case_columns import COLUMNS
from indicators.enums import CaseImportState, CaseLayout
from indicators.models import CaseImport
from indicators.services import case_imports, case_notes, case_uploads
from indicators.services.case_reading import Outcome, look_into

SHOWN_FAULTS = 20


class Command(BaseCommand):
    help = "Nhập tệp hồ sơ TTHC (Excel, CSV) do hệ thống một cửa xuất ra."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="tệp .xlsx hoặc .csv")
        parser.add_argument("--unit", required=True, help="mã trung tâm, hoặc mã khoa phòng giải quyết các hồ sơ")
        parser.add_argument("--source", default="", help="tên nguồn; cột đã ghép của nguồn được dùng lại")
        parser.add_argument("--layout", choices=CaseLayout.values, default=CaseLayout.CASES, help="loại bảng")
        parser.add_argument("--year", type=int, help="năm của bảng tổng hợp")
        parser.add_argument("--month", type=int, choices=range(1, 13), help="tháng của bảng tổng hợp")
        parser.add_argument("--sheet", action="append", default=[], help="trang tính được nhập; nêu nhiều lần được")
        parser.add_argument("--alike", action="store_true", help="nhập mọi trang tính cùng tiêu đề cột")
        parser.add_argument("--again", action="store_true", help="nhập lại tệp đã nhập trước đây")
        parser.add_argument(
            "--yes",
            action="store_true",
            help="nhập cả khi có điều phải xem lại; cột chỉ gần giống được nhận và nhớ cho nguồn",
        )
        parser.add_argument("--check", action="store_true", help="chỉ kiểm tra, không nhập")

    def handle(self, *args: Any, **options: Any) -> None:
        unit = Unit.objects.filter(code=options["unit"]).first()
        centre = unit.centre if unit is not None else None
        if unit is None or centre is None:
            raise CommandError(f"Không có trung tâm hay khoa phòng nào mang mã “{options['unit']}”.")
        if not options["file"].is_file():
            raise CommandError(f"Không thấy tệp {options['file']}.")
        try:
            self._work(unit, centre, options)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal

    def _work(self, unit: Unit, centre: Unit, options: dict[str, Any]) -> None:
        case_import, is_new = self._upload(unit, centre, options)
        if not is_new and case_import.state == CaseImportState.IMPORTED:
            when = timezone.localtime(case_import.imported_at)
            self.stdout.write(f"Tệp này đã được nhập lúc {when:%H:%M %d/%m/%Y}; không có gì thay đổi.")
            return
        try:
            self._choose_sheets(case_import, options["sheet"], alike=options["alike"])
            self._bring_in(case_import, checks_only=options["check"], is_sure=options["yes"])
        finally:
            if is_new:
                self._discard_unless_imported(case_import)

    def _bring_in(self, case_import: CaseImport, *, checks_only: bool, is_sure: bool) -> None:
        at = timezone.now()
        unsure = case_uploads.unsure_columns(case_import)
        self._show_columns(case_import, unsure)
        if unsure and is_sure and not checks_only:
            case_uploads.map_columns(case_import=case_import, columns=case_import.columns, by=None, at=at)
            case_import.refresh_from_db()
        outcome = case_imports.check(case_import=case_import, by=None, at=at, progress=self._progress)
        self._tell(outcome)
        notes = case_notes.notes_on(case_import, outcome)
        for note in notes:
            self.stdout.write(f"Lưu ý: {note}")
        if checks_only and (outcome.faults.count or not outcome.good):
            raise CommandError("Tệp có dòng lỗi; chưa nhập gì." if outcome.good else "Không có dòng nào nhập được.")
        if outcome.good and not is_sure:
            self._refuse_doubtful(unsure, case_notes.grave_notes_on(case_import, outcome))
        if checks_only:
            return
        done = case_imports.run(case_import=case_import, by=None, at=at, progress=self._progress)
        self.stdout.write(f"Đã nhập: {done.rows_added} mới, {done.rows_changed} cập nhật, {done.rows_same} không đổi.")
        if done.faults:
            self.stdout.write(f"Dòng lỗi: {done.faults.path}")

    def _show_columns(self, case_import: CaseImport, unsure: Mapping[str, str]) -> None:
        """Which heading of the file is taken for what, and which ones for nothing."""
        self.stdout.write("Cột đã ghép (mục ← cột của tệp):")
        for column in COLUMNS[case_import.source.layout]:
            heading = case_import.columns.get(column.name)
            if heading:
                remark = " (chỉ gần giống)" if column.name in unsure else ""
                self.stdout.write(f"  {column.label} ← “{heading}”{remark}")
        others = [each for each in look_into(case_import).headings if each not in case_import.columns.values()]
        if any(others):
            self.stdout.write(f"  Không dùng: {'; '.join(f'“{each}”' for each in others if each)}")

    def _refuse_doubtful(self, unsure: Mapping[str, str], grave: Sequence[str]) -> None:
        """Nobody looks at a page before an import from the command line."""
        doubts = [f"cột “{heading}” chỉ gần giống tên của mục được ghép" for heading in unsure.values()]
        doubts += ["có điều phải xem lại (các dòng “Lưu ý” ở trên)"] * bool(grave)
        if doubts:
            raise CommandError(
                f"Chưa nhập gì: {'; '.join(doubts)}. Đúng như vậy thì chạy lại với --yes; cột ghép sai thì tải tệp lên "
                "trang “Nhập tệp hồ sơ TTHC” cùng tên nguồn rồi ghép lại, hệ thống nhớ cho các lần sau."
            )

    def _choose_sheets(self, case_import: CaseImport, sheets: list[str], *, alike: bool) -> None:
        wanted = sheets or ([case_import.sheet] if alike and case_import.sheet else [])
        if wanted:
            case_uploads.choose_sheets(case_import=case_import, sheets=wanted, by=None, alike=alike)
            case_import.refresh_from_db()

    def _discard_unless_imported(self, case_import: CaseImport) -> None:
        """Nobody comes back to a file that only this command knows, and it tells of applicants."""
        case_import.refresh_from_db(fields=["state"])
        if case_import.state in CaseImportState.waiting():
            case_imports.discard(case_import=case_import, by=None, at=timezone.now())

    def _upload(self, unit: Unit, centre: Unit, options: dict[str, Any]) -> tuple[CaseImport, bool]:
        path: Path = options["file"]
        with path.open("rb") as file:
            return case_uploads.upload(
                centre=centre,
                file=file,
                name=path.name,
                source_name=options["source"],
                layout=options["layout"],
                by=None,
                at=timezone.now(),
                default_unit=unit,
                year=options["year"],
                month=options["month"],
                again=options["again"],
            )

    def _tell(self, outcome: Outcome) -> None:
        stored = outcome.stored
        self.stdout.write(
            f"Đọc {outcome.read} dòng: {stored.added} mới, {stored.changed} cập nhật, {stored.same} không đổi, "
            f"{outcome.faults.count} dòng lỗi, {outcome.repeats.count} dòng trùng mã không lấy; "
            f"bỏ qua {outcome.left_out} dòng tiêu đề, dòng cộng."
        )
        for line, reason in outcome.faults.first(SHOWN_FAULTS):
            self.stdout.write(f"  dòng {line}: {reason}")

    def _progress(self, done: int, total: int, message: str) -> None:
        self.stdout.write(f"{message}: {done} dòng", self.style.HTTP_INFO)
