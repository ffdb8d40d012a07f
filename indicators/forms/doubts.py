"""The reason for a doubted figure."""

from django import forms

from accounts.forms.base import PageForm
from indicators.forms.base import PlainText


class ReasonForm(PageForm, forms.Form):
    """Why a figure is as it is."""

    submit_label = "Lưu giải thích"
    keep = "giai-thich-so-lieu"
    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = PlainText(
        label="Giải thích",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ví dụ: tháng 2 nghỉ Tết nên ít hồ sơ; đã đối chiếu với sổ theo dõi.",
    )
