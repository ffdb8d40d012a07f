"""Starting the portal where it cannot start says why."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from tests.architecture.sources import ROOT


def serve(folder: Path, port: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PORT": port, "THIDUA_DATA": str(folder)}
    return subprocess.run([sys.executable, "-m", "ops.serve"], cwd=ROOT, env=env, capture_output=True, text=True)


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
