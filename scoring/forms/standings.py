"""What is typed about circumstances that cap a grade and about votes that break ties."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import HTML, Layout
from django import forms
from django.db.models import QuerySet

from accounts.forms.base import PageForm, UnitChoice, offer
from accounts.models import Unit
from scoring.engine.provisions import Limit
from scoring.services.standings import LONGEST_DOCUMENT, LONGEST_TEXT


class CircumstanceForm(PageForm, forms.Form):
    """A fact about a unit, the limit that it brings about, and the document that proves it."""

    submit_label = "Ghi sự việc"
    keep = "su-viec"
    unit = UnitChoice(queryset=Unit.objects.none(), label="Đơn vị")
    limit_code = forms.ChoiceField(label="Điều kiện hạ mức")
    reason = forms.CharField(
        label="Sự việc",
        max_length=LONGEST_TEXT,
        help_text="Ai, việc gì, khi nào; đơn vị đọc được khi kết quả công bố.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    document = forms.CharField(
        label="Văn bản làm căn cứ",
        max_length=LONGEST_DOCUMENT,
        help_text="Ví dụ: Quyết định số 12/QĐ-TTYT ngày 05/6/2026.",
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], limits: Sequence[Limit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units)
        limit: Any = self.fields["limit_code"]
        limit.choices = [("", "Chọn điều kiện"), *((each.code, each.name) for each in limits)]


class TieVoteForm(PageForm, forms.Form):
    """The place of each tied unit after the vote, and the minutes."""

    submit_label = "Ghi kết quả biểu quyết"

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = list(units)
        for unit in self.units:
            self.fields[f"place_{unit.pk}"] = forms.IntegerField(
                label=unit.name,
                min_value=1,
                max_value=len(self.units),
                widget=forms.TextInput({"inputmode": "numeric"}),
            )
        self.fields["minutes"] = forms.CharField(
            label="Biên bản",
            max_length=LONGEST_DOCUMENT,
            help_text="Số, ngày của biên bản. Ví dụ: Biên bản số 03/BB-HĐTĐKT ngày 10/12/2026.",
        )

    @property
    def helper(self) -> Any:
        helper = super().helper
        helper.attrs = {"novalidate": ""}
        names = ",".join(str(unit.pk) for unit in self.units)
        hidden = HTML(f'<input type="hidden" name="units" value="{names}">')
        helper.layout = Layout(hidden, *self.fields)
        return helper

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        typed = [data[name] for name in (f"place_{unit.pk}" for unit in self.units) if data.get(name) is not None]
        count = len(self.units)
        if len(typed) == count and sorted(typed) != list(range(1, count + 1)):
            raise forms.ValidationError(f"Ghi đủ thứ tự từ 1 đến {count}, mỗi số cho một đơn vị.")
        return data

    def order(self) -> list[Unit]:
        """The units, best first."""
        return sorted(self.units, key=lambda unit: self.cleaned_data[f"place_{unit.pk}"])
