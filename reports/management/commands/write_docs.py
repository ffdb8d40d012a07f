"""``manage.py write_docs``: write the reference pages of docs/ anew from the tables in the code."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from reports.management.reference import PAGES


class Command(BaseCommand):
    help = "Viết lại các trang tra cứu trong docs/ (quyền, luồng trạng thái) từ các bảng trong mã nguồn."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, write in PAGES.items():
            (settings.BASE_DIR / name).write_text(write(), encoding="utf-8")
            self.stdout.write(f"Đã viết {name}.")
