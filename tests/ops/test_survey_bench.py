"""The benchmark of answers runs from end to end, through a crash of its database, with few answers."""

import os
import re
import subprocess
import sys
import time

import pytest

from ops.bench import cpu_time, survey_clients, surveys


@pytest.mark.once
def test_few_answers_are_measured_and_survive_a_crash(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(surveys, "TURNS", 2)
    monkeypatch.setattr(surveys, "ANSWERS_A_TURN", 20)
    monkeypatch.setattr(surveys, "CROWD_ANSWERS", 1000)

    speed, restart = surveys.measure(1)

    assert (speed["name"], restart["name"]) == ("figures.survey", "figures.survey_restart")
    assert speed["value"] > 0
    assert restart["value"] == 0
    # The crash was felt: some were sent in vain, and again.
    assert re.search(r"1000 confirmed, [1-9]\d* sent in vain meanwhile, 1000 stored", capsys.readouterr().out)


def test_processor_time_is_that_of_the_processes_below_and_not_of_this_one() -> None:
    before, begun = cpu_time.of_all_below(os.getpid()), time.process_time()

    sum(range(10_000_000))
    own = time.process_time() - begun
    alone = cpu_time.of_all_below(os.getpid()) - before
    with subprocess.Popen([sys.executable, "-c", "sum(range(10_000_000)); input()"], stdin=subprocess.PIPE) as child:
        deadline = time.monotonic() + 30
        while cpu_time.of_all_below(os.getpid()) - before < 0.02 and time.monotonic() < deadline:
            time.sleep(0.05)
        used = cpu_time.of_all_below(os.getpid()) - before
        child.communicate(b"\n")

    assert alone < own / 2
    assert used >= 0.02


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        (b"", -1),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n", -1),
        (b"HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 5\r\n\r\nabc", 2),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", 0),
    ],
)
def test_clients_read_a_response_to_its_end(told: bytes, missing: int) -> None:
    assert survey_clients._missing(told) == missing
