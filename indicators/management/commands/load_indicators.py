"""``manage.py load_indicators``: create or renew the shipped catalogue of indicators."""

from typing import Any

from django.core.management.base import BaseCommand

from indicators.services import catalogue


class Command(BaseCommand):
    help = "Nạp danh mục chỉ số đi kèm phần mềm; không đụng tới chỉ số tự lập."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Đã nạp {catalogue.load_catalogue()} chỉ số.")
