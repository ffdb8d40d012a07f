"""The months whose figures a task counts in: by the day it is due."""

from datetime import date

from accounts.models import Unit
from indicators.services import periods


def refuse_closed(*counted: tuple[Unit, date]) -> None:
    """Raise ``FigureRefused`` when the month of one of these days is closed at the centre of its unit.

    Nobody closes them before this transaction ends. Tasks are locked before months, everywhere.
    """
    for unit, day in sorted(set(counted), key=lambda each: each[1]):
        periods.refuse_if_closed(centre=unit.centre, year=day.year, months=[day.month])
