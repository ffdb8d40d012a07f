"""Scoring a province: against one SQL statement, in memory, over four sizes, with two workers."""

import os
import subprocess
from collections.abc import Mapping, Sequence

from django.db import connection, transaction

from ops.bench.province import AT, Province, forget_results
from ops.bench.rows import Row, middle, row, seconds
from ops.environment import PYTHON, ROOT
from scoring.services import runs

COPIED = (
    "unit_score_id, criterion_id, status, points, calculated, max_points, self_points, reason, trace"  # all but the key
)
KILOBYTES = 1024


def against_sql(province: Province, times: int) -> Row:
    """Scoring it ÷ one INSERT … SELECT that writes the same score rows into the same empty table."""
    computed, copied = [], []
    for _ in range(times):
        computed.append(compute(province))
        copied.append(_copy_in_sql())
    return row("scoring.province", middle(computed) / middle(copied), 4, "lower", "× one SQL INSERT")


def memory(province: Province, env: Mapping[str, str]) -> Row:
    """The most memory that a process of its own holds while it scores the province."""
    forget_results()
    command = [str(PYTHON), "manage.py", "compute_scores", province.round.campaign.code, str(province.round.year)]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **env}, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError("compute_scores failed")
    return row("scoring.memory", usage.ru_maxrss / KILOBYTES, 300, "lower", "MB")


def linear(provinces: Sequence[Province], times: int) -> tuple[Row, dict[int, float]]:
    """The worst ratio from one size to the next, each brought to a tenfold; and the seconds of each size."""
    taken = {}
    for province in provinces:
        repeats = times if province.units <= 2500 else 1
        taken[province.units] = middle([compute(province) for _ in range(repeats)])
    sizes = list(taken)
    worst = max(
        taken[large] / taken[small] * 10 / (large / small) for small, large in zip(sizes, sizes[1:], strict=False)
    )
    return row("scoring.linear", worst, 11, "lower", "× for ten times the units"), taken


def compute(province: Province) -> float:
    """Seconds that one process takes to score a province that has no result yet."""
    forget_results()
    return seconds(lambda: runs.compute(round=province.round, by=None, at=AT))


def _copy_in_sql() -> float:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_content")
        cursor.execute(f"CREATE TABLE bench_content AS SELECT {COPIED} FROM scoring_criterionscore ORDER BY id")
        cursor.execute("TRUNCATE scoring_criterionscore")

    def copy() -> None:
        # Foreign keys are checked when the transaction ends, as they are for the calculation.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO scoring_criterionscore ({COPIED}) SELECT {COPIED} FROM bench_content")

    return seconds(copy)
