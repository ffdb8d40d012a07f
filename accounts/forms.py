"""What people type about themselves, about persons, units and roles."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, Submit
from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.db.models import QuerySet

from accounts.enums import Gender, UnitKind
from accounts.models import Membership, PermissionCode, Person, Role, Unit, User
from core.fields import DayInput
from core.text import nfc

USERNAME_HELP = "Chữ thường không dấu, số, dấu chấm, gạch nối."


class PageForm:
    """Adds the layout helper: one button with a verb, typed text kept in the browser under ``keep``."""

    submit_label = "Lưu"
    keep = ""

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_method = "post"
        helper.attrs = {"novalidate": "", **({"data-keep": self.keep} if self.keep else {})}
        helper.add_input(Submit("luu", self.submit_label, css_id=f"gui-{self.keep or 'bieu-mau'}"))
        return helper


class UnitChoice(forms.ModelChoiceField):
    """Units indented as in the tree."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"empty_label": "Chọn đơn vị", **kwargs})

    def label_from_instance(self, unit: Unit) -> str:
        return f"{'    ' * (unit.depth - 1)}{unit.short_name}"


class OwnRoleChoice(forms.ModelChoiceField):
    """The own roles, named by role and unit."""

    def label_from_instance(self, membership: Membership) -> str:
        return f"{membership.role} – {membership.unit}"


def offer(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """Limit a choice field to the rows that this person may choose."""
    field: Any = form.fields[name]
    field.queryset = rows


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


class UnitForm(PageForm, forms.ModelForm):
    """A unit's data. The official name of an existing unit changes on its own form."""

    keep = "don-vi"

    class Meta:
        model = Unit
        fields = (
            "name",
            "short_name",
            "code",
            "kind",
            "group",
            "document_symbol",
            "place_name",
            "position",
            "active_from",
            "active_to",
        )
        widgets = {"active_from": DayInput(), "active_to": DayInput()}

    def __init__(self, *args: Any, parents: QuerySet[Unit] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if parents is None:
            del self.fields["name"]
        else:
            self.fields["parent"] = UnitChoice(queryset=parents.order_by("path"), label="Đơn vị cấp trên")
            self.order_fields(["parent", *self.Meta.fields])
            self.fields["kind"].initial = UnitKind.DEPARTMENT

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("active_from"), data.get("active_to")
        if first and last and last < first:
            self.add_error("active_to", "Ngày ngừng hoạt động trước ngày bắt đầu. Sửa một trong hai ngày.")
        return data


class UnitNameForm(PageForm, forms.Form):
    """A new official name from a date on."""

    keep, submit_label = "ten-don-vi", "Đổi tên"
    full_name = forms.CharField(label="Tên đầy đủ mới", max_length=200)
    superior_name = forms.CharField(label="Cơ quan chủ quản", max_length=200, required=False)
    place_name = forms.CharField(label="Địa danh", max_length=80, required=False)
    valid_from = forms.DateField(label="Có hiệu lực từ", widget=DayInput())


class MembershipForm(PageForm, forms.Form):
    """A role at a unit from a day on."""

    submit_label = "Phân vai trò"
    role = forms.ModelChoiceField(label="Vai trò", queryset=Role.objects.all(), empty_label="Chọn vai trò")
    unit = UnitChoice(label="Tại đơn vị", queryset=Unit.objects.none(), help_text="Gồm cả các đơn vị bên dưới.")
    valid_from = forms.DateField(label="Từ ngày", widget=DayInput())

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units.order_by("path"))


PERMISSION_GROUPS = {
    "campaigns": "Kế hoạch, đợt thi đua, nhiệm vụ",
    "scoring": "Đánh giá, chấm điểm",
    "indicators": "Số liệu",
    "awards": "Khen thưởng",
    "reports": "Báo cáo, văn bản",
    "accounts": "Quản trị",
}


def grouped_permissions() -> list[tuple[str, list[tuple[str, str]]]]:
    """All rights in the order of the navigation, as grouped choices."""
    found: dict[str, list[tuple[str, str]]] = {app: [] for app in PERMISSION_GROUPS}
    for code, label in PermissionCode.objects.order_by("label").values_list("code", "label"):
        found.setdefault(code.partition(".")[0], []).append((code, label))
    return [(PERMISSION_GROUPS.get(app, app), choices) for app, choices in found.items() if choices]


class RoleForm(PageForm, forms.Form):
    """What a role is for and what it may do."""

    keep = "vai-tro"
    description = forms.CharField(label="Mô tả", max_length=500, required=False, widget=forms.Textarea({"rows": 3}))
    permissions = forms.MultipleChoiceField(label="Quyền", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        permissions: Any = self.fields["permissions"]
        permissions.choices = grouped_permissions()


class DelegationForm(PageForm, forms.Form):
    """Which of one's own roles, to whom, from when to when, and why."""

    keep, submit_label = "uy-quyen", "Ủy quyền"
    membership = OwnRoleChoice(label="Vai trò của tôi", queryset=Membership.objects.none(), empty_label=None)
    delegate = forms.ModelChoiceField(label="Ủy quyền cho", queryset=User.objects.none(), empty_label="Chọn người")
    starts_on = forms.DateField(label="Từ ngày", widget=DayInput())
    ends_on = forms.DateField(label="Đến hết ngày", widget=DayInput())
    reason = forms.CharField(label="Lý do", max_length=500, widget=forms.Textarea({"rows": 2}))

    def __init__(
        self, *args: Any, memberships: QuerySet[Membership], colleagues: QuerySet[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "membership", memberships)
        offer(self, "delegate", colleagues)


class ImportForm(PageForm, forms.Form):
    """The Excel file of units and people."""

    submit_label = "Kiểm tra tệp"
    file = forms.FileField(
        label="Tệp Excel (.xlsx)", widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}), allow_empty_file=True
    )

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.layout = Layout(Field("file"))
        return helper
