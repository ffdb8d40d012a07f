"""Values against their thresholds, and the small lines beside them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from core.charts.scale import TONE_COLOURS, Number, share


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
