"""What is wrong in a file, at the place where a person can mend it."""

from dataclasses import dataclass
from typing import Literal

Gravity = Literal["error", "warning"]


@dataclass(frozen=True)
class Fault:
    """What is wrong, how to mend it, and sheet and cell; in files without cells the place in words (`where`)."""

    problem: str
    mend: str = ""
    sheet: str = ""
    cell: str = ""
    where: str = ""
    gravity: Gravity = "error"

    @property
    def place(self) -> str:
        """Where it is, in words; empty when the file as a whole is meant."""
        if self.where:
            return self.where
        named = [f"trang “{self.sheet}”"] if self.sheet else []
        return ", ".join([*named, *([f"ô {self.cell}"] if self.cell else [])])

    def __str__(self) -> str:
        where = f"{self.place[:1].upper()}{self.place[1:]}: " if self.place else ""
        return f"{where}{self.problem} {self.mend}".strip()
