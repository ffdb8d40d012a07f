"""Counts of case files that cannot be, or that do not fit together."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from indicators.engine.sanity.doubt import CaseMonth, Check, Doubt, Gravity, written

TYPED_TOLERANCE = Decimal("0.05")
"""Share by which a typed count may differ from the list of cases before it is doubted."""


def case_doubts(subject: str, months: Iterable[CaseMonth]) -> Iterator[Doubt]:
    """Doubts that the counts of each month raise, and about what passes from one month to the next."""
    by_month = {(each.year, each.month): each for each in months}
    for (year, month), now in by_month.items():
        yield from _impossible_counts(subject, now)
        before = by_month.get((year, month - 1) if month > 1 else (year - 1, 12))
        if before is not None and before.pending != now.carried_over:
            sentence = (
                f"Tháng {month}/{year}: kỳ trước chuyển qua {written(now.carried_over)} hồ sơ, nhưng cuối tháng trước "
                f"còn {written(before.pending)} hồ sơ đang giải quyết."
            )
            numbers = (str(now.carried_over), str(before.pending))
            yield Doubt(Check.CARRIED, subject, year, month, Gravity.MEDIUM, sentence, numbers)


def _impossible_counts(subject: str, now: CaseMonth) -> Iterator[Doubt]:
    head = f"Tháng {now.month}/{now.year}:"
    if now.in_time > now.finished:
        sentence = (
            f"{head} {written(now.in_time)} hồ sơ trước hạn, đúng hạn nhưng chỉ {written(now.finished)} hồ sơ đã "
            "giải quyết."
        )
        numbers = (str(now.in_time), str(now.finished))
        yield Doubt(Check.IN_TIME, subject, now.year, now.month, Gravity.HIGH, sentence, numbers)
    there, left = now.received + now.carried_over, now.finished + now.closed
    if left > there:
        sentence = (
            f"{head} giải quyết và kết thúc {written(left)} hồ sơ, nhiều hơn {written(there)} hồ sơ tiếp nhận và kỳ "
            "trước chuyển qua."
        )
        yield Doubt(Check.FINISHED, subject, now.year, now.month, Gravity.HIGH, sentence, (str(left), str(there)))
    elif left + now.pending != there:
        sentence = (
            f"{head} tiếp nhận và kỳ trước chuyển qua {written(there)} hồ sơ, nhưng đã giải quyết và kết thúc "
            f"{written(left)}, đang giải quyết {written(now.pending)} hồ sơ."
        )
        unlike = (str(there), str(left), str(now.pending))
        yield Doubt(Check.BALANCE, subject, now.year, now.month, Gravity.MEDIUM, sentence, unlike)


def typed_doubts(subject: str, typed: Iterable[CaseMonth], listed: Iterable[CaseMonth]) -> Iterator[Doubt]:
    """Months that were typed and also come as a list of cases, and whose counts differ by more than one in twenty."""
    known = {(each.year, each.month): each for each in listed}
    for each in typed:
        other = known.get((each.year, each.month))
        if other is None:
            continue
        pairs = _pairs(each, other)
        different = [pair for pair in pairs if abs(pair[1] - pair[2]) > TYPED_TOLERANCE * max(pair[1], pair[2])]
        if different:
            sentence = (
                f"Tháng {each.month}/{each.year}: số nhập tay và số theo danh sách hồ sơ khác nhau "
                f"({_said(different)}). Danh sách được tính."
            )
            yield Doubt(Check.TYPED, subject, each.year, each.month, Gravity.HIGH, sentence, _numbers(pairs))


def origin_doubt(subject: str, counting: CaseMonth, other: CaseMonth, origins: tuple[str, str]) -> Doubt | None:
    """Where what counts of a unit and month differs by more than one in twenty from what another origin tells of it.

    ``origins``: who told either, in words.
    """
    pairs = _pairs(counting, other)
    different = [pair for pair in pairs if abs(pair[1] - pair[2]) > TYPED_TOLERANCE * max(pair[1], pair[2])]
    if not different:
        return None
    head = f"Tháng {counting.month}/{counting.year}:"
    sentence = f"{head} {origins[0]} và {origins[1]} khác nhau ({_said(different)}); {origins[0]} được tính."
    numbers = (*origins, *_numbers(pairs))
    return Doubt(Check.ORIGINS, subject, counting.year, counting.month, Gravity.HIGH, sentence, numbers)


def base_doubt(
    code: str, name: str, period: tuple[int, int], cases: tuple[int, int], origins: tuple[str, str]
) -> Doubt | None:
    """Where a rate rests on a number of cases that differs by more than one in twenty from what another origin tells.

    ``period``: year and month; ``cases``: those that count and those of the other; ``origins``: who told either.
    """
    counting, other = cases
    if abs(counting - other) <= TYPED_TOLERANCE * max(cases):
        return None
    year, month = period
    sentence = (
        f"Tháng {month}/{year}: {name} được tính trên {written(counting)} hồ sơ theo {origins[0]}, còn {origins[1]} kể "
        f"{written(other)} hồ sơ."
    )
    return Doubt(Check.ORIGINS, code, year, month, Gravity.HIGH, sentence, (*origins, str(counting), str(other)))


def whole_doubts(
    subject: str, whole: CaseMonth, parts: CaseMonth, origins: tuple[str, str], *, parts_count: bool
) -> Iterator[Doubt]:
    """Where a whole and its parts, told by others, contradict each other by more than one in twenty.

    ``origins``: who told either, in words. ``parts_count``: the parts are what counts, and should be all there is; else
    they may be a part of the whole, which counts, and are doubted only where they are more.
    """
    pairs = _pairs(whole, parts)
    different = [
        (words, one, two)
        for words, one, two in pairs
        if (abs(two - one) if parts_count else two - one) > TYPED_TOLERANCE * max(one, two)
    ]
    if different:
        counting = "Số của các đơn vị trực thuộc" if parts_count else "Số của cả đơn vị"
        sentence = (
            f"Tháng {whole.month}/{whole.year}: số của cả đơn vị ({origins[0]}) và cộng các đơn vị trực thuộc "
            f"({origins[1]}) không khớp ({_said(different)}). {counting} được tính, không cộng cả hai."
        )
        yield Doubt(Check.WHOLE, subject, whole.year, whole.month, Gravity.HIGH, sentence, _numbers(pairs))


def moved_doubt(subject: str, year: int, lost: Mapping[str, int], gained: Mapping[str, int]) -> Doubt:
    """Cases that a list without a column of units took from one unit to another, by the name of the other unit."""
    told = [
        *(f"{written(cases)} hồ sơ của đơn vị này đã chuyển sang {name}" for name, cases in sorted(lost.items())),
        *(f"{written(cases)} hồ sơ của {name} đã chuyển sang đơn vị này" for name, cases in sorted(gained.items())),
    ]
    sentence = (
        f"Năm {year}: {'; '.join(told)}, theo danh sách nhập sau không ghi đơn vị của từng hồ sơ. Nếu chọn nhầm đơn "
        "vị, hoặc các đơn vị tự đánh mã nên trùng mã, thì hoàn tác lần nhập đó."
    )
    return Doubt(Check.MOVED, subject, year, 0, Gravity.HIGH, sentence, tuple(told))


Pair = tuple[str, int, int]


def _pairs(one: CaseMonth, two: CaseMonth) -> tuple[Pair, ...]:
    return (
        ("tiếp nhận", one.received, two.received),
        ("đã giải quyết", one.finished, two.finished),
        ("trước hạn, đúng hạn", one.in_time, two.in_time),
    )


def _said(pairs: Iterable[Pair]) -> str:
    return "; ".join(f"{words} {written(one)} và {written(two)}" for words, one, two in pairs)


def _numbers(pairs: Iterable[Pair]) -> tuple[str, ...]:
    return tuple(str(number) for _, one, two in pairs for number in (one, two))
