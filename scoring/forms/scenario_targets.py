"""Every provision of a set that a scenario may change, with its name and its present value."""

from collections.abc import Iterator
from dataclasses import dataclass

from scoring.engine import scenario_words
from scoring.engine.scenario_options import Option, numbers_of
from scoring.engine.tree import CriteriaSet, Group
from scoring.forms.workshop_kinds import words_of


@dataclass(frozen=True)
class Target:
    """One provision: the option that stands for it, under which heading, its words, what it says now."""

    heading: str
    option: Option
    words: str
    now: str

    @property
    def key(self) -> str:
        """Its place in an address."""
        return f"{self.option.name}:{self.option.of}:{self.option.path}"


def targets(criteria_set: CriteriaSet) -> list[Target]:
    """All provisions in the order in which a set is read."""
    return [_target(heading, option, criteria_set) for heading, option in _options(criteria_set)]


def chosen(criteria_set: CriteriaSet, key: str) -> Target | None:
    """The provision with this key."""
    return next((each for each in targets(criteria_set) if each.key == key), None)


def _options(criteria_set: CriteriaSet) -> Iterator[tuple[str, Option]]:
    yield "Tổng điểm", Option(name="cap_total")
    if criteria_set.bonus.criteria:
        yield "Tổng điểm", Option(name="bonus_cap")
    if criteria_set.penalty.criteria:
        yield "Tổng điểm", Option(name="penalty_cap")
    for band in criteria_set.bands[:-1]:
        yield "Xếp loại", Option(name="band_low", of=band.code)
    if criteria_set.quota:
        yield "Xếp loại", Option(name="quota_percent")
        yield "Xếp loại", Option(name="quota_rounding")
    for limit in criteria_set.limits:
        yield "Xếp loại", Option(name="limit_off", of=limit.code)
    for node in criteria_set.nodes():
        if isinstance(node, Group):
            yield "Nhóm có mục không áp dụng", Option(name="rescaling", of=node.code)
    for leaf in criteria_set.criteria():
        for number in numbers_of(leaf.rule):
            called = words_of(number.owner, number.name).label
            label = f"{called} ({number.row})" if number.row else called
            yield f"{leaf.code} {leaf.name}", Option(name="rule", of=leaf.code, path=number.path, label=label)


def _target(heading: str, option: Option, criteria_set: CriteriaSet) -> Target:
    if option.name == "limit_off":
        return Target(heading, option, scenario_words.words(option, criteria_set, {}), "đang dùng")
    words, value = scenario_words.described(option, criteria_set)
    now = scenario_words.shown(option.name, value)
    return Target(heading, option, f"{words} (nay: {now})", now)
