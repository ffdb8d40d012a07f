"""Targets: which figures each way of comparing asks for, and results that people write down."""

from typing import Any

from django import forms

from accounts.forms.base import PageForm
from campaigns.engine.targets import GRADES, WITH_NUMBER, Operator, TargetRule, rule_problems
from campaigns.forms.plans import PartForm, choose_from, lines
from campaigns.models import ContentArea, Plan, Target
from core.fields import DayInput, NumberInput
from indicators.enums import Direction
from indicators.models import Indicator
from indicators.selectors.catalogue import in_use

# What each operator asks for, in words for the page.
OPERATOR_HELP = {
    Operator.GTE: ("đạt từ … trở lên", "ghi một mức, ví dụ 99 với “đạt từ 99% trở lên”"),
    Operator.GT: ("trên …", "ghi một mức; bằng mức đó vẫn chưa đạt"),
    Operator.EQ: ("đạt đúng …", "ghi một mức, thường là 100%"),
    Operator.LTE: ("không quá …", "ghi một mức, ví dụ 30 với “không quá 30 phút”"),
    Operator.LT: ("dưới …", "ghi một mức; bằng mức đó vẫn chưa đạt"),
    Operator.REDUCE_BETWEEN: ("giảm từ … đến …", "ghi hai mức, mức dưới trước, ví dụ 30 và 50"),
    Operator.GT_PREVIOUS: ("năm sau cao hơn năm trước", "không ghi mức, so với số liệu năm trước"),
    Operator.GRADE_GTE: ("đạt mức … trở lên", "chọn mức xếp loại, không ghi số"),
    Operator.IMPROVE_RANK: ("cải thiện thứ hạng", "không ghi mức, so thứ hạng với năm trước"),
    Operator.QUALITATIVE: ("định tính", "không ghi mức; cuối năm ghi đã hoàn thành hay chưa"),
}
_AT_LEAST = (Operator.GTE, Operator.GT, Operator.GT_PREVIOUS)
_AT_MOST = (Operator.LTE, Operator.LT)


class TargetForm(PartForm):
    """A target of the plan; the fields that count depend on the way of comparing."""

    submit_label = "Lưu chỉ tiêu"
    grade = forms.ChoiceField(
        label="Mức xếp loại",
        required=False,
        choices=[("", "–"), *((grade, grade) for grade in GRADES)],
        help_text="Chỉ dùng với “đạt mức … trở lên”.",
    )

    class Meta:
        model = Target
        fields = (
            "code",
            "label",
            "content_area",
            "operator",
            "low",
            "high",
            "grade",
            "unit_of_measure",
            "baseline",
            "indicator",
            "due_on",
            "scope",
            "verification",
            "source_text",
        )
        widgets = {"label": lines(2), "source_text": lines(2), "due_on": DayInput()}
        help_texts = {
            "code": "Ví dụ T-A3.",
            "low": "Với “đạt từ”, “trên”, “đạt đúng”, “không quá”, “dưới”, “giảm từ … đến …”.",
            "high": "Chỉ với “giảm từ … đến …”.",
            "unit_of_measure": "Ví dụ %, phút, điểm. Tỷ lệ % phải từ 0 đến 100.",
            "baseline": "Mốc so sánh khi kế hoạch nêu, ví dụ “năm 2025”.",
            "indicator": "Số liệu hiện nay lấy từ chỉ số này. Bỏ trống thì phòng TCHC ghi kết quả.",
            "source_text": "Câu trong kế hoạch nêu chỉ tiêu này.",
        }

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, plan=plan, **kwargs)
        choose_from(self, "content_area", ContentArea.objects.filter(plan=plan), "Mục tiêu chung")
        # A target keeps the indicator that it has, also after that was retired.
        offered = in_use(plan.unit.centre) | Indicator.objects.filter(pk=self.instance.indicator_id)
        choose_from(self, "indicator", offered, "Không có số liệu tự tính")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        operator = Operator(data["operator"])
        rule = TargetRule(operator, data["low"], data["high"], data["unit_of_measure"], data["grade"])
        if rule.grade and operator is not Operator.GRADE_GTE:
            self.add_error("grade", "Chỉ cách so sánh “đạt mức … trở lên” mới dùng mức xếp loại. Bỏ chọn.")
        if rule.low is not None and operator not in WITH_NUMBER:
            name, need = OPERATOR_HELP[operator]
            self.add_error("low", f"Cách so sánh “{name}” {need}. Xóa mức này.")
        for problem in rule_problems(rule):
            self.add_error("grade" if operator is Operator.GRADE_GTE else "low", problem)
        self._refuse_wrong_direction(operator, data["indicator"])
        return data

    def _refuse_wrong_direction(self, operator: Operator, indicator: Indicator | None) -> None:
        if indicator is None:
            return
        if operator in _AT_LEAST and indicator.direction == Direction.LOWER:
            self.add_error("operator", "Chỉ số này càng thấp càng tốt. Chọn “không quá …” hoặc “dưới …”.")
        if operator in _AT_MOST and indicator.direction == Direction.HIGHER:
            self.add_error("operator", "Chỉ số này càng cao càng tốt. Chọn “đạt từ … trở lên” hoặc “trên …”.")


class ResultForm(PageForm, forms.Form):
    """The result of a target in a year; only the field that the target needs is shown."""

    submit_label = "Ghi kết quả"
    keep = "ket-qua-chi-tieu"
    value = NumberInput(label="Giá trị đạt được", decimal_places=4, max_digits=14, localize=True)
    grade = forms.ChoiceField(label="Mức xếp loại", choices=[(grade, grade) for grade in reversed(GRADES)])
    is_done = forms.TypedChoiceField(
        label="Kết quả",
        choices=(("1", "Đã hoàn thành"), ("0", "Chưa hoàn thành")),
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    source_note = forms.CharField(
        label="Nguồn, diễn giải",
        max_length=1000,
        widget=lines(3),
        help_text="Số, ngày của văn bản công bố hoặc việc đã làm.",
    )

    def __init__(self, *args: Any, target: Target, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needed = {Operator.GRADE_GTE: "grade", Operator.QUALITATIVE: "is_done"}.get(Operator(target.operator), "value")
        for name in {"value", "grade", "is_done"} - {needed}:
            del self.fields[name]
        if needed == "value" and target.unit_of_measure:
            self.fields["value"].label = f"Giá trị đạt được ({target.unit_of_measure})"
