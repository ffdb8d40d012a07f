"""Where a number lies on a scale, and the colours that charts share."""

from decimal import Decimal

Number = Decimal | int

TONE_COLOURS = {
    "accent": "#0b5cad",
    "good": "#1a7f47",
    "attention": "#9a5b00",
    "bad": "#b3261e",
    "neutral": "#7d8896",
}


def share(value: Number, low: Number, high: Number) -> str:
    """Where ``value`` lies between ``low`` and ``high``, in per cent with two decimals, kept within 0–100."""
    span = Decimal(high) - Decimal(low)
    part = Decimal(0) if span == 0 else (Decimal(value) - Decimal(low)) * 100 / span
    return f"{min(Decimal(100), max(Decimal(0), part)):.2f}"


def round_step(wish: Decimal) -> Decimal:
    """The smallest of …, 0.5, 1, 2, 5, 10, … that is at least ``wish`` (above zero)."""
    decade = Decimal(1).scaleb(wish.adjusted())
    return next(decade * part for part in (1, 2, 5, 10) if decade * part >= wish)
