"""Months whose figures are closed in the demonstration, and one that was opened again."""

from datetime import date

from indicators.engine.months import month_end
from indicators.selectors.calendar import calendar_for
from indicators.services import periods
from reports.management.demo.people import Centre
from reports.management.demo.story import LAST_YEAR, THIS_YEAR, moment

CLOSED = {LAST_YEAR: 12, THIS_YEAR: 9}
"""The last closed month of each year."""
WORKING_DAYS = 8
REOPENED = (THIS_YEAR, 8)
REASON = "Khoa Khám bệnh bổ sung số hồ sơ bệnh án điện tử tháng 8 theo biên bản đối chiếu ngày 12/11."


def close_months(centre: Centre) -> None:
    """The office closes every month some working days after its end, and opens one again in one centre."""
    calendar = calendar_for((LAST_YEAR, THIS_YEAR, THIS_YEAR + 1))
    for year, last in CLOSED.items():
        for month in range(1, last + 1):
            day = calendar.add(month_end(year, month), WORKING_DAYS)
            _change(centre, (year, month), "close", day)
    if centre.prefix == "hn":
        _change(centre, REOPENED, "reopen", date(THIS_YEAR, 11, 13), REASON)


def _change(centre: Centre, month: tuple[int, int], transition: str, day: date, comment: str = "") -> None:
    periods.change(
        centre=centre.unit,
        year=month[0],
        month=month[1],
        transition=transition,
        by=centre.office_head,
        at=moment(day, 16),
        comment=comment,
    )
