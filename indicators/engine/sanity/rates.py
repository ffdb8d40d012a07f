"""Rates that cannot be, and figures unlike their own history."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from statistics import median

from indicators.engine.sanity.doubt import Check, Doubt, Gravity, Value, percentage, written

HUNDRED = Decimal(100)
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
    when = _when(year, month, months)
    if numerator is not None and denominator is not None and numerator > denominator:
        sentence = f"{when}: {name} có tử số {written(numerator)} lớn hơn mẫu số {written(denominator)}."
        yield Doubt(Check.RATE, subject, year, month, Gravity.HIGH, sentence, (str(numerator), str(denominator)))
    elif value is not None and value > HUNDRED:
        sentence = f"{when}: {name} là {percentage(value)}, vượt quá 100%."
        yield Doubt(Check.RATE, subject, year, month, Gravity.HIGH, sentence, (str(value),))
    if value == HUNDRED and not denominator:
        sentence = f"{when}: {name} ghi 100% nhưng không có hồ sơ nào làm mẫu số; không phát sinh thì không phải 100%."
        yield Doubt(Check.FULL_RATE, subject, year, month, Gravity.MEDIUM, sentence, (str(value), str(denominator)))


def overlap_doubt(subject: str, name: str, year: int, month: int, months: int) -> Doubt:
    """A period stated for a unit with all below it, inside a longer one that units below it stated.

    ``month`` and ``months``: of the shorter period, which does not count together with the longer one.
    """
    sentence = (
        f"{_when(year, month, months)}: {name} nhập cho cả đơn vị, nhưng đơn vị trực thuộc nhập kỳ dài hơn trùm lên kỳ "
        "này. Khi tính kỳ dài, số của đơn vị trực thuộc được lấy và số này bị bỏ ra; nhập đủ các tháng hoặc cả kỳ dài "
        "cho đơn vị thì số của đơn vị được tính."
    )
    return Doubt(Check.OVERLAP, subject, year, month, Gravity.MEDIUM, sentence, (f"{year}-{month}-{months}",))


def early_doubt(subject: str, name: str, year: int, month: int, months: int, figure: str, entered: date) -> Doubt:
    """A figure of a whole quarter or year, typed on a day before its end. ``month`` and ``months``: of the period."""
    sentence = (
        f"{_when(year, month, months)}: {name} nhập ngày {entered:%d/%m/%Y}, khi kỳ chưa hết. Số của cả kỳ thay số các "
        "tháng trong kỳ; kiểm tra lại kỳ đã chọn, hoặc nhập lại khi kỳ kết thúc."
    )
    return Doubt(Check.EARLY, subject, year, month, Gravity.MEDIUM, sentence, (figure, str(entered)))


def _when(year: int, month: int, months: int) -> str:
    """«Quý 1/2026», «Tháng 3/2026», «Năm 2026»; ``month`` the last one, 0 for a year."""
    return f"Quý {month // 3}/{year}" if months == 3 else f"Tháng {month}/{year}" if month else f"Năm {year}"


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
            show = percentage if now.cases is not None else written
            sentence = (
                f"Tháng {now.month}/{year}: {name} là {show(now.value)}, trong khi trung vị của {len(before)} tháng "
                f"trước là {show(usual)} (từ {show(min(before))} đến {show(max(before))})."
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
