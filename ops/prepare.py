"""Brings the database of ``make run`` up to date in one Django start: tables, roles, the demonstration year once."""

import os
import sys
import time
from io import StringIO
from pathlib import Path

import django
from django.core.management import CommandError, call_command

from ops.environment import ROOT, say


class DemonstrationMark:
    """Remembers that loading the demonstration has begun, so that a broken-off loading starts anew."""

    def __init__(self) -> None:
        from django.conf import settings

        database = settings.DATABASES["default"]
        self.file = Path(settings.DATA_DIR) / "demonstration-unfinished"
        self.database = f"{database.get('HOST', '')}:{database.get('PORT', '')}/{database['NAME']}"

    def is_set(self) -> bool:
        return self.file.exists() and self.file.read_text() == self.database

    def set(self) -> None:
        self.file.write_text(self.database)

    def clear(self) -> None:
        self.file.unlink(missing_ok=True)


def load_demonstration_once() -> None:
    """Load the demonstration into a database without any user; throw away what a broken-off loading left."""
    from django.contrib.auth import get_user_model

    mark = DemonstrationMark()
    if mark.is_set():
        say("→ Lần nạp dữ liệu mẫu trước bị ngắt giữa chừng: làm lại từ đầu")
        call_command("flush", interactive=False, verbosity=0)
        call_command("sync_roles", stdout=StringIO())
    elif get_user_model().objects.exists():
        return
    say("→ Nạp dữ liệu mẫu (chỉ lần đầu)")
    begun = time.monotonic()
    mark.set()
    call_command("load_demo")
    mark.clear()
    say(f"  xong sau {time.monotonic() - begun:.0f} giây")


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    django.setup()
    say("→ Chuẩn bị cơ sở dữ liệu")
    try:
        call_command("check", stdout=StringIO())
        call_command("migrate", interactive=False, verbosity=0)
        call_command("sync_roles", stdout=StringIO())
        load_demonstration_once()
        call_command("load_indicators", stdout=StringIO())
        say("")
        call_command("demo_accounts")
    except CommandError as error:
        sys.exit(f"✗ {error}")


if __name__ == "__main__":
    main()
