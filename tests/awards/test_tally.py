import csv
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.tally import Base, Count, Result, TallyError, VoteRule, decide, share_words, votes_needed

VECTORS = list(csv.DictReader((Path(__file__).parent / "vectors" / "tally.csv").open(encoding="utf-8")))
EIGHTY = VoteRule(Fraction(4, 5))


def rule_of(row):
    return VoteRule(Fraction(row["threshold"]), strict=row["strict"] == "yes")


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: f"{row['threshold']} of {row['members']}")
def test_votes_needed_vector(row):
    members, needed = int(row["members"]), int(row["needed"])

    assert votes_needed(rule_of(row), members) == needed
    assert decide(Count(members, members, needed, members - needed), rule_of(row)).result is Result.CARRIED
    assert decide(Count(members, members, needed - 1, members - needed + 1), rule_of(row)).result is Result.LOST


def test_reason_carries_the_arithmetic():
    outcome = decide(Count(members=9, attended=9, yes=7, no=2), EIGHTY)

    assert outcome.arithmetic == "7 ÷ 9 = 77,78%"
    assert "từ 80% trở lên" in outcome.reason and "còn thiếu 1" in outcome.reason


def test_absent_member_counts_in_the_base():
    # Eight of the eight present is 100 % of those present, but two absent members make it 8 of 10.
    assert decide(Count(members=10, attended=8, yes=8, no=0), EIGHTY).is_carried
    assert not decide(Count(members=11, attended=8, yes=8, no=0), EIGHTY).is_carried


def test_written_opinion_of_an_absent_member_counts():
    without = Count(members=9, attended=7, yes=7, no=0)

    assert not decide(without, EIGHTY).is_carried
    outcome = decide(replace(without, written_yes=1, written_no=1), EIGHTY)
    assert outcome.is_carried and "1 ý kiến bằng văn bản" in outcome.reason


def test_conflicted_member_stays_in_the_base_of_all_members():
    outcome = decide(Count(members=9, attended=9, yes=7, no=1, conflicted=1), EIGHTY)

    assert outcome.base == 9 and not outcome.is_carried


def test_base_of_participants_leaves_out_who_did_not_vote():
    rule = VoteRule(Fraction(1, 2), base=Base.PARTICIPANTS, strict=True)

    assert decide(Count(members=9, attended=9, yes=4, no=3, conflicted=2), rule).base == 7


def test_no_quorum_decides_nothing():
    outcome = decide(Count(members=9, attended=5, yes=5, no=0, written_yes=4), EIGHTY)

    assert outcome.result is Result.NO_QUORUM and not outcome.is_carried
    assert "cần ít nhất 6 (2/3)" in outcome.reason


@pytest.mark.parametrize(
    "counts",
    [
        {"members": 0, "attended": 0, "yes": 0, "no": 0},
        {"members": 9, "attended": 9, "yes": -1, "no": 0},
        {"members": 9, "attended": 10, "yes": 9, "no": 1},
        {"members": 9, "attended": 8, "yes": 8, "no": 1},
        {"members": 9, "attended": 8, "yes": 8, "no": 0, "written_yes": 2},
        {"members": 9, "attended": 9, "yes": 9, "no": 0, "conflicted": 1},
    ],
)
def test_contradicting_counts_are_refused(counts):
    with pytest.raises(TallyError):
        Count(**counts)


@pytest.mark.parametrize(
    ("threshold", "strict", "quorum"), [(0, False, 0), ("5/4", False, 0), (1, True, 0), (1, False, 2)]
)
def test_senseless_rule_is_refused(threshold, strict, quorum):
    with pytest.raises(TallyError):
        VoteRule(Fraction(threshold), strict=strict, quorum=Fraction(quorum))


@pytest.mark.parametrize(("share", "words"), [("4/5", "80%"), ("1/2", "50%"), ("2/3", "2/3"), ("1/8", "12,5%")])
def test_share_words(share, words):
    assert share_words(Fraction(share)) == words


@st.composite
def counts(draw):
    members = draw(st.integers(1, 400))
    attended = draw(st.integers(0, members))
    yes = draw(st.integers(0, attended))
    no = draw(st.integers(0, attended - yes))
    written_yes = draw(st.integers(0, members - attended))
    return Count(members, attended, yes, no, written_yes=written_yes)


rules = st.builds(
    VoteRule,
    st.fractions(Fraction(1, 100), Fraction(99, 100), max_denominator=100),
    strict=st.booleans(),
    base=st.sampled_from(Base),
    quorum=st.just(Fraction(0)),
)


@given(counts(), rules)
def test_outcome_agrees_with_exact_fractions_and_with_what_is_printed(count, rule):
    outcome = decide(count, rule)
    share = Fraction(outcome.in_favour, outcome.base) if outcome.base else Fraction(0)
    printed = Fraction(outcome.percent) / 100

    assert outcome.is_carried == (share > rule.threshold if rule.strict else share >= rule.threshold)
    assert outcome.is_carried == (printed > rule.threshold if rule.strict else printed >= rule.threshold)
    assert abs(printed - share) < Fraction(1, 10_000)


@given(counts(), rules)
def test_one_more_yes_never_harms(count, rule):
    if not count.no:
        return
    better = replace(count, yes=count.yes + 1, no=count.no - 1)

    assert decide(better, rule).is_carried >= decide(count, rule).is_carried
