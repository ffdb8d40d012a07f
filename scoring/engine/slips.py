"""A fault of a criteria set, told at its place."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Gravity = Literal["error", "warning"]
ERROR: Gravity = "error"
WARNING: Gravity = "warning"


@dataclass(frozen=True, slots=True)
class Slip:
    """One fault of a definition: where it is, and what it is. A warning never keeps a set from being stored."""

    place: str
    message: str
    code_of: str = ""
    """Code of the node it belongs to; empty when it belongs to the set as a whole."""
    gravity: Gravity = ERROR
    field: str = ""
    """Name of the entry that is wrong (max, rule, evidence …), where there is one."""

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


def errors(slips: Iterable[Slip]) -> list[Slip]:
    """The slips that keep a set from being stored or used."""
    return [slip for slip in slips if slip.gravity == ERROR]
