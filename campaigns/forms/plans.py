"""What people type about a plan: its head, its sections, its lists, its issue."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import QuerySet
from django.utils import timezone

from accounts.forms.base import PageForm
from accounts.models import Unit
from campaigns.engine.numbering import NumberingStyle, ordinal
from campaigns.models import ContentArea, Duty, EligibleSubject, LegalBasis, Plan, PlanSection, Recipient
from core.fields import DayInput

# A section of an official document is far shorter; this stops a whole book pasted by mistake.
LONGEST_TEXT = 20_000
SIGNER_TITLE_HINT = "Ví dụ GIÁM ĐỐC; cấp phó ký thay ghi hai dòng: KT. GIÁM ĐỐC, rồi PHÓ GIÁM ĐỐC."
STYLE_NAMES = {
    NumberingStyle.ROMAN: "I, II, III…",
    NumberingStyle.ARABIC: "1, 2, 3…",
    NumberingStyle.DECIMAL: "3.1, 3.2… (theo mục trên)",
    NumberingStyle.LETTER: "a), b), c), d), đ)…",
    NumberingStyle.DASH: "- (gạch đầu dòng)",
    NumberingStyle.PLUS: "+ (dấu cộng)",
    NumberingStyle.NONE: "không đánh số",
}


def lines(rows: int) -> forms.Textarea:
    """A text box of some lines."""
    return forms.Textarea(attrs={"rows": rows})


def choose_from(form: forms.BaseForm, name: str, rows: QuerySet[Any], empty_label: str | None = "") -> None:
    """Limit a choice field to these rows; ``empty_label`` are the words of choosing none ("": as declared)."""
    field: Any = form.fields[name]
    field.queryset = rows
    if empty_label:
        field.empty_label = empty_label


class SeenForm(PageForm, forms.BaseForm):
    """A form that carries the fingerprint of what it showed, so that two people do not overwrite each other."""

    def __init__(self, *args: Any, seen: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if type(field) is forms.CharField and field.max_length is None:
                field.validators.append(MaxLengthValidator(LONGEST_TEXT))
        # Taken from the request as it came: a stale form is shown again with the new fingerprint.
        self.fields["seen"] = forms.CharField(required=False, initial=seen, widget=forms.HiddenInput, max_length=40)

    def values(self) -> dict[str, Any]:
        """What was typed, without the fingerprint."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class PlanCreateForm(PageForm, forms.Form):
    """A new campaign with its plan."""

    submit_label = "Lập kế hoạch"
    keep = "ke-hoach-moi"
    title = forms.CharField(label="Tên phong trào", max_length=500, widget=lines(2))
    short_name = forms.CharField(
        label="Tên gọi tắt",
        max_length=120,
        required=False,
        help_text="Hiện trong danh sách, ví dụ “Thi đua CCHC 2026 - 2030”.",
    )
    subject = forms.CharField(
        label="Trích yếu",
        max_length=500,
        widget=lines(2),
        help_text="Dòng dưới chữ KẾ HOẠCH, ví dụ “Phát động phong trào thi đua …”.",
    )
    starts_on = forms.DateField(label="Bắt đầu", widget=DayInput())
    ends_on = forms.DateField(label="Kết thúc", widget=DayInput())


class PlanHeadForm(SeenForm, forms.ModelForm):
    """The head and the end of the document."""

    submit_label = "Lưu thể thức"
    keep = "the-thuc"

    class Meta:
        model = Plan
        fields = (
            "kind_name",
            "subject",
            "symbol",
            "place",
            "preamble",
            "closing",
            "signer_title",
            "signer_name",
        )
        widgets = {"subject": lines(2), "preamble": lines(5), "closing": lines(4), "signer_title": lines(2)}
        help_texts = {
            "signer_title": SIGNER_TITLE_HINT,
            "symbol": "Phần sau dấu gạch chéo của số, ví dụ KH-TTYT.",
            "place": "Ghi trước ngày, tháng, năm, ví dụ Hoài Nhơn.",
        }


class IssueForm(PageForm, forms.Form):
    """Number, day and signer, given when the plan is issued."""

    submit_label = "Ban hành"
    keep = "ban-hanh"
    number = forms.IntegerField(
        label="Số", min_value=1, max_value=99_999, help_text="Số tiếp theo trong sổ văn bản đi; sửa được khi cần."
    )
    issued_on = forms.DateField(label="Ngày ban hành", widget=DayInput())
    signer_title = forms.CharField(
        label="Quyền hạn, chức vụ người ký",
        max_length=200,
        widget=lines(2),
        help_text=SIGNER_TITLE_HINT,
    )
    signer_name = forms.CharField(label="Họ tên người ký", max_length=100)

    def clean_issued_on(self) -> Any:
        day = self.cleaned_data["issued_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Ngày ban hành ở sau hôm nay. Ghi ngày ký thực tế.")
        return day


class SectionForm(SeenForm, forms.ModelForm):
    """One section: its numbering and its text."""

    submit_label = "Lưu mục"
    style = forms.ChoiceField(
        label="Kiểu đánh số", choices=[(style.value, name) for style, name in STYLE_NAMES.items()]
    )

    class Meta:
        model = PlanSection
        fields = ("style", "mark", "heading", "body", "paragraphs", "content_area")
        widgets = {"heading": lines(2), "body": lines(3), "paragraphs": lines(4)}
        help_texts = {
            "mark": "Để trống thì số được đánh tự động. Chỉ ghi khi bản đã duyệt dùng số khác.",
            "heading": "In đậm, ngay sau số mục.",
            "body": "Chữ thường, cùng dòng với số mục.",
        }

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "content_area", ContentArea.objects.filter(plan=plan), "Không gắn với nội dung nào")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        style, mark = data.get("style"), data.get("mark")
        strict = style in (NumberingStyle.ROMAN.value, NumberingStyle.LETTER.value)
        if mark and style and strict and ordinal(NumberingStyle(style), mark) is None:
            self.add_error("mark", f"“{mark}” không phải số mục của kiểu {STYLE_NAMES[NumberingStyle(style)]}")
        if not any(data.get(name) for name in ("heading", "body", "paragraphs")):
            self.add_error("heading", "Mục chưa có chữ nào. Ghi tiêu đề hoặc nội dung.")
        return data


class PartForm(SeenForm, forms.ModelForm):
    """A row of one of the plan's lists."""

    submit_label = "Lưu dòng này"

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.plan = plan


class BasisForm(PartForm):
    class Meta:
        model = LegalBasis
        fields = ("kind", "text", "is_printed")
        widgets = {"text": lines(3)}


class AreaForm(PartForm):
    class Meta:
        model = ContentArea
        fields = ("code", "title", "short_title")
        help_texts = {
            "code": "Chữ hoặc số của nội dung trong kế hoạch, ví dụ a, b, đ.",
            "short_title": "Dùng cho biểu đồ.",
        }


class SubjectForm(PartForm):
    class Meta:
        model = EligibleSubject
        fields = ("kind", "definition", "reform_workers_only")
        widgets = {"definition": lines(3)}


class DutyForm(PartForm):
    """Who does what; the unit may be named in words only."""

    class Meta:
        model = Duty
        fields = ("responsible", "unit", "text")
        widgets = {"text": lines(3)}
        help_texts = {"unit": "Chọn khi trách nhiệm thuộc đúng một đơn vị."}

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, plan=plan, **kwargs)
        below = Unit.objects.get_descendants(plan.unit).order_by("path")
        choose_from(self, "unit", below, "Không riêng đơn vị nào")


class RecipientForm(PartForm):
    class Meta:
        model = Recipient
        fields = ("text",)
        help_texts = {"text": "Không ghi gạch đầu dòng. Dòng cuối là nơi lưu, ví dụ “Lưu: VT, TCHC.”."}
