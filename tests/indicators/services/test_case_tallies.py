"""Counts that are computed while a file is read agree with those computed from the stored cases."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction

from indicators.enums import PeriodState
from indicators.models import CaseFile, CaseImport, FigurePeriod, Procedure, ProcedureCount
from indicators.services import case_steps, case_tallies, case_undoing
from tests.factories.indicators import ProcedureFactory
from tests.factories.world import World
from tests.indicators.case_desk import AT, case, imported

COUNTED = (
    "unit", "procedure", "field", "year", "month", "carried_over", "received_direct", "received_online",
    "finished_early", "finished_on_time", "finished_late", "closed_without_result", "pending_in_time", "pending_late",
    "with_fee", "paid_online", "inputs_digitised",
)  # fmt: skip


def counts() -> list[Any]:
    return sorted(ProcedureCount.objects.values_list(*COUNTED), key=str)


def some_lines(random: Random, names: list[str], numbers: range, *, at: datetime = AT) -> list[tuple[str, ...]]:
    lines = []
    yesterday = at.replace(tzinfo=None) - timedelta(days=1)
    begin = datetime(2026, 1, 5, 8)  # noqa: DTZ001
    for number in numbers:
        received = begin + timedelta(days=random.randrange((yesterday - begin).days - 35))
        due = received + timedelta(days=random.randrange(1, 40))
        finished = received + timedelta(days=random.randrange(60)) if random.random() < 0.8 else None
        if finished is not None and finished > yesterday:
            finished = None
        lines.append(
            case(
                f"H{number}",
                f"{received:%d/%m/%Y %H:%M}",
                f"{due:%d/%m/%Y %H:%M}" if random.random() < 0.9 else "",
                f"{finished:%d/%m/%Y %H:%M}" if finished else "",
                unit=random.choice(names),
                procedure=random.choice(["1.01", "1.02"]),
                channel=random.choice(["Trực tuyến", "Trực tiếp"]),
            )
        )
    return lines


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_counts_of_reading_and_of_storage_agree(world: World, seed: int) -> None:
    random = Random(seed)
    for code in ("1.01", "1.02"):
        ProcedureFactory(centre=world.centre, code=code, promised_days=5)
    names = [world.surgery.name, world.pharmacy.name]
    imported(world.centre, *some_lines(random, names, range(120)))
    imported(world.centre, *some_lines(random, names, range(60, 180)))
    found = counts()
    units = set(ProcedureCount.objects.values_list("unit", flat=True))

    ProcedureCount.objects.all().delete()
    case_tallies.renew(centre=world.centre, first_months=dict.fromkeys(units, 0), told_by=None, at=AT)

    assert counts() == found
    assert len(found) > 20


MONTHLY = [datetime(2026, month, 12, 2, tzinfo=UTC) for month in (7, 8, 9, 10, 11)]


@pytest.mark.parametrize("in_steps", [False, True])
@pytest.mark.parametrize("seed", [4, 5])
def test_counts_that_follow_the_changes_of_many_files_are_those_of_all_cases(
    world: World, monkeypatch: pytest.MonkeyPatch, seed: int, in_steps: bool
) -> None:
    monkeypatch.setattr(case_steps, "are_needed", lambda: in_steps)
    monkeypatch.setattr(case_steps, "PAUSE_SECONDS", 0)
    random = Random(seed)
    names = [world.surgery.name, world.pharmacy.name]
    for code in ("1.01", "1.02"):
        ProcedureFactory(centre=world.centre, code=code, promised_days=5)
    told: dict[str, tuple[str, ...]] = {}
    after: list[Any] = []
    done: list[CaseImport] = []
    for number, at in enumerate(MONTHLY):
        told |= {line[0]: line for line in some_lines(random, names, range(number * 30, number * 30 + 40), at=at)}
        # Every file tells of every case: some are as they were, some came to an end, some are told quite otherwise.
        told |= {line[0]: ended(line, random, at) for line in random.sample(sorted(told.values()), len(told) // 4)}
        done.append(imported(world.centre, *told.values(), at=at))
        after.append(counts())
        assert after[-1] == counted_anew(world, at)
    for number in (4, 3, 2):
        case_undoing.undo(case_import=done[number], by=None, at=MONTHLY[number])
        assert counts() == counted_anew(world, MONTHLY[number])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("30/10/2026", "05/10/2026"), ("30/10/2026", "03/11/2026")),
        (("30/10/2026", "05/10/2026"), ("30/10/2026", "")),
        (("30/10/2026", ""), ("14/09/2026", "")),
        (("14/09/2026", ""), ("30/11/2026", "")),
        (("14/09/2026", "05/11/2026"), ("30/10/2026", "05/11/2026")),
    ],
)
def test_every_month_that_another_telling_of_a_case_touches_is_renewed(
    world: World, before: tuple[str, str], after: tuple[str, str]
) -> None:
    first = imported(world.centre, case("A1", "07/09/2026", *before))
    told = counts()

    second = imported(world.centre, case("A1", "07/09/2026", *after))

    assert counts() == counted_anew(world, AT) != told
    case_undoing.undo(case_import=second, by=None, at=AT)
    assert counts() == told
    case_undoing.undo(case_import=first, by=None, at=AT)
    assert counts() == []


def ended(line: tuple[str, ...], random: Random, at: datetime) -> tuple[str, ...]:
    """The same case, finished a few days ago, or asked for in another way."""
    if random.random() < 0.3:
        return (*line[:-1], random.choice(["Trực tuyến", "Trực tiếp"]))
    day = at - timedelta(days=random.randrange(1, 20))
    return (*line[:6], f"{day:%d/%m/%Y %H:%M}", line[7])


def counted_anew(world: World, at: datetime) -> list[Any]:
    """What all cases come to, whatever was counted before; the stored counts stay."""
    units = dict.fromkeys(ProcedureCount.objects.values_list("unit", flat=True), 0)
    with transaction.atomic():
        ProcedureCount.objects.all().delete()
        case_tallies.renew(centre=world.centre, first_months=units, told_by=None, at=at)
        found = counts()
        transaction.set_rollback(True)
    return found


def test_pending_and_carried_over_agree_with_counting_by_hand(world: World) -> None:
    ProcedureFactory(centre=world.centre, code="1.01", promised_days=5)
    imported(world.centre, *some_lines(Random(7), [world.surgery.name], range(100)))

    for row in ProcedureCount.objects.filter(procedure=Procedure.objects.get()):
        begin = datetime(row.year, row.month, 1, tzinfo=UTC) - timedelta(hours=7)
        following = datetime(row.year + row.month // 12, row.month % 12 + 1, 1, tzinfo=UTC) - timedelta(hours=7)
        cases = list(CaseFile.objects.filter(group__procedure=row.procedure))
        carried = [each for each in cases if each.received_at < begin and not _ended(each, begin)]
        pending = [each for each in cases if each.received_at < following and not _ended(each, following)]
        moment = min(following, AT)
        late = [each for each in pending if each.due_at and each.due_at < moment]
        assert (row.carried_over, row.pending_late) == (len(carried), len(late)), f"{row.month}"
        assert row.pending_in_time == len(pending) - len(late)


def _ended(each: CaseFile, moment: datetime) -> bool:
    return each.finished_at is not None and each.finished_at < moment


OCTOBER, NOVEMBER = datetime(2026, 10, 15, 2, tzinfo=UTC), datetime(2026, 11, 20, 2, tzinfo=UTC)
PENDING = case("A1", "12/10/2026", "20/10/2026")


def late_and_in_time() -> list[Any]:
    rows = ProcedureCount.objects.order_by("year", "month")
    return list(rows.values_list("month", "carried_over", "pending_late", "pending_in_time"))


def test_case_told_again_as_pending_becomes_overdue(world: World) -> None:
    imported(world.centre, PENDING, at=OCTOBER)
    assert late_and_in_time() == [(10, 0, 0, 1)]

    imported(world.centre, PENDING, at=NOVEMBER, again=True)

    assert late_and_in_time() == [(10, 0, 1, 0), (11, 1, 1, 0)]


def test_month_that_was_counted_before_its_end_is_counted_again(world: World) -> None:
    imported(world.centre, PENDING, at=OCTOBER)

    imported(world.centre, case("A2", "16/11/2026", "30/11/2026"), at=NOVEMBER)

    assert late_and_in_time() == [(10, 0, 1, 0), (11, 1, 1, 1)]


def close(world: World, month: int, at: datetime) -> None:
    closed = {"state": PeriodState.CLOSED, "closed_at": at}
    FigurePeriod.objects.update_or_create(centre=world.centre, year=2026, month=month, defaults=closed)


def test_closed_month_stays_as_it_was_counted(world: World) -> None:
    imported(world.centre, PENDING, at=OCTOBER)
    close(world, 10, NOVEMBER)

    imported(world.centre, case("A2", "16/11/2026", "30/11/2026"), at=NOVEMBER)

    assert late_and_in_time() == [(10, 0, 0, 1), (11, 1, 1, 1)]


def test_months_between_two_lists_are_counted_when_the_month_before_is_closed(world: World) -> None:
    may, july = datetime(2026, 5, 20, 2, tzinfo=UTC), datetime(2026, 7, 6, 2, tzinfo=UTC)
    pending = case("A1", "04/05/2026", "25/05/2026", "", unit="Khoa Ngoại")
    imported(world.centre, pending, at=may)
    close(world, 5, july)

    imported(world.centre, pending, case("A2", "03/07/2026", "25/07/2026", "", unit="Khoa Ngoại"), at=july)

    assert late_and_in_time() == [(5, 0, 0, 1), (6, 1, 1, 0), (7, 1, 1, 1)]


@pytest.mark.parametrize(
    "told",
    [("A1", "04/05/2026", "25/05/2026", "03/07/2026"), ("A2", "03/07/2026", "25/07/2026", "")],
    ids=["end", "new"],
)
def test_months_that_a_unit_lacks_are_counted_whatever_is_told_of_it(world: World, told: tuple[str, ...]) -> None:
    """Also where the list tells only of another case, or of the end of the pending one."""
    may, july = datetime(2026, 5, 31, 12, tzinfo=UTC), datetime(2026, 7, 6, 12, tzinfo=UTC)
    imported(world.centre, case("A1", "04/05/2026", "25/05/2026", "", unit="Khoa Ngoại"), at=may)
    close(world, 5, july)

    imported(world.centre, case(*told, unit="Khoa Ngoại"), at=july)

    assert late_and_in_time()[1] == (6, 1, 1, 0)
    assert [month for month, *_ in late_and_in_time()] == [5, 6, 7]


@pytest.mark.parametrize("in_steps", [False, True])
def test_end_of_a_case_of_a_closed_month_touches_the_month_of_the_end_only(
    world: World, monkeypatch: pytest.MonkeyPatch, in_steps: bool
) -> None:
    """In October it was not late yet, and that is what was closed."""
    monkeypatch.setattr(case_steps, "are_needed", lambda: in_steps)
    imported(world.centre, PENDING, at=OCTOBER)
    close(world, 10, NOVEMBER)

    done = imported(world.centre, (*PENDING[:6], "03/11/2026", PENDING[7]), at=NOVEMBER)

    assert late_and_in_time() == [(10, 0, 0, 1), (11, 1, 0, 0)]
    case_undoing.undo(case_import=done, by=None, at=NOVEMBER)
    assert late_and_in_time() == [(10, 0, 0, 1), (11, 1, 1, 0)]
