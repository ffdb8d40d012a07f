"""A person's data, and the login that a person gets."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.enums import Gender
from accounts.forms.base import PageForm, UnitChoice, offer
from accounts.models import Person, Unit
from core.fields import DayInput

USERNAME_HELP = "Chữ thường không dấu, số, dấu chấm, gạch nối."


class PersonForm(PageForm, forms.ModelForm):
    """A person's data; ``units`` are those the user may put people into."""

    keep = "nhan-su"
    unit = UnitChoice(queryset=Unit.objects.none(), label="Đơn vị")

    class Meta:
        model = Person
        fields = (
            "full_name",
            "staff_code",
            "unit",
            "job_title",
            "gender",
            "born_on",
            "employment_kind",
            "works_on_reform",
            "email",
            "phone",
            "active_from",
            "active_to",
        )
        widgets = {"born_on": DayInput(), "active_from": DayInput(), "active_to": DayInput()}

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units.order_by("path"))
        gender: Any = self.fields["gender"]
        gender.choices = [("", "Chưa ghi"), *Gender.choices]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("active_from"), data.get("active_to")
        if first and last and last < first:
            self.add_error("active_to", "Ngày nghỉ việc trước ngày vào làm. Sửa một trong hai ngày.")
        return data


class LoginForm(PageForm, forms.Form):
    """The name of a new login."""

    submit_label = "Tạo tài khoản"
    username = forms.RegexField(
        r"^[a-z0-9][a-z0-9._-]*$",
        label="Tên đăng nhập",
        max_length=60,
        help_text=USERNAME_HELP,
        error_messages={"invalid": USERNAME_HELP},
    )
