"""Counting the stored cases of a centre anew with the calendar as it is now: looked at first, then done as a whole."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

import polars as pl
from django.db import transaction
from django.db.models import PositiveIntegerField
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit, User
from core.models import Job
from core.services import audit, jobs
from indicators.engine import case_recounts
from indicators.engine.case_recounts import MOVED, Settled
from indicators.engine.months import month_number, year_and_month
from indicators.enums import CaseOutcome, PeriodState
from indicators.models import CalendarDay, CaseFile, CaseRecount, FigurePeriod, ProcedureCount
from indicators.selectors.calendar import calendar_for
from indicators.services import case_imports, case_steps, case_tallies, case_versions
from indicators.services.case_access import CaseImportRefused, refuse_stranger
from indicators.services.case_reading import Progress
from indicators.services.periods import refuse_if_closed

CHECK_JOB = "indicators.check_case_recount"
JOB = "indicators.recount_cases"
PAGE = "indicators:case-recount"
CASES_A_PIECE = 20_000
ROWS_A_STATEMENT = 10_000
NUMBERS = (
    "cases", "no_longer_late", "became_late", "no_longer_overdue", "became_overdue", "left_cases", "months",
    "left_months",
)  # fmt: skip
"""What it comes to, by the names in ``CaseRecount``."""
COMPARING, STORING = "Đang so với lịch hiện nay", "Đang ghi hồ sơ và số liệu tháng"


@dataclass(frozen=True)
class Plan:
    """What counting anew comes to while all stands as in ``standing``; ``found``: the same in numbers, not stored."""

    standing: str
    settled: Settled
    found: CaseRecount


def request_check(*, centre: Unit, by: User | None, at: datetime) -> Job:
    """Ask in the background what would change; asked twice, it is done once."""
    refuse_stranger(by, centre)
    return jobs.request(name=CHECK_JOB, by=by, at=at, **_job_for(CHECK_JOB, "Xem hồ sơ đổi theo lịch", centre))


def request(*, centre: Unit, standing: str, by: User | None, at: datetime) -> Job:
    """Ask for it in the background; asked again while it is under way, by whomever, it is the same.

    ``standing``: as it was when the person looked at what would change. Raises ``FigureRefused`` when all that is
    another by now.
    """
    refuse_stranger(by, centre)
    asked = _job_for(JOB, "Tính lại hồ sơ theo lịch", centre)
    running = jobs.unfinished(asked["key"])
    if running is not None:
        return running
    if standing != standing_of(centre):
        raise CaseImportRefused(
            "Lịch, hồ sơ hoặc việc khóa kỳ đã thay đổi sau khi bạn xem; chưa tính lại gì.",
            hint="Bấm “Xem hồ sơ sẽ đổi” để xem lại.",
            code="state",
        )
    return jobs.request(name=JOB, by=by, at=at, **asked)


def _job_for(name: str, title: str, centre: Unit) -> dict[str, Any]:
    return {
        "title": f"{title}: {centre}"[:200],
        "arguments": {"centre": centre.pk},
        "key": f"{name}:{centre.pk}",
        "result_url": reverse(PAGE),
    }


def standing_of(centre: Unit) -> str:
    """A mark of all that counting anew depends on: the calendar, the imports that count, the closed months."""
    days = CalendarDay.objects.order_by("on").values_list("on", "kind")
    told = (list(days), case_steps.counted(centre.pk), sorted(_closed_months(centre)))
    return hashlib.sha256(repr(told).encode()).hexdigest()


def planned(*, centre: Unit, at: datetime, progress: Progress) -> Plan:
    """What would change; nothing is written. Memory holds only the cases that change."""
    standing = standing_of(centre)
    changed = _changed(centre, progress)
    settled = case_recounts.settled(changed, _counts_of(changed), _closed_months(centre))
    return Plan(standing, settled, _in_numbers(centre, settled, at))


def run(*, centre: Unit, job: UUID, by: User | None, at: datetime, progress: Progress) -> CaseRecount:
    """Count all cases of the centre anew, or none; a job that is run again gives what it came to the first time.

    All is compared before anything is written, and written in one short transaction, for which imports of the centre
    and undoing them wait; when they changed cases meanwhile, all is compared again. A case that ended in a closed
    month, or that counts in one, stays as it is. Raises ``FigureRefused`` when others go on changing cases.
    """
    for _ in range(case_imports.MOST_ATTEMPTS):
        done = CaseRecount.objects.filter(job=job).first()
        if done is not None:
            return done
        plan = planned(centre=centre, at=at, progress=progress)
        total = plan.settled.taken.height
        progress(0, total, STORING)
        with transaction.atomic():
            Unit.objects.select_for_update(no_key=True).get(pk=centre.pk)
            if standing_of(centre) == plan.standing:
                return _stored(plan, job, by, at)
    raise CaseImportRefused("Hồ sơ của trung tâm thay đổi trong lúc tính lại; chưa tính lại gì.", hint="Thử lại sau.")


def _changed(centre: Unit, progress: Progress) -> pl.DataFrame:
    """The current cases of a centre that come out otherwise, with their key, months and ``has_result``."""
    total = case_tallies.current(centre).filter(due_at__isnull=False).count()
    pieces: list[pl.DataFrame] = []
    after = seen = 0
    while True:
        progress(seen, total, COMPARING)
        piece = case_versions.current_cases(centre.pk, after=after, most=CASES_A_PIECE)
        pieces.append(case_recounts.recounted(_local(piece), calendar_for))
        seen += piece.height
        if piece.height < CASES_A_PIECE:
            return pl.concat(pieces)
        after = piece["known_id"][-1]


def _local(cases: pl.DataFrame) -> pl.DataFrame:
    zone = timezone.get_current_timezone_name()
    moments = {
        name: pl.col(f"{name}_at").dt.replace_time_zone("UTC").dt.convert_time_zone(zone).dt.replace_time_zone(None)
        for name in ("received", "due", "finished")
    }
    return cases.select(
        "unit_id", "procedure_id", "received_month", "due_month", "finished_month", "paused_days", "promised_days",
        "timing", id="known_id", field="group_field", has_result=pl.col("outcome") == CaseOutcome.RESULT.value,
        **moments,
    )  # fmt: skip


def _counts_of(changed: pl.DataFrame) -> pl.DataFrame:
    """The stored monthly counts of the units of these cases, each with the local time as of which it was told."""
    rows = [
        (*key, month_number(year, month), timezone.localtime(told).replace(tzinfo=None))
        for *key, year, month, told in case_tallies.counts_of(changed["unit_id"].unique().to_list())
    ]
    schema = {"count_id": pl.Int64, "unit_id": pl.Int64, "procedure_id": pl.Int64, "field": pl.String}
    return pl.DataFrame(rows, schema={**schema, "month": pl.Int64, "told_at": pl.Datetime("us")}, orient="row")


def _closed_months(centre: Unit) -> set[int]:
    closed = FigurePeriod.objects.filter(centre=centre, state=PeriodState.CLOSED).order_by()
    return {month_number(year, month) for year, month in closed.values_list("year", "month")}


def _in_numbers(centre: Unit, settled: Settled, at: datetime) -> CaseRecount:
    taken, now = settled.taken, timezone.localtime(at).replace(tzinfo=None)
    is_late, was_late = pl.col("timing") == case_recounts.LATE, pl.col("timing_was") == case_recounts.LATE
    is_pending = pl.col("finished").is_null()
    is_overdue, was_overdue = is_pending & (pl.col("due") < now), is_pending & (pl.col("due_was") < now)
    return CaseRecount(
        centre=centre,
        cases=taken.height,
        no_longer_late=taken.filter(was_late & ~is_late).height,
        became_late=taken.filter(is_late & ~was_late).height,
        no_longer_overdue=taken.filter(was_overdue & ~is_overdue).height,
        became_overdue=taken.filter(is_overdue & ~was_overdue).height,
        left_cases=settled.left.height,
        months=settled.months,
        left_months=settled.left_months,
    )


def _stored(plan: Plan, job: UUID, by: User | None, at: datetime) -> CaseRecount:
    """Write what was planned, inside the caller's transaction, which holds the centre."""
    recount, taken = plan.found, plan.settled.taken
    months = {*plan.settled.months, *taken["finished_month"].drop_nulls().to_list()}
    for year, own in groupby(sorted(year_and_month(month) for month in months), key=itemgetter(0)):
        # From now on nobody closes them.
        refuse_if_closed(centre=recount.centre, year=year, months=[month for _, month in own])
    _write_cases(taken)
    _move_counts(plan.settled.moves)
    recount.job, recount.counted_at, recount.counted_by = job, at, by
    recount.save()
    told = [field for field in CaseRecount._meta.concrete_fields if isinstance(field, PositiveIntegerField)]
    changes = {str(field.verbose_name): getattr(recount, field.name) for field in told}
    audit.record(action="indicators.case_recount.run", target=recount, by=by, at=at, changes=changes)
    return recount


def _write_cases(taken: pl.DataFrame) -> None:
    """Few statements: due days that are computed end at midnight, so that many cases share one."""
    is_told = pl.col("promised_days").is_null()
    for (timing,), cases in taken.filter(is_told).group_by("timing"):
        _update(cases, timing=timing)
    for (due, month, timing), cases in taken.filter(~is_told).group_by("due", "due_month", "timing"):
        _update(cases, due_at=timezone.make_aware(due), due_month=month, timing=timing)


def _update(cases: pl.DataFrame, **values: Any) -> None:
    for part in cases.iter_slices(ROWS_A_STATEMENT):
        CaseFile.objects.filter(pk__in=part["id"].to_list()).update(**values)


def _move_counts(moves: pl.DataFrame) -> None:
    for part in moves.iter_slices(ROWS_A_STATEMENT):
        added = {line["count_id"]: line for line in part.iter_rows(named=True)}
        counts = list(ProcedureCount.objects.select_for_update().filter(pk__in=added).order_by("pk"))
        for count in counts:
            for name in MOVED:
                setattr(count, name, getattr(count, name) + added[count.pk][name])
        ProcedureCount.objects.bulk_update(counts, MOVED)
