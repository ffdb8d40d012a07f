"""One example of each kind of rule, for the guidance: the maximum and the parameters."""

from typing import Any

_SHARE = {"numerator_label": "Hồ sơ đúng hạn", "denominator_label": "Hồ sơ đã giải quyết"}

KIND_EXAMPLES: dict[str, tuple[int, dict[str, Any]]] = {
    "yes_no": (2, {}),
    "level": (
        4,
        {
            "levels": [
                {"code": "tot", "name": "Tốt", "points": 4},
                {"code": "dat", "name": "Đạt", "percent": 50},
                {"code": "khong", "name": "Không đạt", "points": 0},
            ]
        },
    ),
    "manual": (5, {"step": "0.25"}),
    "proportional": (5, _SHARE),
    "proportional_floor": (7, {**_SHARE, "floor": 95, "ceiling": 99}),
    "step_table": (
        10,
        {**_SHARE, "steps": [{"low": 100, "points": 10}, {"low": 90, "points": 8}, {"low": 0, "points": 0}]},
    ),
    "threshold_all_or_nothing": (3, {**_SHARE, "threshold": 95}),
    "survey_percent": (5, {"value_label": "Tỷ lệ hài lòng"}),
    "survey_share": (10, {}),
    "all_members": (10, {"otherwise": 5}),
    "external": (4, {"source": "Quyết định công bố chỉ số của tỉnh", "scale": 100}),
    "target_met": (2, {"value_label": "Tỷ lệ giải ngân"}),
    "versus_previous_year": (2, {"higher": 2, "equal": 1, "value_label": "Tỷ lệ hài lòng"}),
    "versus_average": (2, {"reached": 2, "value_label": "Chỉ số cải cách hành chính"}),
    "count_step": (2, {"per_item": "0.5", "item": "văn bản"}),
    "penalty_count": (2, {"per_item": "0.5", "item": "báo cáo thiếu", "per_late": "0.25", "late_item": "báo cáo chậm"}),
    "incident_zero": (3, {"item": "vụ vi phạm"}),
    "incident_scale": (4, {"per_minor": 2, "minor": "trường hợp khiển trách", "serious": "trường hợp cảnh cáo"}),
    "on_time": (2, {"late": [{"days": 10, "points": 1}]}),
    "precondition": (
        4,
        {"condition": "Có kế hoạch được phê duyệt", "rule": {"kind": "proportional", **_SHARE}},
    ),
    "best_of": (
        3,
        {
            "parts": [
                {"code": "p1", "label": "Theo tỷ lệ", "rule": {"kind": "proportional", **_SHARE}},
                {"code": "p2", "label": "Đã có quyết định công nhận", "rule": {"kind": "yes_no"}},
            ]
        },
    ),
    "sum_of_parts": (
        3,
        {
            "parts": [
                {"code": "p1", "label": "Ban hành kế hoạch", "max": 1, "rule": {"kind": "yes_no"}},
                {"code": "p2", "label": "Kết quả thực hiện", "max": 2, "rule": {"kind": "proportional", **_SHARE}},
            ]
        },
    ),
    "bonus": (3, {"per_item": 1, "item": "sáng kiến cấp tỉnh"}),
    "penalty": (4, {"per_item": 2, "item": "văn bản phê bình"}),
}
