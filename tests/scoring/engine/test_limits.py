"""What lowers a grade, and what does not concern a unit: the sentences, and the edges."""

from decimal import Decimal

import pytest

from scoring.engine.evaluation import evaluate
from scoring.engine.provisions import Limit
from scoring.engine.rules.choices import Penalty
from scoring.engine.rules.composites import SummedPart, SumOfParts
from scoring.engine.rules.counts import IncidentZero
from scoring.engine.standing import Standing
from scoring.engine.tree import Criterion
from scoring.engine.values import Entry, Inputs, PartInputs
from tests.scoring.engine.building import decided, group, leaf, marked, on_top, result, whole


def limit(when, at_most="kha", **more):
    return Limit(code="gh", name="Giới hạn", when=when, at_most=at_most, **more)


def limited(*limits):
    return whole(group("a", 100, leaf("a1", 60), leaf("a2", 40)), limits=limits)


def test_no_limit_changes_nothing():
    found = result(limited(limit("criterion_zero")), a1=60, a2=35)

    assert (found.band, found.limits) == (found.reached, ())
    assert found.reason.endswith("Tổng điểm 95,00. Xếp loại Xuất sắc (từ 90 điểm trở lên).")


def test_limit_that_bites_is_told_with_the_grade_reached():
    found = result(limited(limit("not_assessed")), Standing(assessed=False), a1=60, a2=35)

    assert (found.total, found.reached.code, found.band.code) == (Decimal(95), "xs", "kha")
    assert found.limits == ("Giới hạn: đơn vị không tự đánh giá; xếp loại không quá Khá",)
    assert found.reason.endswith(
        "Tổng điểm 95,00. Theo điểm: Xuất sắc (từ 90 điểm trở lên). "
        "Giới hạn: đơn vị không tự đánh giá; xếp loại không quá Khá. Xếp loại Khá."
    )


def test_limit_above_the_grade_reached_is_not_told():
    found = result(limited(limit("not_assessed", at_most="tot")), Standing(assessed=False), a1=60, a2=15)

    assert (found.band.code, found.limits) == ("kha", ())


def test_all_limits_that_bite_are_told_and_the_lowest_stands():
    found = result(
        limited(limit("criterion_zero", at_most="tot"), limit("circumstance", at_most="yeu")),
        Standing(circumstances={"gh": "Quyết định số 5."}),
        a1=60,
        a2=0,
    )
    assert (found.reached.code, found.band.code, found.limits) == ("yeu", "yeu", ())

    found = result(
        whole(
            group("a", 100, leaf("a1", 95), leaf("a2", 5)),
            limits=(limit("criterion_zero", at_most="tot"), limit("circumstance", at_most="yeu")),
        ),
        Standing(circumstances={"gh": "Quyết định số 5."}),
        a1=95,
        a2=0,
    )
    assert found.band.code == "yeu"
    assert found.limits == (
        "Giới hạn: tiêu chí a2 được 0 điểm; xếp loại không quá Tốt",
        "Giới hạn: Quyết định số 5; xếp loại không quá Yếu",
    )


def test_zero_bites_only_where_it_is_a_zero():
    criteria_set = whole(
        group("a", 100, leaf("a1", 90), leaf("a2", 5), leaf("a3", 5)),
        penalty=on_top(Penalty, 5, P1=5),
        limits=(limit("criterion_zero"),),
    )

    assert result(criteria_set, a1=90, a3=5, P1=0).band.code == "xs"  # nobody reported a2
    assert result(criteria_set, a1=90, a2=None, a3=5).band.code == "xs"
    assert result(criteria_set, a1=90, a2=0, a3=0).limits == (
        "Giới hạn: tiêu chí a2, a3 được 0 điểm; xếp loại không quá Khá",
    )


def test_zero_of_a_verifier_counts_and_so_does_a_verifier_who_lifts_it():
    criteria_set = whole(group("a", 100, leaf("a1", 95), leaf("a2", 5)), limits=(limit("criterion_zero"),))

    assert evaluate(criteria_set, {"a1": marked(95), "a2": decided(0)}).band.code == "kha"
    assert evaluate(criteria_set, {"a1": marked(95), "a2": decided("0.01")}).band.code == "xs"


def test_only_the_named_criteria_must_not_be_zero():
    criteria_set = whole(
        group("a", 100, leaf("a1", 90), leaf("a2", 5), leaf("a3", 5)),
        limits=(limit("criterion_zero", criteria=("a3",)),),
    )

    assert result(criteria_set, a1=90, a2=0, a3=1).band.code == "xs"
    assert result(criteria_set, a1=90, a2=1, a3=0).band.code == "kha"


@pytest.mark.parametrize(("a2", "band"), [(32, "xs"), ("31.99", "kha")])
def test_node_below_its_share_is_compared_exactly(a2, band):
    criteria_set = limited(limit("node_below", node="a2", percent=Decimal(80)))

    found = result(criteria_set, a1=60, a2=a2)

    assert found.band.code == band
    if band == "kha":
        assert found.limits == ("Giới hạn: mục a2 được 31,99/40,00 điểm, chưa đến 80%; xếp loại không quá Khá",)


def test_node_that_does_not_apply_is_not_below_anything():
    assert result(limited(limit("node_below", node="a2", percent=Decimal(80))), a1=60, a2=None).band.code == "xs"


def part(code, most):
    return SummedPart(code, code, Decimal(most), IncidentZero())


def test_part_that_nobody_reported_keeps_a_criterion_incomplete():
    rule = SumOfParts(parts=(part("p1", 4), part("p2", 6)))
    criteria_set = whole(
        group("a", 100, leaf("a1", 90), Criterion(code="a2", name="", max_points=Decimal(10), rule=rule)),
        limits=(limit("criterion_zero"),),
    )
    entries = {"a1": marked(90), "a2": Entry(Inputs(parts=(PartInputs("p1", Inputs(count=1)),)))}

    found = evaluate(criteria_set, entries)

    assert (found.missing, found.band.code) == (1, "xs")
    assert "; chưa đủ số liệu: a2" in found.lines[0].reason


def test_group_that_does_not_concern_a_unit_takes_everything_in_it_along():
    criteria_set = whole(
        group("a", 60, leaf("a1", 60)),
        group("b", 40, leaf("b1", 40, when_exempt="full"), not_for=("phong", "tram")),
    )

    inside, outside = (result(criteria_set, Standing(code), a1=30, b1=40) for code in ("lam_sang", "phong"))

    assert (inside.total, outside.total) == (Decimal(70), Decimal(50))
    assert [line.status for line in outside.lines] == ["awarded", "awarded", "not_applicable", "not_applicable"]
    assert outside.lines[3].reason == "Bộ tiêu chí không áp dụng mục này cho khối của đơn vị"
    assert outside.lines[2].reason == outside.lines[3].reason


def test_suspended_node_says_why():
    criteria_set = whole(
        group("a", 60, leaf("a1", 30), leaf("a2", 30, suspended="Chưa có hướng dẫn.", when_exempt="full")),
        group("b", 40, leaf("b1", 40), suspended="Chưa khảo sát"),
    )

    found = result(criteria_set, a1=15, a2=30, b1=40)

    assert found.total == Decimal(50)
    reasons = {line.code: line.reason for line in found.lines}
    assert reasons["a2"] == "Bộ tiêu chí không đánh giá mục này: Chưa có hướng dẫn"
    assert reasons["b1"] == reasons["b"] == "Bộ tiêu chí không đánh giá mục này: Chưa khảo sát"


def test_exempt_unit_gets_the_full_maximum_where_the_set_says_so():
    criteria_set = whole(group("a", 100, leaf("a1", 90), leaf("a2", 10, when_exempt="full")))

    found = result(criteria_set, a1=45, a2=None)

    assert found.total == Decimal(55)
    assert found.lines[2].reason == "Không được giao: được miễn, tính trọn 10,00 điểm"


@pytest.mark.parametrize(
    ("rescaling", "points", "reason"),
    [
        ("proportional", "16.67", "(12,00 + 3,00) / 18,00 × 20,00 = 16,67 điểm; không áp dụng: a3"),
        (
            "even",
            "16.50",
            "12,00 + 3,00 + (12,00/12,00 + 3,00/6,00) × 2,00 / 2 = 16,50 điểm; "
            "không áp dụng: a3 (điểm chia đều cho các mục còn lại)",
        ),
        ("none", "15", "12,00 + 3,00 = 15,00 điểm; không áp dụng: a3 (không quy đổi)"),
    ],
)
def test_arithmetic_of_rescaling_is_shown(rescaling, points, reason):
    criteria_set = whole(group("a", 20, leaf("a1", 12), leaf("a2", 6), leaf("a3", 2), rescaling=rescaling))

    line = result(criteria_set, a1=12, a2=3, a3=None).lines[0]

    assert (line.points, line.reason) == (Decimal(points), reason)
