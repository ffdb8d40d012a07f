"""Signing in, and one's own password."""

from typing import Any

from crispy_forms.helper import FormHelper
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm

from accounts.forms.base import PageForm
from core.text import nfc


class SignInForm(AuthenticationForm):
    """User name in any case; a refusal never says which of the two was wrong."""

    error_messages = {
        "invalid_login": "Tên đăng nhập hoặc mật khẩu không đúng. Kiểm tra phím chữ hoa, bộ gõ tiếng Việt rồi thử lại.",
        "inactive": "Tài khoản này đang bị khóa. Liên hệ quản trị viên.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Tên đăng nhập"
        self.fields["password"].label = "Mật khẩu"
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_username(self) -> str:
        return nfc(self.cleaned_data["username"]).strip().lower()


class OwnPasswordForm(PageForm, PasswordChangeForm):
    """Old password once, new one twice."""

    submit_label = "Đổi mật khẩu"
    error_messages = {
        "password_incorrect": "Mật khẩu đang dùng không đúng. Kiểm tra phím chữ hoa, bộ gõ tiếng Việt rồi nhập lại.",
        "password_mismatch": "Hai lần nhập mật khẩu mới không giống nhau.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Mật khẩu đang dùng"
        self.fields["new_password1"].label = "Mật khẩu mới"
        self.fields["new_password2"].label = "Nhập lại mật khẩu mới"
        self.fields[
            "new_password1"
        ].help_text = "Ít nhất 10 ký tự, có cả chữ và số, không trùng tên đăng nhập và không phải mật khẩu dễ đoán."
        self.fields["new_password2"].help_text = ""
