"""A unit's data, and the names that it has had."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.enums import UnitKind
from accounts.forms.base import PageForm, UnitChoice
from accounts.models import Unit
from core.fields import DayInput


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
