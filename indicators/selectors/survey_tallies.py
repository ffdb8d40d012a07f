"""Finished answers of a survey, each of them read and summed up once by a process.

A finished answer never changes; it can only come or, with a paper form that is taken back, go. So the keys of the
finished answers tell exactly what a kept sum lacks: answers with new keys are added, and when a key has gone all are
read again. Nothing else has to say that something changed, whichever process wrote it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

import orjson
from cachetools import LRUCache
from django.db.models import CharField, QuerySet, TextField
from django.db.models.functions import Cast, Coalesce

from indicators.engine.answer_steps import released
from indicators.engine.answer_tallies import Tallies
from indicators.engine.questions import Tally
from indicators.models import Survey, SurveyAnswer

KEPT_SURVEYS = 16
"""Sums of ten thousand forms take a few megabytes."""
ADDED_AT_ONCE = 500
"""With more new answers than these, reading all takes no longer."""


@dataclass(frozen=True)
class _Kept:
    """The keys of the answers that are summed up, and their sums; replaced, never changed, since threads share it."""

    keys: frozenset[str]
    tallies: Tallies


NONE = _Kept(frozenset(), Tallies())

_kept: LRUCache[tuple[int, int], _Kept] = LRUCache(maxsize=KEPT_SURVEYS)
"""By the key of a survey, and of how many forms a step of its results is: 0 for all forms as they come."""
_lock = Lock()


def tallies_of(survey: Survey, step: int = 0) -> Tallies:
    """The sums of all finished forms that there are now; they are shared, so nobody may add to them.

    With a ``step`` only of those that are shown so far (``engine.answer_steps``): of a survey that is over, all that
    came until then, and late ones in steps.
    """
    rows = SurveyAnswer.objects.filter(point__survey=survey, finished_on__isnull=False).order_by()
    with _lock:
        kept = _kept.get((survey.pk, step), NONE)
    current = _brought_up(rows, kept, step, survey.closed_at)
    with _lock:
        _kept[survey.pk, step] = current
    return current.tallies


def _brought_up(rows: QuerySet[SurveyAnswer], kept: _Kept, step: int, over_at: datetime | None) -> _Kept:
    """The same sums where no answer came or went."""
    keys = _shown(rows, step, over_at) if step else frozenset(rows.values_list(Cast("pk", CharField()), flat=True))
    new = keys - kept.keys
    if len(new) > ADDED_AT_ONCE or kept.keys - keys:
        return _summed_up(rows, keys)
    return _summed_up(rows.filter(pk__in=new), keys, kept) if new else kept


def _shown(rows: QuerySet[SurveyAnswer], step: int, over_at: datetime | None) -> frozenset[str]:
    """The keys of the forms that are shown so far, of all in the order in which they came."""
    in_order = rows.annotate(came_at=Coalesce("received_at", "finished_at")).order_by("came_at", "pk")
    given = list(in_order.values_list(Cast("pk", CharField()), "point__unit_id"))
    in_time = in_order.filter(came_at__lte=over_at).count() if over_at else 0
    return frozenset(given[place][0] for place in released((unit for _, unit in given), step, at_once=in_time))


def _summed_up(rows: QuerySet[SurveyAnswer], wanted: frozenset[str], onto: _Kept | None = None) -> _Kept:
    """The sums of those rows that are wanted; one that came since the keys were asked for waits."""
    keys: set[str] = set(onto.keys) if onto else set()
    tallies = onto.tallies.copy() if onto else Tallies()
    for key, answers, unit, day, channel, *sums in _read(rows):
        if key not in wanted:
            continue
        keys.add(key)
        tallies.add(unit, (day.year, day.month), channel, Tally(*sums), orjson.loads(answers))
    return _Kept(frozenset(keys), tallies)


def _read(rows: QuerySet[SurveyAnswer]) -> Iterable[tuple[Any, ...]]:
    """Answers as the text that they are stored in: a quick reader takes a third of the time of the usual one."""
    sums = ("valid", "satisfied", "points", "is_fully_satisfied")
    found = rows.values_list(
        *(Cast("pk", CharField()), Cast("answers", TextField()), "point__unit_id", "finished_on", "channel"), *sums
    )
    return found.iterator(chunk_size=5000)
