"""What a chart shows, worked out to percentages, so that templates only draw.

Each chart has a title, one sentence saying what it means, and numbers already written in Vietnamese. The same markup
serves page and PDF: geometry is in SVG attributes (percentages and pixels), never in ``style``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from core.formats import vn_number

Number = Decimal | int

TONE_COLOURS = {
    "accent": "#0b5cad",
    "good": "#1a7f47",
    "attention": "#9a5b00",
    "bad": "#b3261e",
    "neutral": "#7d8896",
}
# Series are told apart by dash as well as by colour.
SERIES_LOOKS = (("#0b5cad", "0"), ("#9a5b00", "6 4"), ("#1a7f47", "2 4"), ("#55606e", "10 4 2 4"))


def share(value: Number, low: Number, high: Number) -> str:
    """Where ``value`` lies between ``low`` and ``high``, in per cent with two decimals, kept within 0–100."""
    span = Decimal(high) - Decimal(low)
    part = Decimal(0) if span == 0 else (Decimal(value) - Decimal(low)) * 100 / span
    return f"{min(Decimal(100), max(Decimal(0), part)):.2f}"


def round_step(wish: Decimal) -> Decimal:
    """The smallest of …, 0.5, 1, 2, 5, 10, … that is at least ``wish`` (above zero)."""
    decade = Decimal(1).scaleb(wish.adjusted())
    return next(decade * part for part in (1, 2, 5, 10) if decade * part >= wish)


@dataclass(frozen=True)
class Bar:
    """One row of a bar chart; ``value`` None is «no figure»; ``text`` defaults to the number."""

    label: str
    value: Number | None
    text: str = ""
    tone: str = "accent"
    url: str = ""


@dataclass(frozen=True)
class BarChart:
    """Horizontal bars from zero. ``limit`` is the end of the scale (default: the largest value)."""

    title: str
    sentence: str
    bars: Sequence[Bar]
    value_heading: str = "Giá trị"
    label_heading: str = "Đơn vị"
    limit: Number | None = None
    template: str = field(default="core/charts/bars.html", init=False)

    def rows(self) -> list[dict[str, object]]:
        """Bars with their width in per cent."""
        known = [bar.value for bar in self.bars if bar.value is not None]
        high = self.limit if self.limit is not None else max(known, default=Decimal(0))
        return [
            {
                "bar": bar,
                "width": None if bar.value is None else share(bar.value, 0, high),
                "text": bar.text or vn_number(bar.value),
                "colour": TONE_COLOURS[bar.tone],
            }
            for bar in self.bars
        ]


@dataclass(frozen=True)
class Bullet:
    """A current value against its threshold; ``met`` says in the data, not by colour alone, how it stands."""

    label: str
    value: Number | None
    threshold: Number
    text: str
    threshold_text: str
    met: bool | None
    url: str = ""
    low: Number = 0
    high: Number = 100
    trend: Sequence[Number] = ()


@dataclass(frozen=True)
class BulletChart:
    """Rows of bullets, each on its own scale, with an optional trend line."""

    title: str
    sentence: str
    bullets: Sequence[Bullet]
    template: str = field(default="core/charts/bullets.html", init=False)

    def rows(self) -> list[dict[str, object]]:
        """Bullets with widths, threshold positions and trend points."""
        return [
            {
                "bullet": bullet,
                "width": None if bullet.value is None else share(bullet.value, bullet.low, bullet.high),
                "mark": share(bullet.threshold, bullet.low, bullet.high),
                "colour": TONE_COLOURS[{True: "good", False: "bad", None: "neutral"}[bullet.met]],
                "trend": Sparkline(bullet.trend) if len(bullet.trend) > 1 else None,
            }
            for bullet in self.bullets
        ]

    @property
    def has_trend(self) -> bool:
        """Whether any row has a line, so that the column is worth drawing."""
        return any(len(bullet.trend) > 1 for bullet in self.bullets)


@dataclass(frozen=True)
class Sparkline:
    """A small line without axes, 96 × 24 pixels, for use inside a table cell."""

    values: Sequence[Number]
    sentence: str = ""
    template: str = field(default="core/charts/_sparkline.html", init=False)

    def points(self) -> str:
        """Points of the line for an SVG polyline."""
        low, high = min(self.values), max(self.values)
        step = Decimal(92) / max(1, len(self.values) - 1)
        pairs = []
        for index, value in enumerate(self.values):
            height = Decimal("10") if high == low else Decimal(share(value, low, high)) * 20 / 100
            pairs.append(f"{2 + step * index:.1f},{22 - height:.1f}")
        return " ".join(pairs)

    def last(self) -> tuple[str, str]:
        """Coordinates of the last point."""
        x, y = self.points().split()[-1].split(",")
        return x, y


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


@dataclass(frozen=True)
class Bin:
    """One column of a histogram: its label (e.g. «90–100»), how many, and its tone."""

    label: str
    count: int
    tone: str = "accent"


@dataclass(frozen=True)
class Histogram:
    """How many fall in each bin."""

    title: str
    sentence: str
    bins: Sequence[Bin]
    label_heading: str = "Khoảng điểm"
    count_heading: str = "Số đơn vị"
    template: str = field(default="core/charts/histogram.html", init=False)

    HEIGHT, TOP, BOTTOM = 200, 24, 170

    def columns(self) -> list[dict[str, object]]:
        """Columns with their place and height."""
        highest = max((item.count for item in self.bins), default=0) or 1
        width = Decimal(100) / max(1, len(self.bins))
        drawn = []
        for index, item in enumerate(self.bins):
            height = Decimal(self.BOTTOM - self.TOP) * item.count / highest
            drawn.append(
                {
                    "bin": item,
                    "x": f"{width * index + width / 10:.2f}%",
                    "middle": f"{width * index + width / 2:.2f}%",
                    "width": f"{width * 8 / 10:.2f}%",
                    "y": f"{self.BOTTOM - height:.1f}",
                    "height": f"{height:.1f}",
                    "text_y": f"{self.BOTTOM - height - 6:.1f}",
                    "colour": TONE_COLOURS[item.tone],
                }
            )
        return drawn


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


@dataclass(frozen=True)
class HeatMap:
    """Units × contents as a table with five tones of one hue; itself its own data table.

    ``columns`` are (code, name): the code stands over the column, the names below the table. ``fact_headings`` are
    columns of plain text between the unit and its cells.
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


def heat_step(percent: Decimal | None, bounds: Sequence[Number] = (50, 65, 80, 90)) -> int | str:
    """Step 1–5 of a percentage; None (no data) is "none". ``bounds`` are the lower ends of steps 2–5."""
    if percent is None:
        return "none"
    return 1 + sum(percent >= bound for bound in bounds)
