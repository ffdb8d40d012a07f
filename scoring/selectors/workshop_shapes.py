"""What a drawing of points against figures consists of, with its places worked out for SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.formats import vn_number

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 340, 184, 36, 326, 12, 156
BAR_LEFT, BAR_RIGHT, BAR_STEP = 124, 296, 26


@dataclass(frozen=True)
class Dot:
    """An end of a piece; ``full`` when the value belongs to it."""

    x: str
    y: str
    full: bool


@dataclass(frozen=True)
class Piece:
    """A straight piece of the line."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class Bar:
    """One case: a count, a number of days, or a choice."""

    y: int
    width: str
    text_x: str
    label: str
    points: str


@dataclass(frozen=True)
class Curve:
    """One drawing with its title, sentence and table; either pieces and dots, or bars."""

    title: str
    sentence: str
    axis: str
    levels: Sequence[tuple[str, str]]
    ticks: Sequence[tuple[str, str]]
    table: Sequence[tuple[str, str]]
    pieces: Sequence[Piece] = ()
    dots: Sequence[Dot] = ()
    bars: Sequence[Bar] = ()
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    bottom: int = BOTTOM


def x_of(value: Decimal, low: Decimal, high: Decimal) -> str:
    """The place of a value on an axis from ``low`` to ``high``; what lies before it stands at its beginning."""
    return f"{LEFT + (RIGHT - LEFT) * max(value - low, Decimal(0)) / (high - low):.1f}"


def y_of(points: Decimal, top: Decimal) -> str:
    """The height of points on an axis from 0 to ``top``."""
    return f"{BOTTOM - (BOTTOM - TOP) * points / top:.1f}"


def levels(top: Decimal) -> list[tuple[str, str]]:
    """Lines at zero, half and the most points."""
    return [(y_of(value, top), vn_number(value.normalize())) for value in (Decimal(0), top / 2, top)]
