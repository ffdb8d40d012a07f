"""Serves the portal on one machine: gunicorn and one Celery worker with its clock, watched and stopped together."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field

from ops import processes
from ops.environment import PYTHON, ROOT, data_folder, ensure_secret_key, read_env_file, say, stop_with

RESTARTS_ALLOWED = 3
RESTARTS_COUNTED_FOR_SECONDS = 60
ANSWERS_WITHIN_SECONDS = 60
FIRST_PAGE = "/accounts/login/"
# What is meant here: static files come from the source tree, and in a container everything runs as root.
EXPECTED_WARNINGS = "ignore:No directory at,ignore:You're running the worker with superuser"


@dataclass
class Child:
    """One of the processes that make up the portal."""

    title: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    restarts: list[float] = field(default_factory=list)

    def start(self) -> None:
        self.process = processes.start(self.command)

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def restart(self) -> None:
        """Start again what died, unless it dies over and over."""
        now = time.monotonic()
        self.restarts = [moment for moment in self.restarts if now - moment < RESTARTS_COUNTED_FOR_SECONDS]
        if len(self.restarts) >= RESTARTS_ALLOWED:
            stop_with(f"{self.title} cứ khởi động lại là dừng. Xem thông báo lỗi phía trên.")
        self.restarts.append(now)
        assert self.process is not None
        say(f"! {self.title} dừng đột ngột (mã {self.process.returncode}), khởi động lại")
        processes.stop(self.process)
        self.start()


def children(host: str, port: int) -> list[Child]:
    """The web server and the worker; `-P solo` is by far the quickest on the file-system broker."""
    python = str(PYTHON)
    web = [python, "-m", "gunicorn", "config.wsgi:application", "--bind", f"{host}:{port}", "--worker-class", "gthread"]
    web += ["--workers", "2", "--threads", "4", "--graceful-timeout", "5", "--log-level", "warning"]
    worker = [python, "-m", "celery", "-A", "config", "--quiet", "worker", "-P", "solo", "-B", "--loglevel", "WARNING"]
    worker += ["-s", str(data_folder() / "celerybeat-schedule"), "--without-gossip", "--without-mingle"]
    return [Child("Máy chủ web", web), Child("Tiến trình xử lý nền", worker)]


def ensure_port_is_free(host: str, port: int) -> None:
    """Refuse clearly when something else listens already."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            stop_with(f"Không mở được cổng {port} ({error.strerror}). Chọn cổng khác: make run PORT={port + 1}")


def answers(url: str) -> bool:
    """True when the portal answers without a fault of its own."""
    try:
        urllib.request.urlopen(url, timeout=5)
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False
    return True


def wait_until_served(url: str, web: Child) -> None:
    deadline = time.monotonic() + ANSWERS_WITHIN_SECONDS
    while not answers(url):
        if web.has_died():
            web.restart()
        if time.monotonic() > deadline:
            stop_with(f"Máy chủ web không trả lời sau {ANSWERS_WITHIN_SECONDS} giây.")
        time.sleep(0.1)


def prepare() -> None:
    """Bring the database up to date in a process of its own, which can be broken off."""
    process = processes.start([PYTHON, "-m", "ops.prepare"])
    try:
        code = process.wait()
    finally:
        processes.stop(process)
    if code:
        stop_with("Không chuẩn bị được cơ sở dữ liệu. Xem thông báo lỗi phía trên.")


def serve(host: str, port: int) -> None:
    """Run until told to stop, or until one part cannot be kept alive."""
    ensure_port_is_free(host, port)
    prepare()
    portal = children(host, port)
    try:
        for child in portal:
            child.start()
        shown_host = "127.0.0.1" if host in ("", "0.0.0.0") else host
        address = f"http://{shown_host}:{port}"
        wait_until_served(address + FIRST_PAGE, portal[0])
        say(f"\n✓ Cổng Thi đua đang chạy tại {address}/  (Ctrl-C để dừng)\n")
        while True:
            for child in portal:
                if child.has_died():
                    child.restart()
            time.sleep(0.5)
    finally:
        for child in portal:
            if child.process is not None:
                child.process.terminate()
        for child in portal:
            if child.process is not None:
                processes.stop(child.process)


def main() -> None:
    processes.raise_when_told_to_stop()
    os.chdir(ROOT)
    read_env_file()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    os.environ.setdefault("PYTHONWARNINGS", EXPECTED_WARNINGS)
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    ensure_secret_key()
    port = os.environ.get("PORT", "8000")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        stop_with(f"PORT phải là số từ 1 đến 65535, không phải “{port}”.")
    try:
        serve(os.environ.get("HOST", "127.0.0.1"), int(port))
    except processes.Stopped:
        say("\nĐã dừng Cổng Thi đua.")
        sys.exit(0)


if __name__ == "__main__":
    main()
