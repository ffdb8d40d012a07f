"""Doubts about figures: what cannot be right, what is unlikely, what is missing. Pure.

A doubt is not a refusal: the unit mends the figure or answers with a reason, and whoever verifies sees both. Each doubt
carries the numbers that it is about; their fingerprint decides whether an answer still holds.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from hashlib import sha256

HUNDRED = Decimal(100)
_HUNDREDTH = Decimal("0.01")

LEAST_HISTORY = 6
"""Months needed before a figure can be called unlike its own history."""
JUMP_SCORE = Decimal("3.5")
"""Modified z-score above which a value is an outlier (Iglewicz and Hoaglin, 1993): 0.6745 · |x − median| ÷ MAD."""
MAD_SCALE = Decimal("0.6745")
LEAST_JUMP_POINTS = Decimal(5)
"""Percentage points: smaller moves of a rate are never called a jump, however steady it was before."""
LEAST_JUMP_SHARE = Decimal("0.5")
"""Of the median: smaller moves of a number are never called a jump."""
LEAST_JUMP_NUMBER = Decimal(10)
LEAST_CASES = 20
"""Rates of fewer cases or answers swing by themselves and are not compared with their history."""
LEAST_FORMS = 50
"""Survey forms in a quarter below which a rate says little (the Ministry asks for 50 to 100 in each round)."""
TYPED_TOLERANCE = Decimal("0.05")
"""Share by which a typed count may differ from the list of cases before it is doubted."""


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


def case_doubts(subject: str, months: Iterable[CaseMonth]) -> Iterator[Doubt]:
    """Doubts that the counts of each month raise, and about what passes from one month to the next."""
    by_month = {(each.year, each.month): each for each in months}
    for (year, month), now in by_month.items():
        yield from _impossible_counts(subject, now)
        before = by_month.get((year, month - 1) if month > 1 else (year - 1, 12))
        if before is not None and before.pending != now.carried_over:
            sentence = (
                f"Tháng {month}/{year}: kỳ trước chuyển qua {_number(now.carried_over)} hồ sơ, nhưng cuối tháng trước "
                f"còn {_number(before.pending)} hồ sơ đang giải quyết."
            )
            numbers = (str(now.carried_over), str(before.pending))
            yield Doubt(Check.CARRIED, subject, year, month, Gravity.MEDIUM, sentence, numbers)


def _impossible_counts(subject: str, now: CaseMonth) -> Iterator[Doubt]:
    head = f"Tháng {now.month}/{now.year}:"
    if now.in_time > now.finished:
        sentence = (
            f"{head} {_number(now.in_time)} hồ sơ trước hạn, đúng hạn nhưng chỉ {_number(now.finished)} hồ sơ đã "
            "giải quyết."
        )
        numbers = (str(now.in_time), str(now.finished))
        yield Doubt(Check.IN_TIME, subject, now.year, now.month, Gravity.HIGH, sentence, numbers)
    there, left = now.received + now.carried_over, now.finished + now.closed
    if left > there:
        sentence = (
            f"{head} giải quyết và kết thúc {_number(left)} hồ sơ, nhiều hơn {_number(there)} hồ sơ tiếp nhận và kỳ "
            "trước chuyển qua."
        )
        yield Doubt(Check.FINISHED, subject, now.year, now.month, Gravity.HIGH, sentence, (str(left), str(there)))
    elif left + now.pending != there:
        sentence = (
            f"{head} tiếp nhận và kỳ trước chuyển qua {_number(there)} hồ sơ, nhưng đã giải quyết và kết thúc "
            f"{_number(left)}, đang giải quyết {_number(now.pending)} hồ sơ."
        )
        unlike = (str(there), str(left), str(now.pending))
        yield Doubt(Check.BALANCE, subject, now.year, now.month, Gravity.MEDIUM, sentence, unlike)


def rate_doubts(
    subject: str,
    name: str,
    year: int,
    month: int,
    numerator: Decimal | None,
    denominator: Decimal | None,
    value: Decimal | None,
    *,
    months: int = 1,
) -> Iterator[Doubt]:
    """Doubts about one stated rate: more than all, or all of nothing.

    ``month`` is the last one of the period, 0 for a year; ``months``: how many it has, three for a quarter.
    """
    when = f"Quý {month // 3}/{year}" if months == 3 else f"Tháng {month}/{year}" if month else f"Năm {year}"
    if numerator is not None and denominator is not None and numerator > denominator:
        sentence = f"{when}: {name} có tử số {_number(numerator)} lớn hơn mẫu số {_number(denominator)}."
        yield Doubt(Check.RATE, subject, year, month, Gravity.HIGH, sentence, (str(numerator), str(denominator)))
    elif value is not None and value > HUNDRED:
        sentence = f"{when}: {name} là {_percent(value)}, vượt quá 100%."
        yield Doubt(Check.RATE, subject, year, month, Gravity.HIGH, sentence, (str(value),))
    if value == HUNDRED and not denominator:
        sentence = f"{when}: {name} ghi 100% nhưng không có hồ sơ nào làm mẫu số; không phát sinh thì không phải 100%."
        yield Doubt(Check.FULL_RATE, subject, year, month, Gravity.MEDIUM, sentence, (str(value), str(denominator)))


def jump_doubts(subject: str, name: str, values: Sequence[Value], year: int) -> Iterator[Doubt]:
    """Months of ``year`` that are unlike the unit's own earlier months (``values``, of this year and those before).

    Unlike means: at least six earlier months; the modified z-score against their median is above 3.5; and the move is
    large in itself (5 percentage points of a rate, half of the median and 10 of a number). Rates of fewer than 20 cases
    are neither judged nor used as history.
    """
    weighty = sorted(
        (each for each in values if each.cases is None or each.cases >= LEAST_CASES),
        key=lambda each: (each.year, each.month),
    )
    for place, now in enumerate(weighty):
        before = [each.value for each in weighty[:place]]
        if now.year == year and len(before) >= LEAST_HISTORY and _is_jump(now, before):
            usual = median(before)
            show = _percent if now.cases is not None else _number
            sentence = (
                f"Tháng {now.month}/{year}: {name} là {show(now.value)}, trong khi {len(before)} tháng trước ở giữa là "
                f"{show(usual)} (từ {show(min(before))} đến {show(max(before))})."
            )
            numbers = (str(now.value), str(usual))
            yield Doubt(Check.JUMP, subject, year, now.month, Gravity.MEDIUM, sentence, numbers)


def _is_jump(now: Value, before: Sequence[Decimal]) -> bool:
    usual = median(before)
    move = abs(now.value - usual)
    spread = median([abs(value - usual) for value in before])
    if now.cases is not None:
        is_large = move >= LEAST_JUMP_POINTS
    else:
        is_large = move >= max(LEAST_JUMP_NUMBER, LEAST_JUMP_SHARE * usual)
    return is_large and MAD_SCALE * move > JUMP_SCORE * spread


def missing_doubts(
    subject: str, name: str, told: Iterable[tuple[int, int]], year: int, last_month: int
) -> Iterator[Doubt]:
    """Months of ``year`` up to ``last_month`` without a figure, of a unit that told at least three months before them.

    ``told``: (year, month) of the months that have one, of this year and the year before.
    """
    known = set(told)
    for month in range(1, last_month + 1):
        earlier = sum(each < (year, month) for each in known)
        if (year, month) not in known and earlier >= 3:
            sentence = f"Chưa có {name} tháng {month}/{year}, trong khi {earlier} tháng trước đó đều có số liệu."
            if any((year, other) in known for other in range(month + 1, 13)):
                sentence = f"Thiếu {name} tháng {month}/{year} giữa các tháng đã có số liệu."
            yield Doubt(Check.MISSING, subject, year, month, Gravity.MEDIUM, sentence, (f"{year}-{month}",))


def few_answer_doubts(
    subject: str, name: str, forms: Iterable[tuple[int, int, int]], year: int, last_month: int
) -> Iterator[Doubt]:
    """The quarters of ``year``, over by ``last_month``, that have forms but fewer than fifty, as one doubt of the last.

    One for all of them, since a small unit has few in every quarter, and many doubts hide the grave ones. ``forms``:
    (year, month, number of forms).
    """
    quarters: dict[int, int] = {}
    for its_year, month, number in forms:
        if its_year == year:
            quarter = (month + 2) // 3
            quarters[quarter] = quarters.get(quarter, 0) + number
    few = {
        quarter: number
        for quarter, number in sorted(quarters.items())
        if 0 < number < LEAST_FORMS and quarter * 3 <= last_month
    }
    if few:
        said = ", ".join(f"quý {quarter} chỉ có {number} phiếu" for quarter, number in few.items())
        sentence = f"Năm {year}, khảo sát {name}: {said}; dưới {LEAST_FORMS} phiếu thì tỷ lệ ít nói lên điều gì."
        numbers = tuple(f"{quarter}:{number}" for quarter, number in few.items())
        yield Doubt(Check.FEW_ANSWERS, subject, year, max(few) * 3, Gravity.LOW, sentence, numbers)


def typed_doubts(subject: str, typed: Iterable[CaseMonth], listed: Iterable[CaseMonth]) -> Iterator[Doubt]:
    """Months that were typed and also come as a list of cases, and whose counts differ by more than one in twenty."""
    known = {(each.year, each.month): each for each in listed}
    for each in typed:
        other = known.get((each.year, each.month))
        if other is None:
            continue
        pairs = (
            ("tiếp nhận", each.received, other.received),
            ("đã giải quyết", each.finished, other.finished),
            ("trước hạn, đúng hạn", each.in_time, other.in_time),
        )
        different = [pair for pair in pairs if abs(pair[1] - pair[2]) > TYPED_TOLERANCE * max(pair[1], pair[2])]
        if different:
            said = "; ".join(f"{words} {_number(one)} và {_number(two)}" for words, one, two in different)
            sentence = (
                f"Tháng {each.month}/{each.year}: số nhập tay và số theo danh sách hồ sơ khác nhau ({said}). "
                "Danh sách được tính."
            )
            numbers = tuple(str(number) for _, one, two in pairs for number in (one, two))
            yield Doubt(Check.TYPED, subject, each.year, each.month, Gravity.HIGH, sentence, numbers)


def median(values: Sequence[Decimal]) -> Decimal:
    """The middle value, the mean of the two middle ones of an even number. ValueError without any."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _percent(value: Decimal) -> str:
    return f"{_number(value)}%"


def _number(value: Decimal | int) -> str:
    """As written in Vietnam, two decimals at most: 1.234,5."""
    rounded = Decimal(value).quantize(_HUNDREDTH, rounding=ROUND_HALF_UP)
    text = f"{rounded:,f}".rstrip("0").rstrip(".")
    return text.replace(",", "\x00").replace(".", ",").replace("\x00", ".")
