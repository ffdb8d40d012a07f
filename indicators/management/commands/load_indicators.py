"""``manage.py load_indicators``: create or renew the shipped catalogue and questionnaires, add the shipped days off."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from indicators.services import calendar, catalogue, questionnaires


class Command(BaseCommand):
    help = (
        "Nạp danh mục chỉ số, lịch nghỉ và phiếu khảo sát đi kèm phần mềm; "
        "không đụng tới chỉ số tự lập, lịch nghỉ đã có và phiếu đã dùng."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        number = catalogue.load_catalogue(at=timezone.now())
        self.stdout.write(f"Đã nạp {number} chỉ số, {calendar.load_shipped()} ngày nghỉ, làm bù.")
        for code in catalogue.codes_taken():
            self.stdout.write(f"Không nạp chỉ số “{code}”: mã này đã có trung tâm dùng cho chỉ số riêng.")
        self.stdout.write(f"Đã nạp {questionnaires.load_library(at=timezone.now())} phiếu khảo sát.")
