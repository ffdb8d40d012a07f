"""`manage.py load_plan FILE [--unit CODE] [--replace]`: a structured plan file becomes a draft plan."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from campaigns.engine.plan_file import PlanFileError, parse_plan_file
from campaigns.services import plan_import
from core.errors import DomainError
from indicators.services import catalogue


class Command(BaseCommand):
    help = "Nạp kế hoạch từ tệp có cấu trúc (TOML, định dạng ở docs/plan-format.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="tệp kế hoạch .toml")
        parser.add_argument("--unit", default="", help="mã đơn vị ban hành")
        parser.add_argument("--replace", action="store_true", help="thay bản dự thảo, hoặc lập bản sửa đổi")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            facts = parse_plan_file(path.read_bytes())
            catalogue.load_catalogue()  # targets name indicators, also on a database that is still empty
            unit = plan_import.unit_for(facts, code=options["unit"])
            plan = plan_import.save_draft(
                facts=facts, unit=unit, by=None, at=timezone.now(), replace=options["replace"]
            )
        except OSError as error:
            raise CommandError(f"Không mở được tệp {path}: {error.strerror}.") from error
        except PlanFileError as error:
            faults = "\n".join(f"  {fault}" for fault in error.faults)
            raise CommandError(f"{path} có {len(error.faults)} lỗi:\n{faults}") from error
        except DomainError as error:
            way_out = " (--replace)" if error.code == "exists" else ""
            raise CommandError(f"{error}{way_out}") from error
        self.stdout.write(
            f"Đã nạp kế hoạch “{plan.subject}” (mã {facts.code}, lần {plan.version}) cho {unit.name}: "
            f"{plan.sections.count()} mục, {len(facts.targets)} chỉ tiêu."
        )
