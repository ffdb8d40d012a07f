"""What somebody typed, in words, and how a form knows that it has changed since it was shown."""

import hashlib

from indicators.enums import PeriodKind
from indicators.models import Indicator, Measurement, ProcedureCount, TypedFigure

TYPED_OF_CASES = (
    "carried_over",
    "received_direct",
    "received_online",
    "finished_early",
    "finished_on_time",
    "finished_late",
    "pending_in_time",
    "pending_late",
    "with_fee",
    "paid_online",
    "data_reused",
)
TYPED_OF_ANSWERS = ("forms", "fully_satisfied", "level_1", "level_2", "level_3", "level_4", "level_5")


def typed_numbers(figure: TypedFigure) -> dict[str, int | str]:
    """The numbers of a typed figure by their names, without zeros where there are many: {"tiếp nhận trực tiếp": 10}."""
    if isinstance(figure, Measurement):
        return {"giá trị": figure.figure_words}
    names = TYPED_OF_CASES if isinstance(figure, ProcedureCount) else TYPED_OF_ANSWERS
    numbers = {
        str(getattr(figure._meta.get_field(name), "verbose_name", name)): getattr(figure, name) for name in names
    }
    return {name: number for name, number in numbers.items() if number} or {"mọi số": 0}


def can_be_early(indicator: Indicator, kind: str) -> bool:
    """Whether a figure of such a period says too much before its end.

    A month is typed while it runs, and typed again. What is counted once a year (indices, staff, budget) has no shorter
    period, and awards of the year are judged before it ends.
    """
    if kind == PeriodKind.YEAR:
        return indicator.frequency != PeriodKind.YEAR
    return kind == PeriodKind.QUARTER


def state_of(figure: TypedFigure) -> str:
    """A short digest of the figure as stored: carried by a form that showed it, compared when it is overwritten."""
    stored = f"{figure._meta.model_name}|{figure.pk}|{figure.source_note}|{typed_numbers(figure)}"
    return hashlib.sha256(stored.encode()).hexdigest()[:16]
