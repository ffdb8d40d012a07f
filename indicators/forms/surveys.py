"""Preparing surveys, their places and codes; answering comments."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.db.models import QuerySet

from accounts.forms.base import PageForm
from accounts.models import Unit
from core.fields import DayInput, NumberInput
from indicators.models import Questionnaire, ServicePoint, Survey
from indicators.services.survey_points import MOST_CODES
from indicators.services.surveys import FIELDS


class SurveyForm(PageForm, forms.Form):
    """One round: questionnaire, dates, sample, and how openly it is told."""

    submit_label = "Lưu đợt khảo sát"
    keep = "khao-sat"
    title = forms.CharField(label="Tên đợt khảo sát", max_length=200)
    questionnaire = forms.ModelChoiceField(label="Phiếu", queryset=Questionnaire.objects.none(), empty_label=None)
    opens_on = forms.DateField(label="Từ ngày", widget=DayInput())
    closes_on = forms.DateField(label="Đến hết ngày", widget=DayInput())
    population = forms.IntegerField(
        label="Số lượt giao dịch hoặc số nhân viên (N)",
        min_value=0,
        max_value=10_000_000,
        required=False,
        help_text="Số lượt người khám, điều trị hoặc làm thủ tục trong thời gian khảo sát; khảo sát nhân viên thì ghi "
        "số nhân viên. Để trống nếu chưa biết.",
    )
    margin = NumberInput(
        label="Sai số cho phép (%)", min_value=1, max_value=20, max_digits=4, decimal_places=2, initial=5
    )
    target = forms.IntegerField(
        label="Số phiếu cần đạt",
        min_value=0,
        max_value=1_000_000,
        required=False,
        help_text="Để trống thì tính theo n = N ÷ (1 + N × e²).",
    )
    shown_from = forms.IntegerField(
        label="Số phiếu ít nhất để cho xem kết quả",
        min_value=1,
        max_value=1000,
        help_text="Nhóm có ít phiếu hơn không hiện cho người ngoài phòng phụ trách, để không đoán ra ai trả lời.",
    )
    needs_code = forms.BooleanField(label="Mỗi người một mã, mỗi mã trả lời một lần", required=False)
    is_published = forms.BooleanField(label="Công khai trang kết quả cho mọi người xem", required=False)

    def __init__(self, *args: Any, questionnaires: QuerySet[Questionnaire], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["questionnaire"].queryset = questionnaires  # type: ignore[attr-defined]

    @property
    def helper(self) -> Any:
        helper = super().helper
        helper.layout = Layout(
            "title",
            "questionnaire",
            Div("opens_on", "closes_on", css_class="field-pair"),
            Div("population", "margin", css_class="field-pair"),
            Div("target", "shown_from", css_class="field-pair"),
            "needs_code",
            "is_published",
        )
        return helper

    @staticmethod
    def initial_of(survey: Survey) -> dict[str, Any]:
        """What the form shows of a stored survey."""
        return {name: getattr(survey, name) for name in FIELDS}

    def values(self) -> dict[str, Any]:
        """The fields of a survey; what was left empty is 0."""
        data = dict(self.cleaned_data)
        return {**data, "population": data["population"] or 0, "target": data["target"] or 0}


class NewSurveyForm(SurveyForm):
    """A new round, with who holds it where there is a choice."""

    centre = forms.ModelChoiceField(label="Nơi tổ chức", queryset=Unit.objects.none(), empty_label=None)

    def __init__(self, *args: Any, holders: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["centre"].queryset = holders  # type: ignore[attr-defined]
        self.fields["centre"].label_from_instance = lambda unit: unit.name  # type: ignore[attr-defined]

    @property
    def helper(self) -> Any:
        helper = super().helper
        helper.layout = Layout("centre", *helper.layout.fields)
        return helper

    def values(self) -> dict[str, Any]:
        """The fields of a survey without who holds it."""
        return {name: value for name, value in super().values().items() if name != "centre"}


class PointsForm(PageForm, forms.Form):
    """New places: one for each chosen unit."""

    submit_label = "Thêm điểm"
    units = forms.ModelMultipleChoiceField(
        label="Đơn vị", queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    name = forms.CharField(
        label="Tên điểm phục vụ",
        max_length=120,
        initial="Điểm khảo sát",
        help_text="Ví dụ: Quầy tiếp đón, Phòng tiêm; khảo sát nhân viên: Phòng giao ban.",
    )
    target = forms.IntegerField(label="Số phiếu cần đạt của mỗi điểm", min_value=0, max_value=100_000, initial=0)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units  # type: ignore[attr-defined]


class PointForm(PageForm, forms.Form):
    """Name and target of a place."""

    submit_label = "Lưu điểm phục vụ"
    name = forms.CharField(label="Tên điểm phục vụ", max_length=120)
    target = forms.IntegerField(label="Số phiếu cần đạt", min_value=0, max_value=100_000)


class CodesForm(PageForm, forms.Form):
    """How many one-time codes to make, and for which place."""

    submit_label = "Lập mã"
    number = forms.IntegerField(label="Số mã", min_value=1, max_value=MOST_CODES, initial=100)
    point = forms.ModelChoiceField(
        label="Điểm phục vụ", queryset=ServicePoint.objects.none(), required=False, empty_label="Dùng ở mọi điểm"
    )
    output = forms.ChoiceField(
        label="Nhận dưới dạng", choices=(("page", "Trang để in, cắt thành phiếu nhỏ"), ("xlsx", "Tệp Excel"))
    )

    def __init__(self, *args: Any, points: QuerySet[ServicePoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["point"].queryset = points  # type: ignore[attr-defined]
        self.fields["point"].label_from_instance = lambda point: f"{point.name} – {point.unit}"  # type: ignore[attr-defined]


class ReplyForm(PageForm, forms.Form):
    """The answer to a comment."""

    submit_label = "Trả lời"
    keep = "tra-loi-gop-y"
    reply = forms.CharField(
        label="Trả lời",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Góp ý và câu trả lời sẽ hiện trên trang kết quả công khai nếu đợt này công khai kết quả.",
    )
