"""Every kind of rule can be typed in: its fields give exactly the rule, and say what cannot be read."""

from dataclasses import fields
from decimal import Decimal
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from scoring.engine import rules
from scoring.engine.rules import KINDS, Rule
from scoring.forms import workshop_kinds
from scoring.forms.workshop_rules import RuleBlock

EVERY_KIND: tuple[dict[str, Any], ...] = (
    {"kind": "yes_no"},
    {
        "kind": "level",
        "levels": [
            {"code": "tot", "name": "Tốt", "points": "2.5"},
            {"code": "dat", "name": "Đạt", "percent": "50"},
            {"code": "khong", "name": "Không", "points": "0"},
        ],
    },
    {"kind": "manual", "step": "0.5"},
    {"kind": "proportional", "numerator_label": "Việc xong", "denominator_label": "Việc giao", "may_exceed": True},
    {"kind": "proportional", "value_label": "Tỷ lệ cấp thẻ"},
    {"kind": "proportional_floor", "floor": "95", "ceiling": "99.5", "ceiling_excluded": True},
    {
        "kind": "step_table",
        "unit": "sáng kiến",
        "steps": [{"low": "2", "points": "3"}, {"low": "1", "points": "1.25"}, {"low": "0", "points": "0"}],
    },
    {"kind": "threshold_all_or_nothing", "threshold": "97.5", "threshold_excluded": True},
    {"kind": "survey_percent", "numerator_label": "Người hài lòng", "denominator_label": "Người trả lời"},
    {
        "kind": "survey_share",
        "options": [
            {"code": "A", "label": "Rất tốt", "weight": "100"},
            {"code": "B", "label": "Kém", "weight": "12.5"},
        ],
    },
    {"kind": "all_members", "member": "đơn vị", "standard": "hoàn thành tốt", "otherwise": "5"},
    {"kind": "external", "source": "Báo cáo PAPI", "scale": "80", "value_label": "Điểm PAPI"},
    {"kind": "target_met", "unit": "ngày", "target": "30", "at_most": True},
    {"kind": "versus_previous_year", "higher": "2", "equal": "1", "lower": "0.5"},
    {
        "kind": "versus_average",
        "reached": "2",
        "otherwise": "0.5",
        "at_most": True,
        "average_label": "Bình quân tỉnh",
        "scope": "group",
        "pooled": True,
        "numerator_label": "Hồ sơ đúng hạn",
        "denominator_label": "Hồ sơ đã giải quyết",
    },
    {"kind": "count_step", "per_item": "0.5", "item": "văn bản"},
    {"kind": "penalty_count", "per_item": "0.5", "item": "báo cáo thiếu", "per_late": "0.25", "late_item": "chậm"},
    {"kind": "incident_zero", "item": "vụ vi phạm về đất đai"},
    {"kind": "incident_scale", "per_minor": "2", "least": "1", "minor": "khiển trách", "serious": "cảnh cáo trở lên"},
    {"kind": "on_time", "late": [{"days": 10, "points": "1"}, {"days": 20, "points": "0.5"}]},
    {
        "kind": "precondition",
        "condition": "Có kế hoạch được phê duyệt",
        "rule": {"kind": "proportional_floor", "floor": "80"},
    },
    {
        "kind": "best_of",
        "parts": [
            {"code": "p1", "label": "Đạt ngưỡng", "rule": {"kind": "threshold_all_or_nothing", "threshold": "90"}},
            {"code": "p2", "label": "Tăng", "rule": {"kind": "versus_previous_year", "higher": "2"}},
        ],
    },
    {
        "kind": "sum_of_parts",
        "parts": [
            {"code": "p1", "label": "Kế hoạch", "max": "1", "rule": {"kind": "yes_no"}},
            {
                "code": "p2",
                "label": "Thực hiện",
                "max": "2",
                "rule": {
                    "kind": "precondition",
                    "condition": "Có báo cáo",
                    "rule": {
                        "kind": "step_table",
                        "steps": [{"low": "90", "points": "2"}, {"low": "0", "points": "0"}],
                    },
                },
            },
        ],
    },
    {"kind": "bonus", "per_item": "1", "item": "sáng kiến"},
    {"kind": "penalty", "per_item": "0.5", "item": "đơn thư đúng"},
)


def shown(mapping: dict[str, Any]) -> RuleBlock:
    on_top = mapping["kind"] if mapping["kind"] in workshop_kinds.ON_TOP else ""
    return RuleBlock("rule", None, mapping, on_top=on_top)


def typed(mapping: dict[str, Any], **changes: str) -> RuleBlock:
    before = shown(mapping)
    return RuleBlock("rule", {**before.as_posted(), "act": "save", **changes}, on_top=before.on_top)


def test_every_kind_is_tried() -> None:
    assert {each["kind"] for each in EVERY_KIND} == set(KINDS)


@pytest.mark.parametrize("mapping", EVERY_KIND, ids=lambda each: each["kind"])
def test_fields_give_exactly_the_rule(mapping: dict[str, Any]) -> None:
    block = typed(mapping)

    assert block.is_valid(), block.error
    assert block.mapping() == mapping
    assert rules.read_rule(block.mapping())[1] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_parameter_of_a_kind_differs_from_its_default_in_some_case(kind: str) -> None:
    """A field that the form dropped would go unnoticed in a case that leaves it at its default."""
    stated = {name for each in EVERY_KIND if each["kind"] == kind for name in each}
    own = {field.name for field in fields(KINDS[kind])}

    assert own - stated - {"unit", "value_label", "numerator_label", "denominator_label", "may_exceed"} == set()


def test_every_kind_stands_in_one_family_with_its_words() -> None:
    listed = [kind for _, kinds in workshop_kinds.FAMILIES for kind in kinds]

    assert sorted([*listed, *workshop_kinds.ON_TOP]) == sorted(KINDS)
    assert set(workshop_kinds.KINDS) == set(KINDS)


def test_every_parameter_has_its_words_and_no_words_are_left_over() -> None:
    used = set()
    for kind, rule_type in KINDS.items():
        for owner, name in _parameters(kind, rule_type):
            key = f"{owner}.{name}"
            used.add(key if key in workshop_kinds.PARAMETERS else name)

    assert used == set(workshop_kinds.PARAMETERS)


def _parameters(owner: str, given: type) -> list[tuple[str, str]]:
    hints = get_type_hints(given)
    found = [(owner, field.name) for field in fields(given) if field.init]
    for field in fields(given):
        hint = hints[field.name]
        if get_origin(hint) is tuple and get_args(hint)[0] is not Rule:
            found += _parameters(get_args(hint)[0].__name__, get_args(hint)[0])
    return found


def test_numbers_are_shown_and_read_with_a_comma() -> None:
    block = shown({"kind": "manual", "step": "0.25"})
    assert block.as_posted()["rule-step"] == "0,25"

    again = typed({"kind": "manual"}, **{"rule-step": "0,5"})
    assert again.is_valid()
    assert again.mapping() == {"kind": "manual", "step": "0.5"}


def test_what_is_wrong_is_told_at_the_field_and_kept() -> None:
    block = typed({"kind": "proportional_floor", "floor": "95"}, **{"rule-floor": "chín lăm", "rule-ceiling": "99"})

    assert not block.is_valid()
    assert block.form is not None
    assert "không phải là số" in block.form.errors["floor"][0]
    assert block.form["floor"].value() == "chín lăm"
    assert block.form["ceiling"].value() == "99"


def test_fault_in_a_nested_rule_is_told_there() -> None:
    block = typed(EVERY_KIND[20], **{"rule-rule-floor": ""})

    assert not block.is_valid()
    assert block.nested[0].form is not None
    assert list(block.nested[0].form.errors) == ["floor"]


def test_days_late_are_whole() -> None:
    block = typed({"kind": "on_time", "late": [{"days": 10, "points": "1"}]}, **{"rule-late-0-days": "1,5"})

    assert not block.is_valid()
    assert block.lists[0].rows[0].form.errors["days"] == ["Ghi số nguyên."]


def test_empty_rows_are_not_there() -> None:
    mapping = {"kind": "on_time", "late": [{"days": 10, "points": "1"}, {"days": 20, "points": "0.5"}]}
    block = typed(mapping, **{"rule-late-0-days": "", "rule-late-0-points": ""})

    assert block.is_valid()
    assert block.mapping() == {"kind": "on_time", "late": [{"days": 20, "points": "0.5"}]}


def test_rows_are_added_and_dropped_without_losing_what_was_typed() -> None:
    mapping = {"kind": "on_time", "late": [{"days": 10, "points": "1"}, {"days": 20, "points": "0.5"}]}
    sent = shown(mapping).as_posted() | {"rule-late-1-days": "hai mươi"}

    added = RuleBlock("rule", {**sent, "act": "add:rule-late"})
    assert [row.form["days"].value() for row in added.lists[0].rows] == ["10", "hai mươi", None]

    dropped = RuleBlock("rule", {**added.as_posted(), "rule-late-1-days": "hai mươi", "act": "drop:rule-late-0"})
    assert [row.form["days"].value() for row in dropped.lists[0].rows] == ["hai mươi", None]


def test_codes_are_given_where_people_need_none() -> None:
    mapping = {"kind": "level", "levels": [{"code": "x", "name": "Tốt", "points": "2"}]}
    sent = shown(mapping).as_posted() | {"rule-levels-rows": "0,1,2", "rule-levels-0-code": ""}
    sent |= {"rule-levels-1-name": "Chưa tốt", "rule-levels-1-points": "1"}
    sent |= {"rule-levels-2-name": "Tốt", "rule-levels-2-points": "0", "act": "save"}
    block = RuleBlock("rule", sent)

    assert block.is_valid()
    assert [each["code"] for each in block.mapping()["levels"]] == ["tot", "chua_tot", "p1"]


def test_new_kind_starts_from_its_defaults_but_keeps_the_names_of_figures() -> None:
    sent = shown({"kind": "proportional", "numerator_label": "Đúng hạn", "denominator_label": "Đã xong"}).as_posted()
    block = RuleBlock("rule", {**sent, "rule-kind": "proportional_floor", "act": "show"})

    assert block.form is not None
    assert (block.form["numerator_label"].value(), block.form["ceiling"].value()) == ("Đúng hạn", "100")
    assert not block.form.errors


def test_saving_before_the_fields_have_come_takes_the_defaults() -> None:
    block = RuleBlock("rule", {"rule-kind": "survey_share", "rule-shown": "", "act": "save"})

    assert block.is_valid()
    assert block.mapping() == {"kind": "survey_share"}


def test_rule_without_kind_is_asked_for() -> None:
    block = RuleBlock("rule", {"act": "save"})

    assert not block.is_valid()
    assert block.error == "Chưa chọn cách tính điểm."


def test_rule_that_contradicts_itself_is_read_and_told() -> None:
    block = typed({"kind": "step_table", "steps": [{"low": "90", "points": "2"}, {"low": "50", "points": "1"}]})

    assert block.is_valid()
    assert block.rule().slips(Decimal(2)) == ["Còn khoảng trống: chưa có bậc nào cho giá trị dưới 50%."]
