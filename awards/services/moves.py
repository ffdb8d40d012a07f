"""Moving a dossier from state to state: the one place that also notes since when it is there."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from awards.models import Dossier
from awards.workflow import DOSSIER
from core.services import transitions


@transaction.atomic
def move(
    name: str,
    dossier: Dossier,
    *,
    by: User,
    at: datetime,
    comment: str = "",
    values: dict[str, Any] | None = None,
    check: Callable[[Dossier], None] | None = None,
) -> Dossier:
    """Perform one transition of the dossier's workflow. Raises `TransitionRefused`."""
    moved = transitions.perform(DOSSIER, name, dossier, by=by, at=at, comment=comment, values=values, check=check)
    moved.state_since = at
    moved.save(update_fields=["state_since"])
    return moved
