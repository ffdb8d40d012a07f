"""A set of sixty criteria of twelve kinds, as a Sở might publish it, and what units declare for them."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

GROUPS = 10
MAXIMA = ("1", "1.5", "1.5", "1.5", "2", "2.5")
INDICATORS = tuple(f"do-luong-{number}" for number in range(1, 5))
SHARES = {"numerator_label": "Số đạt", "denominator_label": "Tổng số"}
Declared = dict[str, Any]


def _share(top: int, spread: int) -> Callable[[int], Declared]:
    """A share of a few hundred cases, from ``top`` minus ``spread`` per cent up to ``top``."""

    def declared(number: int) -> Declared:
        whole = 200 + number % 397
        part = min(whole * (top * 10 - number * 7 % (spread * 10)) // 1000, whole)
        return {"numerator": str(part), "denominator": str(whole)}

    return declared


def _versus(number: int) -> Declared:
    return {**_share(99, 20)(number), "previous_numerator": str(150 + number % 50), "previous_denominator": "200"}


def _half(most: Decimal) -> str:
    return str(most / 2)


KINDS: tuple[tuple[Callable[[Decimal], dict[str, Any]], Callable[[int], Declared]], ...] = (
    (lambda most: {"kind": "proportional_floor", "floor": 90, "ceiling": 99, **SHARES}, _share(100, 12)),
    (lambda most: {"kind": "yes_no"}, lambda number: {"done": number % 9 != 0}),
    (lambda most: {"kind": "proportional", **SHARES}, _share(100, 30)),
    (
        lambda most: {"kind": "count_step", "per_item": str(most / 5), "item": "sáng kiến"},
        lambda number: {"count": number % 7},
    ),
    (
        lambda most: {
            "kind": "level",
            "levels": [
                {"code": "tot", "name": "Tốt", "points": str(most)},
                {"code": "dat", "name": "Đạt", "points": _half(most)},
                {"code": "chua-dat", "name": "Chưa đạt", "points": 0},
            ],
        },
        lambda number: {"level": ("tot", "tot", "dat", "chua-dat")[number % 4]},
    ),
    (
        lambda most: {
            "kind": "step_table",
            "steps": [
                {"low": 95, "points": str(most)},
                {"low": 80, "points": _half(most)},
                {"low": 0, "points": 0},
            ],
            **SHARES,
        },
        _share(100, 30),
    ),
    (lambda most: {"kind": "target_met", "target": 90, **SHARES}, _share(100, 20)),
    (
        lambda most: {"kind": "versus_previous_year", "higher": str(most), "equal": _half(most), "lower": 0, **SHARES},
        _versus,
    ),
    (
        lambda most: {"kind": "on_time", "late": [{"days": 5, "points": _half(most)}]},
        lambda number: {"done": True, "days_late": (0, 0, 0, 2, 9)[number % 5]},
    ),
    (lambda most: {"kind": "incident_zero", "item": "đơn thư đúng"}, lambda number: {"count": int(number % 17 == 0)}),
    (lambda most: {"kind": "survey_percent"}, lambda number: {"value": f"{80 + number % 200 / 10:.1f}"}),
    (
        lambda most: {"kind": "versus_average", "reached": str(most), "otherwise": _half(most), **SHARES},
        _share(98, 25),
    ),
)


def mapping() -> dict[str, Any]:
    """The set as ``scoring.engine.definition`` reads it."""
    return {
        "code": "do-toc-do",
        "name": "Bộ tiêu chí đo tốc độ",
        "version": 1,
        "total": 100,
        "group": [_group(number) for number in range(GROUPS)],
        "band": [
            {"code": "xuat-sac", "name": "Xuất sắc", "low": 90},
            {"code": "tot", "name": "Tốt", "low": 80},
            {"code": "kha", "name": "Khá", "low": 65},
            {"code": "trung-binh", "name": "Trung bình", "low": 0},
        ],
        "tie_break": ["n1", "n2", "vote"],
        "limit": [{"code": "tu-cham", "name": "Đơn vị không tự đánh giá", "when": "not_assessed", "at_most": "kha"}],
        "quota": {"band": "xuat-sac", "percent": 20, "base": "all"},
    }


def declared(place: int, number: int) -> Declared:
    """What the unit of this number says of the criterion at this place of the set (from zero)."""
    return KINDS[place % len(KINDS)][1](number)


def is_supplied(place: int) -> bool:
    """Whether the portal supplies the figures of the criterion at this place."""
    return place % len(KINDS) in (0, 2)


def _group(number: int) -> dict[str, Any]:
    places = range(number * len(MAXIMA), (number + 1) * len(MAXIMA))
    return {
        "code": f"n{number + 1}",
        "name": f"Nội dung thứ {number + 1}",
        "max": 10,
        "criterion": [_criterion(place) for place in places],
    }


def _criterion(place: int) -> dict[str, Any]:
    most = Decimal(MAXIMA[place % len(MAXIMA)])
    supplied = {"indicator": INDICATORS[place % len(INDICATORS)], "entered_by": "portal"} if is_supplied(place) else {}
    return {
        "code": f"tc{place + 1}",
        "name": f"Tiêu chí thứ {place + 1} của bộ tiêu chí đo tốc độ",
        "max": str(most),
        "rule": KINDS[place % len(KINDS)][0](most),
        "may_not_apply": True,
        **supplied,
    }
