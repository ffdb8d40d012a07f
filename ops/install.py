"""Makes the virtual environment and installs what is missing: ``python3 -m ops.install [--dev]``.

Done before, it only looks and is quick.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from ops import system
from ops.environment import PYTHON, ROOT, VENV, say, stop_with

OLDEST_PYTHON = (3, 11)
UV = VENV / "bin" / "uv"


def make_venv() -> None:
    """Make ``.venv`` with pip in it; Debian keeps the needed ``ensurepip`` in a package of its own."""
    if PYTHON.exists() and (VENV / "bin" / "pip").exists():
        return
    if importlib.util.find_spec("ensurepip") is None:
        version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if not system.apt_install([version]):
            stop_with(f"Python này không tạo được môi trường ảo. Hãy chạy: sudo apt-get install {version}")
    say("→ Tạo môi trường Python .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    # A new process: this one has already decided that ensurepip is missing.
    subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)


def _index_for_uv() -> dict[str, str]:
    """The environment for uv, which does not read pip's configuration: hand it pip's package index and certificate."""
    env = dict(os.environ)
    for option, variable in (("global.index-url", "UV_DEFAULT_INDEX"), ("global.cert", "SSL_CERT_FILE")):
        answer = subprocess.run([PYTHON, "-m", "pip", "config", "get", option], capture_output=True, text=True)
        if answer.returncode == 0 and answer.stdout.strip():
            env.setdefault(variable, answer.stdout.strip())
    if "PIP_INDEX_URL" in os.environ:
        env.setdefault("UV_DEFAULT_INDEX", os.environ["PIP_INDEX_URL"])
    return env


def _pip(*arguments: str) -> bool:
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    return subprocess.run(command, stdin=subprocess.DEVNULL).returncode == 0


def install_requirements(files: list[Path]) -> None:
    """Install pinned requirements by uv, or by pip where uv is not to be had or fails."""
    say(f"→ Cài gói Python: {', '.join(file.name for file in files)}")
    options = [word for file in files for word in ("-r", str(file))]
    if UV.exists() or _pip("uv"):
        command = [str(UV), "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes", *options]
        if subprocess.run(command, env=_index_for_uv(), stdin=subprocess.DEVNULL).returncode == 0:
            return
        say("! uv không cài được, thử lại bằng pip")
    if not _pip("--require-hashes", *options):
        stop_with("Không cài được các gói Python. Hãy kiểm tra mạng hoặc cấu hình chỉ mục gói của pip.")


def ensure_requirements(*, dev: bool) -> None:
    """Install requirements unless the stamp says that exactly these are installed already."""
    files = [ROOT / "requirements.txt", *([ROOT / "requirements-dev.txt"] if dev else [])]
    wanted = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    stamp = VENV / ("installed-dev" if dev else "installed")
    if stamp.exists() and stamp.read_text() == wanted:
        return
    install_requirements(files)
    stamp.write_text(wanted)


def ensure_test_programs() -> None:
    """PostgreSQL and Redis (unless given by address), Chromium and poppler for the test suite."""
    parts = [system.POPPLER]
    if not os.environ.get("DATABASE_URL"):
        parts.append(system.POSTGRESQL)
    if not os.environ.get("REDIS_URL"):
        parts.append(system.REDIS)
    system.ensure(parts, without_them="Bộ kiểm thử không chạy đủ được.")
    # Ubuntu's chromium package is a snap, which containers cannot run: Playwright brings its own there.
    if system.chromium() is None and "ubuntu" in Path("/etc/os-release").read_text().lower():
        subprocess.run([PYTHON, "-m", "playwright", "install", "--with-deps", "chromium"], stdin=subprocess.DEVNULL)
    else:
        system.ensure([system.BROWSER], without_them="Kiểm thử trình duyệt không chạy được.")


def main() -> None:
    if sys.version_info < OLDEST_PYTHON:
        stop_with(f"Cần Python 3.11 trở lên, máy này có {sys.version.split()[0]}.")
    dev = "--dev" in sys.argv[1:]
    make_venv()
    ensure_requirements(dev=dev)
    system.ensure(system.PDF_PARTS, without_them="Cổng vẫn chạy, nhưng các nút PDF sẽ báo chưa cài thư viện PDF.")
    if dev:
        ensure_test_programs()


if __name__ == "__main__":
    main()
