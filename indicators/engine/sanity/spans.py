"""What was stated of a whole year or quarter, held against what was stated of the months and quarters within it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from indicators.engine.sanity.doubt import Check, Doubt, Gravity, percentage, written
from indicators.statistics import Ratio, pooled

QUARTER, YEAR = 3, 12
GRAVE, WEIGHTY = Decimal(5), Decimal(1)
"""Points of a rate, or per cent of a number, above which a contradiction is of high and of medium gravity."""
_ALL = Decimal(100)
_HALF = Decimal("0.5")


class Joining(StrEnum):
    """What the parts of a period say of the whole: rates are pooled, numbers added or the last one stands, and of
    means (points, minutes) the whole lies between the least and the greatest.
    """

    POOLED = "pooled"
    ADDED = "added"
    LAST = "last"
    BETWEEN = "between"


@dataclass(frozen=True, slots=True)
class Stated:
    """What was stated of a period of a year: its last month, how many months it has, and two counts or one value."""

    last_month: int
    months: int
    value: Decimal | None = None
    ratio: Ratio | None = None

    @property
    def first_month(self) -> int:
        return self.last_month - self.months + 1

    @property
    def number(self) -> Decimal | None:
        """The value, or the per cent of the two counts; None where nothing arose."""
        return self.value if self.ratio is None else self.ratio.percent

    def lies_in(self, other: "Stated") -> bool:
        return (
            self.months < other.months and other.first_month <= self.first_month and self.last_month <= other.last_month
        )


@dataclass(frozen=True, slots=True)
class _Contradiction:
    """How far apart (in points or per cent), what follows «cả năm là …», and the numbers of the parts."""

    size: Decimal
    words: str
    numbers: tuple[str, ...]


def span_doubts(subject: str, name: str, year: int, stated: Iterable[Stated], joining: Joining) -> Iterator[Doubt]:
    """Years and quarters of a unit that contradict its own shorter periods within them.

    Where these leave months out, only what no missing month could mend is doubted. ``stated``: of one unit, indicator
    and year, at most one of each period.
    """
    rows = sorted(stated, key=lambda each: (-each.months, each.last_month))
    for whole in rows:
        parts = _widest([each for each in rows if each.lies_in(whole)])
        found = _contradiction(whole, parts, joining) if parts else None
        if found is not None:
            is_year = whole.months == YEAR
            when = f"Năm {year}" if is_year else f"Quý {whole.last_month // QUARTER}/{year}"
            of_all = "cả năm" if is_year else "cả quý"
            sentence = (
                f"{when}: {name} nhập cho {of_all} là {_said(whole, joining)}, {found.words}. Khi tính {of_all}, "
                f"số {of_all} được lấy; sửa số sai, hoặc giải thích vì sao khác nhau."
            )
            numbers = (*_numbers(whole), *found.numbers)
            month = 0 if is_year else whole.last_month
            yield Doubt(Check.SPAN, subject, year, month, _gravity(found.size), sentence, numbers)


def _widest(parts: Sequence[Stated]) -> list[Stated]:
    """Without those that lie in others, in the order of the year: a quarter speaks for its months."""
    return sorted(
        (each for each in parts if not any(each.lies_in(other) for other in parts)), key=lambda each: each.last_month
    )


def _contradiction(whole: Stated, parts: Sequence[Stated], joining: Joining) -> _Contradiction | None:
    covers = sum(part.months for part in parts) == whole.months
    if joining == Joining.POOLED:
        return _of_rates(whole, parts, covers=covers)
    if joining == Joining.ADDED:
        return _of_sums(whole, parts, covers=covers)
    if joining == Joining.LAST:
        return _of_last(whole, parts[-1])
    return _outside(whole, parts, joining) if covers else None


def _of_rates(whole: Stated, parts: Sequence[Stated], *, covers: bool) -> _Contradiction | None:
    counted = [part.ratio for part in parts if part.ratio is not None]
    if len(counted) < len(parts):
        return _outside(whole, parts, Joining.POOLED) if covers else None
    together = pooled(counted)
    if not covers:
        return _more_than_all(whole, parts, together)
    told, joint = whole.number, together.percent
    if told is None or joint is None:
        size = _ALL if (told is None) != (joint is None) else Decimal(0)
    else:
        size = abs(told - joint)
    # A rate that is stated as a per cent is rounded; two counts are not.
    is_same = whole.ratio == together if whole.ratio is not None else size <= _rounding(told)
    if is_same:
        return None
    return _Contradiction(size, f"nhưng {_added(parts)} là {_counts(together)}", _of(together))


def _more_than_all(whole: Stated, parts: Sequence[Stated], together: Ratio) -> _Contradiction | None:
    """Where months are missing: the parts are more than the whole, or leave a rate above 100 % for the missing months.

    Of medium gravity at most, since counts that stand at the end of each month do not add up.
    """
    if whole.ratio is None:
        return None
    size = max((_ALL * gap / of for gap, of in _gaps(whole.ratio, together) if gap > 0), default=Decimal(0))
    if not size:
        return None
    words = f"nhưng chỉ riêng {_added(parts)} đã là {_counts(together)}, các tháng còn lại không thể bù cho khớp"
    return _Contradiction(min(size, GRAVE), words, _of(together))


def _gaps(whole: Ratio, together: Ratio) -> Iterator[tuple[Decimal, Decimal]]:
    """By how much the parts are more than the whole, and of how much."""
    yield together.numerator - whole.numerator, together.numerator
    yield together.denominator - whole.denominator, together.denominator
    if whole.numerator <= whole.denominator:
        lacking = together.denominator - together.numerator
        yield lacking - (whole.denominator - whole.numerator), lacking


def _of_sums(whole: Stated, parts: Sequence[Stated], *, covers: bool) -> _Contradiction | None:
    told, added = whole.value, [part.value for part in parts if part.value is not None]
    together = sum(added, Decimal(0))
    if told is None or len(added) < len(parts) or told == together or (told > together and not covers):
        return None
    words = f"{_added(parts)} là" if covers else f"chỉ riêng {_added(parts)} đã là"
    return _Contradiction(_share(told, together), f"nhưng {words} {written(together)}", (str(together),))


def _of_last(whole: Stated, last: Stated) -> _Contradiction | None:
    told, standing = whole.value, last.value
    if last.last_month != whole.last_month or told is None or standing is None or told == standing:
        return None
    words = f"nhưng số mới nhất trong kỳ ({_period(last)}) là {written(standing)}"
    return _Contradiction(_share(told, standing), words, (str(standing),))


def _outside(whole: Stated, parts: Sequence[Stated], joining: Joining) -> _Contradiction | None:
    """A whole that no mean of its parts can be, however they weigh."""
    known = [number for part in parts if (number := part.number) is not None]
    told = whole.number
    if told is None or not known:
        return None
    least, most = min(known), max(known)
    gap = max(least - told, told - most)
    if gap <= max(_rounding(told), _rounding(least), _rounding(most)):
        return None
    is_rate = joining == Joining.POOLED
    size = gap if is_rate else _share(told, least if told < least else most)
    show = percentage if is_rate else written
    words = f"ngoài khoảng của {_named(parts)} (từ {show(least)} đến {show(most)})"
    return _Contradiction(size, words, (str(least), str(most)))


def _gravity(size: Decimal) -> Gravity:
    return Gravity.HIGH if size > GRAVE else Gravity.MEDIUM if size > WEIGHTY else Gravity.LOW


def _share(one: Decimal, two: Decimal) -> Decimal:
    """How far apart, in per cent of the greater one."""
    return _ALL * abs(one - two) / max(abs(one), abs(two))


def _rounding(told: Decimal | None) -> Decimal:
    """Half of the last place that a number is written with: 98 may stand for 97,5 to 98,5."""
    exponent = 0 if told is None else told.normalize().as_tuple().exponent
    return _HALF.scaleb(min(int(exponent), 0))


def _said(whole: Stated, joining: Joining) -> str:
    if whole.ratio is not None:
        return _counts(whole.ratio)
    told = whole.value or Decimal(0)
    return percentage(told) if joining == Joining.POOLED else written(told)


def _counts(ratio: Ratio) -> str:
    """«90/100 (90%)»; without a rate where nothing arose."""
    counts = f"{written(ratio.numerator)}/{written(ratio.denominator)}"
    return counts if ratio.percent is None else f"{counts} ({percentage(ratio.percent)})"


def _of(ratio: Ratio) -> tuple[str, ...]:
    return str(ratio.numerator), str(ratio.denominator)


def _numbers(whole: Stated) -> tuple[str, ...]:
    return (str(whole.value),) if whole.ratio is None else _of(whole.ratio)


def _added(parts: Sequence[Stated]) -> str:
    return f"{_named(parts)} cộng lại" if len(parts) > 1 else _period(parts[0])


def _named(parts: Sequence[Stated]) -> str:
    """«2 quý và 3 tháng đã nhập»."""
    quarters = sum(part.months == QUARTER for part in parts)
    many = ((quarters, "quý"), (len(parts) - quarters, "tháng"))
    return f"{' và '.join(f'{number} {word}' for number, word in many if number)} đã nhập"


def _period(part: Stated) -> str:
    return f"quý {part.last_month // QUARTER}" if part.months == QUARTER else f"tháng {part.last_month}"
