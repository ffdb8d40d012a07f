"""Worked examples: they are calculated like any unit, and every difference from what they promise is a slip."""

from collections.abc import Iterator
from decimal import Decimal

from scoring.engine import explanation
from scoring.engine.evaluation import evaluate
from scoring.engine.provision_reading import example_place
from scoring.engine.provisions import Example
from scoring.engine.results import Evaluation, Line
from scoring.engine.slips import Slip
from scoring.engine.standing import Standing
from scoring.engine.tree import CriteriaSet

STATUS_WORDS = {"not_reported": "chưa có số liệu", "not_applicable": "không áp dụng"}


def run(criteria_set: CriteriaSet) -> list[Slip]:
    """The slips of all worked examples of a sound set; empty when every one gives what it promises."""
    return [slip for example in criteria_set.examples for slip in run_one(criteria_set, example)]


def run_one(criteria_set: CriteriaSet, example: Example) -> list[Slip]:
    """What one example gives differently from what it promises, each at its node."""
    try:
        result = result_of(criteria_set, example)
    except ValueError as refused:
        return [Slip(example_place(example.name), str(refused), field="example")]
    return list(_differences(criteria_set, example, result))


def result_of(criteria_set: CriteriaSet, example: Example) -> Evaluation:
    """The calculation of an example; raises ValueError when a verifier's points in it are out of range.

    An average to compare with must be stated in the example: there are no other units to take it from.
    """
    return evaluate(criteria_set, example.entries, Standing(example.group, example.assessed, example.circumstances))


def _differences(criteria_set: CriteriaSet, example: Example, result: Evaluation) -> Iterator[Slip]:
    place = example_place(example.name)
    lines = {line.code: line for line in result.lines}
    for code, expected in example.expect.items():
        line = lines.get(code)
        if line is None:
            yield Slip(place, f"Không có nhóm hay tiêu chí mã “{code}”.", field="example")
        elif not _agrees(line, expected):
            message = f"Mục {code} phải là {_words(expected)} nhưng tính ra {_found(line)}. {line.reason}."
            yield Slip(place, message, code, field="example")
    if example.total is not None and result.total != example.total:
        found = "không có tổng điểm" if result.total is None else explanation.points(result.total)
        yield Slip(place, f"Tổng điểm phải là {_words(example.total)} nhưng tính ra {found}. {result.reason}")
    grade = result.band.code if result.band else ""
    if example.grade and grade != example.grade:
        names = {band.code: band.name for band in criteria_set.bands}
        named = names.get(example.grade, example.grade), names.get(grade, "không xếp loại")
        yield Slip(place, f"Xếp loại phải là {named[0]} nhưng tính ra {named[1]}. {result.reason}", field="example")


def _agrees(line: Line, expected: Decimal | str) -> bool:
    return line.status == expected if isinstance(expected, str) else line.points == expected


def _words(expected: Decimal | str) -> str:
    return STATUS_WORDS.get(expected, expected) if isinstance(expected, str) else explanation.points(expected)


def _found(line: Line) -> str:
    return STATUS_WORDS[line.status] if line.points is None else explanation.points(line.points)
