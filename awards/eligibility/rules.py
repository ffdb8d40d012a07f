"""Conditions and dated rules, validated when they are made: a rule that cannot be checked cannot exist."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from awards.eligibility.facts import SCOPES, PerformanceLevel


class ConditionError(ValueError):
    """A condition is written wrongly; the text says where."""


class ConditionKind(StrEnum):
    """What a condition looks at."""

    PERFORMANCE_AT_LEAST = "performance_at_least"
    MONTHS_WORKED = "months_worked"
    NO_DISCIPLINE = "no_discipline"
    NOTHING_PENDING = "nothing_pending"
    INITIATIVE = "initiative"
    TOPIC = "topic"
    CONSECUTIVE_TITLE = "consecutive_title"
    CONSECUTIVE_LEVEL = "consecutive_level"
    MEMBERS_TITLE_SHARE = "members_title_share"
    MEMBERS_COMPLETED = "members_completed"
    MEMBERS_DISTINGUISHED = "members_distinguished"
    MEMBERS_NOT_WARNED = "members_not_warned"
    CAMPAIGN_SCORE = "campaign_score"
    JUDGEMENT = "judgement"
    ANY_OF = "any_of"


def _level(value: str) -> None:
    PerformanceLevel(value)


def _positive(value: str) -> None:
    if int(value) < 1:
        raise ValueError


def _percent(value: str) -> None:
    if not 0 <= Decimal(value) <= 100:
        raise ValueError


def _scope(value: str) -> None:
    if value not in SCOPES:
        raise ValueError


def _word(value: str) -> None:
    if not value.strip():
        raise ValueError


PARAMETERS: dict[ConditionKind, dict[str, Callable[[str], None]]] = {
    ConditionKind.PERFORMANCE_AT_LEAST: {"level": _level},
    ConditionKind.MONTHS_WORKED: {"months": _positive},
    ConditionKind.NO_DISCIPLINE: {},
    ConditionKind.NOTHING_PENDING: {},
    ConditionKind.INITIATIVE: {"scope": _scope, "count": _positive, "years": _positive},
    ConditionKind.TOPIC: {"scope": _scope, "years": _positive},
    ConditionKind.CONSECUTIVE_TITLE: {"award": _word, "years": _positive},
    ConditionKind.CONSECUTIVE_LEVEL: {"level": _level, "years": _positive},
    ConditionKind.MEMBERS_TITLE_SHARE: {"percent": _percent},
    ConditionKind.MEMBERS_COMPLETED: {},
    ConditionKind.MEMBERS_DISTINGUISHED: {"count": _positive},
    ConditionKind.MEMBERS_NOT_WARNED: {},
    ConditionKind.CAMPAIGN_SCORE: {"score": _percent},
    ConditionKind.JUDGEMENT: {"key": _word},
    ConditionKind.ANY_OF: {},
}


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a rule. `text` and `source` are shown; `alternatives` belong to `any_of` only.

    `is_presumed` marks a judgement that a meeting makes later and that does not keep a subject from being proposed.
    """

    kind: ConditionKind
    text: str
    source: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    alternatives: tuple["Condition", ...] = ()
    is_presumed: bool = False

    def __post_init__(self) -> None:
        if not self.text.strip() or not self.source.strip():
            raise ConditionError("Điều kiện phải có nội dung và căn cứ.")
        expected = PARAMETERS[self.kind]
        if set(self.parameters) != set(expected):
            wanted = ", ".join(sorted(expected)) or "không có"
            raise ConditionError(f"Điều kiện “{self.text}”: tham số phải là: {wanted}.")
        for name, check in expected.items():
            try:
                check(self.parameters[name])
            except (ValueError, InvalidOperation, TypeError) as error:
                value = self.parameters[name]
                raise ConditionError(f"Điều kiện “{self.text}”: giá trị {name} = {value!r} không hợp lệ.") from error
        if (self.kind is ConditionKind.ANY_OF) != bool(self.alternatives):
            raise ConditionError(f"Điều kiện “{self.text}”: chỉ “một trong các điều kiện” mới có lựa chọn.")
        if self.is_presumed and self.kind is not ConditionKind.JUDGEMENT:
            raise ConditionError(f"Điều kiện “{self.text}”: chỉ nhận xét của hội nghị mới được tạm coi là đạt.")


@dataclass(frozen=True, slots=True)
class Rule:
    """The conditions of one award for one kind of subject in one span of time (`valid_to` inclusive, None = open)."""

    award: str
    subject: str
    family: str
    valid_from: date
    valid_to: date | None
    source: str
    conditions: tuple[Condition, ...]

    def __post_init__(self) -> None:
        if not self.conditions:
            raise ConditionError(f"Quy định về {self.award} chưa có điều kiện nào.")
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ConditionError(f"Quy định về {self.award}: ngày hết hiệu lực trước ngày có hiệu lực.")

    def is_in_force(self, day: date) -> bool:
        """Whether the rule applies on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def rule_in_force(rules: Iterable[Rule], *, award: str, subject: str, on: date) -> Rule | None:
    """Return the rule in force on a day; of two, the one that began later."""
    found = [rule for rule in rules if rule.award == award and rule.subject == subject and rule.is_in_force(on)]
    return max(found, key=lambda rule: rule.valid_from, default=None)
