"""Horizontal bars."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from core.charts.scale import TONE_COLOURS, Number, share
from core.formats import vn_number


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
