"""Shared ranks."""

from decimal import Decimal

from scoring.engine.ranking import ranks_within, shared_ranks


def keys(**totals):
    return {name: None if total is None else (Decimal(total),) for name, total in totals.items()}


def test_equal_totals_share_a_rank_and_the_next_is_skipped():
    assert shared_ranks(keys(a=90, b=80, c=80, d=70)) == {"a": 1, "b": 2, "c": 2, "d": 4}


def test_totals_written_differently_are_equal():
    assert shared_ranks(keys(a="80", b="80.00")) == {"a": 1, "b": 1}


def test_unit_without_a_total_is_not_ranked():
    assert shared_ranks(keys(a=None, b=50)) == {"a": None, "b": 1}


def test_further_values_break_ties():
    totals = {"a": (Decimal(80), Decimal(5)), "b": (Decimal(80), Decimal(6))}
    assert shared_ranks(totals) == {"a": 2, "b": 1}


def test_groups_are_ranked_apart():
    groups = {"a": "Lâm sàng", "b": "Lâm sàng", "c": "Phòng"}
    assert ranks_within(keys(a=70, b=90, c=60), groups) == {"a": 2, "b": 1, "c": 1}
