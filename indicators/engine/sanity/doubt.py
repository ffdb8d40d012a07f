"""What a doubt is, and the numbers that doubts are about."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from hashlib import sha256

from core.numbers import grouped

_HUNDREDTH = Decimal("0.01")


class Gravity(StrEnum):
    """How grave a doubt is. High: a number cannot be right; medium: unlikely or missing; low: says little."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Check(StrEnum):
    """The sanity checks."""

    IN_TIME = "in_time"
    FINISHED = "finished"
    BALANCE = "balance"
    CARRIED = "carried"
    FULL_RATE = "full_rate"
    RATE = "rate"
    JUMP = "jump"
    MISSING = "missing"
    FEW_ANSWERS = "few_answers"
    TYPED = "typed"
    ORIGINS = "origins"
    WHOLE = "whole"
    OVERLAP = "overlap"
    BOTH_WAYS = "both_ways"
    EARLY = "early"
    SPAN = "span"
    MOVED = "moved"


CHECK_WORDS = {
    Check.IN_TIME: "Đúng hạn nhiều hơn đã giải quyết",
    Check.FINISHED: "Giải quyết nhiều hơn tiếp nhận",
    Check.BALANCE: "Tiếp nhận không bằng đã và đang giải quyết",
    Check.CARRIED: "Chuyển kỳ không khớp",
    Check.FULL_RATE: "100% mà không có hồ sơ",
    Check.RATE: "Tỷ lệ vượt 100%",
    Check.JUMP: "Khác hẳn các tháng trước",
    Check.MISSING: "Thiếu tháng",
    Check.FEW_ANSWERS: "Ít phiếu khảo sát",
    Check.TYPED: "Nhập tay khác danh sách hồ sơ",
    Check.ORIGINS: "Các nguồn của một tháng khác nhau",
    Check.WHOLE: "Cả đơn vị khác các đơn vị trực thuộc",
    Check.OVERLAP: "Kỳ nhập chồng lên nhau",
    Check.BOTH_WAYS: "Phiếu trên cổng và nhập tay cùng tháng",
    Check.EARLY: "Nhập cả kỳ khi kỳ chưa hết",
    Check.MOVED: "Hồ sơ chuyển sang đơn vị khác",
    Check.SPAN: "Cả năm, cả quý khác các kỳ bên trong",
}
GRAVITY_WORDS = {Gravity.HIGH: "Cao", Gravity.MEDIUM: "Vừa", Gravity.LOW: "Thấp"}


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubt about a unit's figure: of ``subject`` in a month (0 for a whole year), with the numbers in words."""

    check: Check
    subject: str
    year: int
    month: int
    gravity: Gravity
    sentence: str
    numbers: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """Of the numbers doubted: an answer given for others no longer holds."""
        return sha256("|".join((self.check, self.subject, *self.numbers)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class CaseMonth:
    """Case files of a unit in a month as they count; ``in_time``: finished early or on time."""

    year: int
    month: int
    received: int
    carried_over: int
    finished: int
    in_time: int
    closed: int
    pending: int


@dataclass(frozen=True, slots=True)
class Value:
    """A monthly figure of a unit: a rate with its denominator, or a plain number (``cases`` None)."""

    year: int
    month: int
    value: Decimal
    cases: Decimal | None = None


def percentage(value: Decimal) -> str:
    """«95,5%»."""
    return f"{written(value)}%"


def written(value: Decimal | int) -> str:
    """As written in Vietnam, two decimals at most: 1.234,5."""
    return grouped(Decimal(value).quantize(_HUNDREDTH, rounding=ROUND_HALF_UP).normalize())
