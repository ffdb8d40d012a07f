"""Loads a criteria set from a TOML file for a unit."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import Unit
from campaigns.models import Round
from core.errors import DomainError
from scoring.services import criteria, criteria_files


class Command(BaseCommand):
    help = "Nạp bộ tiêu chí từ tệp TOML cho một đơn vị; có thể gán luôn cho một đợt."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="tệp TOML")
        parser.add_argument("--unit", required=True, help="mã đơn vị ban hành")
        parser.add_argument("--assign", nargs=2, metavar=("CAMPAIGN", "YEAR"), help="gán cho đợt của phong trào, năm")

    def handle(self, *args: Any, **options: Any) -> None:
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(f"Không có đơn vị mã “{options['unit']}”.")
        at = timezone.now()
        try:
            stored = criteria.store(criteria_set=criteria_files.read_file(options["file"]), unit=unit, by=None, at=at)
            if options["assign"]:
                code, year = options["assign"]
                criteria.assign(round=self._round(code, year), criteria_set=stored, by=None, at=at)
        except criteria.CriteriaRefused as refused:
            raise CommandError("\n".join([str(refused), *(f"  {slip}" for slip in refused.slips)])) from refused
        except DomainError as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Đã nạp {stored} cho {unit}.")

    def _round(self, code: str, year: str) -> Round:
        found = Round.objects.filter(campaign__code=code, year=int(year) if year.isdecimal() else 0).first()
        if found is None:
            raise CommandError(f"Không có đợt năm {year} của phong trào “{code}”.")
        return found
