"""The PIN of the machine that stands at a service point."""

from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from accounts.models import User
from core.services import audit
from indicators.models import ServicePoint
from indicators.services.errors import SurveyRefused

SHORTEST, LONGEST = 4, 8


class KioskRefused(SurveyRefused):
    """A PIN that a machine cannot have."""


@transaction.atomic
def set_pin(*, point: ServicePoint, pin: str, by: User, at: datetime) -> None:
    """Give the point a PIN of 4–8 digits, or take it away with an empty one. Only its hash is kept."""
    if pin and not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
        raise KioskRefused(
            f"Mã PIN phải gồm {SHORTEST} đến {LONGEST} chữ số.",
            hint="Ví dụ 4 số dễ nhớ với người trực quầy.",
            field="pin",
        )
    point.kiosk_pin = make_password(pin) if pin else ""
    point.save(update_fields=["kiosk_pin"])
    said = "đặt mới" if pin else "bỏ"
    audit.record(
        action="indicators.service_point.set_pin", target=point, by=by, at=at, unit=point.unit, changes={"mã PIN": said}
    )


def is_right(kept: str, pin: str) -> bool:
    """Whether this is the PIN whose hash was kept."""
    return bool(kept) and check_password(pin, kept)
