"""Figures of the demonstration that the portal doubts, and a reason that was given for one of them."""

from datetime import date

from accounts.models import Unit
from indicators.engine.sanity import Check
from indicators.models import Procedure
from indicators.selectors.doubts import doubts_of
from indicators.services import doubts, monthly_counts
from reports.management.demo.people import Centre
from reports.management.demo.story import THIS_YEAR, moment

MISCOUNTED = (THIS_YEAR, 10)
MISCOUNTED_BY, PROCEDURE = "duoc", "1.003348"
COUNTS = {
    "received_direct": 14,
    "received_online": 38,
    "finished_early": 20,
    "finished_on_time": 26,
    "pending_in_time": 6,
}
ANSWERED_ON = date(THIS_YEAR, 11, 19)
ANSWERED_BY = "y-te-cong-cong"
REASON = (
    "Đã đối chiếu với sổ: số liệu đúng. Tháng 5 là Tháng hành động vì an toàn thực phẩm, nhiều cơ sở cùng đến làm "
    "giấy xác nhận kiến thức."
)


def type_miscounted_month(centre: Centre) -> None:
    """A month typed from memory the day before the list of cases came: the list counts, the difference is doubted."""
    monthly_counts.record_procedure_month(
        unit=_unit(centre, MISCOUNTED_BY),
        procedure=Procedure.objects.get(centre=centre.unit, code=PROCEDURE),
        year=MISCOUNTED[0],
        month=MISCOUNTED[1],
        counts=COUNTS,
        source_note="Sổ theo dõi của khoa",
        by=centre.office_head,
        at=moment(date(THIS_YEAR, 10, 30), 16),
    )


def answer_one(centre: Centre, today: date) -> None:
    """The head of a unit gives the reason of its unlikely month; other doubts are still open."""
    unit = _unit(centre, ANSWERED_BY)
    on = max(ANSWERED_ON, min(today, date(THIS_YEAR, 12, 31)))
    for raised in doubts_of([unit], THIS_YEAR, on):
        if raised.doubt.check == Check.JUMP:
            doubts.answer(
                unit=unit,
                doubt=raised.doubt,
                fingerprint=raised.doubt.fingerprint,
                reason=REASON,
                by=centre.heads[unit.pk],
                at=moment(ANSWERED_ON, 10),
            )


def _unit(centre: Centre, code: str) -> Unit:
    return next(unit for unit in centre.departments if centre.facts_of(unit)["code"] == code)
