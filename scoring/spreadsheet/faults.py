"""What is wrong in a file, at the place where a person can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from scoring.spreadsheet.layout import READ

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


def in_reading_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """What concerns the whole file first, then sheet by sheet, row by row."""
    return tuple(sorted(faults, key=_place_in_file))


def _place_in_file(fault: Fault) -> tuple[int, int, int, str]:
    sheet = READ.index(fault.sheet) + 1 if fault.sheet in READ else 0
    column = fault.cell.rstrip("0123456789")
    row = fault.cell.removeprefix(column)
    return sheet, int(row or 0), len(column), column
