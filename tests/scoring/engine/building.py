"""Small sets and entries for the tests of whole calculations."""

from decimal import Decimal
from typing import Any

from scoring.engine.evaluation import evaluate
from scoring.engine.results import Evaluation
from scoring.engine.rules.choices import Bonus, Manual, Penalty
from scoring.engine.standing import Standing
from scoring.engine.tree import Band, CriteriaSet, Criterion, Group, OnTop
from scoring.engine.values import Decision, Entry, Inputs, NotApplicable

BANDS = tuple(
    Band(code=code, name=name, low=Decimal(low))
    for code, name, low in (("xs", "Xuất sắc", 90), ("tot", "Tốt", 80), ("kha", "Khá", 70), ("yeu", "Yếu", 0))
)
OUT = Entry(NotApplicable("Không được giao"))
HUNDREDTH = Decimal("0.01")


def leaf(code: str, points: Any, **more: Any) -> Criterion:
    """A criterion marked by hand, in hundredths."""
    return Criterion(code=code, name=code, max_points=Decimal(points), rule=Manual(step=HUNDREDTH), **more)


def group(code: str, points: Any, *children: Group | Criterion, **more: Any) -> Group:
    return Group(code=code, name=code, max_points=Decimal(points), children=children, **more)


def on_top(rule: type[Bonus] | type[Penalty], cap: Any, **points: Any) -> OnTop:
    """Bonus or penalty criteria by code with their maxima."""
    criteria = tuple(
        Criterion(code=code, name=code, max_points=Decimal(most), rule=rule()) for code, most in points.items()
    )
    return OnTop(cap=Decimal(cap), criteria=criteria)


def whole(*groups: Group, **options: Any) -> CriteriaSet:
    """A set of these groups, out of the sum of their maxima."""
    total = sum((each.max_points for each in groups), Decimal(0))
    options = {"code": "s", "name": "S", "version": 1, "total": total, "bands": BANDS, **options}
    return CriteriaSet(groups=groups, **options)


def marked(points: Any) -> Entry:
    return Entry(Inputs(mark=Decimal(points)))


def decided(points: Any, why: str = "") -> Entry:
    return Entry(None, Decision(Decimal(points), why))


def result(criteria_set: CriteriaSet, standing: Standing | None = None, **marks: Any) -> Evaluation:
    """The result for marks by code; None is not applicable."""
    entries = {code: OUT if mark is None else marked(mark) for code, mark in marks.items()}
    return evaluate(criteria_set, entries, standing or Standing())
