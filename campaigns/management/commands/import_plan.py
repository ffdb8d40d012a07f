"""`manage.py import_plan FILE --code CODE [--replace]`: a Word or text document becomes a draft plan."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from campaigns.engine.lint import lint
from campaigns.engine.plan import PlanFacts
from campaigns.engine.targets import target_words
from campaigns.services import plan_import
from campaigns.word import containers, facts, reader, recognise
from core.errors import DomainError


class Command(BaseCommand):
    help = "Nhập kế hoạch từ tệp Word (.docx) hoặc văn bản (.txt)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="tệp kế hoạch .docx hoặc .txt")
        parser.add_argument("--code", required=True, help="mã phong trào, ví dụ hoai-nhon-2026-2030")
        parser.add_argument("--unit", default="", help="mã đơn vị ban hành")
        parser.add_argument("--replace", action="store_true", help="thay bản dự thảo, hoặc lập bản sửa đổi")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            lines = reader.read(_content(options["file"]))
            document = recognise.recognise(lines)
            found = facts.facts_of(document, code=options["code"], fallback_year=timezone.localdate(now).year)
            unit = plan_import.unit_for(found, code=options["unit"])
            plan = plan_import.save_draft(facts=found, unit=unit, by=None, at=now, replace=options["replace"])
        except DomainError as error:
            way_out = " (--replace)" if error.code == "exists" else ""
            raise CommandError(f"{error}{way_out}") from error
        self.stdout.write(
            f"Đã nhập “{plan.subject}” (mã {found.code}, lần {plan.version}) cho {unit.name}: "
            f"{plan.sections.count()} mục."
        )
        self._report(found)

    def _report(self, found: PlanFacts) -> None:
        """Lists what a person should look at: slips, and proposed targets."""
        slips = lint(found.document, on=timezone.localdate(), issuing=False)
        self.stdout.write(f"Cần xem lại ({len(slips)}):")
        for slip in slips:
            self.stdout.write(f"  {slip.place}: {slip.message} {slip.hint}".rstrip())
        self.stdout.write(f"Chỉ tiêu đề xuất, chờ xác nhận ({len(found.targets)}):")
        for target in found.targets:
            self.stdout.write(f"  {target.code} {target.label}: {target_words(target.rule)}")


def _content(path: Path) -> bytes:
    """The file, unless it is far too large to be looked at."""
    try:
        if path.stat().st_size > containers.LARGEST_FILE:
            raise CommandError(f"Tệp {path.name} lớn hơn {containers.LARGEST_FILE // (1024 * 1024)} MB.")
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"Không mở được tệp {path}: {error.strerror}.") from error
