"""The outlook of a unit that would reach a grade with a quota: agrees with what the quota then really does."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from scoring.engine import quota
from scoring.engine.evaluation import grade
from scoring.engine.provisions import Quota
from scoring.engine.ranking import standings
from scoring.engine.seats import Field, Graded, concerns, rule_words
from tests.scoring.engine.building import group, leaf, result, whole

FIFTH = Quota(band="xs", percent=Decimal(20))


def set_of(limited):
    return whole(group("a", 100, leaf("a1", 100)), quota=limited)


def place(criteria_set, total):
    return criteria_set.bands.index(grade(criteria_set.bands, Decimal(total)))


def field(criteria_set, totals, groups=()):
    units = [
        Graded(Decimal(total), place(criteria_set, total), groups[at] if groups else "")
        for at, total in enumerate(totals)
    ]
    return units, Field(criteria_set, criteria_set.quota, units)


def outlook(criteria_set, totals, unit, total, groups=()):
    units, known = field(criteria_set, totals, groups)
    return known.seen_by(units[unit], Decimal(total), place(criteria_set, total))


def test_place_that_is_left_is_told():
    found = outlook(set_of(FIFTH), [97, 85, 84, 83, 82, 81, 75, 74, 73, 72], 1, 95)

    assert (found.seats.number, found.others, found.ahead, found.is_in) == (2, 1, 1, True)
    assert found.words == (
        "Xuất sắc không quá 20% của 10 đơn vị được xếp loại = 2,00, lấy 2; hiện có 1 đơn vị khác đạt mức này, "
        "1 đơn vị điểm cao hơn: còn suất nếu điểm các đơn vị khác không đổi"
    )
    assert found.brief == "tối đa 2 đơn vị, còn suất"


def test_full_quota_is_told():
    found = outlook(set_of(FIFTH), [97, 96, 95, 83, 82, 81, 75, 74, 73, 72], 3, "95.5")

    assert not found.is_in
    assert found.words.endswith(
        "2 đơn vị điểm cao hơn: đạt điểm nhưng đã đủ 2 đơn vị, chưa được giữ mức Xuất sắc; phải trên 96,00 điểm"
    )
    assert found.brief == "tối đa 2 đơn vị, hiện đã đủ"


def test_level_with_the_last_place_depends_on_what_decides():
    found = outlook(set_of(FIFTH), [97, 95, 84, 83, 82, 81, 75, 74, 73, 72], 2, 95)

    assert (found.ahead, found.level, found.is_in) == (1, 1, False)
    assert found.words.endswith("1 đơn vị bằng điểm: còn tùy việc phân định các đơn vị bằng điểm")
    assert found.brief == "tối đa 2 đơn vị, còn tùy phân định các đơn vị bằng điểm"


def test_base_grows_with_the_unit_that_reaches_it():
    reaching = Quota(band="xs", percent=Decimal(50), base="reaching", base_band="tot")

    found = outlook(set_of(reaching), [97, 85, 85, 75], 3, 91)

    assert found.seats.number == 2 and found.is_in


def test_groups_have_places_of_their_own():
    inside = Quota(band="xs", percent=Decimal(50), within_groups=True)
    groups = ["khoa", "khoa", "phong", "phong"]

    assert not outlook(set_of(inside), [97, 80, 80, 80], 1, 95, groups).is_in
    assert outlook(set_of(inside), [97, 80, 80, 80], 2, 95, groups).is_in


def test_words_of_the_rule_and_whom_it_concerns():
    limited = set_of(Quota(band="tot", percent=Decimal(30), base="reaching", base_band="kha", within_groups=True))
    xs, tot, kha, _ = limited.bands

    assert rule_words(limited) == "Tốt không quá 30% của các đơn vị đạt từ Khá trở lên trong khối"
    assert concerns(limited, xs) and concerns(limited, tot) and not concerns(limited, kha)
    assert not concerns(limited, None) and not concerns(set_of(None), xs)
    assert rule_words(set_of(None)) == ""


@given(st.lists(st.integers(60, 100), min_size=2, max_size=12), st.integers(0, 11), st.integers(90, 100))
def test_outlook_is_what_the_quota_then_does(totals, unit, total):
    criteria_set = set_of(Quota(band="xs", percent=Decimal(40), rounding="half_up"))
    unit %= len(totals)

    found = outlook(criteria_set, totals, unit, total)

    after = {at: total if at == unit else each for at, each in enumerate(totals)}
    evaluations = {at: result(criteria_set, a1=each) for at, each in after.items()}
    places = standings(criteria_set, evaluations, {}, {})
    assert found.is_in == (unit not in quota.apply(criteria_set, evaluations, places, {}))
