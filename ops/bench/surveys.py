"""Answers through HTTP: how quickly against a bare insert, and what becomes of them when the database crashes."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from ops import processes, servers
from ops.bench.cpu_time import of_all_below
from ops.bench.rows import Row, middle, row
from ops.bench.survey_clients import LEVELS, Client, send_all
from ops.environment import PYTHON, ROOT, say

CLIENTS = 8
TURNS = 12
ANSWERS_A_TURN = 250
"""Short turns: whatever else the machine does meets both sides alike."""
CROWD = 32
CROWD_ANSWERS = 10_000
PATIENCE_SECONDS = 300
PREPARE = "from ops.bench.surveys import make_point; make_point()"
TOKEN = "do-toc-do"


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


@dataclass
class Side:
    """What one of the two addresses took: seconds by turn, and processor seconds of all servers."""

    path: str
    turns: list[float] = field(default_factory=list)
    cpu: float = 0

    def turn(self, clients: list[Client]) -> None:
        """Send the answers of one turn."""
        cpu, begun = of_all_below(os.getpid()), time.perf_counter()
        send_all(clients, self.path, ANSWERS_A_TURN)
        self.turns.append(time.perf_counter() - begun)
        self.cpu += of_all_below(os.getpid()) - cpu

    def __str__(self) -> str:
        number = len(self.turns) * ANSWERS_A_TURN
        return f"{number / sum(self.turns):.0f}/s, {1000 * self.cpu / number:.2f} ms of processor each"


def _speed(port: int, point: int, times: int) -> float:
    """Requests a second of whole answers ÷ those of the bare view.

    Both are sent the same by the same clients over the same connections, in short turns one after the other, once both
    are warm; the figure is the median of the pairs of turns.
    """
    clients = [Client(port) for _ in range(CLIENTS)]
    ours, bare = f"/ks/{TOKEN}/gui/", f"/bare/{point}/"
    for path in (ours, bare):
        send_all(clients, path, ANSWERS_A_TURN)
    answers, inserts = Side(ours), Side(bare)
    begun = time.process_time()
    for turn in range(TURNS * times):
        for side in (answers, inserts) if turn % 2 else (inserts, answers):
            side.turn(clients)
    client = (time.process_time() - begun) / (2 * TURNS * times * ANSWERS_A_TURN)
    say(f"  answers {answers}; bare inserts {inserts}; clients {1000 * client:.2f} ms each")
    for each in clients:
        each.close()
    return middle([other / own for own, other in zip(answers.turns, inserts.turns, strict=True)])


def _through_a_crash(port: int, database: servers.PostgreSQL, env: dict[str, str]) -> tuple[int, int]:
    """How many confirmed answers are not there, and how many rows are more than were confirmed."""
    before = _stored(env)
    crowd = [Client(port) for _ in range(CROWD)]
    with ThreadPoolExecutor(1) as beside:
        # The server is started here and not in the other thread: it would end with the thread that started it.
        sending = beside.submit(send_all, crowd, f"/ks/{TOKEN}/gui/", CROWD_ANSWERS)
        _wait(lambda: sum(client.confirmed for client in crowd) >= CROWD_ANSWERS / 2, "half of the answers never came")
        database.crash_and_restart()
        confirmed = sending.result()
    after = _stored(env) - before
    failed = sum(client.failed for client in crowd)
    say(f"  {len(confirmed)} confirmed, {failed} sent in vain meanwhile, {len(after)} stored")
    return len(confirmed - after), len(after - confirmed)


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
        _wait(lambda: _answers(port), "the portal does not answer")
        yield port
    finally:
        processes.stop(process)


def _answers(port: int) -> bool:
    with suppress(OSError):
        return bool(urllib.request.urlopen(f"http://127.0.0.1:{port}/ks/{TOKEN}/", timeout=5).status == 200)
    return False


def _wait(is_ready: Callable[[], bool], otherwise: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_ready():
        if time.monotonic() > deadline:
            raise RuntimeError(otherwise)
        time.sleep(0.02)
