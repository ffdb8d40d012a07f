"""Equal inputs have one hash, whatever their order or spelling; any change has another."""

from dataclasses import replace
from decimal import Decimal

from scoring.engine import canonical
from scoring.engine.evaluation import evaluate
from scoring.engine.rules.choices import Manual
from scoring.engine.standing import Standing
from scoring.engine.tree import Band, CriteriaSet, Criterion, Group
from scoring.engine.values import Decision, Entry, Inputs, NotApplicable

LEAF = Criterion(code="x", name="", max_points=Decimal(10), rule=Manual())
SET = CriteriaSet(
    code="s",
    name="",
    version=1,
    total=Decimal(10),
    groups=(Group(code="g", name="", max_points=Decimal(10), children=(LEAF,)),),
    bands=(Band(code="b", name="", low=Decimal(0)),),
)
ORDINARY = Standing()


def hash_of(standing=ORDINARY, **entries):
    texts = {code: canonical.measured_text(entry.measured) for code, entry in entries.items()}
    return canonical.unit_inputs_hash(entries, texts, standing)


def test_order_and_spelling_do_not_change_the_hash():
    one = hash_of(a=Entry(Inputs(mark=Decimal("7"))), b=Entry())
    other = hash_of(b=Entry(), a=Entry(Inputs(mark=Decimal("7.00"))))

    assert one == other


def test_every_kind_of_change_changes_the_hash():
    entries = [
        Entry(),
        Entry(Inputs(mark=Decimal(0))),
        Entry(Inputs(mark=Decimal(7))),
        Entry(Inputs(value=Decimal(7))),
        Entry(NotApplicable("")),
        Entry(NotApplicable("vì")),
        Entry(None, Decision(Decimal(7), "")),
    ]
    assert len({hash_of(a=entry) for entry in entries}) == len(entries)


def test_standing_of_the_unit_is_part_of_its_inputs():
    standings = [
        Standing(),
        Standing(group="lam-sang"),
        Standing(assessed=False),
        Standing(circumstances={"khien_trach": "Quyết định số 12"}),
    ]
    assert len({hash_of(standing, a=Entry()) for standing in standings}) == len(standings)


def test_same_inputs_give_the_same_result_bytes():
    entries = {"x": Entry(Inputs(mark=Decimal(7)))}
    first, second = (canonical.unit_result_hash(evaluate(SET, entries)) for _ in range(2))

    assert first == second
    assert first != canonical.unit_result_hash(evaluate(SET, {}))


def test_run_depends_on_its_set_its_units_and_its_votes():
    runs = [
        canonical.run_inputs_hash(SET, {"a": "1", "b": "2"}, {}),
        canonical.run_inputs_hash(SET, {"a": "1", "b": "3"}, {}),
        canonical.run_inputs_hash(SET, {"a": "1", "b": "2"}, {"a": 1, "b": 2}),
        canonical.run_inputs_hash(replace(SET, version=2), {"a": "1", "b": "2"}, {}),
    ]
    assert len(set(runs)) == len(runs)
    assert runs[0] == canonical.run_inputs_hash(SET, {"b": "2", "a": "1"}, {})
