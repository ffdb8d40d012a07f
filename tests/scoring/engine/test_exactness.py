"""Thresholds are compared exactly, what is printed shows it, and nothing is rounded outside `rounding`."""

import ast
import re
from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scoring.engine
from scoring.engine import explanation, rounding
from scoring.engine.rules.ratios import Proportional, ProportionalFloor, Step, StepTable, ThresholdAllOrNothing
from scoring.engine.values import Inputs

ENGINE = Path(scoring.engine.__file__).parent
MAX = Decimal(7)
counts = st.integers(min_value=0, max_value=10**6)
limits = st.decimals(min_value="0.001", max_value=100, places=3)


def share(numerator, denominator):
    return Inputs(numerator=Decimal(numerator), denominator=Decimal(denominator))


def printed_percent(reason):
    """The percentage that the first formula of a reason ends with."""
    found = re.match(r"[\d./]+ = ([\d.,]+)%", reason)
    return Fraction(found[1].replace(".", "").replace(",", "."))


def side(value, limit):
    return (value > limit) - (value < limit)


@given(counts, counts.filter(bool), limits)
def test_printed_figure_lies_on_the_side_of_the_threshold_where_the_exact_one_lies(numerator, denominator, limit):
    outcome = ThresholdAllOrNothing(threshold=limit).award(share(numerator, denominator), MAX)

    exact = Fraction(numerator * 100, denominator)
    assert side(printed_percent(outcome.reason), Fraction(limit)) == side(exact, Fraction(limit))
    assert outcome.points == (MAX if exact >= Fraction(limit) else 0)


@given(limits, st.integers(min_value=3, max_value=25))
def test_one_case_short_of_the_threshold_is_short_of_it(limit, digits):
    whole = 10 ** (digits + 3)
    reached = int(limit * 1000) * 10 ** (digits - 2)
    table = StepTable(steps=(Step(limit, MAX), Step(Decimal(0), Decimal(1))))
    floor = ProportionalFloor(floor=limit, ceiling=limit)

    for rule, missed in ((table, Decimal(1)), (floor, Decimal(0))):
        assert rule.award(share(reached, whole), MAX).points == MAX
        assert rule.award(share(reached - 1, whole), MAX).points == missed


@given(counts, counts.filter(bool), st.decimals(min_value="0.25", max_value=30, places=2))
def test_proportional_points_are_the_exact_ones_rounded_half_up(numerator, denominator, most):
    points = Proportional().award(share(numerator, denominator), most).points

    exact = min(Fraction(numerator, denominator), Fraction(1)) * Fraction(most)
    assert points == Decimal(floor(exact * 100 + Fraction(1, 2))) / 100


@given(st.fractions(min_value=-(10**6), max_value=10**6), st.integers(min_value=0, max_value=12))
def test_half_up_is_nearest_and_ties_go_away_from_zero(exact, places):
    rounded = Fraction(rounding.half_up(exact, places))

    off = abs(rounded) - abs(exact)
    assert -Fraction(1, 2 * 10**places) < off <= Fraction(1, 2 * 10**places)
    assert rounded * exact >= 0


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_figure_reads_back_as_the_number(value):
    text = explanation.figure(value)

    assert Decimal(text.replace(".", "").replace(",", ".")) == value
    assert re.fullmatch(r"-?\d{1,3}(\.\d{3})*,\d\d", text)


@pytest.mark.parametrize(
    ("number", "text"), [("1234567.5", "1.234.567,5"), ("0.000001", "0,000001"), ("-5.12", "-5,12"), ("100", "100")]
)
def test_number_keeps_just_the_decimals_it_needs(number, text):
    assert explanation.number(Decimal(number)) == text


def test_number_longer_than_a_decimal_context_keeps_every_digit():
    exact = Fraction(10**40 + 1, 2)

    assert rounding.half_up(exact, 1) == Decimal(f"{10**40 // 2}.5")


def modules():
    return [pytest.param(path, id=path.stem) for path in sorted(ENGINE.rglob("*.py"))]


@pytest.mark.parametrize("path", modules())
def test_nothing_is_rounded_elsewhere_and_nothing_is_a_float(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))

    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            assert not isinstance(node.value, float), ast.unparse(node)
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func).rpartition(".")[2]
            assert called not in ("float", "round", "quantize", "sqrt"), ast.unparse(node)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            assert path.stem != "rounding", ast.unparse(node)  # whole numbers only: nothing is lost on the way
