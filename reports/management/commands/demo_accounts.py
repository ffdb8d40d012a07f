"""``manage.py demo_accounts [--json]``: one account for each role of the demonstration."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.roles import RoleCode
from reports.management.demo.accounts import accounts


class Command(BaseCommand):
    help = "Liệt kê tài khoản trình diễn của từng vai trò."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="in dạng JSON cho chương trình đọc")

    def handle(self, *args: Any, **options: Any) -> None:
        found = accounts()
        if options["json"]:
            self.stdout.write(json.dumps([account.as_dict() for account in found], ensure_ascii=False))
            return
        for account in found:
            self.stdout.write(f"{RoleCode(account.role).label:<32} {account.username:<22} {account.password}")
