"""``manage.py load_questionnaires``: create or renew the shipped questionnaires, which ``load_indicators`` does too."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from indicators.services import questionnaires


class Command(BaseCommand):
    help = "Nạp các phiếu khảo sát đi kèm phần mềm; phiếu đã dùng và phiếu riêng của đơn vị giữ nguyên."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Đã nạp {questionnaires.load_library(at=timezone.now())} phiếu khảo sát.")
