"""Two results side by side: what rose, what fell, and what may be chance."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.engine.intervals import Interval, Seen, newcombe
from indicators.engine.survey_results import Counts, QuestionResult, Results, Share, decimal
from indicators.engine.visible_results import Group, VisibleResults

UP, DOWN, UNSURE = "up", "down", "unsure"


@dataclass(frozen=True, slots=True)
class Difference:
    """The first rate less the second, in percentage points with four decimals, and its 95 % interval."""

    points: Decimal
    interval: Interval

    @property
    def verdict(self) -> str:
        """Up or down when the interval leaves out zero; otherwise chance may explain the difference."""
        if self.interval.low > 0:
            return UP
        return DOWN if self.interval.high < 0 else UNSURE


@dataclass(frozen=True, slots=True)
class Rate:
    """A share, and how many people it rests on (one person may have given several answers)."""

    share: Share
    people: int


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that both rounds tell."""

    name: str
    now: Rate
    before: Rate

    @property
    def difference(self) -> Difference | None:
        return difference(self.now, self.before)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two rounds of a kind have in common.

    ``is_same``: both asked the same questions; if not, rates are of the common ones only, and who was satisfied with
    everything is not compared.
    """

    general: Sequence[Line]
    factors: Sequence[Line]
    questions: Sequence[Line]
    is_same: bool
    only_now: int
    only_before: int


def difference(now: Rate, before: Rate) -> Difference | None:
    """now − before; None where one of them is a share of nothing."""
    first, second = now.share.fraction, before.share.fraction
    if first is None or second is None or not now.people or not before.people:
        return None
    interval = newcombe(Seen(first, now.people), Seen(second, before.people))
    return Difference(decimal((first - second) * 100), interval)


@dataclass(frozen=True, slots=True)
class ChannelDifference:
    """A way of answering; ``difference`` is what it lies above the way that most people chose (None for that one)."""

    group: Group
    difference: Difference | None


def beside_the_largest(groups: Sequence[Group]) -> list[ChannelDifference]:
    """Each group against the one with the most forms, among those that may be told."""
    told = [group.counts for group in groups if group.counts is not None]
    largest = max(told, key=lambda counts: counts.forms, default=None)
    return [
        ChannelDifference(group, _apart(group.counts, largest) if group.counts is not largest else None)
        for group in groups
    ]


def _apart(counts: Counts | None, largest: Counts | None) -> Difference | None:
    if counts is None or largest is None:
        return None
    return difference(Rate(counts.pooled, counts.rated), Rate(largest.pooled, largest.rated))


def compare(now: VisibleResults, before: VisibleResults) -> Comparison | None:
    """Put two results side by side; None when one of them may not be told.

    Questions are the same when their words are: a code says little when a questionnaire was rewritten.
    """
    if now.results is None or before.results is None:
        return None
    earlier = _by_words(before.results.counted)
    common = {words: result for words, result in _by_words(now.results.counted).items() if words in earlier}
    only_now, only_before = len(now.results.counted) - len(common), len(before.results.counted) - len(common)
    is_same = not only_now and not only_before
    told = {words: each for words, each in common.items() if not now.hides(each) and not before.hides(earlier[words])}
    return Comparison(
        general=_general(now.results, before.results) if is_same else _of_common(told, earlier),
        factors=_factors(now, told, earlier),
        questions=[
            Line(each.question.text, _of_question(each), _of_question(earlier[words]))
            for words, each in told.items()
            if each.valid and earlier[words].valid
        ],
        is_same=is_same,
        only_now=only_now,
        only_before=only_before,
    )


def _by_words(results: Iterable[QuestionResult]) -> dict[str, QuestionResult]:
    return {" ".join(result.question.text.casefold().split()): result for result in results}


def _general(now: Results, before: Results) -> list[Line]:
    first, second = now.whole, before.whole
    return [
        Line("Tỷ lệ hài lòng chung", Rate(first.pooled, first.rated), Rate(second.pooled, second.rated)),
        Line("Hài lòng toàn diện", Rate(first.fully, first.rated), Rate(second.fully, second.rated)),
    ]


def _of_common(now: Mapping[str, QuestionResult], before: Mapping[str, QuestionResult]) -> list[Line]:
    if not now:
        return []
    name = f"Tỷ lệ hài lòng trên {len(now)} câu chung"
    return [Line(name, _together(now.values()), _together(before[words] for words in now))]


def _factors(
    now: VisibleResults, told: Mapping[str, QuestionResult], before: Mapping[str, QuestionResult]
) -> list[Line]:
    """Factors by those of their questions that both rounds tell, so that they tell nothing about the others."""
    lines = []
    for factor in now.factors:
        mine = {words: each for words, each in _by_words(factor.factor.questions).items() if words in told}
        if mine:
            lines.append(Line(factor.name, _together(mine.values()), _together(before[words] for words in mine)))
    return lines


def _together(results: Iterable[QuestionResult]) -> Rate:
    """Answers to several questions; at least as many people gave them as answered the question with the most."""
    found = list(results)
    share = Share(sum(each.share.part for each in found), sum(each.valid for each in found))
    return Rate(share, max(each.valid for each in found))


def _of_question(result: QuestionResult) -> Rate:
    return Rate(result.share, result.valid)
