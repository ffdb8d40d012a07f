"""Who moves: ranks and grades before and after, told in one sentence."""

from dataclasses import replace
from decimal import Decimal

from scoring.engine.comparing import Position, compare, positions, sentence, slim
from scoring.engine.provisions import Quota
from tests.scoring.engine.building import group, leaf, result, whole

PLAIN = whole(group("a", 100, leaf("a1", 60), leaf("a2", 40)), tie_break=("a2",))
NAMES = {"noi": "Khoa Nội", "ngoai": "Khoa Ngoại", "duoc": "Khoa Dược"}


def stand(criteria_set=PLAIN, **marks):
    evaluations = {unit: slim(criteria_set, result(criteria_set, a1=a1, a2=a2)) for unit, (a1, a2) in marks.items()}
    return positions(criteria_set, evaluations, dict.fromkeys(marks, ""), {})


BEFORE = stand(noi=(55, 40), ngoai=(50, 35), duoc=(40, 20))


def test_positions_carry_rank_grade_and_tie_break():
    tied = stand(noi=(50, 30), ngoai=(45, 35))

    assert [tied[unit].rank for unit in ("noi", "ngoai")] == [2, 1]
    assert BEFORE["noi"] == Position(Decimal(95), 1, 1, "xs", "Xuất sắc")


def test_quota_speaks_in_the_reason():
    limited = stand(replace(PLAIN, quota=Quota(band="xs", percent=Decimal(50))), noi=(55, 40), ngoai=(54, 40))

    assert (limited["ngoai"].grade_code, limited["noi"].grade_code) == ("tot", "xs")
    assert "không quá 50%" in limited["ngoai"].reason


def test_nothing_moves():
    moves = compare(BEFORE, BEFORE)

    assert not any(move.is_changed for move in moves)
    assert sentence(moves, NAMES) == "Không đơn vị nào đổi điểm, hạng hay xếp loại."


def test_who_moves_comes_first_and_is_named():
    moves = compare(BEFORE, stand(noi=(55, 40), ngoai=(58, 40), duoc=(41, 20)))

    assert [move.unit for move in moves] == ["ngoai", "noi", "duoc"]
    assert [move.changes_grade for move in moves] == [True, False, False]
    assert sentence(moves, NAMES) == "2 đơn vị đổi hạng, 1 đơn vị đổi xếp loại: Khoa Ngoại (Tốt → Xuất sắc)."


def test_only_points_move():
    moves = compare(BEFORE, stand(noi=(55, 40), ngoai=(51, 35), duoc=(40, 20)))

    assert sentence(moves, NAMES) == "1 đơn vị đổi điểm, không đơn vị nào đổi hạng hay xếp loại."


def test_many_grades_are_counted():
    after = stand(noi=(0, 0), ngoai=(0, 0), duoc=(60, 40))

    assert sentence(compare(BEFORE, after), NAMES, most=1).endswith("và 2 đơn vị khác.")
    assert "Không đơn vị đổi hạng" not in sentence(compare(BEFORE, after), NAMES)
