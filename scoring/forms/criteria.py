"""Forms of criteria sets."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.db.models import QuerySet

from campaigns.models import Round


class AssignForm(forms.Form):
    """Which round is to be scored by the set."""

    round = forms.ModelChoiceField(Round.objects.none(), label="Đợt thi đua")

    def __init__(self, *args: Any, rounds: QuerySet[Round], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["round"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rounds
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.add_input(Submit("assign", "Dùng cho đợt này"))


class CriteriaFileForm(forms.Form):
    """A criteria set as a file: to be checked only, or loaded when nothing is wrong with it."""

    file = forms.FileField(
        label="Tệp bộ tiêu chí (Excel hoặc TOML)",
        help_text="Tệp được kiểm tra trước; còn lỗi thì nêu hết các lỗi và không nạp gì.",
        error_messages={
            "required": "Chưa chọn tệp. Chọn tệp .xlsx hoặc .toml rồi nạp.",
            "empty": "Tệp này trống. Chọn lại tệp .xlsx hoặc .toml có nội dung.",
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.toml"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.add_input(Submit("load", "Nạp"))
        self.helper.add_input(Submit("check", "Chỉ kiểm tra", css_class="btn-quiet"))
