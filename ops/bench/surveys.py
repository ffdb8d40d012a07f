"""Answers through HTTP: how quickly against a bare insert, and what becomes of them when the database crashes."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from uuid import uuid4

from ops import processes, servers
from ops.bench.rows import Row, middle, row
from ops.environment import PYTHON, ROOT, say

QUESTIONS = 25
CLIENTS = 8
MEASURED_ANSWERS = 3000
CROWD = 32
CROWD_ANSWERS = 10_000
READY_WITHIN_SECONDS = 60
RETRY_SECONDS = 0.2
CRASH_AFTER_SECONDS = 2
PREPARE = "from ops.bench.surveys import make_point; make_point()"
TOKEN = "do-toc-do"
LEVELS = {f"c{number}": number % 5 + 1 for number in range(QUESTIONS)}


def measure(times: int) -> list[Row]:
    """Both figures on one PostgreSQL that keeps its promises, under one gunicorn."""
    stores = servers.postgresql_server(durable=True), servers.redis(), servers.private_folder()
    with stores[0] as database, stores[1] as redis, stores[2] as data:
        env = {
            **os.environ,
            "DATABASE_URL": database.url,
            "REDIS_URL": redis,
            "THIDUA_DATA": str(data),
            "DJANGO_SETTINGS_MODULE": "ops.bench.survey_site",
            "PYTHONWARNINGS": "ignore",
        }
        _manage(env, "migrate", "--verbosity", "0")
        point = int(_manage(env, "shell", "--verbosity", "0", "--command", PREPARE))
        with _site(env) as port:
            speed = _speed(port, point, times)
            lost, doubled = _through_a_crash(port, database, env)
    return [
        row("figures.survey", speed, 0.6, "higher", "× requests/s of a bare insert"),
        row("figures.survey_restart", lost + doubled, 0, "lower", "answers lost or doubled of 10,000"),
    ]


def make_point() -> None:
    """An open survey of 25 questions and its service point; prints the point's number."""
    from datetime import timedelta

    from django.utils import timezone

    from accounts.models import Unit
    from indicators.models import Questionnaire, ServicePoint, Survey

    now = timezone.now()
    today = timezone.localdate(now)
    questions = [
        {"code": code, "text": f"Câu hỏi {code}", "kind": "scale_or_unused", "counts": True, "required": True}
        for code in LEVELS
    ]
    content = {"sections": [{"code": "a", "title": "Mức độ hài lòng", "questions": questions}]}
    centre = Unit.add_root(code="DO-TOC-DO", name="Trung tâm Y tế", short_name="Trung tâm Y tế", kind="centre")
    asked = Questionnaire.objects.create(code="do", kind="outpatient", title="Phiếu đo", content=content, made_at=now)
    days = {"opens_on": today - timedelta(days=1), "closes_on": today + timedelta(days=1)}
    survey = Survey.objects.create(
        centre=centre, questionnaire=asked, title="Đợt đo", **days, state="open", opened_at=now, results_token=TOKEN
    )
    point = ServicePoint.objects.create(survey=survey, unit=centre, name="Quầy", token=TOKEN)
    sys.stdout.write(str(point.pk))


def _speed(port: int, point: int, times: int) -> float:
    """Requests a second of whole answers ÷ those of the bare view; measured by turns, after both are warm."""
    answers = lambda: _requests_a_second(port, f"/ks/{TOKEN}/gui/", MEASURED_ANSWERS)  # noqa: E731
    bare = lambda: _requests_a_second(port, f"/bare/{point}/", MEASURED_ANSWERS)  # noqa: E731
    answers(), bare()
    measured = [(answers(), bare()) for _ in range(times)]
    say("\n".join(f"  {ours:>6.0f} answers/s, {other:>6.0f} bare inserts/s" for ours, other in measured))
    return middle([ours / other for ours, other in measured])


def _requests_a_second(port: int, path: str, number: int) -> float:
    begun = time.perf_counter()
    _send_all(port, path, number, CLIENTS)
    return number / (time.perf_counter() - begun)


def _through_a_crash(port: int, database: servers.PostgreSQL, env: dict[str, str]) -> tuple[int, int]:
    """How many confirmed answers are not there, and how many rows are more than were confirmed."""
    before = _stored(env)
    with ThreadPoolExecutor(1) as beside:
        # The server is started here and not in the other thread: it would end with the thread that started it.
        sending = beside.submit(_send_all, port, f"/ks/{TOKEN}/gui/", CROWD_ANSWERS, CROWD)
        time.sleep(CRASH_AFTER_SECONDS)
        database.crash_and_restart()
        confirmed = sending.result()
    after = _stored(env) - before
    say(f"  {len(confirmed)} confirmed, {len(after)} stored")
    return len(confirmed - after), len(after - confirmed)


def _send_all(port: int, path: str, number: int, clients: int) -> set[str]:
    """Send so many answers by so many clients at once; each is sent again under its key until it is confirmed."""

    def client(share: int) -> set[str]:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        confirmed = set()
        for _ in range(share):
            key = str(uuid4())
            while not _confirmed(connection, path, key):
                time.sleep(RETRY_SECONDS)
            confirmed.add(key)
        return confirmed

    with ThreadPoolExecutor(clients) as pool:
        shares = [number // clients + (place < number % clients) for place in range(clients)]
        return set().union(*pool.map(client, shares))


def _confirmed(connection: HTTPConnection, path: str, key: str) -> bool:
    body = json.dumps({"key": key, "answers": LEVELS, "age": 1, "took": 90, "channel": "link", "code": ""})
    try:
        connection.request("POST", path, body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        told = answer.read()
    except (OSError, HTTPException):
        connection.close()
        return False
    return answer.status == 200 and b"stored" in told


def _stored(env: dict[str, str]) -> set[str]:
    command = "from indicators.models import SurveyAnswer as A\nprint(*A.objects.values_list('pk', flat=True))"
    return set(_manage(env, "shell", "--verbosity", "0", "--command", command).split())


def _manage(env: dict[str, str], *command: str) -> str:
    done = subprocess.run([str(PYTHON), "manage.py", *command], cwd=ROOT, env=env, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"manage.py {command[0]}: {done.stderr[-2000:]}")
    return done.stdout.strip()


@contextmanager
def _site(env: dict[str, str]) -> Iterator[int]:
    """The portal under gunicorn as ``make run`` serves it; gives its port."""
    port = servers.free_port()
    command = [str(PYTHON), "-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--log-level", "critical"]
    process = processes.start(command, env=env, quiet=True)
    try:
        _wait(lambda: _answers(port))
        yield port
    finally:
        processes.stop(process)


def _answers(port: int) -> bool:
    with suppress(OSError):
        return bool(urllib.request.urlopen(f"http://127.0.0.1:{port}/ks/{TOKEN}/", timeout=5).status == 200)
    return False


def _wait(is_ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while not is_ready():
        if time.monotonic() > deadline:
            raise RuntimeError("the portal does not answer")
        time.sleep(0.1)
