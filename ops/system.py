"""Libraries and programs of the operating system: what is missing, and getting it through apt where we may."""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from ops.environment import say

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class SystemPart:
    """A Debian package and the way to see whether what it brings is there."""

    package: str
    is_present: Callable[[], bool]


def _has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def postgresql_folder() -> Path | None:
    """The folder of the newest PostgreSQL server programs, Debian's first."""
    folders = [found.parent for found in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if folders:
        return max(folders, key=lambda folder: int(folder.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def chromium() -> str | None:
    """The path of an installed Chromium or Chrome."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


PDF_PARTS = (
    SystemPart("libpango-1.0-0", lambda: _has_library("libpango-1.0.so.0")),
    SystemPart("libpangoft2-1.0-0", lambda: _has_library("libpangoft2-1.0.so.0")),
    SystemPart("libharfbuzz-subset0", lambda: _has_library("libharfbuzz-subset.so.0")),
)
POSTGRESQL = SystemPart("postgresql", lambda: postgresql_folder() is not None)
REDIS = SystemPart("redis-server", lambda: shutil.which("redis-server") is not None)
BROWSER = SystemPart("chromium", lambda: chromium() is not None)
POPPLER = SystemPart("poppler-utils", lambda: shutil.which("pdftotext") is not None)


def _apt_prefix() -> list[str] | None:
    """How apt-get may be called: directly as root, with sudo when that asks for no password, else not at all."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def apt_install(packages: Iterable[str]) -> bool:
    """Install packages without asking; False when that is not allowed here or failed."""
    prefix = _apt_prefix()
    if prefix is None:
        return False
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
    names = list(packages)
    say(f"→ Cài thư viện hệ thống: {' '.join(names)}")
    subprocess.run([*apt, "update"], stdin=subprocess.DEVNULL, capture_output=True)
    result = subprocess.run(
        [*apt, "install", "-y", "--no-install-recommends", *names],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if result.returncode:
        say(result.stdout[-2000:])
    return result.returncode == 0


def ensure(parts: Iterable[SystemPart], *, without_them: str) -> bool:
    """Have the parts installed; when that cannot be done say exactly what to type and what will not work until then."""
    missing = [part for part in parts if not part.is_present()]
    if not missing:
        return True
    apt_install(part.package for part in missing)
    missing = [part for part in missing if not part.is_present()]
    if missing:
        names = " ".join(part.package for part in missing)
        say(f"! Thiếu thư viện hệ thống. {without_them}")
        say(f"  Hãy chạy: sudo apt-get install --no-install-recommends {names}")
    return not missing
