"""The results of a survey as somebody may see them: what too few answered is hidden from all but the office."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings

from accounts.models import Unit
from accounts.policies import reach
from indicators.engine.disclosure import shown_groups
from indicators.engine.questions import Tally
from indicators.engine.survey_results import Groups, Results
from indicators.engine.told_results import Choice, Group, Told
from indicators.enums import AnswerChannel, CommentState
from indicators.models import Survey, SurveyAnswer, SurveyComment
from indicators.selectors.questionnaires import asked_by
from indicators.selectors.surveys import MANAGE, VIEW, sample_of

Month = tuple[int, int]
PUBLIC_COMMENTS = 50


def told_to(survey: Survey, user: Any, choice: Choice) -> Told:
    """The results as this user may see them: the office everything, others their branch without small groups."""
    rows = SurveyAnswer.objects.filter(point__survey=survey)
    is_whole = user.has_perm(VIEW, survey)
    if not is_whole:
        rows = reach(user, VIEW).filter(rows, "point__unit")
    fewest = 0 if user.has_perm(MANAGE, survey) else survey.shown_from
    return _told(survey, rows, fewest, choice, is_whole=is_whole)


def told_in_public(survey: Survey) -> Told:
    """The results as everybody may see them, at most ``SURVEY_KEPT_SECONDS`` old: anybody may ask at any pace."""
    kept = settings.SURVEY_KEPT_SECONDS
    return _kept(survey.pk, int(time.monotonic() / kept)) if kept else _public(survey)


@lru_cache(maxsize=16)
def _kept(survey: int, moment: int) -> Told:
    """The same for all calls of one span of time; ``moment`` numbers the spans."""
    return _public(Survey.objects.select_related("questionnaire").get(pk=survey))


def _public(survey: Survey) -> Told:
    return _told(survey, SurveyAnswer.objects.filter(point__survey=survey), survey.shown_from, Choice(), is_whole=True)


def public_comments(survey: Survey) -> list[SurveyComment]:
    """Comments that were answered, newest first; nobody sees those that were only noted or hidden."""
    rows = SurveyComment.objects.filter(answer__point__survey=survey, state=CommentState.ANSWERED)
    return list(rows.order_by("-handled_at")[:PUBLIC_COMMENTS])


def _told(survey: Survey, rows: Any, fewest: int, choice: Choice, *, is_whole: bool) -> Told:
    stored = list(_stored(rows))
    groups = Groups()
    for row in stored:
        groups.add(row.form, row.unit, row.month, row.channel)
    units, months = _unit_groups(groups, fewest), _month_groups(groups, fewest)
    found = Results(asked_by(survey.questionnaire))
    for row in stored:
        if choice.unit in ("", str(row.unit)) and choice.month in ("", _month_key(row.month)):
            found.add(row.answers, row.form)
    hidden = _is_hidden(units, choice.unit) or _is_hidden(months, choice.month) or _tells_a_rest(stored, choice, fewest)
    enough = found.whole.forms >= max(1, fewest) and not hidden
    return Told(
        title=survey.title,
        form=str(survey.questionnaire),
        fewest=fewest,
        choice=choice,
        forms=found.whole.forms,
        results=found if enough else None,
        units=units,
        months=months,
        channels=_channel_groups(groups, fewest),
        sample=sample_of(survey, len(stored)) if is_whole and not choice.query else None,
    )


class _Row(NamedTuple):
    """One finished form as it is stored."""

    answers: dict[str, Any]
    form: Tally
    unit: int
    month: Month
    channel: str


def _stored(rows: Any) -> Iterator[_Row]:
    names = (
        *("answers", "point__unit_id", "finished_on", "channel"),
        *("valid", "satisfied", "points", "is_fully_satisfied"),
    )
    finished = rows.filter(finished_on__isnull=False).order_by().values_list(*names)
    for answers, unit, day, channel, *sums in finished.iterator(chunk_size=5000):
        yield _Row(answers, Tally(*sums), unit, (day.year, day.month), channel)


def _unit_groups(groups: Groups, fewest: int) -> list[Group]:
    shown = shown_groups({unit: counts.forms for unit, counts in groups.units.items()}, fewest)
    units = Unit.objects.filter(pk__in=groups.units).order_by("depth", "position", "sort_key")
    return [Group(str(unit.pk), str(unit), groups.units[unit.pk] if unit.pk in shown else None) for unit in units]


def _month_groups(groups: Groups, fewest: int) -> list[Group]:
    shown = shown_groups({month: counts.forms for month, counts in groups.months.items()}, fewest)
    return [
        Group(_month_key(month), f"Tháng {month[1]}/{month[0]}", counts if month in shown else None)
        for month, counts in sorted(groups.months.items())
    ]


def _channel_groups(groups: Groups, fewest: int) -> list[Group]:
    shown = shown_groups({channel: counts.forms for channel, counts in groups.channels.items()}, fewest)
    return [
        Group(channel, words, groups.channels[channel] if channel in shown else None)
        for channel, words in AnswerChannel.choices
        if channel in groups.channels
    ]


def _tells_a_rest(stored: Sequence[_Row], choice: Choice, fewest: int) -> bool:
    """Whether one month of one unit would tell, taken from the unit or from the month, what too few others said."""
    if not (choice.unit and choice.month):
        return False
    by_month = Counter(_month_key(row.month) for row in stored if str(row.unit) == choice.unit)
    by_unit = Counter(str(row.unit) for row in stored if _month_key(row.month) == choice.month)
    return choice.month not in shown_groups(by_month, fewest) or choice.unit not in shown_groups(by_unit, fewest)


def _month_key(month: Month) -> str:
    return f"{month[0]}-{month[1]:02d}"


def _is_hidden(groups: Sequence[Group], key: str) -> bool:
    return any(group.key == key and group.counts is None for group in groups)
