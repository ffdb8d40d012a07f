"""`make run`: the embedded portal starts, works, starts again quickly, stops whole, and says why it cannot start."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ops import servers
from tests.architecture.sources import ROOT

FIRST_START_WITHIN_SECONDS = 420
LATER_START_WITHIN_SECONDS = 40


def environment(folder: Path, port: str) -> dict[str, str]:
    embedded = {"DATABASE_URL": f"sqlite:///{folder / 'thidua.sqlite3'}", "REDIS_URL": "", "THIDUA_DATA": str(folder)}
    return {**os.environ, **embedded, "DJANGO_SETTINGS_MODULE": "config.settings.dev", "PORT": port}


def serve(folder: Path, port: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ops.serve"]
    return subprocess.run(command, cwd=ROOT, env=environment(folder, port), capture_output=True, text=True)


@contextmanager
def portal(folder: Path, port: int, within: float) -> Iterator[subprocess.Popen[str]]:
    """The running portal, once it has told its address; stopped as Ctrl-C does it."""
    with (folder / "told").open("w") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "ops.serve"], cwd=ROOT, env=environment(folder, str(port)), stdout=told, stderr=told
        )
    try:
        deadline = time.monotonic() + within
        while f"http://127.0.0.1:{port}/" not in (folder / "told").read_text():
            assert process.poll() is None and time.monotonic() < deadline, (folder / "told").read_text()
            time.sleep(0.2)
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=40)


def answer(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as response:
        assert response.status == 200
        return response.read().decode()


@pytest.mark.once
def test_portal_starts_with_its_demonstration_and_again_without_loading_it(tmp_path: Path) -> None:
    port = servers.free_port()

    with portal(tmp_path, port, FIRST_START_WITHIN_SECONDS) as first:
        assert "Nạp dữ liệu mẫu" in (tmp_path / "told").read_text()
        assert "csrfmiddlewaretoken" in answer(port, "/accounts/login/")
        assert "--" in answer(port, "/static/thidua/app.css")
        assert json.loads(answer(port, "/healthz"))["worker"] is True
    with portal(tmp_path, port, LATER_START_WITHIN_SECONDS) as second:
        assert "Nạp dữ liệu mẫu" not in (tmp_path / "told").read_text()

    assert (first.returncode, second.returncode) == (0, 0)
    with socket.socket() as connection:
        assert connection.connect_ex(("127.0.0.1", port)) != 0


def test_taken_port_is_refused_with_the_way_out(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        result = serve(tmp_path, str(port))

    assert result.returncode == 1
    assert f"make run PORT={port + 1}" in result.stderr
    assert not (tmp_path / "thidua.sqlite3").exists()


def test_nonsense_port_is_refused(tmp_path: Path) -> None:
    result = serve(tmp_path, "tám nghìn")

    assert result.returncode == 1
    assert "PORT phải là số" in result.stderr
