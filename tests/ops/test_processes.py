"""Children never outlive us."""

import signal
import subprocess
import sys
import time

import pytest

from ops import processes
from tests.architecture.sources import ROOT

PARENT = """
import sys, time
from ops import processes
print(processes.start([sys.executable, "-c", "import time; time.sleep(600)"]).pid, flush=True)
time.sleep(600)
"""


def is_running(pid: int) -> bool:
    """True for a living process; one that has ended and waits to be collected is not."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's death")
def test_child_ends_when_its_parent_is_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout as output:
        child = int(output.readline())
    assert is_running(child)

    parent.kill()
    parent.wait()

    deadline = time.monotonic() + 10
    while is_running(child):
        assert time.monotonic() < deadline, "the child is still there"


def test_stop_ends_a_child_that_does_not_listen() -> None:
    deaf = "import signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
    process = processes.start([sys.executable, "-c", deaf])

    processes.stop(process, patience=1)

    assert process.returncode in (-signal.SIGKILL, -signal.SIGTERM)
