"""The benchmark of answers runs from end to end, through a crash of its database, with few answers."""

import pytest

from ops.bench import surveys


@pytest.mark.once
def test_few_answers_are_measured_and_survive_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surveys, "MEASURED_ANSWERS", 60)
    monkeypatch.setattr(surveys, "CROWD_ANSWERS", 1000)
    monkeypatch.setattr(surveys, "CRASH_AFTER_SECONDS", 0.5)

    speed, restart = surveys.measure(1)

    assert (speed["name"], restart["name"]) == ("figures.survey", "figures.survey_restart")
    assert speed["value"] > 0
    assert restart["value"] == 0
