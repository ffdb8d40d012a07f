"""Choosing the documents of a figure: with the figure itself, or later."""

from typing import Any

from django import forms
from django.conf import settings

from accounts.forms.base import PageForm
from core.fields import SeveralFiles, SeveralFilesInput

ACCEPTED = ".pdf,.png,.jpg,.jpeg,.docx,.xlsx"
CHOOSE_AGAIN = "Chưa lưu gì. Trình duyệt không giữ tệp đã chọn: sửa xong hãy chọn lại tệp rồi lưu."


class DocumentsField(SeveralFiles):
    """The documents behind a figure, none or several; a phone offers its camera too."""

    def __init__(self) -> None:
        megabytes = settings.UPLOAD_LIMIT_BYTES // (1024 * 1024)
        super().__init__(
            label="Tài liệu kèm theo",
            required=False,
            help_text=f"Văn bản, báo cáo làm căn cứ: PDF, ảnh, Word, Excel; mỗi tệp không quá {megabytes} MB. "
            "Chọn được nhiều tệp cùng lúc.",
            widget=SeveralFilesInput(attrs={"accept": ACCEPTED}),
        )


def ask_again(form: forms.BaseForm) -> None:
    """Tell at the field that chosen files are gone when the page comes back with what was typed."""
    if form.files and form.errors:
        form.add_error("documents", CHOOSE_AGAIN)


class DocumentsForm(PageForm, forms.Form):
    """Adding documents to a figure that was typed before."""

    submit_label = "Thêm tài liệu"
    documents = DocumentsField()

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.action = action
        self.fields["documents"].label = "Tài liệu khác"

    @property
    def helper(self) -> Any:
        helper = super().helper
        helper.form_action = self.action
        return helper
