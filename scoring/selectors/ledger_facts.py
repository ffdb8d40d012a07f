"""What is known of a phase besides its deadline. Rooms above register what they know: nothing here may ask them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import TextChoices

from accounts.models import Unit, User
from campaigns.enums import Phase
from campaigns.models import Round


class Standing(TextChoices):
    """How a deadline stands on a day."""

    IN_TIME = "in_time", "Xong đúng hạn"
    LATE = "late", "Xong trễ hạn"
    OPEN = "open", "Còn hạn"
    OVERDUE = "overdue", "Quá hạn"
    FULL = "full", "Đã có đủ"
    NONE = "none", "Không có"
    PAST = "past", "Đã qua"


@dataclass(frozen=True)
class Fact:
    """One matter of a phase for one unit.

    ``matter`` is empty where the phase itself names it. ``standing`` is given where the days do not tell it: everything
    is there but nobody recorded since when (``FULL``), or nothing came and nothing had to (``NONE``, once it is over).
    """

    matter: str = ""
    met: datetime | None = None
    waits_on: str = ""
    note: str = ""
    standing: Standing | None = None


Source = Callable[[Round, Sequence[Unit], Any], Mapping[int, Sequence[Fact]]]
"""By key of the unit (the round's own among them), what a reader may know. Of a unit left out nothing is told."""
_SOURCES: dict[Phase, Source] = {}


def source_for(phase: Phase) -> Callable[[Source], Source]:
    """Registers a function that knows what happened in a phase."""

    def register(source: Source) -> Source:
        _SOURCES[phase] = source
        return source

    return register


def facts_of(round_: Round, units: Sequence[Unit], user: User) -> dict[Phase, Mapping[int, Sequence[Fact]]]:
    """Everything that is known, by phase (a constant number of queries)."""
    return {phase: source(round_, units, user) for phase, source in _SOURCES.items()}
