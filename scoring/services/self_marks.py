"""A unit's result by its own marks, derived from the verified one where both rest on the same figures."""

from scoring.engine.evaluation import Evaluation, Line, conclude, outcome_of
from scoring.engine.results import new_line
from scoring.engine.tree import CriteriaSet, Criterion
from scoring.engine.values import Awarded, Entry, NotApplicable, Outcome
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
        line, mine, counted = lines[criterion.code], own[criterion.code], unit.entries[criterion.code]
        if left_out or mine is counted:
            return line
        if mine.measured is not counted.measured:
            return _line(criterion, depth, mine, outcome_of(criterion, mine, unit.standing))
        if line.status == "not_applicable":
            return line
        return _line(criterion, depth, mine, None if line.calculated is None else Awarded(line.calculated, ""))

    return conclude(criteria_set, line_of, unit.standing)


def _line(criterion: Criterion, depth: int, mine: Entry, outcome: Outcome | None) -> Line:
    """The line of a leaf: the unit's own mark stands wherever the criterion applies, else what the rule gives."""
    code, name, most = criterion.code, criterion.name, criterion.max_points
    if isinstance(outcome, NotApplicable):
        return Line(code, name, depth, False, most, "not_applicable", None, None, "")
    points = outcome.points if isinstance(outcome, Awarded) else None
    if mine.decision is not None:
        points = mine.decision.points
    status = "not_reported" if points is None else "awarded"
    return new_line((code, name, depth, False, most, status, points, None, "", ()))
