"""Private PostgreSQL and Redis for the test suite: own ports, own folder, gone afterwards."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ops import processes, system
from ops.environment import stop_with

READY_WITHIN_SECONDS = 60


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _unprivileged_user() -> str | None:
    """Whom to run servers as when we are root (PostgreSQL refuses root); None when we are somebody ordinary."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


@contextmanager
def private_folder() -> Iterator[Path]:
    """A short-named temporary folder that the unprivileged user may write into."""
    base = "/tmp" if Path("/tmp").is_dir() else None  # socket paths must be short, and open to that user
    folder = Path(tempfile.mkdtemp(prefix="thidua-", dir=base))
    user = _unprivileged_user()
    if user:
        shutil.chown(folder, user)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until(is_ready: Callable[[], bool], process: subprocess.Popen[bytes], what: str) -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while not is_ready():
        if process.poll() is not None or time.monotonic() > deadline:
            stop_with(f"{what} riêng cho kiểm thử không khởi động được.")
        time.sleep(0.05)


def _initialise_cluster(programs: Path, data: Path, user: str | None) -> str:
    """Make an empty cluster; returns the superuser's password."""
    password = secrets.token_hex(16)
    with tempfile.NamedTemporaryFile("w", prefix="thidua-", dir=data.parent) as file:
        file.write(password)
        file.flush()
        if user:
            shutil.chown(file.name, user)
        result = subprocess.run(
            [str(programs / "initdb"), "-D", str(data), "-U", "thidua", "--pwfile", file.name]
            + ["--auth=password", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
            user=user,
            extra_groups=None if user is None else [],
            cwd=data.parent,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
    if result.returncode:
        stop_with(f"initdb không tạo được cơ sở dữ liệu riêng:\n{result.stderr}")
    return password


@dataclass
class PostgreSQL:
    """A server of our own: its DATABASE_URL, and how it is started."""

    url: str
    port: int
    programs: Path
    start: Callable[[], subprocess.Popen[bytes]]
    process: subprocess.Popen[bytes]

    def wait_until_ready(self) -> None:
        ready = [str(self.programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        _wait_until(lambda: subprocess.run(ready).returncode == 0, self.process, "PostgreSQL")

    def crash_and_restart(self) -> None:
        """End it as a power cut would, and start it again on what is on the disk."""
        processes.stop(self.process, by=processes.IMMEDIATE_SHUTDOWN)
        self.process = self.start()
        self.wait_until_ready()


@contextmanager
def postgresql_server(*, durable: bool = False) -> Iterator[PostgreSQL]:
    """A running PostgreSQL of our own; one that is not ``durable`` is quicker and may forget when it crashes."""
    programs = system.postgresql_folder()
    if programs is None:
        stop_with("Không thấy PostgreSQL. Hãy cài gói postgresql hoặc đặt DATABASE_URL.")
    user = _unprivileged_user()
    with private_folder() as folder:
        password = _initialise_cluster(programs, folder / "data", user)
        port = free_port()
        settings = {"port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": folder}
        if not durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]

        def start() -> subprocess.Popen[bytes]:
            return processes.start([programs / "postgres", "-D", folder / "data", *options], user=user, quiet=True)

        url = f"postgres://thidua:{password}@127.0.0.1:{port}/postgres"
        server = PostgreSQL(url, port, programs, start, start())
        try:
            server.wait_until_ready()
            yield server
        finally:
            processes.stop(server.process, by=processes.FAST_SHUTDOWN)


@contextmanager
def postgresql() -> Iterator[str]:
    """A running PostgreSQL of our own; gives its DATABASE_URL. Its data is thrown away, so it need not be durable."""
    with postgresql_server() as server:
        yield server.url


def _answers_ping(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(5) == b"+PONG"
    except OSError:
        return False


@contextmanager
def redis() -> Iterator[str]:
    """A running Redis of our own that keeps nothing; gives its REDIS_URL."""
    program = shutil.which("redis-server")
    if program is None:
        stop_with("Không thấy Redis. Hãy cài gói redis-server hoặc đặt REDIS_URL.")
    with private_folder() as folder:
        port = free_port()
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
        process = processes.start([program, *options], user=_unprivileged_user(), quiet=True)
        try:
            _wait_until(lambda: _answers_ping(port), process, "Redis")
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            processes.stop(process)
