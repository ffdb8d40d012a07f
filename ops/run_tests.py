"""Runs the suite: ``python -m ops.run_tests [--only shared|browser|sqlite] [pytest arguments]``.

First everything on PostgreSQL and Redis, private ones unless DATABASE_URL / REDIS_URL name others; browser journeys by
themselves, because two browsers on few processors are slower than one. Then, on SQLite, all that needs no server.
"""

import argparse
import os
import signal
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass

from ops import processes, servers
from ops.environment import PYTHON, say

NO_TESTS_COLLECTED = 5
PATIENCE_SECONDS = 40  # pytest drops its databases and ends its worker and browser


@dataclass(frozen=True)
class Part:
    """One run of pytest over a selection of the tests."""

    title: str
    selection: str
    parallel: bool = True
    on_servers: bool = True


PARTS = {
    "shared": Part("PostgreSQL + Redis", "not browser"),
    "browser": Part("Chromium trên PostgreSQL + Redis", "browser", parallel=False),
    "sqlite": Part("SQLite", "not browser and not concurrency and not needs_shared and not once", on_servers=False),
}


def run_part(part: Part, arguments: list[str], env: dict[str, str]) -> int:
    """Run pytest over one part and return its exit code; being told to stop lets pytest clean up first."""
    workers = min(os.cpu_count() or 1, 4)
    parallel = ["-n", str(workers), "--dist", "loadfile"] if part.parallel and workers > 1 else []
    command = [str(PYTHON), "-m", "pytest", "-q", "-m", part.selection, *parallel, *arguments]
    process = processes.start(command, env=env)
    try:
        return process.wait()
    except processes.Stopped:
        processes.stop(process, by=signal.SIGINT, patience=PATIENCE_SECONDS)
        raise


def start_servers(stack: ExitStack) -> dict[str, str]:
    """The addresses of the servers to test on: those given, else private ones that live as long as the stack."""
    return {
        "DATABASE_URL": os.environ.get("DATABASE_URL") or stack.enter_context(servers.postgresql()),
        "REDIS_URL": os.environ.get("REDIS_URL") or stack.enter_context(servers.redis()),
    }


def run(names: list[str], arguments: list[str]) -> bool:
    """Run the named parts, all of them even when one fails; True when every one passed and some test was found."""
    outcomes: list[tuple[str, int, float]] = []
    with ExitStack() as stack:
        folder = stack.enter_context(servers.private_folder())
        base = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test", "THIDUA_DATA": str(folder)}
        # Named in full, so that neither the shell nor an .env file can point the suite at somebody's database.
        embedded = {"DATABASE_URL": "sqlite://:memory:", "REDIS_URL": ""}
        shared: dict[str, str] = {}
        for name in names:
            part = PARTS[name]
            if part.on_servers and not shared:
                shared = start_servers(stack)
            say(f"\n=== {part.title} ===")
            begun = time.monotonic()
            code = run_part(part, arguments, {**base, **(shared if part.on_servers else embedded)})
            outcomes.append((part.title, code, time.monotonic() - begun))
    say("")
    # A selection given by hand may well leave one part empty, but not all of them.
    found = any(code != NO_TESTS_COLLECTED for _, code, _ in outcomes)
    allowed = {0, NO_TESTS_COLLECTED} if arguments and found else {0}
    for title, code, seconds in outcomes:
        say(f"{'✓' if code in allowed else '✗'} {title}: {seconds:.0f} s")
    return all(code in allowed for _, code, _ in outcomes)


def main() -> None:
    processes.raise_when_told_to_stop()
    parser = argparse.ArgumentParser(description="Run the test suite on private servers and on SQLite.")
    parser.add_argument("--only", choices=PARTS, help="run one part only")
    options, arguments = parser.parse_known_args()
    try:
        passed = run([options.only] if options.only else list(PARTS), arguments)
    except processes.Stopped:
        say("\nĐã dừng kiểm thử.")
        sys.exit(130)
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main()
