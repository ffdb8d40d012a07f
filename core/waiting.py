"""One thing that waits for a person, as every app tells it to the home page."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Waiting:
    """A sentence with a number, an address, and how urgent it is.

    ``urgent`` things are shown first; ``due_on`` is the deadline, if there is one; ``action`` is the verb on the link.
    """

    text: str
    url: str
    due_on: date | None = None
    urgent: bool = False
    action: str = "Mở"


def in_order(items: list[Waiting]) -> list[Waiting]:
    """Most urgent first: urgent ones, then by deadline, those without a deadline last."""
    return sorted(items, key=lambda item: (not item.urgent, item.due_on is None, item.due_on or date.max, item.text))
