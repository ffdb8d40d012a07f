"""Lines over time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from core.charts.scale import Number, round_step, share
from core.formats import vn_number

# Series are told apart by dash as well as by colour.
SERIES_LOOKS = (("#0b5cad", "0"), ("#9a5b00", "6 4"), ("#1a7f47", "2 4"), ("#55606e", "10 4 2 4"))


@dataclass(frozen=True)
class Series:
    """One line: a value or None (gap) for each label of the chart."""

    name: str
    values: Sequence[Number | None]


@dataclass(frozen=True)
class LineChart:
    """Lines over time. ``threshold`` draws a dashed level with ``threshold_label``."""

    title: str
    sentence: str
    labels: Sequence[str]
    series: Sequence[Series]
    unit: str = ""
    low: Number | None = None
    high: Number | None = None
    threshold: Number | None = None
    threshold_label: str = ""
    label_heading: str = "Kỳ"
    template: str = field(default="core/charts/lines.html", init=False)

    HEIGHT, TOP, BOTTOM, LEFT, RIGHT = 220, 16, 188, 15, 97
    # More points than these would melt into one thick line and hide its dashes.
    DOTTED_UP_TO = 31

    def _scale(self) -> list[Decimal]:
        """Levels of the grid: round numbers that hold all values, two to four steps."""
        known = [Decimal(value) for line in self.series for value in line.values if value is not None]
        if self.threshold is not None:
            known.append(Decimal(self.threshold))
        low = Decimal(self.low) if self.low is not None else min(known, default=Decimal(0))
        high = Decimal(self.high) if self.high is not None else max(known, default=Decimal(1))
        if low == high:
            low, high = (low - 1 if low else low), high + 1
        step = round_step((high - low) / 3)
        first = (low / step).to_integral_value(ROUND_FLOOR) * step
        last = (high / step).to_integral_value(ROUND_CEILING) * step
        # A share never leaves 0–100, whatever round number would come next.
        if self.unit == "%" and max(known, default=Decimal(0)) <= 100:
            last = min(last, Decimal(100))
        return [first + step * i for i in range(int((last - first) / step) + 1)]

    def _x(self, index: int) -> str:
        return f"{self.LEFT + (self.RIGHT - self.LEFT) * index / max(1, len(self.labels) - 1):.2f}%"

    def _y(self, value: Number) -> str:
        levels = self._scale()
        low, high = levels[0], levels[-1]
        return f"{self.BOTTOM - (self.BOTTOM - self.TOP) * Decimal(share(value, low, high)) / 100:.1f}"

    def levels(self) -> list[dict[str, str]]:
        """Grid lines with their numbers, all with as many decimals as the finest needs."""
        levels = self._scale()
        step = (levels[1] - levels[0]).normalize()
        places = max(0, -int(step.as_tuple().exponent))
        return [{"y": self._y(value), "text": vn_number(value, places) + self.unit} for value in levels]

    def ticks(self) -> list[dict[str, str]]:
        """Labels under the axis; of many only some are written, so that they stay apart on a phone."""
        written = 6 if max(map(len, self.labels), default=0) <= 5 else 4
        every = 1 + (len(self.labels) - 1) // written
        return [{"x": self._x(i), "text": label} for i, label in enumerate(self.labels) if i % every == 0]

    def lines(self) -> list[dict[str, object]]:
        """Segments and points of each series; a missing value breaks the line."""
        drawn: list[dict[str, object]] = []
        is_dense = len(self.labels) > self.DOTTED_UP_TO
        for number, line in enumerate(self.series):
            points = [
                {"x": self._x(i), "y": self._y(v), "text": f"{self.labels[i]}: {vn_number(v)}{self.unit}"}
                if v is not None
                else None
                for i, v in enumerate(line.values)
            ]
            segments = [
                {"x1": a["x"], "y1": a["y"], "x2": b["x"], "y2": b["y"]}
                for a, b in zip(points, points[1:], strict=False)
                if a and b
            ]
            colour, dash = SERIES_LOOKS[number % len(SERIES_LOOKS)]
            if is_dense and dash != "0":
                # Pieces shorter than a dash cannot carry one, so every other pair of them is left out instead.
                segments, dash = [piece for i, piece in enumerate(segments) if i % 4 < 2], "0"
            drawn.append(
                {
                    "name": line.name,
                    "segments": segments,
                    "points": [] if is_dense else [p for p in points if p],
                    "colour": colour,
                    "dash": dash,
                    "legend_dash": SERIES_LOOKS[number % len(SERIES_LOOKS)][1],
                }
            )
        return drawn

    def threshold_y(self) -> str:
        """Height of the threshold line, empty without one."""
        return "" if self.threshold is None else self._y(self.threshold)

    def table(self) -> list[tuple[str, list[str]]]:
        """The same numbers, row by row."""
        return [
            (
                label,
                [vn_number(line.values[i]) + (self.unit if line.values[i] is not None else "") for line in self.series],
            )
            for i, label in enumerate(self.labels)
        ]
