"""Who has which role where, what a role may do, and who stands in for whom."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.forms.base import PageForm, UnitChoice, offer
from accounts.models import Membership, PermissionCode, Role, Unit, User
from core.fields import DayInput

PERMISSION_GROUPS = {
    "campaigns": "Kế hoạch, đợt thi đua, nhiệm vụ",
    "scoring": "Đánh giá, chấm điểm",
    "indicators": "Số liệu",
    "awards": "Khen thưởng",
    "reports": "Báo cáo, văn bản",
    "accounts": "Quản trị",
}


class OwnRoleChoice(forms.ModelChoiceField):
    """The own roles, named by role and unit."""

    def label_from_instance(self, membership: Membership) -> str:
        return f"{membership.role} – {membership.unit}"


class MembershipForm(PageForm, forms.Form):
    """A role at a unit from a day on."""

    submit_label = "Phân vai trò"
    role = forms.ModelChoiceField(label="Vai trò", queryset=Role.objects.all(), empty_label="Chọn vai trò")
    unit = UnitChoice(label="Tại đơn vị", queryset=Unit.objects.none(), help_text="Gồm cả các đơn vị bên dưới.")
    valid_from = forms.DateField(label="Từ ngày", widget=DayInput())

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units.order_by("path"))


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
