"""Criteria sets as files: what is read, and every slip that is reported at its place."""

import json
import tomllib
from copy import deepcopy
from decimal import Decimal
from pathlib import Path

import pytest

from scoring.engine.definition import read_set, write_set

DATA = Path(__file__).parents[3] / "scoring" / "data"
FILES = sorted(DATA.glob("*.toml"))

SOUND = {
    "code": "s",
    "name": "Bộ mẫu",
    "version": 1,
    "total": 10,
    "group": [
        {
            "code": "a",
            "name": "A",
            "max": 10,
            "criterion": [
                {"code": "a1", "name": "Một", "max": 6, "evidence": "Văn bản", "rule": {"kind": "yes_no"}},
                {
                    "code": "a2",
                    "name": "Hai",
                    "max": 4,
                    "evidence": "Sổ theo dõi",
                    "rule": {"kind": "step_table", "steps": [{"low": 90, "points": 4}, {"low": 0, "points": 0}]},
                },
            ],
        }
    ],
    "band": [{"code": "dat", "name": "Đạt", "low": 5}, {"code": "khong", "name": "Không đạt", "low": 0}],
}


def slips_of(change):
    given = deepcopy(SOUND)
    change(given)
    return [str(slip) for slip in read_set(given)[1]]


def second(given):
    return given["group"][0]["criterion"][1]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_shipped_set_is_sound(path):
    built, slips = read_set(tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal))

    assert slips == []
    assert built.total == 100
    assert built.code == path.stem
    assert all(leaf.notes.guidance and leaf.notes.evidence for leaf in built.criteria())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_set_survives_writing_and_reading(path):
    built, _ = read_set(tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal))

    assert read_set(write_set(built)) == (built, [])


def everything(given):
    """A set that uses all that a file may say."""
    group = given["group"][0]
    group.update(rescaling="even", not_for=["phong"], suspended="Chưa có hướng dẫn")
    group["criterion"][0].update(when_exempt="full", not_for=["tram", "phong"], suspended="Bỏ năm nay")
    given.update(
        group=[group, {"code": "b", "name": "B", "max": 5, "criterion": [{**second(given), "code": "b1", "max": 4}]}],
        tie_break=["a", "a2", "vote"],
        limit=[
            {"code": "khong", "name": "Không bị 0", "when": "criterion_zero", "at_most": "khong", "criteria": ["a1"]},
            {"code": "duoi", "name": "Dưới", "when": "node_below", "at_most": "khong", "node": "a", "percent": 80},
            {"code": "tu", "name": "Tự đánh giá", "when": "not_assessed", "at_most": "khong"},
            {"code": "kt", "name": "Khiển trách", "when": "circumstance", "at_most": "khong"},
        ],
        quota={
            "band": "dat",
            "percent": Decimal("20.5"),
            "base": "reaching",
            "base_band": "khong",
            "rounding": "half_up",
            "at_least": 1,
            "within_groups": True,
        },
        example=[
            {
                "name": "Đủ thứ",
                "group": "lam_sang",
                "assessed": False,
                "circumstances": {"kt": "Quyết định 5"},
                "entry": {
                    "a1": {"done": True, "decided": Decimal("2.5"), "reason": "Chậm"},
                    "a2": {"numerator": 9, "denominator": 10},
                    "b1": {"not_applicable": "Không phát sinh"},
                },
                "expect": {"a": Decimal("6.5"), "a1": "not_applicable"},
                "total": Decimal("6.5"),
                "grade": "dat",
            }
        ],
    )


def test_everything_a_file_may_say_survives_writing_and_reading():
    given = deepcopy(SOUND)
    everything(given)
    built, _ = read_set(given)

    written = json.loads(json.dumps(write_set(built)))

    assert read_set(written)[0] == built
    assert write_set(read_set(written)[0]) == written
    assert {"tie_break", "limit", "quota", "example"} <= written.keys()
    assert written["limit"][1] == {
        "code": "duoi",
        "name": "Dưới",
        "when": "node_below",
        "at_most": "khong",
        "node": "a",
        "percent": "80",
    }
    assert written["example"][0]["entry"] == {
        "a1": {"done": True, "decided": "2.5", "reason": "Chậm"},
        "a2": {"numerator": "9", "denominator": "10"},
        "b1": {"not_applicable": "Không phát sinh"},
    }


def test_sound_definition_has_no_slip():
    assert slips_of(lambda given: None) == []


@pytest.mark.parametrize(
    ("change", "slip"),
    [
        (
            lambda given: given.update(total=11),
            "Bộ tiêu chí: Điểm tối đa ghi 11 nhưng các mục bên trong cộng lại là 10.",
        ),
        (
            lambda given: second(given).update(max=3),
            "Nhóm a: Điểm tối đa ghi 10 nhưng các mục bên trong cộng lại là 9.",
        ),
        (
            lambda given: second(given).update(max=3),
            "Tiêu chí a2: Cách tính cho nhiều nhất 4 điểm nhưng điểm tối đa là 3.",
        ),
        (lambda given: second(given).update(code="a1"), "Bộ tiêu chí: Mã “a1” dùng 2 lần."),
        (lambda given: second(given).pop("rule"), "Tiêu chí a2: Chưa có cách tính điểm."),
        (lambda given: second(given)["rule"].update(kind="doan"), "Tiêu chí a2: Không có cách tính “doan”."),
        (lambda given: second(given)["rule"].update(step=1), "Tiêu chí a2: Không có tham số “step”."),
        (lambda given: second(given)["rule"].pop("steps"), "Tiêu chí a2: Thiếu tham số “steps”."),
        (lambda given: second(given).update(max="bốn"), "Tiêu chí a2: Tham số “max” phải là một số, không phải “bốn”."),
        (lambda given: second(given).update(max=0.5), "Tiêu chí a2: Tham số “max” phải là một số thập phân"),
        (lambda given: second(given)["rule"]["steps"].pop(), "Tiêu chí a2: Bảng bậc cần ít nhất hai bậc."),
        (
            lambda given: second(given)["rule"]["steps"][1].update(low=10),
            "Tiêu chí a2: Còn khoảng trống: chưa có bậc nào cho giá trị dưới 10%.",
        ),
        (
            lambda given: second(given)["rule"]["steps"].insert(1, {"low": 90, "points": 2}),
            "Tiêu chí a2: Bậc từ 90% trùng hoặc đứng sai thứ tự sau bậc từ 90%.",
        ),
        (
            lambda given: second(given).update(entered_by="portal"),
            "Tiêu chí a2: Số liệu lấy từ cổng thì phải ghi mã chỉ số.",
        ),
        (
            lambda given: second(given).update(entered_by="ai đó"),
            "Tiêu chí a2: Người nhập số liệu phải là một trong: unit, portal, survey, office.",
        ),
        (
            lambda given: given["group"][0]["criterion"][0].update(rule={"kind": "bonus"}),
            "Tiêu chí a1: Tiêu chí ở mục này không dùng cách tính cộng, trừ.",
        ),
        (
            lambda given: given.update(
                bonus={"cap": 1, "criterion": [{"code": "T", "name": "T", "max": 1, "rule": {"kind": "yes_no"}}]}
            ),
            "Tiêu chí T: Tiêu chí ở mục này phải dùng cách tính “Điểm cộng”.",
        ),
        (lambda given: given["group"].append({"code": "b", "name": "B", "max": 0}), "Nhóm b: Chưa có tiêu chí nào."),
        (lambda given: given["band"].reverse(), "Mức xếp loại: Các mức phải xếp từ cao xuống thấp, không trùng nhau."),
        (lambda given: given["band"].pop(), "Mức xếp loại: Mức thấp nhất phải bắt đầu từ 0 điểm."),
        (lambda given: given.pop("name"), "Bộ tiêu chí: Thiếu tham số “name”."),
        (lambda given: given.update(group="a"), "Bộ tiêu chí: Mục “group” phải là một danh sách."),
        (lambda given: given.update(ghi_chu="x"), "Bộ tiêu chí: Không có tham số “ghi_chu”."),
    ],
)
def test_slip_is_reported_at_its_place(change, slip):
    assert any(found.startswith(slip) for found in slips_of(change)), slips_of(change)


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "proportional_floor", "floor": 99, "ceiling": 95},
        {"kind": "proportional", "unit": "hồ sơ"},
        {"kind": "proportional", "numerator_label": "Số đạt"},
        {"kind": "threshold_all_or_nothing", "threshold": 101},
        {"kind": "count_step", "per_item": 0},
        {"kind": "penalty_count", "per_item": 0},
        {"kind": "incident_scale", "per_minor": 5},
        {"kind": "on_time", "late": [{"days": 5, "points": 1}, {"days": 3, "points": 0}]},
        {"kind": "on_time", "late": [{"days": 5, "points": 4}]},
        {"kind": "level", "levels": [{"code": "x", "name": "X", "points": 4}, {"code": "x", "name": "Y", "points": 0}]},
        {"kind": "manual", "step": 3},
        {"kind": "versus_previous_year", "higher": 4, "lower": 1},
        {"kind": "target_met", "numerator_label": "a", "denominator_label": "b", "unit": "phút"},
    ],
)
def test_parameter_out_of_range_is_a_slip(rule):
    assert slips_of(lambda given: second(given).update(rule=rule))
