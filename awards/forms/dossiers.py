"""What departments and the office type about nominations and dossiers."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.forms.base import PageForm, UnitChoice
from accounts.models import Person, Unit
from awards.forms.fields import PersonChoice, day, text
from awards.models import Award, AwardRound, Initiative
from campaigns.models import Round


class NominationForm(PageForm, forms.Form):
    """For which award, and for whom: a person of the unit, or the unit itself."""

    submit_label = "Lập hồ sơ"
    keep = "de-nghi"
    award_round = forms.ModelChoiceField(label="Đợt xét", queryset=AwardRound.objects.none(), empty_label=None)
    unit = UnitChoice(label="Đơn vị đề nghị", queryset=Unit.objects.none(), empty_label=None)
    award = forms.ModelChoiceField(
        label="Danh hiệu, hình thức", queryset=Award.objects.all(), empty_label="Chọn danh hiệu, hình thức"
    )
    person = PersonChoice(
        label="Cá nhân được đề nghị",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Đề nghị cho tập thể đơn vị",
        help_text="Để trống khi đề nghị khen thưởng tập thể.",
    )

    def __init__(
        self, *args: Any, rounds: QuerySet[AwardRound], units: QuerySet[Unit], people: QuerySet[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["award_round"].queryset = rounds  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class ReportForm(PageForm, forms.Form):
    """The achievement report, the unit's meeting and, for a person, the initiatives the dossier rests on."""

    submit_label = "Lưu báo cáo"
    version = forms.IntegerField(widget=forms.HiddenInput)
    situation = text("I. Sơ lược đặc điểm, tình hình / lý lịch", rows=5, limit=6000, required=False)
    results = text(
        "II. Thành tích đạt được",
        rows=10,
        limit=20000,
        required=False,
        help_text="Nêu kết quả bằng số liệu, so với chỉ tiêu và năm trước; các biện pháp, sáng kiến.",
    )
    past_awards = text("III. Các hình thức đã được khen thưởng", rows=4, limit=6000, required=False)
    citation = text(
        "Thành tích ghi trong quyết định",
        limit=300,
        required=False,
        help_text="Một câu ngắn, in trên quyết định và giấy chứng nhận.",
    )
    met_on = day("Ngày họp bình xét của đơn vị", required=False)
    met_present = forms.IntegerField(label="Số người dự họp", required=False, min_value=1, max_value=999)
    met_in_favour = forms.IntegerField(label="Số người đồng ý", required=False, min_value=0, max_value=999)

    def __init__(
        self,
        *args: Any,
        questions: list[tuple[str, str]],
        judgements: dict[str, bool],
        initiatives: QuerySet[Initiative],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for key, words in questions:
            self.fields[f"judgement_{key}"] = forms.TypedChoiceField(
                label=f"Hội nghị kết luận: {words}",
                choices=[("", "Chưa kết luận"), ("yes", "Đạt"), ("no", "Không đạt")],
                coerce=lambda value: value == "yes",
                empty_value=None,
                required=False,
                initial={True: "yes", False: "no"}.get(judgements.get(key), ""),  # type: ignore[arg-type]
            )
        if initiatives:
            self.fields["initiatives"] = forms.ModelMultipleChoiceField(
                label="Sáng kiến, đề tài sử dụng cho hồ sơ này",
                queryset=initiatives,
                widget=forms.CheckboxSelectMultiple,
                required=False,
                help_text="Mỗi sáng kiến chỉ dùng cho một loại khen thưởng.",
            )

    def report_values(self) -> dict[str, Any]:
        """What the service takes."""
        names = ("situation", "results", "past_awards", "citation", "met_on", "met_present", "met_in_favour")
        values = {name: self.cleaned_data[name] for name in names}
        answers = {key: self.cleaned_data[f"judgement_{key}"] for key, _ in self.questions}
        values["judgements"] = {key: answer for key, answer in answers.items() if answer is not None}
        return values


class NoteForm(PageForm, forms.Form):
    """One message."""

    submit_label = "Gửi"
    keep = "trao-doi"
    text = text("Nội dung trao đổi", rows=3, limit=2000)
    is_internal = forms.BooleanField(label="Chỉ nội bộ Phòng Tổ chức - Hành chính", required=False)

    def __init__(self, *args: Any, may_hide: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_hide:
            del self.fields["is_internal"]


class AwardRoundForm(PageForm, forms.Form):
    """The call for nominations of a year."""

    submit_label = "Mở đợt xét"
    keep = "dot-xet"
    name = text("Tên đợt xét", limit=200)
    year = forms.IntegerField(label="Năm", min_value=2020, max_value=2100)
    round = forms.ModelChoiceField(
        label="Lấy kết quả của đợt thi đua",
        queryset=Round.objects.none(),
        required=False,
        empty_label="Không gắn với đợt thi đua",
        help_text="Kết quả đã công bố của đợt này được dùng khi kiểm tra điều kiện của tập thể.",
    )
    opens_on = day("Nhận hồ sơ từ ngày")
    closes_on = day("Hạn nộp hồ sơ")
    awards = forms.ModelMultipleChoiceField(
        label="Danh hiệu, hình thức xét", queryset=Award.objects.all(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, rounds: QuerySet[Round], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = rounds  # type: ignore[attr-defined]
