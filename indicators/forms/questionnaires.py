"""Editing a questionnaire: its words, a section, a question. What they make is checked by the engine afterwards."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from accounts.forms.base import PageForm
from indicators.engine.question_reading import LONGEST_NOTE, LONGEST_OPTION, LONGEST_TEXT
from indicators.engine.questions import KINDS, LEVELS, ROLES

SCALE_WORDS = "; ".join(level.text for level in LEVELS)


class SeenForm(PageForm, forms.Form):
    """Carries the fingerprint of what was shown, so that two people do not overwrite each other."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def helper(self) -> Any:
        helper = super().helper
        helper.render_hidden_fields = True
        return helper


class WordsForm(SeenForm):
    """Title, introduction and thanks."""

    submit_label = "Lưu lời mở đầu và lời cảm ơn"
    title = forms.CharField(label="Tên phiếu", max_length=200)
    introduction = forms.CharField(
        label="Lời mở đầu", max_length=LONGEST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    thanks = forms.CharField(
        label="Lời cảm ơn", max_length=LONGEST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class SectionForm(SeenForm):
    """One group of questions."""

    submit_label = "Lưu phần"
    title = forms.CharField(label="Tên phần", max_length=LONGEST_TEXT)
    note = forms.CharField(
        label="Ghi chú cho người trả lời",
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class QuestionForm(SeenForm):
    """One question."""

    submit_label = "Lưu câu hỏi"
    keep = "cau-hoi"
    text = forms.CharField(label="Câu hỏi", max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 2}))
    kind = forms.ChoiceField(label="Cách trả lời", choices=list(KINDS.items()))
    counts = forms.BooleanField(label="Tính vào tỷ lệ hài lòng", required=False)
    required = forms.BooleanField(label="Bắt buộc trả lời", required=False)
    options = forms.CharField(
        label="Các câu trả lời, mỗi dòng một câu",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"Chỉ cho câu chọn. Với thang 5 mức để trống thì dùng: {SCALE_WORDS}.",
    )
    factor = forms.CharField(
        label="Nhóm khi tính kết quả",
        max_length=LONGEST_OPTION,
        required=False,
        help_text="Để trống thì tính vào tên phần.",
    )
    lowest = forms.IntegerField(label="Số nhỏ nhất", required=False, min_value=0, max_value=1_000_000)
    highest = forms.IntegerField(label="Số lớn nhất", required=False, min_value=0, max_value=1_000_000)
    role = forms.ChoiceField(label="Kết quả riêng", choices=list(ROLES.items()), required=False)
    positive = forms.CharField(
        label="Câu trả lời nghĩa là sẽ quay lại",
        required=False,
        max_length=60,
        help_text="Số thứ tự các câu trả lời, ví dụ: 4, 5.",
    )

    @property
    def helper(self) -> Any:
        helper = super().helper
        helper.layout = Layout(
            "text",
            "kind",
            "counts",
            "required",
            "options",
            "factor",
            Div("lowest", "highest", css_class="field-pair"),
            Div("role", "positive", css_class="field-pair"),
        )
        return helper

    @staticmethod
    def initial_of(entry: dict[str, Any]) -> dict[str, Any]:
        """What the form shows of a stored question."""
        return {
            **entry,
            "options": "\n".join(entry.get("options", [])),
            "positive": ", ".join(map(str, entry.get("positive", []))),
        }

    def clean_positive(self) -> list[int]:
        """The typed numbers; “4, 5” and “4 5” mean the same."""
        numbers = self.cleaned_data["positive"].replace(",", " ").replace(";", " ").split()
        if not all(number.isascii() and number.isdigit() and len(number) < 3 for number in numbers):
            raise forms.ValidationError("Ghi số thứ tự các câu trả lời, ví dụ: 4, 5.")
        return [int(number) for number in numbers]

    def entry(self, code: str) -> dict[str, Any]:
        """The question as it is stored; what says nothing is left out."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        data["options"] = [line.strip() for line in data["options"].splitlines() if line.strip()]
        return {"code": code, **{name: value for name, value in data.items() if value not in ("", None, [], False)}}
