"""Votes, base, quorum and threshold in; outcome with its reason and arithmetic out. Pure Python, exact fractions.

Law on Emulation and Commendation (Luật Thi đua, khen thưởng 06/2022/QH15) and its decrees: Chiến sĩ thi đua cơ sở
needs 80 % of *all* members of the council, not of those present. A member who is absent gives a written opinion,
which is counted with the ballots. A member with a conflict of interest does not vote but stays in the base.
"""

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from enum import StrEnum
from fractions import Fraction

CENT = Decimal("0.01")


class TallyError(ValueError):
    """The counts contradict each other; the text says which."""


class Base(StrEnum):
    """What the yes votes are divided by."""

    ALL_MEMBERS = "all_members"
    PARTICIPANTS = "participants"


class Result(StrEnum):
    """How a vote ended."""

    CARRIED = "carried"
    LOST = "lost"
    NO_QUORUM = "no_quorum"


BASE_WORDS = {
    Base.ALL_MEMBERS: "tổng số {0} thành viên Hội đồng",
    Base.PARTICIPANTS: "{0} thành viên tham gia biểu quyết",
}


@dataclass(frozen=True, slots=True)
class VoteRule:
    """`threshold` of `base` must say yes; `strict` means more than the threshold. `quorum` is a part of all members."""

    threshold: Fraction
    base: Base = Base.ALL_MEMBERS
    strict: bool = False
    quorum: Fraction = Fraction(2, 3)

    def __post_init__(self) -> None:
        if not 0 < self.threshold <= 1 or (self.strict and self.threshold == 1):
            raise TallyError("Ngưỡng thông qua phải lớn hơn 0 và không quá 1.")
        if not 0 <= self.quorum <= 1:
            raise TallyError("Tỷ lệ dự họp tối thiểu phải từ 0 đến 1.")


@dataclass(frozen=True, slots=True)
class Count:
    """One item's votes. `written_*` are the opinions of absent members; `conflicted` members vote in neither way."""

    members: int
    attended: int
    yes: int
    no: int
    invalid: int = 0
    written_yes: int = 0
    written_no: int = 0
    conflicted: int = 0

    def __post_init__(self) -> None:
        if min(self.attended, self.yes, self.no, self.invalid, self.written_yes, self.written_no, self.conflicted) < 0:
            raise TallyError("Số phiếu không được âm.")
        if self.members < 1:
            raise TallyError("Hội đồng phải có ít nhất một thành viên.")
        if self.attended > self.members:
            raise TallyError("Số người dự họp nhiều hơn số thành viên Hội đồng.")
        if self.ballots > self.attended:
            raise TallyError("Số phiếu thu về nhiều hơn số người dự họp.")
        if self.written > self.members - self.attended:
            raise TallyError("Số ý kiến bằng văn bản nhiều hơn số người vắng mặt.")
        if self.ballots + self.written + self.conflicted > self.members:
            raise TallyError("Số phiếu và số người không được biểu quyết cộng lại nhiều hơn số thành viên.")

    @property
    def ballots(self) -> int:
        """Ballots collected at the session, valid or not."""
        return self.yes + self.no + self.invalid

    @property
    def written(self) -> int:
        """Written opinions of absent members."""
        return self.written_yes + self.written_no

    @property
    def in_favour(self) -> int:
        """Yes votes of both kinds."""
        return self.yes + self.written_yes


@dataclass(frozen=True, slots=True)
class Outcome:
    """`percent` is rounded for reading only; `result` was decided on the exact fraction."""

    result: Result
    in_favour: int
    base: int
    needed: int
    percent: Decimal
    arithmetic: str
    reason: str

    @property
    def is_carried(self) -> bool:
        """Whether the proposal goes on."""
        return self.result is Result.CARRIED


def share_words(share: Fraction) -> str:
    """Write 4/5 as “80%”; what is no whole number of hundredths of a percent stays a fraction (“2/3”)."""
    ten_thousandths = share * 10_000
    if ten_thousandths.denominator != 1:
        return f"{share.numerator}/{share.denominator}"
    text = format((Decimal(ten_thousandths.numerator) / 100).normalize(), "f")
    return text.replace(".", ",") + "%"


def votes_needed(rule: VoteRule, base: int) -> int:
    """Return the smallest number of yes votes that carries: 80 % of 9 → 8, of 10 → 8, more than half of 9 → 5."""
    exact = rule.threshold * base
    if rule.strict:
        return exact.numerator // exact.denominator + 1
    return -(-exact.numerator // exact.denominator)


def decide(count: Count, rule: VoteRule) -> Outcome:
    """Decide one item. Without a quorum nothing is decided, whatever the votes."""
    base = count.members if rule.base is Base.ALL_MEMBERS else count.ballots + count.written
    needed = votes_needed(rule, base)
    is_carried = base > 0 and count.in_favour >= needed
    percent = _percent(count.in_favour, base, rule, is_carried)
    limit = ("trên " if rule.strict else "từ ") + share_words(rule.threshold) + ("" if rule.strict else " trở lên")
    arithmetic = f"{count.in_favour} ÷ {base} = {str(percent).replace('.', ',')}%"
    if count.attended * rule.quorum.denominator < rule.quorum.numerator * count.members:
        result, reason = Result.NO_QUORUM, _no_quorum(count, rule)
    elif is_carried:
        result = Result.CARRIED
        reason = f"Đạt: {_votes(count, base, rule)}, {arithmetic}; yêu cầu {limit} (ít nhất {needed} phiếu)."
    else:
        result = Result.LOST
        reason = (
            f"Không đạt: {_votes(count, base, rule)}, {arithmetic}; yêu cầu {limit} "
            f"(ít nhất {needed} phiếu, còn thiếu {needed - count.in_favour})."
        )
    return Outcome(result, count.in_favour, base, needed, percent, arithmetic, reason)


def _votes(count: Count, base: int, rule: VoteRule) -> str:
    written = f" (trong đó {count.written_yes} ý kiến bằng văn bản)" if count.written_yes else ""
    return f"{count.in_favour} phiếu đồng ý{written} trên {BASE_WORDS[rule.base].format(base)}"


def _no_quorum(count: Count, rule: VoteRule) -> str:
    exact = rule.quorum * count.members
    needed = -(-exact.numerator // exact.denominator)
    return (
        f"Phiên họp chưa hợp lệ: có mặt {count.attended} trên {count.members} thành viên, "
        f"cần ít nhất {needed} ({share_words(rule.quorum)})."
    )


def _percent(yes: int, base: int, rule: VoteRule, is_carried: bool) -> Decimal:
    """Round to two places, but never across the threshold: 79,996 % must not be printed as 80,00 %."""
    if not base:
        return Decimal("0.00")
    exact = Decimal(yes) * 100 / Decimal(base)
    rounded = exact.quantize(CENT, ROUND_HALF_UP)
    limit = rule.threshold * 100
    shows_carried = Fraction(rounded) > limit if rule.strict else Fraction(rounded) >= limit
    if shows_carried == is_carried:
        return rounded
    return exact.quantize(CENT, ROUND_UP if is_carried else ROUND_DOWN)
