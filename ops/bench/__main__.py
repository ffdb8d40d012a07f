"""Measures on a PostgreSQL and a Redis of its own: ``python -m ops.bench [--only scoring] [--sizes 25,250,…]``."""

import argparse
import os
import sys
import time
from contextlib import ExitStack

from ops import processes, servers
from ops.bench import rows
from ops.environment import ROOT, say

RESULT = ROOT / "bench.json"
SIZES = (25, 250, 2500, 25000)
TIMES = 3


def main() -> None:
    processes.raise_when_told_to_stop()
    parser = argparse.ArgumentParser(description="Measure, print a table, write bench.json.")
    parser.add_argument("--only", default="", help="only figures whose name begins so, e.g. scoring or scoring.engine")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of units, each ten times the last")
    parser.add_argument("--times", type=int, default=TIMES, help="how often each figure is measured")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    try:
        with ExitStack() as stack:
            figures = _measure(stack, options.only, sizes, options.times)
    except processes.Stopped:
        say("\nĐã dừng đo.")
        sys.exit(130)
    rows.write(figures, RESULT)
    say(f"\n{rows.table(figures)}\n\n{RESULT.name}: {len(figures)}")


def _measure(stack: ExitStack, only: str, sizes: list[int], times: int) -> list[rows.Row]:
    """Start the servers, make the tables, and measure on them; Django is loaded only once they are there."""
    env = {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": stack.enter_context(servers.postgresql()),
        "REDIS_URL": stack.enter_context(servers.redis()),
        "THIDUA_DATA": str(stack.enter_context(servers.private_folder())),
        "CELERY_QUEUE": "thidua-bench",
    }
    os.environ.update(env)
    import django

    django.setup()
    from ops.bench import measures

    begun = time.monotonic()
    figures = measures.all_of(only, sizes, times, env)
    say(f"\n{time.monotonic() - begun:.0f} s")
    return figures


if __name__ == "__main__":
    main()
