"""An indicator that a centre adds, and a procedure of its list."""

from collections.abc import Collection, Sequence
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from accounts.forms.base import PageForm
from core.fields import DayInput
from indicators.engine.months import FIRST_YEAR, LAST_YEAR
from indicators.enums import Direction, Measure, PeriodKind, RollUp, Source
from indicators.forms.base import PlainText
from indicators.models import Indicator, Procedure


def _pair(first: str, second: str) -> Div:
    """Two short fields side by side where there is room."""
    return Div(first, second, css_class="field-pair")


class IndicatorForm(PageForm, forms.Form):
    """What an own indicator measures."""

    submit_label = "Lưu chỉ số"
    keep = "chi-so-rieng"
    name = PlainText(label="Tên chỉ số", max_length=200)
    definition = PlainText(label="Định nghĩa", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    measure = forms.ChoiceField(label="Kiểu số", choices=Measure.choices)
    unit_of_measure = PlainText(
        label="Đơn vị tính", max_length=40, required=False, help_text="Ví dụ: buổi, phút, điểm. Tỷ lệ luôn là %."
    )
    numerator_label = PlainText(
        label="Tử số", max_length=200, required=False, help_text="Chỉ với tỷ lệ: đếm gì ở trên."
    )
    denominator_label = PlainText(
        label="Mẫu số", max_length=200, required=False, help_text="Chỉ với tỷ lệ: chia cho số gì."
    )
    direction = forms.ChoiceField(label="Chiều tốt", choices=Direction.choices)
    frequency = forms.ChoiceField(label="Kỳ số liệu", choices=PeriodKind.choices)
    roll_up = forms.ChoiceField(
        label="Gộp các tháng", choices=RollUp.choices, help_text="Với số lượng; tỷ lệ luôn gộp theo tử số và mẫu số."
    )
    source = forms.ChoiceField(
        label="Nguồn", choices=[(source.value, source.label) for source in (Source.DECLARED, Source.EXTERNAL)]
    )
    owner = PlainText(label="Bộ phận chịu trách nhiệm", max_length=120)

    @property
    def helper(self) -> Any:
        helper = super().helper
        helper.layout = Layout(
            "name",
            "definition",
            _pair("measure", "unit_of_measure"),
            _pair("numerator_label", "denominator_label"),
            _pair("direction", "frequency"),
            _pair("roll_up", "source"),
            "owner",
        )
        return helper

    def __init__(
        self, *args: Any, indicator: Indicator | None = None, fixed: Collection[str] = (), **kwargs: Any
    ) -> None:
        """``fixed``: fields that are shown as they are stored and cannot change."""
        if indicator is not None:
            kwargs["initial"] = {name: getattr(indicator, name) for name in self.base_fields}
            self.keep = f"chi-so-rieng-{indicator.pk}"
        super().__init__(*args, **kwargs)
        for name in fixed:
            self.fields[name].disabled = True


class ProcedureForm(PageForm, forms.Form):
    """One administrative procedure with its times in working days."""

    submit_label = "Lưu thủ tục"
    keep = "thu-tuc"
    code = PlainText(label="Mã thủ tục", max_length=40, help_text="Mã trên Cơ sở dữ liệu quốc gia về TTHC.")
    name = PlainText(label="Tên thủ tục", max_length=300)
    field = PlainText(label="Lĩnh vực", max_length=120)
    statutory_days = forms.IntegerField(label="Thời hạn quy định (ngày làm việc)", min_value=1, max_value=1000)
    promised_days = forms.IntegerField(label="Thời hạn cam kết (ngày làm việc)", min_value=1, max_value=1000)
    promised_on = forms.DateField(label="Cam kết từ ngày", widget=DayInput(), required=False)
    decision = PlainText(label="Quyết định công bố", max_length=200, required=False)
    published_on_time = forms.BooleanField(label="Đã công khai kịp thời", required=False)
    is_online = forms.BooleanField(label="Cung cấp trực tuyến (toàn trình hoặc một phần)", required=False)
    online_from = forms.DateField(
        label="Cung cấp trực tuyến từ ngày",
        widget=DayInput(),
        required=False,
        help_text="Tỷ lệ nộp trực tuyến tính hồ sơ từ tháng trọn vẹn đầu tiên; để trống nếu đã cung cấp từ trước.",
    )
    is_on_national_portal = forms.BooleanField(label="Đã tích hợp Cổng Dịch vụ công quốc gia", required=False)
    has_fee = forms.BooleanField(label="Có nghĩa vụ tài chính", required=False)
    pays_online = forms.BooleanField(label="Đã triển khai thanh toán trực tuyến", required=False)
    abolished_from = forms.IntegerField(
        label="Bãi bỏ từ năm",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        required=False,
        help_text="Từ năm này thủ tục không còn tính trong danh mục; để trống nếu còn hiệu lực.",
    )
    from_year = forms.TypedChoiceField(
        label="Thay đổi áp dụng từ năm",
        coerce=int,
        required=False,
        empty_value=None,
        help_text="Số liệu các năm trước năm này giữ nguyên. Năm đã khóa tháng 12 không sửa được.",
    )

    @property
    def helper(self) -> Any:
        helper = super().helper
        helper.layout = Layout(
            _pair("code", "field"),
            "name",
            _pair("statutory_days", "promised_days"),
            _pair("promised_on", "decision"),
            "published_on_time",
            "is_online",
            "online_from",
            "is_on_national_portal",
            "has_fee",
            "pays_online",
            *(("abolished_from", "from_year") if "from_year" in self.fields else ()),
        )
        return helper

    def __init__(
        self, *args: Any, procedure: Procedure | None = None, years: Sequence[int] = (), **kwargs: Any
    ) -> None:
        """``years``: those from which a change may count, the present one first."""
        if procedure is not None:
            kwargs["initial"] = {name: getattr(procedure, name, None) for name in self.base_fields}
            self.keep = f"thu-tuc-{procedure.pk}"
        super().__init__(*args, **kwargs)
        if procedure is None:
            del self.fields["abolished_from"], self.fields["from_year"]
        else:
            chosen: Any = self.fields["from_year"]
            chosen.choices = [(year, f"Năm {year}") for year in years]
