"""What must hold between the cells of one case, told for one case at a time.

The bulk reader applies the same rules to whole columns; these tell why a row was refused.
"""

from datetime import datetime, time, timedelta

from indicators.engine.case_values import EITHER, STILL_OPEN

END_OF_DAY = timedelta(hours=23, minutes=59, seconds=59)


def due_moment(due: datetime) -> datetime:
    """A due day without a time lasts until its end; systems write such a day with midnight."""
    return due + END_OF_DAY if due.time() == time() else due


def finish_moment(finished: datetime, received: datetime) -> datetime:
    """A finish without a time on the day of receipt is not before the receipt."""
    is_day = finished.time() == time()
    return received if is_day and finished.date() == received.date() else finished


def case_faults(
    received: datetime | None, due: datetime | None, finished: datetime | None, outcome: str | None, told: str
) -> list[str]:
    """What contradicts itself in a case, in Vietnamese. ``outcome`` as read, ``told``: its word in the file."""
    faults = []
    if received and due and due_moment(due) < received:
        faults.append(f"Ngày hẹn trả {_shown(due)} trước ngày tiếp nhận {_shown(received)}.")
    if received and finished and finish_moment(finished, received) < received:
        faults.append(f"Ngày trả {_shown(finished)} trước ngày tiếp nhận {_shown(received)}.")
    if finished and outcome == STILL_OPEN:
        faults.append(f"Ghi “{told[:40]}” nhưng đã có ngày trả {_shown(finished)}.")
    if not finished and outcome not in (None, STILL_OPEN, EITHER):
        faults.append(f"Ghi “{told[:40]}” nhưng không có ngày trả.")
    return faults


def _shown(moment: datetime) -> str:
    return f"{moment:%d/%m/%Y}" if moment.time() == time() else f"{moment:%d/%m/%Y %H:%M}"
