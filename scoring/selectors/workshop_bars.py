"""A rule on counts, days or choices as bars, one for each case."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from core.formats import vn_number, vn_points
from scoring.engine.rules import Rule
from scoring.engine.rules.base import InputField
from scoring.engine.values import Awarded, Inputs
from scoring.selectors.workshop_shapes import BAR_LEFT, BAR_RIGHT, BAR_STEP, Bar, Curve

MOST_BARS = 12


def points_at(rule: Rule, max_points: Decimal, inputs: Inputs) -> Decimal | None:
    """The points for these inputs; None where the rule gives none."""
    outcome = rule.award(inputs, max_points)
    return outcome.points if isinstance(outcome, Awarded) else None


def bars(rule: Rule, max_points: Decimal) -> Curve | None:
    """The bars of a rule; None where there are not two cases to compare."""
    asked = rule.fields()
    if not asked:
        return None
    field = next((each for each in asked if each.name in ("days_late", "count")), asked[0])
    rows = [(label, points_at(rule, max_points, inputs)) for label, inputs in _cases(rule, field, max_points)]
    known = [(label, points) for label, points in rows if points is not None]
    if len(known) < 2:
        return None
    top = max(points for _, points in known) or Decimal(1)
    return Curve(
        title="điểm theo từng trường hợp",
        sentence=rule.words(max_points),
        axis=field.label,
        levels=(),
        ticks=(),
        table=[(label, vn_points(points)) for label, points in known],
        bars=list(_drawn(known, top)),
        height=8 + BAR_STEP * len(known),
    )


def _cases(rule: Rule, field: InputField, max_points: Decimal) -> list[tuple[str, Inputs]]:
    if field.form == "choice":
        return [(label, Inputs(level=code)) for code, label in field.choices]
    if field.form == "yes_no" and field.name == "done":
        return [("Có", Inputs(done=True)), ("Không", Inputs(done=False))]
    if field.name == "days_late":
        days = {0, 1, *(day for step in rule.late for day in (step.days, step.days + 1))}  # type: ignore[attr-defined]
        late = [("Đúng hạn" if not day else f"{day} ngày", Inputs(done=True, days_late=day)) for day in sorted(days)]
        return [*late[:MOST_BARS], ("Không làm", Inputs(done=False))]
    if field.name == "count":
        return [(str(count), _count(count)) for count in range(_settled(rule, max_points) + 1)]
    if field.form == "mark":
        marks = [max_points * part / 4 for part in range(5)]
        step = field.step or Decimal("0.01")
        stepped = [mark - mark % step for mark in marks]
        return [(vn_number(mark.normalize()), Inputs(mark=mark)) for mark in stepped]
    return []


def _count(count: int) -> Inputs:
    """So many, none of them serious or late."""
    return Inputs(count=count, serious_count=0, late_count=0)


def _settled(rule: Rule, max_points: Decimal) -> int:
    """From which count on nothing changes any more (at most MOST_BARS)."""
    last = None
    for count in range(MOST_BARS):
        points = points_at(rule, max_points, _count(count))
        if points == last:
            return count
        last = points
    return MOST_BARS


def _drawn(rows: Sequence[tuple[str, Decimal]], top: Decimal) -> Iterator[Bar]:
    for place, (label, points) in enumerate(rows):
        length = Decimal(BAR_RIGHT - BAR_LEFT) * points / top
        yield Bar(
            y=4 + BAR_STEP * place,
            width=f"{length:.1f}",
            text_x=f"{BAR_LEFT + length + 5:.1f}",
            label=label if len(label) <= 17 else f"{label[:16]}…",
            points=vn_number(points.normalize()),
        )
