"""What a person reads about each kind of rule, and about each of its parameters. Tests hold both tables complete."""

from dataclasses import dataclass

from scoring.engine.rules import KINDS as RULES


@dataclass(frozen=True)
class KindWords:
    """One sentence on what the kind does, and an example from a criteria set."""

    explanation: str
    example: str


@dataclass(frozen=True)
class ParameterWords:
    """Label and help of one parameter."""

    label: str
    help: str = ""


FAMILIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Có, không và mức", ("yes_no", "level", "on_time", "manual", "external")),
    (
        "Tỷ lệ và ngưỡng",
        ("proportional", "proportional_floor", "step_table", "threshold_all_or_nothing", "target_met"),
    ),
    ("So sánh", ("versus_previous_year", "versus_average", "all_members")),
    ("Đếm số lượng, vi phạm", ("count_step", "penalty_count", "incident_zero", "incident_scale")),
    ("Khảo sát", ("survey_percent", "survey_share")),
    ("Kết hợp nhiều cách", ("precondition", "best_of", "sum_of_parts")),
)
ON_TOP = ("bonus", "penalty")
USUAL_SOURCE = {"survey_percent": "survey", "survey_share": "survey", "manual": "office", "external": "office"}
"""Who supplies the figures unless the set says otherwise; else the unit."""
ALIKE = ("yes_no", "manual", "level")
"""Kinds that stand in rows of equal criteria; the next criterion begins like the one before."""

KINDS: dict[str, KindWords] = {
    "yes_no": KindWords(
        "Làm thì được điểm tối đa, không làm thì 0 điểm.", "Có ban hành kế hoạch cải cách hành chính: 0,5 điểm."
    ),
    "level": KindWords(
        "Mỗi mức đạt được một số điểm, hoặc một tỷ lệ của điểm tối đa.",
        "Xuất sắc 100%, tốt 75%, hoàn thành 50%, không hoàn thành 0%.",
    ),
    "on_time": KindWords(
        "Đúng hạn được điểm tối đa; chậm ít được một phần; chậm hơn nữa hoặc không làm thì 0 điểm.",
        "Ban hành kế hoạch đúng hạn 2 điểm; chậm không quá 10 ngày 1 điểm.",
    ),
    "manual": KindWords(
        "Người thẩm định chấm theo nhận xét, từ 0 đến điểm tối đa, theo từng bước điểm.",
        "Ý thức phối hợp: chấm từ 0 đến 1,5 điểm, mỗi bước 0,25.",
    ),
    "external": KindWords(
        "Lấy kết quả do cơ quan khác công bố, quy đổi về thang điểm của tiêu chí.",
        "Chỉ số PAPI công bố trên thang 80, quy về 2 điểm.",
    ),
    "proportional": KindWords(
        "Tỷ lệ đạt nhân với điểm tối đa.", "Làm 18 trong 20 việc được giao, tối đa 5 điểm: 18/20 × 5 = 4,50 điểm."
    ),
    "proportional_floor": KindWords(
        "Tỷ lệ nhân với điểm tối đa, nhưng dưới mức sàn thì 0 điểm và từ mức đạt thì trọn điểm.",
        "Hồ sơ đúng hạn: từ 99% được trọn điểm; từ 95% đến dưới 99% tính theo tỷ lệ; dưới 95% được 0 điểm.",
    ),
    "step_table": KindWords(
        "Mỗi khoảng giá trị được một số điểm; bậc tính từ mức ghi trở lên đến dưới bậc trên.",
        "100%: 10 điểm; từ 90% đến dưới 100%: 8 điểm; từ 80% đến dưới 90%: 6 điểm; dưới 80%: 0 điểm.",
    ),
    "threshold_all_or_nothing": KindWords(
        "Đạt ngưỡng thì trọn điểm, chưa đạt thì 0 điểm.", "Giải phóng mặt bằng từ 95% trở lên: 2,5 điểm; ngược lại 0."
    ),
    "target_met": KindWords(
        "Đạt chỉ tiêu được giao thì trọn điểm; đơn vị không được giao thì không đánh giá.",
        "Giải ngân đạt tỷ lệ được giao: 2,5 điểm; không đạt: 0 điểm.",
    ),
    "versus_previous_year": KindWords(
        "So kết quả với năm trước của chính đơn vị: cao hơn, bằng, thấp hơn.",
        "Hài lòng cao hơn năm trước 2 điểm, bằng 1 điểm, thấp hơn 0 điểm.",
    ),
    "versus_average": KindWords(
        "So kết quả với bình quân của mọi đơn vị, hoặc của các đơn vị cùng khối.",
        "Chỉ số từ bình quân chung trở lên 2 điểm; thấp hơn 0.",
    ),
    "all_members": KindWords(
        "Mọi thành viên đều đạt thì trọn điểm; còn người chưa đạt thì được mức thấp hơn.",
        "100% viên chức hoàn thành nhiệm vụ trở lên 10 điểm; còn người chưa đạt 5 điểm.",
    ),
    "count_step": KindWords(
        "Mỗi việc làm được một số điểm, cộng đến điểm tối đa.", "Mỗi văn bản ban hành 0,5 điểm, tối đa 2 điểm."
    ),
    "penalty_count": KindWords(
        "Bắt đầu từ điểm tối đa, mỗi lần sai sót trừ một ít, không trừ quá 0.",
        "Mỗi báo cáo thiếu trừ 0,5 điểm, mỗi báo cáo chậm trừ 0,25 điểm.",
    ),
    "incident_zero": KindWords(
        "Không có vụ nào thì trọn điểm; có một vụ là 0 điểm.", "Không vi phạm về đất đai trong năm: 2,5 điểm."
    ),
    "incident_scale": KindWords(
        "Không có vụ nào thì trọn điểm; vụ nhẹ trừ bớt; có vụ nghiêm trọng thì 0 điểm.",
        "Khiển trách trừ 2 điểm một trường hợp; có cảnh cáo trở lên thì 0 điểm.",
    ),
    "survey_percent": KindWords(
        "Tỷ lệ người hài lòng qua khảo sát nhân với điểm tối đa.", "Hài lòng 92% × 5 điểm = 4,60 điểm."
    ),
    "survey_share": KindWords(
        "Mỗi câu trả lời có một hệ số; hệ số bình quân của các phiếu nhân với điểm tối đa.",
        "A 100%, B 60%, C 20%, D 0%.",
    ),
    "precondition": KindWords(
        "Không đạt điều kiện thì 0 điểm; đạt thì mới tính theo cách ở bên trong.",
        "Có kế hoạch được phê duyệt mới tính điểm hoàn thành kế hoạch.",
    ),
    "best_of": KindWords(
        "Tính theo từng cách rồi lấy cách được nhiều điểm nhất.", "Đạt từ 90%, hoặc tăng so với năm trước."
    ),
    "sum_of_parts": KindWords(
        "Tiêu chí gồm nhiều phần, mỗi phần có điểm và cách tính riêng, cộng lại.",
        "Có kế hoạch 1 điểm; hoàn thành theo tỷ lệ 2 điểm.",
    ),
    "bonus": KindWords(
        "Điểm cộng thêm ngoài thang điểm, theo số việc hoặc theo mức được duyệt.", "Mỗi sáng kiến cấp tỉnh cộng 1 điểm."
    ),
    "penalty": KindWords(
        "Điểm trừ khỏi tổng điểm, theo số việc hoặc theo mức được duyệt.", "Mỗi đơn thư đúng trừ 1 điểm."
    ),
}

_PERCENT = "Ghi phần trăm, ví dụ 95 hoặc 97,5."
PARAMETERS: dict[str, ParameterWords] = {
    "unit": ParameterWords(
        "Đơn vị tính của số liệu", "Tỷ lệ thì để %. Số khác thì ghi đơn vị, ví dụ: ngày, sáng kiến."
    ),
    "value_label": ParameterWords("Tên số liệu", "Người nhập thấy chữ này, ví dụ: Tỷ lệ hồ sơ đúng hạn."),
    "numerator_label": ParameterWords("Tên số đạt", "Ví dụ: Hồ sơ đúng hạn. Ghi cả hai tên để đơn vị nhập hai số."),
    "denominator_label": ParameterWords("Tên tổng số", "Ví dụ: Hồ sơ đã giải quyết. Để trống nếu nhập thẳng tỷ lệ."),
    "may_exceed": ParameterWords(
        "Có thể vượt 100%", "Đánh dấu khi làm được nhiều hơn mức giao, ví dụ 15 tin bài trên 12."
    ),
    "floor": ParameterWords("Mức sàn", f"Dưới mức này được 0 điểm. {_PERCENT}"),
    "ceiling": ParameterWords("Mức được trọn điểm", f"Từ mức này trở lên được điểm tối đa. {_PERCENT}"),
    "ceiling_excluded": ParameterWords("Phải vượt mức này mới được trọn điểm", "Đánh dấu khi văn bản viết “trên 90%”."),
    "steps": ParameterWords("Các bậc", "Ghi từ bậc cao xuống thấp; bậc cuối bắt đầu từ 0."),
    "Step.low": ParameterWords("Từ (kể cả)"),
    "Step.points": ParameterWords("Được điểm"),
    "threshold": ParameterWords("Ngưỡng", "Từ ngưỡng này trở lên được điểm tối đa."),
    "threshold_excluded": ParameterWords("Phải vượt ngưỡng mới đạt", "Đánh dấu khi văn bản viết “trên”, “lớn hơn”."),
    "target": ParameterWords("Chỉ tiêu chung", "Để trống nếu mỗi đơn vị được giao một chỉ tiêu riêng."),
    "at_most": ParameterWords("Càng thấp càng tốt", "Đánh dấu khi đạt là không vượt, ví dụ thời gian chờ."),
    "higher": ParameterWords("Điểm khi cao hơn năm trước"),
    "equal": ParameterWords("Điểm khi bằng năm trước"),
    "lower": ParameterWords("Điểm khi thấp hơn năm trước"),
    "reached": ParameterWords("Điểm khi đạt mức bình quân"),
    "versus_average.otherwise": ParameterWords("Điểm khi không đạt"),
    "average_label": ParameterWords("Tên mức bình quân", "Ví dụ: Bình quân toàn tỉnh."),
    "scope": ParameterWords("Bình quân của"),
    "pooled": ParameterWords(
        "Bình quân gia quyền", "Đánh dấu: cộng mọi số đạt chia cho cộng mọi tổng số. Không đánh dấu: trung bình cộng."
    ),
    "member": ParameterWords("Ai được xét", "Ví dụ: viên chức, đơn vị trực thuộc."),
    "standard": ParameterWords("Mức phải đạt", "Ví dụ: hoàn thành nhiệm vụ trở lên."),
    "all_members.otherwise": ParameterWords("Điểm khi còn thành viên chưa đạt"),
    "source": ParameterWords("Nơi công bố", "Ví dụ: Báo cáo PAPI của tỉnh."),
    "scale": ParameterWords("Thang điểm của nơi công bố", "Ví dụ 100, 80, 10."),
    "per_item": ParameterWords("Điểm mỗi việc"),
    "penalty_count.per_item": ParameterWords("Điểm trừ mỗi lần"),
    "bonus.per_item": ParameterWords("Điểm cộng mỗi việc", "Ghi 0 nếu điểm được duyệt từng trường hợp."),
    "penalty.per_item": ParameterWords("Điểm trừ mỗi việc", "Ghi 0 nếu điểm được duyệt từng trường hợp."),
    "item": ParameterWords("Đếm cái gì", "Ví dụ: văn bản, sáng kiến, tin bài."),
    "penalty_count.item": ParameterWords("Lần sai sót gọi là", "Ví dụ: báo cáo thiếu."),
    "incident_zero.item": ParameterWords("Vụ việc gọi là", "Ví dụ: vụ vi phạm về đất đai."),
    "per_late": ParameterWords("Điểm trừ mỗi lần chậm", "Ghi 0 nếu không tính riêng lần chậm."),
    "late_item": ParameterWords("Lần chậm gọi là", "Ví dụ: báo cáo chậm."),
    "per_minor": ParameterWords("Điểm trừ mỗi vụ nhẹ"),
    "least": ParameterWords("Chỉ có vụ nhẹ thì còn ít nhất", "Ghi 0 nếu trừ đến hết điểm."),
    "minor": ParameterWords("Vụ nhẹ gọi là", "Ví dụ: trường hợp bị khiển trách."),
    "serious": ParameterWords("Vụ nghiêm trọng gọi là", "Ví dụ: trường hợp bị cảnh cáo trở lên."),
    "late": ParameterWords("Các mức chậm", "Ghi từ ít ngày đến nhiều ngày. Để trống nếu chậm là 0 điểm."),
    "LateStep.days": ParameterWords("Chậm không quá (ngày làm việc)"),
    "LateStep.points": ParameterWords("Được điểm"),
    "step": ParameterWords("Bước điểm", "Ví dụ 0,25."),
    "levels": ParameterWords("Các mức", "Mỗi mức ghi điểm, hoặc ghi phần trăm của điểm tối đa (một trong hai)."),
    "NamedLevel.code": ParameterWords("Mã"),
    "NamedLevel.name": ParameterWords("Tên mức"),
    "NamedLevel.points": ParameterWords("Điểm"),
    "NamedLevel.percent": ParameterWords("hoặc % điểm tối đa"),
    "options": ParameterWords("Các mức trả lời", "Xếp từ hệ số cao xuống thấp."),
    "AnswerOption.code": ParameterWords("Mã"),
    "AnswerOption.label": ParameterWords("Câu trả lời"),
    "AnswerOption.weight": ParameterWords("Hệ số (%)"),
    "condition": ParameterWords("Điều kiện", "Viết thành câu khẳng định: Có kế hoạch được phê duyệt."),
    "rule": ParameterWords("Khi đạt điều kiện, tính điểm"),
    "parts": ParameterWords("Các phần", "Cần ít nhất hai phần."),
    "best_of.parts": ParameterWords("Các cách", "Cần ít nhất hai cách; mỗi cách tính trên cả điểm tối đa."),
    "Alternative.code": ParameterWords("Mã"),
    "Alternative.label": ParameterWords("Tên cách tính này"),
    "Alternative.rule": ParameterWords("Tính điểm"),
    "SummedPart.code": ParameterWords("Mã"),
    "SummedPart.label": ParameterWords("Tên phần"),
    "SummedPart.max": ParameterWords("Điểm của phần"),
    "SummedPart.rule": ParameterWords("Tính điểm"),
}


CHOICES: dict[str, tuple[tuple[str, str], ...]] = {
    "scope": (("all", "Tất cả các đơn vị"), ("group", "Các đơn vị cùng khối")),
}
"""Parameters that are one of a few words."""


def words_of(owner: str, parameter: str) -> ParameterWords:
    """The words for a parameter of a kind (or of a row of its lists); the kind's own before the common ones."""
    return PARAMETERS.get(f"{owner}.{parameter}") or PARAMETERS[parameter]


def kinds_to_choose(on_top: str = "") -> list[tuple[str, str, str, str]]:
    """Every kind with label, explanation and example, for the page that lists them."""
    listed = [on_top] if on_top else [kind for _, kinds in FAMILIES for kind in kinds]
    return [(kind, RULES[kind].label, KINDS[kind].explanation, KINDS[kind].example) for kind in listed]
