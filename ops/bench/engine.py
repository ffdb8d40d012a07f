"""How fast the pure engine is: whole units of the default set, each criterion with its reason, in one process.

Every unit has figures of its own, drawn from a fixed seed, so that nothing can be answered from memory. Processor time
counts, not the clock on the wall; the second row gives the same in steps of a plain loop, which other work on the
machine and the speed of its processor change far less.
"""

import gc
import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random
from statistics import median
from time import process_time
from typing import Any

from scoring.engine import definition
from scoring.engine.evaluation import evaluate
from scoring.engine.rules import InputField
from scoring.engine.tree import CriteriaSet, Criterion
from scoring.engine.values import Decision, Entry, Inputs, NotApplicable

SET = Path(__file__).parents[2] / "scoring" / "data" / "hoai-nhon-khoa-phong.toml"
UNITS = 6000
"""With the 36 criteria of the default set: 216,000 evaluations in each round."""
ROUNDS = 5
GOAL = 100_000
LOOP_STEPS = 1_000_000
MOST_STEPS = 140
"""What the goal comes to on the machine where it was set: 10 µs a criterion, 0.07 µs a step."""


def measure() -> list[dict[str, Any]]:
    """The rows of the benchmark's table: criteria a second, and plain loop steps a criterion."""
    criteria_set = default_set()
    units = units_of(criteria_set)
    evaluations = len(units) * sum(1 for _ in criteria_set.criteria())
    gc.collect()
    gc.freeze()  # the drawn figures live through all rounds; searching them for garbage is not the engine's work
    try:
        taken = [(_seconds(_plain_loop), _seconds(lambda: _evaluate_all(criteria_set, units))) for _ in range(ROUNDS)]
    finally:
        gc.unfreeze()
    rate = median(evaluations / engine for _, engine in taken)
    steps = median((engine / evaluations) / (loop / LOOP_STEPS) for loop, engine in taken)
    return [
        {"name": "scoring.engine", "value": round(rate), "goal": GOAL, "better": "higher", "unit": "criteria/s"},
        {
            "name": "scoring.engine.steps",
            "value": round(steps, 1),
            "goal": MOST_STEPS,
            "better": "lower",
            "unit": "plain loop steps a criterion",
        },
    ]


def default_set() -> CriteriaSet:
    """The shipped set of the default plan."""
    built, _ = definition.read_set(tomllib.loads(SET.read_text(encoding="utf-8"), parse_float=Decimal))
    if built is None:
        raise ValueError(f"{SET} cannot be read")
    return built


def units_of(criteria_set: CriteriaSet, count: int = UNITS) -> list[dict[str, Entry]]:
    """The entries of so many units, the same in every run."""
    chance = Random(20260101)
    leaves = list(criteria_set.criteria())
    return [{leaf.code: _entry(leaf, chance) for leaf in leaves} for _ in range(count)]


def _entry(leaf: Criterion, chance: Random) -> Entry:
    """One criterion in twenty is not reported, one in twenty does not apply, one in ten was adjusted by a verifier."""
    drawn = chance.random()
    if drawn < 0.05:
        return Entry()
    if drawn < 0.1:
        return Entry(NotApplicable("Không được giao"))
    inputs = Inputs(**_drawn(leaf.rule.fields(), chance))
    if drawn < 0.2:
        points = Decimal(chance.randint(0, int(leaf.max_points * 4))) / 4
        return Entry(inputs, Decision(min(points, leaf.max_points), "Minh chứng chưa đủ"))
    return Entry(inputs)


def _drawn(fields: tuple[InputField, ...], chance: Random) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in fields:
        if field.name == "denominator":
            values[field.name] = values["numerator"] + chance.randint(1, 60)
        elif field.name == "numerator":
            values[field.name] = Decimal(chance.randint(0, 1200))
        elif field.form == "integer":
            values[field.name] = chance.randint(0, 4)
        elif field.form == "yes_no":
            values[field.name] = chance.random() < 0.9
        elif field.form == "choice":
            values[field.name] = chance.choice(field.choices)[0]
        elif field.form == "mark":
            values[field.name] = Decimal(chance.randint(0, 4)) / 4
        else:
            values[field.name] = Decimal(chance.randint(0, 10_000)) / 100
    return values


def _evaluate_all(criteria_set: CriteriaSet, units: list[dict[str, Entry]]) -> None:
    for entries in units:
        evaluate(criteria_set, entries)


def _plain_loop() -> None:
    """A fixed piece of pure Python: an integer multiplied, added, reduced."""
    state = 0
    for step in range(LOOP_STEPS):
        state = (state * 31 + step) % 1_000_003


def _seconds(work: Callable[[], None]) -> float:
    started = process_time()
    work()
    return process_time() - started
