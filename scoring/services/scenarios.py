"""Scenarios: named, changed, computed, shared with the director, thrown away. The real round is only read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.policies import people_with
from campaigns.models import Round
from core.enums import JobState
from core.models import Job
from core.services import audit, jobs, notifications
from scoring.engine import scenario_checks, scenarios
from scoring.engine.slips import Slip
from scoring.enums import RunState
from scoring.models import Scenario, ScoreRun
from scoring.roles import TRY_SCENARIO, VIEW_SCENARIO
from scoring.selectors import scenarios as reading
from scoring.services import scenario_trials
from scoring.services.batches import Progress
from scoring.services.scenario_trials import ScenarioRefused

JOB = "scoring.compute_scenario"
FEW_UNITS = 30
"""Up to so many units a trial is computed while the person waits."""
MOST_CHANGES = 50


@transaction.atomic
def create(*, run: ScoreRun, name: str, note: str = "", by: User, at: datetime) -> Scenario:
    """A trial without changes yet, on a complete run."""
    if run.state == RunState.COMPUTING:
        raise ScenarioRefused("Chưa lập được phương án: điểm đang được tính.", hint="Chờ tính xong rồi lập.")
    _check_name(run, name)
    scenario = Scenario.objects.create(round=run.round, run=run, name=name, note=note, created_at=at, created_by=by)
    _record(scenario, "create", by, at, {"phương án": scenario.name, "trên": str(run)})
    return scenario


@transaction.atomic
def rename(*, scenario: Scenario, name: str, note: str, by: User, at: datetime) -> Scenario:
    """Another name or note."""
    row = _open(scenario)
    _check_name(row.run, name, but=row)
    changes = audit.difference(row, {"name": name, "note": note})
    row.name, row.note = name, note
    row.save(update_fields=["name", "note"])
    _record(row, "rename", by, at, changes)
    return row


@transaction.atomic
def add_change(*, scenario: Scenario, change: Mapping[str, Any], by: User, at: datetime) -> Scenario:
    """One more change (as ``scoring.engine.scenarios`` reads it).

    A sum of weights that is not the scale is no fault yet: the next change may mend it; ``compute`` insists.
    """
    row = _open(scenario)
    if len(row.changes) >= MOST_CHANGES:
        raise ScenarioRefused(f"Một phương án có nhiều nhất {MOST_CHANGES} thay đổi.", hint="Lập phương án khác.")
    changes = [*row.changes, dict(change)]
    slips = [slip for slip in _slips(row.run, changes) if slip.place != scenario_checks.SUM]
    if slips:
        raise ScenarioRefused(" ".join(slip.message for slip in slips))
    _write(row, changes)
    _record(row, "change", by, at, {"thêm thay đổi": _told(row.run, change)})
    return row


@transaction.atomic
def remove_change(*, scenario: Scenario, place: int, seen: str, by: User, at: datetime) -> Scenario:
    """Take the change at a place (from 0) out; ``seen``: the fingerprint of the list on the page of the person."""
    row = _open(scenario)
    if seen != reading.fingerprint(row) or not 0 <= place < len(row.changes):
        raise ScenarioRefused("Các thay đổi vừa được người khác sửa.", hint="Xem lại danh sách rồi bỏ.")
    changes = list(row.changes)
    gone = changes.pop(place)
    _write(row, changes)
    _record(row, "change", by, at, {"bỏ thay đổi": _told(row.run, gone)})
    return row


def request(*, scenario: Scenario, by: User, at: datetime) -> Job | None:
    """Compute now when there are few units, else ask for it in the background and return the job."""
    scenario = _unshared(_found(_rows(), scenario))
    _check_ready(scenario)
    if scenario.run.unit_scores.count() <= FEW_UNITS:
        compute(scenario=scenario, by=by, at=at)
        return None
    return jobs.request(
        name=JOB,
        title=f"Tính thử “{scenario.name}”",
        arguments={"scenario": scenario.pk},
        by=by,
        at=at,
        key=job_key(scenario),
        result_url=address_of(scenario),
    )


def compute(*, scenario: Scenario, by: User, at: datetime, progress: Progress | None = None) -> Scenario:
    """Find out where each unit would stand; the same changes on the same run give the same result.

    Whoever changes the scenario meanwhile is not held up, and sees that the result is of the changes before. Nothing is
    stored over a result of later changes, nor once the scenario is shared.
    """
    scenario = _found(_rows(), scenario)
    changes = _check_ready(scenario)
    found = scenario_trials.positions(scenario.run, changes, progress)
    result = {
        "changes": scenario.changes,
        "units": {unit: reading.keep(found[unit]) for unit in sorted(found)},
    }
    with transaction.atomic():
        row = _locked(scenario)
        if row.shared_at is not None or (row.changes != scenario.changes and reading.is_current(row)):
            return row
        row.result, row.computed_at = result, at
        row.save(update_fields=["result", "computed_at"])
        _record(row, "compute", by, at, {"số đơn vị": len(found)})
    return row


@transaction.atomic
def share(*, scenario: Scenario, by: User, at: datetime) -> Scenario:
    """Let the director see it, with a notice; only what was computed with its present changes."""
    row = _open(scenario)
    if not reading.is_current(row):
        raise ScenarioRefused("Chưa trình được: các thay đổi chưa được tính thử.", hint="Bấm “Tính thử” rồi trình.")
    row.shared_at, row.shared_by = at, by
    row.save(update_fields=["shared_at", "shared_by"])
    _record(row, "share", by, at, {"trình Giám đốc": "có"})
    office = {user.pk for user in people_with(TRY_SCENARIO, row.unit, timezone.localdate(at))}
    notifications.notify(
        recipients=[
            user
            for user in people_with(VIEW_SCENARIO, row.unit, timezone.localdate(at))
            if user.pk not in office and user != by
        ],
        text=f"Phương án thử để xem: {row.name}. Điểm thật không thay đổi.",
        url=address_of(row),
        at=at,
    )
    return row


@transaction.atomic
def unshare(*, scenario: Scenario, by: User, at: datetime) -> Scenario:
    """Take it back from the director, to go on working on it."""
    row = _locked(scenario)
    row.shared_at = row.shared_by = None
    row.save(update_fields=["shared_at", "shared_by"])
    _record(row, "unshare", by, at, {"trình Giám đốc": "rút lại"})
    return row


@transaction.atomic
def delete(*, scenario: Scenario, by: User, at: datetime) -> None:
    """Throw an own scenario away."""
    row = _open(scenario)
    if row.created_by_id != by.pk:
        raise ScenarioRefused("Chỉ người lập phương án mới xóa được phương án này.")
    _record(row, "delete", by, at, {"phương án": row.name})
    row.delete()


def job_key(scenario: Scenario) -> str:
    """Only one calculation of a scenario at a time."""
    return f"{JOB}:{scenario.pk}"


def unfinished_job(scenario: Scenario) -> Job | None:
    """The calculation that is going on, if there is one."""
    return Job.objects.filter(key=job_key(scenario), state__in=JobState.unfinished()).first()


def address_of(scenario: Scenario) -> str:
    """The page of a scenario."""
    return reverse("scoring:scenario-detail", args=[scenario.pk])


def _rows() -> QuerySet[Scenario]:
    return Scenario.objects.select_related("run__round__campaign__unit", "round")


def _found(rows: QuerySet[Scenario], scenario: Scenario) -> Scenario:
    """The scenario as it is now; somebody may have thrown it away meanwhile."""
    row = rows.filter(pk=scenario.pk).first()
    if row is None:
        raise ScenarioRefused(f"Phương án “{scenario.name}” đã bị xóa.", hint="Mở danh sách phương án thử.")
    return row


def _locked(scenario: Scenario) -> Scenario:
    return _found(_rows().select_for_update(of=("self",)), scenario)


def _open(scenario: Scenario) -> Scenario:
    return _unshared(_locked(scenario))


def _unshared(row: Scenario) -> Scenario:
    if row.shared_at is not None:
        raise ScenarioRefused("Phương án đã trình Giám đốc.", hint="Rút lại rồi mới sửa, tính hoặc xóa.")
    return row


def _check_ready(scenario: Scenario) -> list[scenarios.Change]:
    slips = _slips(scenario.run, scenario.changes)
    if slips:
        raise ScenarioRefused(f"Chưa tính thử được. {' '.join(map(str, slips))}")
    return reading.changes_of(scenario)


def _slips(run: ScoreRun, given: list[Any]) -> list[Slip]:
    changes, slips = scenarios.read(given)
    if slips:
        return slips
    return scenario_checks.check(
        reading.engine_set(run), changes, list(run.unit_scores.values_list("unit__code", flat=True))
    )


def _check_name(run: ScoreRun, name: str, but: Scenario | None = None) -> None:
    # Two who take one name at once come one after the other; what refers to the round need not wait.
    Round.objects.select_for_update(of=("self",), no_key=True).get(pk=run.round_id)
    same = Scenario.objects.filter(round=run.round_id, name=name)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise ScenarioRefused(f"Đã có phương án tên “{name}”.", hint="Đặt tên khác.", field="name")


def _write(row: Scenario, changes: list[Any]) -> None:
    row.changes = changes
    row.save(update_fields=["changes"])


def _told(run: ScoreRun, change: Mapping[str, Any]) -> str:
    (read,), _ = scenarios.read([change])
    return reading.told(run, [read])[0]


def _record(row: Scenario, act: str, by: User, at: datetime, changes: dict[str, Any]) -> None:
    audit.record(action=f"scoring.scenario.{act}", target=row, by=by, at=at, changes=changes)
