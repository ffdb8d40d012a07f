"""The benchmark of answers runs from end to end, through a crash of its database, with few answers."""

import os
import subprocess
import sys

import pytest

from ops.bench import cpu_time, survey_clients, surveys


@pytest.mark.once
def test_few_answers_are_measured_and_survive_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surveys, "TURNS", 2)
    monkeypatch.setattr(surveys, "ANSWERS_A_TURN", 20)
    monkeypatch.setattr(surveys, "CROWD_ANSWERS", 1000)
    monkeypatch.setattr(surveys, "CRASH_AFTER_SECONDS", 0.5)

    speed, restart = surveys.measure(1)

    assert (speed["name"], restart["name"]) == ("figures.survey", "figures.survey_restart")
    assert speed["value"] > 0
    assert restart["value"] == 0


def test_processor_time_of_a_process_holds_that_of_its_children() -> None:
    before = cpu_time.of_processes([os.getpid()])

    subprocess.run([sys.executable, "-c", "sum(range(10_000_000))"], check=True)

    assert cpu_time.of_processes([os.getpid()]) - before > 0.02
    assert cpu_time.of_processes([]) == 0


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
