"""Forms of a scenario: its name, and one form for each kind of change."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from accounts.forms.base import RefusableForm
from accounts.models import Unit
from core.fields import NumberInput
from scoring.engine import scenarios, tree
from scoring.engine.parameters import decimal_text
from scoring.engine.provisions import ROUNDINGS
from scoring.engine.scenarios import Applicability, Change, Mark, Option, Weight
from scoring.engine.tree import RESCALINGS, CriteriaSet, Criterion
from scoring.forms.scenario_targets import Target
from scoring.forms.workshop import points_field
from scoring.forms.workshop_parts import sentence_choices

Choices = list[tuple[str, str]]


class ScenarioForm(RefusableForm, forms.Form):
    """What a scenario is called, and what for."""

    name = forms.CharField(
        label="Tên phương án", max_length=150, help_text="Ví dụ: Tăng điểm thủ tục hành chính lên 30."
    )
    note = forms.CharField(
        label="Ghi chú", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Vì sao thử phương án này.",
    )  # fmt: skip


class _ChangeForm(forms.Form):
    """One change to a set, for the units of a run."""

    def __init__(self, *args: Any, criteria_set: CriteriaSet, units: Sequence[Unit], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.criteria_set = criteria_set
        self.unit_choices: Choices = [(unit.code, unit.short_name) for unit in units]
        self.offer()

    def offer(self) -> None:
        """Fill the choices."""

    def choices(self, name: str, listed: Choices, nothing: str) -> None:
        field: Any = self.fields[name]
        field.choices = [("", nothing), *listed]


class WeightForm(_ChangeForm):
    """Another maximum for a criterion or a whole group."""

    code = forms.ChoiceField(label="Tiêu chí hoặc nhóm")
    max = points_field("Điểm tối đa mới")

    def offer(self) -> None:
        self.choices("code", nodes(self.criteria_set, with_points=True), "Chọn tiêu chí hoặc nhóm")

    def change(self) -> Change:
        return Weight(code=self.cleaned_data["code"], max=self.cleaned_data["max"])


class ApplicabilityForm(_ChangeForm):
    """A criterion that would not apply, or would apply after all."""

    code = forms.ChoiceField(label="Tiêu chí hoặc nhóm")
    unit = forms.ChoiceField(label="Đơn vị", required=False)
    applies = forms.ChoiceField(
        label="Thử", choices=[("khong", "Không áp dụng"), ("co", "Áp dụng trở lại")], widget=forms.RadioSelect,
        initial="khong",
    )  # fmt: skip
    reason = forms.CharField(label="Lý do", required=False, max_length=300)

    def offer(self) -> None:
        self.choices("code", nodes(self.criteria_set), "Chọn tiêu chí hoặc nhóm")
        self.choices("unit", self.unit_choices, "Mọi đơn vị")

    def change(self) -> Change:
        given = self.cleaned_data
        return Applicability(
            code=given["code"], unit=given["unit"], applies=given["applies"] == "co", reason=given["reason"]
        )


class MarkForm(_ChangeForm):
    """Contested points of one criterion of one unit."""

    unit = forms.ChoiceField(label="Đơn vị")
    code = forms.ChoiceField(label="Tiêu chí")
    points = points_field("Điểm thử")
    reason = forms.CharField(label="Lý do", required=False, max_length=300)

    def offer(self) -> None:
        self.choices("unit", self.unit_choices, "Chọn đơn vị")
        self.choices("code", nodes(self.criteria_set, leaves_only=True, with_points=True), "Chọn tiêu chí")

    def change(self) -> Change:
        return Mark(**{name: self.cleaned_data[name] for name in ("unit", "code", "points", "reason")})


class OptionForm(_ChangeForm):
    """Another value for one provision of the set; which one was chosen before."""

    def __init__(self, *args: Any, target: Target, **kw: Any) -> None:
        self.target = target
        super().__init__(*args, **kw)

    def offer(self) -> None:
        field = value_field(self.target)
        if field is not None:
            self.fields["value"] = field

    def change(self) -> Change:
        option = self.target.option
        typed = self.cleaned_data.get("value", "")
        value = decimal_text(typed) if isinstance(typed, Decimal) else typed
        return Option(name=option.name, of=option.of, path=option.path, label=option.label, value=value)


ChangeForm = WeightForm | ApplicabilityForm | MarkForm | OptionForm


def mapping(form: ChangeForm) -> dict[str, Any]:
    """The change that was typed, as a scenario keeps it."""
    return scenarios.write(form.change())


def value_field(target: Target) -> forms.Field | None:
    """What is asked for a provision; nothing where it is only switched off."""
    label = f"Giá trị thử (nay: {target.now})"
    listed = {
        "cap_total": [("true", "Có"), ("false", "Không")],
        "rescaling": sentence_choices(RESCALINGS),
        "quota_rounding": sentence_choices(ROUNDINGS),
    }
    if target.option.name in listed:
        return forms.ChoiceField(label=label, choices=listed[target.option.name])
    return None if target.option.name == "limit_off" else NumberInput(label=label, min_value=Decimal(0))


def nodes(criteria_set: CriteriaSet, *, leaves_only: bool = False, with_points: bool = False) -> Choices:
    """The nodes of a set by code, in reading order, indented as in the tree."""
    found: Choices = []

    def visit(node: tree.Group | Criterion, depth: int) -> None:
        if not leaves_only or isinstance(node, Criterion):
            most = f" (tối đa {decimal_text(node.max_points).replace('.', ',')})" if with_points else ""
            found.append((node.code, f"{'' if leaves_only else '— ' * depth}{node.code} {node.name}{most}"))
        if isinstance(node, tree.Group):
            for child in node.children:
                visit(child, depth + 1)

    for group in criteria_set.groups:
        visit(group, 0)
    for leaf in (*criteria_set.bonus.criteria, *criteria_set.penalty.criteria):
        visit(leaf, 0)
    return found
