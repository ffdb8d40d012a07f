"""``manage.py load_demo``: make the demonstration year, once."""

import time
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.models import Unit
from reports.management.demo.story import WRITTEN_ON
from reports.management.demo.year import make_demonstration


class Command(BaseCommand):
    help = "Lập dữ liệu trình diễn: hai trung tâm y tế với hai năm thi đua. Chỉ chạy khi cơ sở dữ liệu còn trống."

    def handle(self, *args: Any, **options: Any) -> None:
        if Unit.objects.exists():
            self.stdout.write("Cơ sở dữ liệu đã có đơn vị; không lập lại dữ liệu trình diễn.")
            return
        begun = time.monotonic()
        centres = make_demonstration(max(WRITTEN_ON, timezone.localdate()), self.stdout.write)
        names = ", ".join(str(centre.unit) for centre in centres)
        self.stdout.write(f"Đã lập dữ liệu trình diễn ({names}) trong {time.monotonic() - begun:.0f} giây.")
