"""What is known about a unit besides its figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Standing:
    """The emulation group of a unit, whether it assessed itself, and recorded circumstances that cap its grade."""

    group: str = ""
    """Code of the group (khối); criteria may be meant for some groups only."""
    assessed: bool = True
    circumstances: Mapping[str, str] = field(default_factory=dict)
    """By the code of the limit that each one calls for: the words of the record."""
