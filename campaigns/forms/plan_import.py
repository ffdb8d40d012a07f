"""Bringing in a plan from a Word or text file: the file, then what a person confirms about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Field, Layout, Row, Submit
from django import forms
from django.db.models import QuerySet

from accounts.models import Unit
from campaigns.engine.plan import AreaFact, PlanFacts, TargetFact
from campaigns.engine.targets import GRADES, Operator, TargetRule, rule_problems
from campaigns.enums import TargetOperator
from campaigns.models import Campaign
from campaigns.word.containers import LARGEST_FILE
from core.fields import DayInput, NumberInput
from core.formats import file_size
from core.text import nfc


class PlanFileForm(forms.Form):
    """One Word or text file."""

    file = forms.FileField(
        label="Tệp kế hoạch",
        help_text=f"Word (.docx) hoặc văn bản thuần (.txt), không quá {LARGEST_FILE // (1024 * 1024)} MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.txt"}),
        error_messages={"required": "Chọn tệp kế hoạch cần nhập.", "empty": "Tệp rỗng, không có nội dung để nhập."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(Field("file"))
        self.helper.add_input(Submit("doc-tep", "Đọc tệp"))

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST_FILE:
            raise forms.ValidationError(
                f"Tệp {file_size(upload.size)}, lớn hơn {file_size(LARGEST_FILE)}. Bỏ bớt ảnh trong tệp rồi chọn lại."
            )
        return upload


class PlanHeadForm(forms.ModelForm):
    """Which campaign the plan is of, and when it runs."""

    code = forms.SlugField(
        label="Mã phong trào",
        max_length=80,
        help_text="Chữ thường không dấu, số, gạch nối. Dùng để tìm và in kế hoạch.",
    )
    replace = forms.BooleanField(
        label="Thay thế nếu mã này đã có kế hoạch",
        required=False,
        help_text="Bản dự thảo bị ghi đè; bản đã ban hành được giữ, bản nhập thành bản sửa đổi.",
    )

    class Meta:
        model = Campaign
        fields = ("unit", "code", "title", "short_name", "starts_on", "ends_on")
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2}),
            "starts_on": DayInput(),
            "ends_on": DayInput(),
        }

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit_field = self.fields["unit"]
        unit_field.queryset = units  # type: ignore[attr-defined]
        unit_field.label_from_instance = lambda unit: unit.name  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Row(Column("unit"), Column("code")),
            "title",
            "short_name",
            Row(Column("starts_on"), Column("ends_on")),
            "replace",
        )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        starts_on, ends_on = values.get("starts_on"), values.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "Ngày kết thúc đứng trước ngày bắt đầu. Sửa một trong hai ngày.")
        return values

    def validate_unique(self) -> None:
        """An existing code is no mistake here: the service asks whether to replace."""


class ProposedTargetForm(forms.Form):
    """One proposed target; only ticked ones are taken."""

    keep = forms.BooleanField(label="Lấy chỉ tiêu này", required=False)
    label = forms.CharField(label="Chỉ tiêu", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    operator = forms.ChoiceField(label="Cách so sánh", choices=TargetOperator.choices)
    low = NumberInput(label="Mức", required=False, max_digits=12, decimal_places=4, localize=True)
    high = NumberInput(label="Đến mức", required=False, max_digits=12, decimal_places=4, localize=True)
    unit = forms.CharField(label="Đơn vị tính", required=False, max_length=60)
    grade = forms.ChoiceField(
        label="Mức xếp loại", required=False, choices=[("", "–"), *((grade, grade) for grade in reversed(GRADES))]
    )
    area = forms.ChoiceField(label="Nội dung thi đua", required=False)

    def __init__(self, *args: Any, areas: Sequence[AreaFact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "–"), *((area.code, f"{area.code}) {area.short_title}") for area in areas)]
        self.fields["area"].choices = choices  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        quarter = "col-6 col-md-3"
        self.helper.layout = Layout(
            Field("keep"),
            Field("label"),
            Row(Column("operator", css_class="col-md-6"), Column("area", css_class="col-md-6")),
            Row(
                Column("low", css_class=quarter),
                Column("high", css_class=quarter),
                Column("unit", css_class=quarter),
                Column("grade", css_class=quarter),
            ),
        )

    def clean_label(self) -> str:
        return nfc(self.cleaned_data["label"]).strip()

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("keep") and not self.errors:
            for problem in rule_problems(self.rule):
                self.add_error(None, problem)
        return values

    @property
    def rule(self) -> TargetRule:
        """The target as typed."""
        values = self.cleaned_data
        low: Decimal | None = values.get("low")
        high: Decimal | None = values.get("high")
        return TargetRule(Operator(values["operator"]), low, high, values.get("unit", ""), values.get("grade", ""))


class _TargetFormSet(forms.BaseFormSet):
    """Proposed targets in the order of the text."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "empty_permitted": False}


ProposedTargetFormSet = forms.formset_factory(ProposedTargetForm, formset=_TargetFormSet, extra=0, max_num=500)


def proposed_values(target: TargetFact) -> dict[str, Any]:
    """What the form of a proposal starts with; vague ones are not ticked."""
    return {
        "keep": target.rule.operator is not Operator.QUALITATIVE,
        "label": target.label,
        "operator": target.rule.operator.value,
        "low": target.rule.low,
        "high": target.rule.high,
        "unit": target.rule.unit,
        "grade": target.rule.grade,
        "area": target.area,
    }


def confirmed_targets(facts: PlanFacts, forms_of_targets: Sequence[ProposedTargetForm]) -> tuple[TargetFact, ...]:
    """The ticked proposals as a person left them."""
    kept = []
    for target, form in zip(facts.targets, forms_of_targets, strict=True):
        values = form.cleaned_data
        if values["keep"]:
            kept.append(replace(target, label=values["label"], rule=form.rule, area=values["area"], confirmed=True))
    return tuple(kept)
