"""Ranks, tie-breaks and quotas: the worked cases of cases/xep-hang.toml and cases/suat-muc-cao-nhat.toml, and more."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.engine import quota
from scoring.engine.provisions import Quota
from scoring.engine.ranking import ranks_within, shared_ranks, standings
from tests.scoring.engine.building import BANDS, group, leaf, result, whole
from tests.scoring.engine.test_cases import read_cases

ORDER = [band.code for band in BANDS]


def set_of(**options):
    return whole(group("g", 130, leaf("c", 20), leaf("h", 10), leaf("rest", 100)), **options)


def results(criteria_set, units):
    """Results with these totals and tie-break points; a node without points is not reported."""
    found = {}
    for unit, given_ in units.items():
        known = {code: Decimal(given_[code]) for code in ("c", "h") if code in given_}
        rest = Decimal(given_["total"]) - sum(known.values())
        found[unit] = result(criteria_set, rest=rest, **known)
        assert found[unit].total == given_["total"]
    return found


@pytest.mark.parametrize("case", read_cases("ranking"))
def test_units_stand_as_worked_out(case):
    criteria_set = set_of(tie_break=tuple(case.get("tie_break", ())))
    units = case["units"]
    groups = {unit: given_.get("group", "") for unit, given_ in units.items()}
    votes = {unit: given_["vote"] for unit, given_ in units.items() if "vote" in given_}

    places = standings(criteria_set, results(criteria_set, units), groups, votes)

    assert {unit: place.rank for unit, place in places.items()} == case["ranks"]
    assert {unit: place.group_rank for unit, place in places.items()} == case.get("group_ranks", case["ranks"])
    for unit, code in case.get("decided_by", {}).items():
        assert places[unit].decided_by == code


@pytest.mark.parametrize("case", read_cases("quota"))
def test_quota_is_given_as_worked_out(case):
    criteria_set = set_of(quota=Quota(**case["quota"]), tie_break=("vote",))
    evaluations = results(criteria_set, {unit: {"total": total} for unit, total in case["totals"].items()})
    groups = case.get("groups", dict.fromkeys(evaluations, ""))
    places = standings(criteria_set, evaluations, groups, case.get("votes", {}))
    limited = ORDER.index(case["quota"]["band"])
    held = {unit for unit, each in evaluations.items() if ORDER.index(each.band.code) <= limited}

    fallen = quota.apply(criteria_set, evaluations, places, groups)

    assert held - fallen.keys() == set(case["keep"])
    assert {fall.band.code for fall in fallen.values()} <= {case.get("falls_to", ORDER[limited + 1])}
    for unit, reason in case.get("reason", {}).items():
        assert fallen[unit].reason == reason


def test_units_of_a_tie_are_named():
    criteria_set = set_of()
    places = standings(criteria_set, results(criteria_set, {u: {"total": 80} for u in "ABC"}), {}, {})

    assert places["A"].tied_with == ("B", "C")
    assert places["C"].tied_with == ("A", "B")


def test_unit_without_a_total_has_no_place_and_no_seat():
    criteria_set = set_of(quota=Quota(band="xs", percent=Decimal(50), rounding="up"))
    evaluations = results(criteria_set, {"A": {"total": 95}})
    evaluations["B"] = result(criteria_set, c=None, h=None, rest=None)
    places = standings(criteria_set, evaluations, {}, {})

    assert (places["B"].rank, places["B"].group_rank) == (None, None)
    assert quota.apply(criteria_set, evaluations, places, {}) == {}


def test_nobody_falls_without_a_quota():
    criteria_set = set_of()
    evaluations = results(criteria_set, {u: {"total": 95} for u in "AB"})

    assert quota.apply(criteria_set, evaluations, standings(criteria_set, evaluations, {}, {}), {}) == {}


def keys(**totals):
    return {name: None if total is None else (Decimal(total),) for name, total in totals.items()}


def test_totals_written_differently_are_equal():
    assert shared_ranks(keys(a="80", b="80.00", c=None)) == {"a": 1, "b": 1, "c": None}


def test_groups_are_ranked_apart():
    groups = {"a": "Lâm sàng", "b": "Lâm sàng", "c": "Phòng"}
    assert ranks_within(keys(a=70, b=90, c=60), groups) == {"a": 2, "b": 1, "c": 1}


UNITS = st.lists(st.integers(min_value=60, max_value=100), min_size=1, max_size=12)


@given(UNITS, st.data())
def test_rank_is_one_more_than_the_number_of_better_units(totals, data):
    criteria_set = set_of(tie_break=("vote",))
    units = {f"u{place}": {"total": total} for place, total in enumerate(totals)}
    groups = {unit: data.draw(st.sampled_from(["", "phong"])) for unit in units}
    votes = {unit: data.draw(st.integers(1, 3)) for unit in units if data.draw(st.booleans())}
    evaluations = results(criteria_set, units)

    places = standings(criteria_set, evaluations, groups, votes)

    ranks = [place.rank for place in places.values()]
    assert min(ranks) == 1
    for unit, place in places.items():
        better = [other for other in places if places[other].rank < place.rank]
        assert place.rank == len(better) + 1
        assert len(place.tied_with) + 1 == ranks.count(place.rank)
        assert all(evaluations[other].total >= evaluations[unit].total for other in better)


@given(
    UNITS,
    st.sampled_from([Decimal(10), Decimal(20), Decimal("33.3"), Decimal(100)]),
    st.sampled_from(["down", "half_up", "up"]),
    st.sampled_from(["all", "reaching"]),
    st.sampled_from(["xs", "tot"]),
)
def test_quota_is_never_exceeded_and_keeps_the_best(totals, percent, rounding, base, band):
    base_band = "kha" if base == "reaching" else ""
    limit = Quota(band=band, percent=percent, base=base, base_band=base_band, rounding=rounding)
    criteria_set = set_of(quota=limit)
    evaluations = results(criteria_set, {place: {"total": total} for place, total in enumerate(totals)})
    places = standings(criteria_set, evaluations, {}, {})

    fallen = quota.apply(criteria_set, evaluations, places, {})

    reaching = ORDER.index(band)
    held = {unit for unit, each in evaluations.items() if ORDER.index(each.band.code) <= reaching}
    counted = sum(base == "all" or ORDER.index(each.band.code) <= ORDER.index("kha") for each in evaluations.values())
    exact = percent * counted / 100
    kept = held - fallen.keys()
    assert fallen.keys() <= held
    assert len(kept) <= {"down": exact, "half_up": exact + Decimal("0.5"), "up": exact + 1}[rounding]
    assert all(evaluations[one].total > evaluations[other].total for one in kept for other in fallen)
