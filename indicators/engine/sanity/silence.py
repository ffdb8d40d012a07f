"""Months that nobody told, and surveys that few answered or that were perhaps counted twice."""

from collections.abc import Iterable, Iterator, Mapping

from indicators.engine.sanity.doubt import Check, Doubt, Gravity

LEAST_FORMS = 50
"""Survey forms in a quarter below which a rate says little (the Ministry asks for 50 to 100 in each round)."""


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
        sentence = f"Năm {year}, khảo sát {name}: {said}; dưới {LEAST_FORMS} phiếu thì tỷ lệ chưa đủ tin cậy."
        numbers = tuple(f"{quarter}:{number}" for quarter, number in few.items())
        yield Doubt(Check.FEW_ANSWERS, subject, year, max(few) * 3, Gravity.LOW, sentence, numbers)


def both_ways_doubts(
    subject: str, name: str, typed: Mapping[tuple[int, int], int], answered: Mapping[tuple[int, int], int]
) -> Iterator[Doubt]:
    """Months in which forms were typed as counts, and others answered in the portal: perhaps the same, and both count.

    Both by (year, month).
    """
    for year, month in sorted(typed.keys() & answered.keys()):
        numbers = (str(typed[year, month]), str(answered[year, month]))
        sentence = (
            f"Tháng {month}/{year}, khảo sát {name}: có {numbers[1]} phiếu trả lời trên cổng và {numbers[0]} phiếu "
            "nhập tay, được cộng lại. Nếu là cùng những phiếu thì đang tính hai lần."
        )
        yield Doubt(Check.BOTH_WAYS, subject, year, month, Gravity.HIGH, sentence, numbers)
