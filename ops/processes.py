"""Starting child processes that never outlive us, and stopping them."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)
FAST_SHUTDOWN = signal.SIGINT  # what PostgreSQL calls ending without waiting for its clients
IMMEDIATE_SHUTDOWN = signal.SIGQUIT  # ... and ending without writing anything down
STOPPING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked the program to stop (Ctrl-C, SIGTERM, closed terminal)."""


def raise_when_told_to_stop() -> None:
    """Turn the stopping signals into ``Stopped``, also where the shell had them ignored (background jobs)."""

    def handle(number: int, frame: FrameType | None) -> None:
        # A second signal must not interrupt the stopping itself.
        for each in STOPPING_SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(signal.Signals(number).name)

    for each in STOPPING_SIGNALS:
        signal.signal(each, handle)


def _die_with_parent() -> None:
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(
    command: Sequence[str | Path], *, env: Mapping[str, str] | None = None, user: str | None = None, quiet: bool = False
) -> subprocess.Popen[bytes]:
    """Start a command in its own process group, so that Ctrl-C reaches only us; on Linux it dies when we do."""
    return subprocess.Popen(
        command,
        env=dict(os.environ if env is None else env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        start_new_session=True,
        user=user,
        extra_groups=None if user is None else [],
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,
    )


def stop(process: subprocess.Popen[bytes], *, by: signal.Signals = signal.SIGTERM, patience: float = 15) -> None:
    """Ask a child to end; after `patience` seconds end it and whatever it started."""
    if process.poll() is None:
        process.send_signal(by)
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
