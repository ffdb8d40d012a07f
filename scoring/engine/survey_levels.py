"""Survey rules whose options are the five levels of satisfaction, so that the portal's own surveys can fill them in."""

from collections.abc import Collection, Iterator, Mapping

from scoring.engine.checks import place_of
from scoring.engine.rules import Rule
from scoring.engine.rules.answers import SurveyShare
from scoring.engine.rules.composites import BestOf, Precondition, SumOfParts
from scoring.engine.slips import WARNING, Slip
from scoring.engine.tree import CriteriaSet, Criterion

WORDS = ("rất không hài lòng", "không hài lòng", "bình thường", "hài lòng", "rất hài lòng")
"""The levels 1 to 5 as the forms of the ministries call them."""


def levels_of(rule: Rule) -> Mapping[int, str]:
    """Level → code of the option, for the survey rules in it; empty where some option is none of the five levels."""
    found: dict[int, str] = {}
    for share in _shares(rule):
        named = {_level(option.code, option.label): option.code for option in share.options}
        if set(named) != set(range(1, len(WORDS) + 1)) or len(share.options) != len(WORDS):
            return {}
        if found and found != named:
            return {}
        found = {level: code for level, code in named.items() if level}
    return found


def slips(criteria_set: CriteriaSet, surveyed: Collection[str]) -> list[Slip]:
    """Criteria that are to be filled in from surveys and cannot be; ``surveyed``: the indicators that have answers."""
    return [slip for leaf in criteria_set.criteria() for slip in _leaf_slips(leaf, surveyed)]


def _leaf_slips(leaf: Criterion, surveyed: Collection[str]) -> Iterator[Slip]:
    if leaf.notes.entered_by not in ("survey", "portal") or not any(True for _ in _shares(leaf.rule)):
        return
    place, mend = place_of(leaf), "hoặc chọn người nhập là đơn vị hay người thẩm định."
    if leaf.notes.indicator not in surveyed:
        message = f"Cổng không có số phiếu để tính: ghi mã chỉ số khảo sát ({', '.join(sorted(surveyed))}), {mend}"
        yield Slip(place, message, leaf.code, WARNING, "indicator")
    if not levels_of(leaf.rule):
        message = (
            "Cổng chỉ đếm phiếu theo năm mức hài lòng: đặt mã các mức trả lời là 5, 4, 3, 2, 1 (5 là rất hài lòng), "
            f"{mend}"
        )
        yield Slip(place, message, leaf.code, WARNING, "rule")


def _level(code: str, label: str) -> int | None:
    if code.isdecimal() and 1 <= int(code) <= len(WORDS):
        return int(code)
    name = label.strip().lower()
    return WORDS.index(name) + 1 if name in WORDS else None


def _shares(rule: Rule) -> Iterator[SurveyShare]:
    if isinstance(rule, SurveyShare):
        yield rule
    elif isinstance(rule, Precondition):
        yield from _shares(rule.rule)
    elif isinstance(rule, BestOf | SumOfParts):
        for part in rule.parts:
            yield from _shares(part.rule)
