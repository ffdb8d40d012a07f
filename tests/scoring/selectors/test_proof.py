"""A stored result is computed once more from what was stored with it."""

from decimal import Decimal

import pytest

from scoring.models import UnitScore
from scoring.selectors.proof import Difference, groups_on_top, proof_of
from scoring.services import runs
from tests.factories.scoring import NOW

pytestmark = pytest.mark.django_db


def computed(scored) -> UnitScore:
    """The stored score of the surgery: a rule, a verifier's points, a measured share, bonus points."""
    surgery = scored.world.surgery
    sheet = scored.submit(surgery, a1={"done": True}, c2={"numerator": "970", "denominator": "1000"})
    scored.verify(sheet, "a2", verified_points=Decimal("12.25"))
    scored.verify(sheet, "T1", verified_points=Decimal("1.50"))
    return runs.compute(round=scored.round, by=scored.office, at=NOW).run.unit_scores.get(unit=surgery)


def test_an_untouched_result_is_reproduced(scored):
    score = computed(scored)

    proof = proof_of(score)

    assert proof.holds
    assert proof.total_again == score.total
    assert [line.score.criterion.code for line in proof.lines] == ["a", "a1", "a2", "c", "c2", "T1"]


def test_a_line_that_was_tampered_with_is_named(scored):
    score = computed(scored)
    score.criterion_scores.filter(criterion__code="a1").update(points=Decimal("39.00"))

    proof = proof_of(score)

    assert not proof.holds
    assert proof.differences == [Difference("a1", Decimal("39.00"), Decimal("40.00"))]


def test_a_total_that_was_tampered_with_does_not_hold(scored):
    score = computed(scored)
    UnitScore.objects.filter(pk=score.pk).update(total=Decimal("99.00"))
    score.refresh_from_db()

    assert not proof_of(score).holds


def test_a_unit_to_which_a_group_does_not_apply_is_reproduced(scored):
    pharmacy = scored.world.pharmacy
    scored.submit(pharmacy, a1={"done": True}, a2={"mark": "20"}, c2={"numerator": "0", "denominator": "0"})
    score = runs.compute(round=scored.round, by=scored.office, at=NOW).run.unit_scores.get(unit=pharmacy)

    assert proof_of(score).holds
    assert score.criterion_scores.get(criterion__code="c").status == "not_applicable"


def test_groups_on_top_leave_out_bonus_and_criteria(scored):
    proof = proof_of(computed(scored))

    assert [row.criterion.code for row in groups_on_top(proof.lines)] == ["a", "c"]


def test_number_of_queries_does_not_grow(scored, django_assert_num_queries):
    score = UnitScore.objects.select_related("run", "unit").get(pk=computed(scored).pk)

    with django_assert_num_queries(4):
        proof_of(score)
