"""What a benchmark says: one row for each figure, as a table and as bench.json."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

Row = dict[str, Any]


def row(name: str, value: float, goal: float, better: str, unit: str) -> Row:
    """One figure; ``better`` says in which direction: lower or higher."""
    return {"name": name, "value": float(f"{value:.4g}"), "goal": goal, "better": better, "unit": unit}


def holds(figure: Row) -> bool:
    """Whether the goal is reached."""
    if figure["better"] == "lower":
        return bool(figure["value"] <= figure["goal"])
    return bool(figure["value"] >= figure["goal"])


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes by the wall clock."""
    begun = perf_counter()
    work()
    return perf_counter() - begun


def middle(values: Sequence[float]) -> float:
    """The median, which one disturbance does not move."""
    return median(values)


def table(figures: Sequence[Row]) -> str:
    """The figures as people read them."""
    lines = [f"{'':2}{'':24}{'measured':>12}  {'goal':>10}"]
    for each in figures:
        sign = "≤" if each["better"] == "lower" else "≥"
        mark = "✓" if holds(each) else "✗"
        lines.append(f"{mark:2}{each['name']:24}{each['value']:>12,g}  {sign} {each['goal']:>8,g}  {each['unit']}")
    return "\n".join(lines)


def write(figures: Sequence[Row], path: Path) -> None:
    """Store the figures for machines."""
    path.write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
