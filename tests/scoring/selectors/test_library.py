"""The shipped criteria sets: sound, with their source, and faithful to the published figures they restate."""

from decimal import Decimal

import pytest

from scoring.engine import examples
from scoring.engine.evaluation import evaluate
from scoring.engine.standing import Standing
from scoring.selectors.library import library
from scoring.services import criteria_files

CODES = [
    "chi-so-cchc-dien-hinh",
    "hai-phong-212-2025",
    "hoai-nhon-khoa-phong",
    "mau-02-quan-ly",
    "tu-mo-rong-sau-linh-vuc",
]


def entry(code):
    return next(each for each in library() if each.code == code)


def built(code):
    return criteria_files.read_file(entry(code).path)


def most(criteria_set):
    return {node.code: node.max_points for node in criteria_set.nodes()}


def test_five_sets_are_shipped():
    assert sorted(each.code for each in library()) == CODES


@pytest.mark.parametrize("code", CODES)
def test_each_names_its_source_and_what_to_confirm(code):
    assert "Nguồn:" in entry(code).source
    assert entry(code).notes
    assert entry(code).path.stem == code


@pytest.mark.parametrize("code", CODES)
def test_each_is_sound_and_its_worked_examples_hold(code):
    examined = criteria_files.examine(entry(code).path.read_bytes(), entry(code).path.name)

    assert examined.faults == ()
    assert len(examined.criteria_set.examples) >= 3
    assert examples.run(examined.criteria_set) == []


def test_an_example_that_does_not_hold_is_told():
    text = entry("hai-phong-212-2025").path.read_text(encoding="utf-8").replace("10.91", "10.90")

    said = [str(fault) for fault in criteria_files.examine(text.encode(), "sai.toml").errors]

    assert len(said) == 1
    assert "Mục II.5 phải là 10,90 điểm nhưng tính ra 10,91 điểm" in said[0]


def test_hai_phong_has_the_published_maxima():
    points = most(built("hai-phong-212-2025"))

    assert [points[code] for code in ("I", "II", "II.3", "II.4", "II.5")] == [20, 80, 20, 30, 20]
    assert [points[f"II.5.1.{part}"] for part in "abc"] == [2, 2, 1]
    assert {points[f"II.5.2.{part}"] for part in "abcdeg"} == {Decimal("2.5")}


def test_the_slip_of_the_published_set_is_told_where_it_was_mended():
    leaf = next(leaf for leaf in built("hai-phong-212-2025").criteria() if leaf.code == "II.5.1.b")

    assert "chỉ được 1 điểm" in leaf.notes.guidance
    assert leaf.rule.reached == leaf.max_points == 2


def test_hai_phong_grades_begin_above_ninety_and_eighty():
    assert [band.low for band in built("hai-phong-212-2025").bands] == [
        Decimal("90.01"),
        Decimal("80.01"),
        Decimal(50),
        Decimal(0),
    ]


def test_form_two_keeps_the_points_that_it_does_not_explain():
    criteria_set = built("mau-02-quan-ly")
    points = most(criteria_set)

    assert (points["A"], points["B"], points["B.V"]) == (30, 70, 5)
    assert (criteria_set.bonus.cap, criteria_set.penalty.cap) == (7, 5)


def test_recorded_circumstance_lowers_the_grade_of_the_shipped_set():
    criteria_set = built("hai-phong-212-2025")
    full = criteria_set.examples[-1]

    assert evaluate(criteria_set, full.entries, Standing()).band.code == "htxs"
    assert evaluate(criteria_set, full.entries, Standing(circumstances={"chua_du_ht": "Biên bản"})).band.code == "kht"
