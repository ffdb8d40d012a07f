"""The results of a survey as somebody may see them: what too few answered is hidden from all but the office."""

from collections.abc import Mapping
from threading import Lock

from cachetools import TLRUCache, cached

from accounts.models import Unit, User
from accounts.policies import reach
from indicators.engine.readable_results import Readable, month_key, shown
from indicators.engine.survey_results import Counts
from indicators.engine.visible_results import Choice, Group, VisibleResults
from indicators.enums import AnswerChannel, CommentState, SurveyKind, SurveyState
from indicators.models import Survey, SurveyAnswer, SurveyComment
from indicators.roles import MANAGE_SURVEYS, VIEW_SURVEY_RESULTS
from indicators.selectors.kept import kept_until
from indicators.selectors.questionnaires import asked_by
from indicators.selectors.survey_tallies import tallies_of
from indicators.selectors.surveys import sample_of

PUBLIC_COMMENTS = 50


def results_for(survey: Survey, user: User, choice: Choice) -> VisibleResults:
    """The results as this user may see them: the office everything, others their branch without small groups.

    Who stands beside those that answer (a head in the department, everybody in a survey of staff) sees them grow in
    steps. Who directs the centre sees all forms of its patients, the same as on the dashboard.
    """
    is_whole = user.has_perm(VIEW_SURVEY_RESULTS, survey)
    units = None if is_whole else _units_within(survey, user)
    fewest = 0 if user.has_perm(MANAGE_SURVEYS, survey) else survey.shown_from
    in_steps = not is_whole or survey.questionnaire.kind == SurveyKind.STAFF
    return _told(survey, units, fewest, choice, in_steps=in_steps)


def _units_within(survey: Survey, user: User) -> frozenset[int]:
    """The units of the survey whose results the user may see."""
    return frozenset(
        reach(user, VIEW_SURVEY_RESULTS).filter(survey.points.order_by(), "unit").values_list("unit_id", flat=True)
    )


@cached(TLRUCache(maxsize=16, ttu=kept_until), key=lambda survey: survey.pk, lock=Lock())
def results_in_public(survey: Survey) -> VisibleResults:
    """The results as everybody may see them, at most ``SURVEY_KEPT_SECONDS`` old: anybody may ask at any pace."""
    return _told(survey, None, survey.shown_from, Choice(), in_steps=True)


def public_comments(survey: Survey, told: VisibleResults) -> list[SurveyComment]:
    """Comments that were answered, newest first; nobody sees those that were only noted or hidden.

    None while the results are not told: a comment on a page without results would tell what one of few people thinks.
    """
    if told.results is None:
        return []
    rows = SurveyComment.objects.filter(answer__point__survey=survey, state=CommentState.ANSWERED)
    return list(rows.order_by("-handled_at")[:PUBLIC_COMMENTS])


def _told(
    survey: Survey, units: frozenset[int] | None, fewest: int, choice: Choice, *, in_steps: bool
) -> VisibleResults:
    """The results of these units (None: of all).

    What grows in steps is not told by month or by the way of answering while the survey runs: a step of enough forms
    may hold a single one of them, whose answers would be seen there.
    """
    step = fewest if in_steps else 0
    is_growing = bool(step) and survey.state == SurveyState.OPEN
    if is_growing:
        choice = Choice(choice.unit)
    readable = Readable(tallies_of(survey, step), asked_by(survey.questionnaire), units, fewest)
    results = readable.results(choice)
    waiting = _number(survey, units) - readable.forms if step else 0
    return VisibleResults(
        title=survey.title,
        form=str(survey.questionnaire),
        fewest=fewest,
        choice=choice,
        forms=results.whole.forms,
        results=results if readable.tells(choice, results.whole) else None,
        units=_unit_groups(readable),
        months=[] if is_growing else _month_groups(readable),
        channels=[] if is_growing else _channel_groups(readable.groups.channels, fewest),
        sample=sample_of(survey, results.whole.forms + waiting) if units is None and choice.is_whole else None,
        detail=readable.detail(choice),
        waiting=waiting,
        in_steps=is_growing,
    )


def _number(survey: Survey, units: frozenset[int] | None) -> int:
    answers = SurveyAnswer.objects.filter(point__survey=survey, finished_on__isnull=False)
    return (answers if units is None else answers.filter(point__unit__in=units)).count()


def _unit_groups(readable: Readable) -> list[Group]:
    counts = readable.groups.units
    units = Unit.objects.filter(pk__in=counts).order_by("depth", "position", "sort_key")
    return [Group(str(unit.pk), str(unit), counts[unit.pk] if unit.pk in readable.units else None) for unit in units]


def _month_groups(readable: Readable) -> list[Group]:
    return [
        Group(month_key(month), f"Tháng {month[1]}/{month[0]}", counts if month in readable.months else None)
        for month, counts in sorted(readable.groups.months.items())
    ]


def _channel_groups(channels: Mapping[str, Counts], fewest: int) -> list[Group]:
    told = shown(channels, fewest)
    return [
        Group(channel, words, channels[channel] if channel in told else None)
        for channel, words in AnswerChannel.choices
        if channel in channels
    ]
