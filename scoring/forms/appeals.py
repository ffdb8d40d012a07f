"""What people type about appeals: the deadline, an appeal with its files, its decision."""

from datetime import datetime, time
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from accounts.forms.base import PageForm
from core.fields import DayInput, NumberInput, SeveralFiles
from core.formats import vn_points
from scoring.models import Appeal, Evidence
from scoring.selectors.appeals import Contest
from scoring.services.appeal_decisions import ADJUST, UPHOLD
from scoring.services.appeals import LONGEST_TEXT

END_OF_OFFICE_HOURS = time(17)


class EvidenceChoice(forms.ModelMultipleChoiceField):
    """Files of the unit by their names."""

    def label_from_instance(self, evidence: Evidence) -> str:
        return f"{evidence.name} ({timezone.localtime(evidence.uploaded_at):%d/%m/%Y})"


class WindowForm(PageForm, forms.Form):
    """Until when units may file appeals."""

    submit_label = "Mở kiến nghị"
    keep = "mo-kien-nghi"
    closes_on = forms.DateField(label="Hạn kiến nghị", widget=DayInput())
    closes_at = forms.TimeField(
        label="Giờ",
        initial=END_OF_OFFICE_HOURS,
        widget=forms.TimeInput(format="%H:%M", attrs={"placeholder": "17:00", "autocomplete": "off"}),
    )

    @property
    def helper(self) -> Any:
        helper = super().helper
        helper.layout = Layout(Div("closes_on", "closes_at", css_class="field-pair"))
        return helper

    def moment(self) -> datetime:
        """Day and hour as one moment of local time."""
        data = self.cleaned_data
        return timezone.make_aware(datetime.combine(data["closes_on"], data["closes_at"]))


class AppealForm(PageForm, forms.Form):
    """Why, how many points, and what proves it."""

    submit_label = "Gửi kiến nghị"
    keep = "kien-nghi"
    proposed_points = NumberInput(label="Điểm đề nghị", required=False, max_digits=8, decimal_places=2)
    argument = forms.CharField(
        label="Lý do kiến nghị",
        required=False,
        max_length=LONGEST_TEXT,
        help_text="Nêu chỗ chưa đúng của điểm thẩm định và tài liệu chứng minh.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    uploads = SeveralFiles(label="Tải minh chứng mới lên", required=False, help_text="Có thể chọn nhiều tệp cùng lúc.")
    evidence = EvidenceChoice(
        label="Hoặc dùng tệp đã có trong kho của đơn vị",
        queryset=Evidence.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, contest: Contest, files: QuerySet[Evidence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].queryset = files  # type: ignore[attr-defined]
        if not files:
            del self.fields["evidence"]
        most = vn_points(contest.score.criterion.max_points)
        self.fields["proposed_points"].help_text = f"Đang có {vn_points(contest.first_points)}; từ 0 đến {most}."

    def values(self) -> dict[str, Any]:
        """The cleaned values under the names of the service."""
        data = self.cleaned_data
        return {
            "argument": data["argument"],
            "proposed_points": data["proposed_points"],
            "evidence": list(data.get("evidence", ())),
            "files": [(file, file.name) for file in data["uploads"]],
        }


class AppealDecisionForm(PageForm, forms.Form):
    """Keep or change the points, with the reason that the unit reads."""

    submit_label = "Lưu kết quả giải quyết"
    keep = "giai-quyet"
    decision = forms.ChoiceField(label="Kết quả", widget=forms.RadioSelect, choices=())
    points = NumberInput(label="Điểm sau điều chỉnh", required=False, max_digits=8, decimal_places=2)
    reason = forms.CharField(
        label="Lý do giải quyết",
        required=False,
        max_length=LONGEST_TEXT,
        help_text="Đơn vị đọc được lý do này, bên cạnh lý do thẩm định lần đầu.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, appeal: Appeal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decision: Any = self.fields["decision"]
        decision.choices = [
            (UPHOLD, f"Giữ nguyên {vn_points(appeal.first_points)} điểm"),
            (ADJUST, "Điều chỉnh điểm"),
        ]
        most, asked = vn_points(appeal.item.criterion.max_points), vn_points(appeal.proposed_points)
        self.fields["points"].help_text = f"Từ 0 đến {most}; đơn vị đề nghị {asked}."
