"""Checks a criteria set in a TOML or Excel file, and loads it for a unit."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.models import Unit
from campaigns.models import Round
from core.errors import DomainError
from scoring.models import CriteriaSet
from scoring.services import criteria, criteria_files
from scoring.services.criteria_files import Examined


class Command(BaseCommand):
    help = "Kiểm tra bộ tiêu chí trong tệp TOML hoặc Excel rồi nạp cho một đơn vị; có thể gán luôn cho một đợt."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="tệp .toml hoặc .xlsx")
        parser.add_argument("--unit", help="mã đơn vị ban hành; bắt buộc khi nạp")
        parser.add_argument("--check", action="store_true", help="chỉ kiểm tra, không ghi gì")
        parser.add_argument("--assign", nargs=2, metavar=("CAMPAIGN", "YEAR"), help="gán cho đợt của phong trào, năm")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            examined = criteria_files.examine(criteria_files.content_of(path), path.name)
        except DomainError as refused:
            raise CommandError(str(refused)) from refused
        self._tell(examined, path)
        if options["check"]:
            self.stdout.write(f"Tệp “{path.name}” không có lỗi.")
            return
        self._load(examined, path, options)

    def _tell(self, examined: Examined, path: Path) -> None:
        """Print every fault; errors end the command."""
        for fault in examined.warnings:
            self.stdout.write(f"Nên xem lại – {fault}")
        if examined.errors or examined.criteria_set is None:
            told = "\n".join(f"  {fault}" for fault in examined.errors)
            raise CommandError(f"Tệp “{path.name}” còn {len(examined.errors)} lỗi, chưa nạp gì.\n{told}")

    def _load(self, examined: Examined, path: Path, options: dict[str, Any]) -> None:
        if not options["unit"]:
            raise CommandError("Nạp thì phải ghi mã đơn vị: --unit MÃ. Chỉ kiểm tra thì thêm --check.")
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(f"Không có đơn vị mã “{options['unit']}”.")
        round_ = self._round(*options["assign"]) if options["assign"] else None
        at = timezone.now()
        try:
            built = criteria_files.sound(examined, path.name)
            with transaction.atomic():
                stored: CriteriaSet = criteria.store(criteria_set=built, unit=unit, by=None, at=at)
                if round_ is not None:
                    criteria.assign(round=round_, criteria_set=stored, by=None, at=at)
        except DomainError as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Đã nạp {stored} cho {unit}.")

    def _round(self, code: str, year: str) -> Round:
        found = Round.objects.filter(campaign__code=code, year=int(year) if year.isdecimal() else 0).first()
        if found is None:
            raise CommandError(f"Không có đợt năm {year} của phong trào “{code}”.")
        return found
