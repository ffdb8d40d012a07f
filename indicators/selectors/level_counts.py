"""How many answers of satisfaction surveys stand at each of the levels 1–5, by unit and year."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import accumulate
from typing import Any

from accounts.models import Unit
from indicators.engine.questions import ContentRefused
from indicators.models import Questionnaire, SurveyAnswer, SurveyCount
from indicators.selectors.providers import Question
from indicators.selectors.questionnaires import asked_by
from indicators.selectors.survey_figures import SURVEYED

LEVELS = (1, 2, 3, 4, 5)
Levels = tuple[int, ...]
"""Answers at the levels 1 to 5, in this order."""


def surveyed_codes() -> frozenset[str]:
    """The codes of the indicators that rest on satisfaction surveys."""
    return frozenset(SURVEYED)


def level_counts(codes: Iterable[str], units: Iterable[Unit], year: int) -> dict[tuple[str, int], Levels]:
    """Answers by (indicator code, unit id), in three queries: those given through the portal, and typed counts.

    A unit's counts cover all units below it. Of a form the questions count that count towards satisfaction; «did not
    use» does not. Where nobody answered, the unit is absent.
    """
    kinds = {code: frozenset(SURVEYED[code]) for code in codes if code in SURVEYED}
    wanted = {unit.path: unit.pk for unit in units}
    if not kinds or not wanted:
        return {}
    every = frozenset().union(*kinds.values())
    found: dict[tuple[str, int], Levels] = {}
    for path, kind, levels in (*_answered(every, wanted, year), *_typed(every, wanted, year)):
        for unit_id in (wanted[above] for above in accumulate(path) if above in wanted):
            for code in (code for code, own in kinds.items() if kind in own):
                before = found.get((code, unit_id), (0,) * len(LEVELS))
                found[code, unit_id] = tuple(map(sum, zip(before, levels, strict=True)))
    return {key: levels for key, levels in found.items() if any(levels)}


def _answered(kinds: Collection[str], paths: Collection[str], year: int) -> Iterator[tuple[str, str, Levels]]:
    forms = Questionnaire.objects.filter(kind__in=kinds)
    counted = {form.pk: (form.kind, _counted(form)) for form in forms}
    rows = SurveyAnswer.objects.filter(
        Question((), (year,), list(paths)).branches("point__unit"),
        finished_on__range=(date(year, 1, 1), date(year, 12, 31)),
        point__survey__questionnaire__in=counted,
    ).order_by()
    sums: dict[tuple[str, str], list[int]] = {}
    for path, form, answers in rows.values_list(
        "point__unit__path", "point__survey__questionnaire", "answers"
    ).iterator(chunk_size=5000):
        kind, questions = counted[form]
        _add(sums.setdefault((path, kind), [0] * len(LEVELS)), answers, questions)
    for (path, kind), levels in sums.items():
        yield path, kind, tuple(levels)


def _counted(form: Questionnaire) -> Collection[str]:
    try:
        return asked_by(form).counted
    except ContentRefused:  # a form that is still being written; nobody has answered it
        return ()


def _add(levels: list[int], answers: Mapping[str, Any], questions: Collection[str]) -> None:
    for code in questions:
        level = answers.get(code)
        if level in LEVELS:
            levels[level - 1] += 1


def _typed(kinds: Collection[str], paths: Collection[str], year: int) -> Iterator[tuple[str, str, Levels]]:
    rows = SurveyCount.objects.filter(Question((), (year,), list(paths)).branches("unit"), year=year, kind__in=kinds)
    names = [f"level_{level}" for level in LEVELS]
    for path, kind, *levels in rows.order_by().values_list("unit__path", "kind", *names):
        yield path, kind, tuple(levels)
