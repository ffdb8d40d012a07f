"""Load titles, forms, conditions, votes and base salaries from a data file; running it again is harmless."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from awards.services import rulebook, rules
from core.errors import DomainError


class Command(BaseCommand):
    help = "Nạp danh hiệu, hình thức khen thưởng và quy định kèm theo."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=rulebook.DEFAULT_FILE)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = rules.load(path=options["file"], at=timezone.now())
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Đã nạp {count} quy định khen thưởng.")
