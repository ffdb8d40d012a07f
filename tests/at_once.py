"""Two who write at the same moment, made to meet: the second runs into what the first has not committed yet."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, transaction

SECOND_MEETS_FIRST_WITHIN_SECONDS = 30


def second_while_first(first: Callable[[], Any], second: Callable[[], Any]) -> tuple[Any, Any]:
    """Do ``first``, begin ``second`` before it is committed, and commit once the second waits for it (or is done).

    Returns both results; what one of them raises is its result. Only on a database that locks rows.
    """
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            done = _outcome(first)
            running = pool.submit(in_thread, second)
            until_waited_for(running.done)
        return done, running.result(timeout=SECOND_MEETS_FIRST_WITHIN_SECONDS)


def all_at_once(tasks: list[Callable[[], Any]]) -> list[Any]:
    """Do everything in threads of its own; returns the results, what was raised among them."""
    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(in_thread, tasks))


def _outcome(task: Callable[[], Any]) -> Any:
    """What a task gives or raises; what it wrote is undone when it raises."""
    try:
        with transaction.atomic():
            return task()
    except Exception as raised:
        return raised


def in_thread(task: Callable[[], Any]) -> Any:
    """What a task gives or raises on a connection of its own, which is closed after it."""
    try:
        return task()
    except Exception as raised:
        return raised
    finally:
        connection.close()


def until_waited_for(is_over: Callable[[], bool] = lambda: False) -> None:
    """Wait until another connection waits for what this one holds in its transaction (or until it is over)."""
    deadline = time.monotonic() + SECOND_MEETS_FIRST_WITHIN_SECONDS
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
    while not is_over():
        with connection.cursor() as cursor:
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
        assert time.monotonic() < deadline, "nobody waits, and it does not come to an end"
        time.sleep(0.01)
