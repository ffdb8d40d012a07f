"""A unit's result by its own marks, derived from the verified one where both rest on the same figures."""

from scoring.engine.evaluation import Evaluation, Line, conclude, outcome_of
from scoring.engine.standing import Standing
from scoring.engine.tree import CriteriaSet, Criterion
from scoring.engine.values import Awarded, Entry, NotApplicable
from scoring.selectors.gathering import UnitInputs


def own_result(criteria_set: CriteriaSet, unit: UnitInputs, verified: Evaluation) -> Evaluation | None:
    """What the unit would have by its own claims and marks (points only, not their reasons); None without a sheet.

    The rules are the costly part, and what they give is known from the verified result. Only where a claim to leave a
    criterion out was decided differently is it evaluated anew.
    """
    own = unit.own
    if own is None:
        return None
    lines = {line.code: line for line in verified.lines}

    def line_of(criterion: Criterion, depth: int, left_out: str) -> Line:
        line, mine = lines[criterion.code], own[criterion.code]
        if left_out or mine is unit.entries[criterion.code]:
            return line
        if mine.measured is not unit.entries[criterion.code].measured:
            line = _by_rule(criterion, mine, unit.standing, line)
        elif line.status != "not_applicable":
            line = line._replace(points=line.calculated)
        return _marked(line, mine)

    return conclude(criteria_set, line_of, unit.standing)


def _by_rule(criterion: Criterion, entry: Entry, standing: Standing, line: Line) -> Line:
    """The line as the rule alone makes it."""
    outcome = outcome_of(criterion, entry, standing)
    if isinstance(outcome, NotApplicable):
        return line._replace(status="not_applicable", points=None, calculated=None)
    points = outcome.points if isinstance(outcome, Awarded) else None
    return line._replace(status="awarded", points=points, calculated=points)


def _marked(line: Line, mine: Entry) -> Line:
    """The same with the unit's own mark, which stands wherever the criterion applies."""
    if line.status == "not_applicable":
        return line
    points = mine.decision.points if mine.decision else line.points
    return line._replace(status="not_reported" if points is None else "awarded", points=points)
