"""``manage.py sync_roles``: bring declared roles and permissions into the database."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.services import roles


class Command(BaseCommand):
    help = "Đưa các vai trò và quyền đã khai báo vào cơ sở dữ liệu; không ghi đè những gì đã sửa."

    def handle(self, *args: Any, **options: Any) -> None:
        added = roles.sync_roles()
        self.stdout.write(f"Đã đồng bộ vai trò; {added} quyền mới.")
