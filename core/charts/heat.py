"""Units × contents in five tones."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from core.charts.scale import Number


@dataclass(frozen=True)
class HeatCell:
    """A figure of a heat map: ``step`` 1–5 (light to dark), "na" (not applicable) or "none" (no data)."""

    text: str
    step: int | str
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class HeatRow:
    """One unit, what is said of it (in the order of ``fact_headings``) and its cells, in the order of the columns."""

    label: str
    cells: Sequence[HeatCell]
    url: str = ""
    facts: Sequence[str] = ()


class HeatLine(NamedTuple):
    """A row that needs no headings: what is said of its unit as one text, and each cell with the code of its column."""

    row: HeatRow
    facts: str
    cells: list[tuple[str, HeatCell]]


@dataclass(frozen=True)
class HeatMap:
    """Units × contents as a table with five tones of one hue; itself its own data table.

    ``columns`` are (code, name): the code stands over the column, the names below the table. ``fact_headings`` are
    columns of plain text between the unit and its cells. A phone is too narrow for the columns and shows each row as a
    block: its facts under the unit's name, and the code in each cell.
    """

    title: str
    sentence: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[HeatRow]
    row_heading: str = "Đơn vị"
    fact_headings: Sequence[str] = ()
    steps: Sequence[str] = ("dưới 50%", "50–<65%", "65–<80%", "80–<90%", "từ 90%")
    template: str = field(default="core/charts/heatmap.html", init=False)

    def legend(self) -> list[tuple[int, str]]:
        """Steps with the words that explain them."""
        return list(enumerate(self.steps, start=1))

    def lines(self) -> list[HeatLine]:
        """The rows with all that a row needs when its headings are out of sight."""
        codes = [code for code, _name in self.columns]
        return [HeatLine(row, self._said_of(row), list(zip(codes, row.cells, strict=True))) for row in self.rows]

    def _said_of(self, row: HeatRow) -> str:
        return " · ".join(f"{heading} {fact}" for heading, fact in zip(self.fact_headings, row.facts, strict=True))


def heat_step(percent: Decimal | None, bounds: Sequence[Number] = (50, 65, 80, 90)) -> int | str:
    """Step 1–5 of a percentage; None (no data) is "none". ``bounds`` are the lower ends of steps 2–5."""
    if percent is None:
        return "none"
    return 1 + sum(percent >= bound for bound in bounds)
