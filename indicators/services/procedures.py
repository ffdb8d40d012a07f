"""The list of administrative procedures that a centre handles."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Unit
from core.services import audit
from indicators.models import Procedure
from indicators.services.errors import FigureRefused


@transaction.atomic
def add(*, centre: Unit, code: str, values: Mapping[str, Any], by: Any, at: datetime) -> Procedure:
    """Add a procedure, or renew it when the centre has its code already.

    Refused when a promised time is longer than the statutory one.
    """
    if values["promised_days"] > values["statutory_days"]:
        raise FigureRefused(
            f"Thủ tục {code}: thời hạn cam kết dài hơn thời hạn theo quy định.", hint="Ghi lại số ngày làm việc."
        )
    stored, _ = Procedure.objects.update_or_create(centre=centre, code=code, defaults=dict(values))
    audit.record(action="indicators.procedure.save", target=stored, by=by, at=at, changes=dict(values))
    return stored
