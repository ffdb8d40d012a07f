"""How many fall in each bin."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from core.charts.scale import TONE_COLOURS


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
