"""``manage.py load_indicators``: create or renew the shipped catalogue, add the shipped days off."""

from typing import Any

from django.core.management.base import BaseCommand

from indicators.services import calendar, catalogue


class Command(BaseCommand):
    help = "Nạp danh mục chỉ số đi kèm phần mềm; không đụng tới chỉ số tự lập và lịch nghỉ đã có."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Đã nạp {catalogue.load_catalogue()} chỉ số, {calendar.load_shipped()} ngày nghỉ, làm bù.")
