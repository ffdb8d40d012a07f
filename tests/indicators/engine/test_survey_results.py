"""Worked vectors of the Ministry's method, and statistics checked against SciPy."""

from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from indicators.engine.intervals import wilson
from indicators.engine.questions import Questionnaire, read
from indicators.engine.sampling import DayGap, gaps_by_day, reached_margin, sample_size
from indicators.engine.survey_results import Counts, Groups, Results, Share


def questionnaire(counted: int = 6, **second: str) -> Questionnaire:
    """Counted questions a1 …, some under a factor of their own; then those told by themselves."""
    questions = [
        {
            "code": f"a{i}",
            "text": f"Câu {i}",
            "kind": "scale_or_unused",
            "counts": True,
            "factor": second.get(f"a{i}", ""),
        }
        for i in range(1, counted + 1)
    ]
    told = [
        {"code": "g1", "text": "Mong đợi", "kind": "percent", "role": "expectation"},
        {
            **{"code": "g2", "text": "Trở lại", "kind": "choice", "role": "return"},
            **{"options": ["Không", "Ít lựa chọn", "Có thể", "Chắc chắn"], "positive": [3, 4]},
        },
        {"code": "m", "text": "Mong muốn", "kind": "choices", "options": ["Nhanh", "Gọn", "Sạch"]},
        {"code": "y", "text": "Ý kiến", "kind": "text"},
    ]
    return read(
        {
            "sections": [
                {"code": "a", "title": "Tiếp cận", "questions": questions},
                {"code": "g", "title": "Chung", "questions": told},
            ]
        }
    )


def results(*forms: tuple[int, ...], asked: Questionnaire | None = None) -> Results:
    found = Results(asked or questionnaire())
    for levels in forms:
        found.add({f"a{number}": level for number, level in enumerate(levels, start=1)})
    return found


def test_one_form_with_an_unused_service() -> None:
    whole = results((5, 4, 4, 3, 0, 2)).whole

    assert (whole.pooled.part, whole.pooled.whole) == (3, 5)
    assert whole.pooled.percent == Decimal("60.0000")
    assert whole.mean == Decimal("3.6000")
    assert whole.fully == Share(0, 1)


def test_two_forms_are_pooled_by_answers() -> None:
    whole = results((5, 5, 4), (4, 3, 5, 5)).whole

    assert whole.pooled == Share(6, 7)
    assert whole.pooled.percent == Decimal("85.7143")
    assert whole.fully.percent == Decimal("50.0000")
    assert whole.mean == Decimal("4.4286")


def test_mean_of_questions_weighs_questions_alike() -> None:
    found = results((5, 1), (5, 0), (5, 0), asked=questionnaire(2))

    assert found.whole.pooled.percent == Decimal("75.0000")
    assert found.mean_of_questions == Decimal("50.0000")


def test_factors_are_told_by_themselves() -> None:
    found = results((5, 3, 4), (4, 2, 0), asked=questionnaire(3, a2="Thái độ", a3="Thái độ"))

    access, manners = found.factors
    assert (access.name, access.pooled.percent, access.mean) == ("Tiếp cận", Decimal("100.0000"), Decimal("4.5000"))
    assert (manners.name, manners.pooled) == ("Thái độ", Share(1, 3))
    assert manners.mean_of_questions == Decimal("50.0000")
    assert manners.mean == Decimal("3.0000")


def test_forms_without_a_rated_answer_are_nobody_s_full_satisfaction() -> None:
    found = results((0, 0), (5, 5), asked=questionnaire(2))

    assert (found.whole.forms, found.whole.rated) == (2, 1)
    assert found.whole.fully.percent == Decimal("100.0000")


def test_nothing_answered_is_not_zero_per_cent() -> None:
    found = results()

    assert found.whole.pooled.percent is None
    assert found.whole.interval is None
    assert found.whole.mean is None
    assert found.mean_of_questions is None
    assert found.factors[0].mean is None


def test_expectation_and_return_are_their_own_questions() -> None:
    found = results()
    for met, back in ((80, 4), (90, 3), (100, 2), (95, 1)):
        found.add({"g1": met, "g2": back})

    assert found.expectation is not None and found.expectation.mean == Decimal("91.2500")
    assert found.returning is not None and found.returning.share == Share(2, 4)
    assert [share.part for _, _, share in found.returning.chosen()] == [1, 1, 1, 1]


def test_several_choices_are_shares_of_persons() -> None:
    found = results()
    found.add({"m": [1, 3]})
    found.add({"m": [3]})

    wishes = found.questions["m"]
    assert [share for _, _, share in wishes.chosen()] == [Share(1, 2), Share(0, 2), Share(2, 2)]


def test_groups_of_units_months_and_channels() -> None:
    groups = Groups()
    groups.include(Counts(1, 1, 2, 1, 8, 0), "Khoa Nội", (2026, 10), "link")
    groups.include(Counts(1, 1, 1, 1, 4, 1), "Khoa Ngoại", (2026, 11), "paper")
    groups.include(Counts(1, 1, 2, 2, 9, 1), "Khoa Ngoại", (2026, 10), "link")

    assert {unit: counts.pooled for unit, counts in groups.units.items()} == {
        "Khoa Nội": Share(1, 2),
        "Khoa Ngoại": Share(3, 3),
    }
    assert groups.months[2026, 10].forms == 2
    assert groups.months[2026, 10].fully == Share(1, 2)
    assert {channel: counts.forms for channel, counts in groups.channels.items()} == {"link": 2, "paper": 1}


@given(st.lists(st.lists(st.integers(0, 5), min_size=4, max_size=4), min_size=1, max_size=30))
def test_counts_agree_with_a_plain_list(forms: list[list[int]]) -> None:
    whole = results(*map(tuple, forms), asked=questionnaire(4)).whole
    flat = [level for levels in forms for level in levels if level]

    assert (whole.valid, whole.satisfied) == (len(flat), sum(level > 3 for level in flat))
    assert whole.mean is None if not flat else float(whole.mean or 0) == pytest.approx(fmean(flat), abs=5e-5)


@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_agrees_with_scipy(case: tuple[int, int]) -> None:
    part, whole = case
    expected = stats.binomtest(part, whole).proportion_ci(confidence_level=0.95, method="wilson")

    low, high = wilson(Fraction(part, whole), whole)

    assert float(low) == pytest.approx(expected.low * 100, abs=1e-4)
    assert float(high) == pytest.approx(expected.high * 100, abs=1e-4)


def test_interval_reckons_with_persons_not_with_answers() -> None:
    found = results(*[(5, 5, 5, 2)] * 20, asked=questionnaire(4)).whole

    assert found.pooled == Share(60, 80)
    assert found.interval == Share(15, 20).interval()
    assert found.interval != found.pooled.interval()


@pytest.mark.parametrize(("population", "needed"), [(1000, 286), (500, 223), (100, 80), (0, 0), (1, 1)])
def test_sample_size_of_the_published_examples(population: int, needed: int) -> None:
    assert sample_size(population, Decimal(5)) == needed


def test_sample_size_refuses_nonsense() -> None:
    for population, margin in ((-1, Decimal(5)), (10, Decimal(0))):
        with pytest.raises(ValueError, match="margin"):
            sample_size(population, margin)


@given(st.integers(2, 100_000), st.integers(1, 20))
def test_needed_answers_reach_the_wanted_margin(population: int, margin: int) -> None:
    needed = sample_size(population, Decimal(margin))

    reached = reached_margin(population, needed)

    assert reached is not None and reached <= margin


def test_margin_of_what_is_not_known() -> None:
    assert reached_margin(0, 10) is None
    assert reached_margin(100, 0) is None
    assert reached_margin(100, 120) == 0


def test_gap_to_target_by_day() -> None:
    by_day = {date(2026, 10, 1): 3, date(2026, 10, 3): 1}

    gaps = gaps_by_day(date(2026, 10, 1), date(2026, 10, 4), 10, by_day, until=date(2026, 10, 3))

    assert [(each.answers, each.needed, each.gap) for each in gaps] == [(3, 3, 0), (3, 5, 2), (4, 8, 4)]


def test_answers_outside_the_dates_are_not_lost() -> None:
    by_day = Counter({date(2026, 9, 30): 1, date(2026, 10, 2): 2, date(2026, 10, 9): 4})

    gaps = gaps_by_day(date(2026, 10, 1), date(2026, 10, 2), 4, by_day, until=date(2026, 12, 1))

    assert gaps == [DayGap(date(2026, 10, 1), 1, 2), DayGap(date(2026, 10, 2), 7, 4)]


def test_survey_that_has_not_begun_shows_no_day() -> None:
    assert gaps_by_day(date(2026, 10, 1), date(2026, 10, 2), 4, {}, until=date(2026, 9, 1)) == []
