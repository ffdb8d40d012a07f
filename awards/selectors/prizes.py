"""The prize that goes with one line of a decision, on any day: what signing writes and what a draft announces."""

from dataclasses import dataclass
from datetime import date

from awards.engine import money
from awards.enums import DecisionState, Family
from awards.models import DecisionLine
from awards.selectors.rules import base_salaries
from core.formats import vn_money


@dataclass(frozen=True, slots=True)
class LinePrize:
    """`full` and `to_pay` in đồng, with the arithmetic in words."""

    full: int
    to_pay: int
    arithmetic: str


def prize_of(line: DecisionLine, on: date) -> LinePrize:
    """The prize by the base salary of a day; titles of one year share the highest prize (Nghị định 152/2025).

    Raises `money.PrizeError` when no base salary is known for the day.
    """
    dossier = line.dossier
    prize = money.prize(dossier.rule.multiplier, on, base_salaries())
    earlier = DecisionLine.objects.filter(
        dossier__person=dossier.person,
        dossier__unit=dossier.unit,
        dossier__subject_kind=dossier.subject_kind,
        dossier__year=dossier.year,
        decision__state=DecisionState.SIGNED,
        paid__isnull=False,
    ).exclude(pk=line.pk)
    paid = [_prize_line(other, other.paid or 0) for other in earlier.select_related("dossier__award")]
    to_pay = money.to_pay(_prize_line(line, prize.amount), paid)
    words = prize.arithmetic
    if to_pay != prize.amount:
        words += f"; đã chi {vn_money(prize.amount - to_pay)} cho danh hiệu cùng năm"
    return LinePrize(prize.amount, to_pay, words)


def _prize_line(line: DecisionLine, amount: int) -> money.PrizeLine:
    dossier = line.dossier
    return money.PrizeLine(
        subject=f"{dossier.unit_id}/{dossier.person_id}",
        period=str(dossier.year),
        is_title=dossier.award.family == Family.TITLE,
        amount=amount,
    )
