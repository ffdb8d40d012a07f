"""Forms of what a set says besides its tree: bands, limits, tie-break, quota."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from django import forms
from django.forms import BaseFormSet, formset_factory

from core.fields import NumberInput
from scoring.engine.parameters import decimal_text
from scoring.engine.provisions import LIMIT_KINDS, QUOTA_BASES, ROUNDINGS, VOTE
from scoring.forms.workshop import code_from, points_field

Choices = Sequence[tuple[str, str]]
RowForm = TypeVar("RowForm", bound="Row")


def sentence_choices(words: Mapping[str, str]) -> list[tuple[str, str]]:
    """Choices that begin with a capital."""
    return [(code, f"{label[:1].upper()}{label[1:]}") for code, label in words.items()]


class Row(forms.Form):
    """A row that counts only when it has a name."""

    code = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)

    def is_there(self) -> bool:
        return bool(self.cleaned_data.get("name"))


class BandForm(Row):
    """A grade from its lowest points."""

    name = forms.CharField(label="Mức xếp loại", max_length=40, required=False)
    low = points_field("Từ điểm (kể cả)", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("name") and given.get("low") is None and "low" not in self.errors:
            self.add_error("low", "Ghi điểm thấp nhất của mức này.")
        if given.get("low") is not None and not given.get("name"):
            self.add_error("name", "Ghi tên mức.")
        return given


class LimitForm(Row):
    """A fact that keeps the grade down."""

    name = forms.CharField(
        label="Tên điều kiện", max_length=200, required=False, help_text="Ví dụ: Có tiêu chí bị 0 điểm."
    )
    when = forms.ChoiceField(label="Khi", choices=sentence_choices(LIMIT_KINDS))
    at_most = forms.ChoiceField(label="thì chỉ xếp loại cao nhất là")
    criteria = forms.MultipleChoiceField(
        label="Những tiêu chí nào", required=False, help_text="Không chọn mục nào: bất kỳ tiêu chí nào bị 0 điểm.",
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )  # fmt: skip
    node = forms.ChoiceField(label="Nhóm hoặc tiêu chí", required=False)
    percent = NumberInput(label="Dưới bao nhiêu % điểm tối đa của mục đó", required=False)

    def __init__(self, *args: Any, bands: Choices, leaves: Choices, nodes: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self._offer("at_most", bands)
        self._offer("criteria", leaves)
        self._offer("node", [("", "Chọn mục"), *nodes])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("name"):
            if given.get("node") or given.get("percent") or given.get("criteria"):
                self.add_error("name", "Đặt tên cho điều kiện này.")
            return given
        if given.get("when") == "node_below":
            for name, asked in (("node", "Chọn nhóm hoặc tiêu chí."), ("percent", "Ghi tỷ lệ phần trăm.")):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, asked)
        return given

    def mapping(self, code: str) -> dict[str, Any]:
        """The limit as the set's file would say it; parameters of other kinds are left out."""
        given = self.cleaned_data
        said = {"code": code, **{name: given[name] for name in ("name", "when", "at_most")}}
        if given["when"] == "criterion_zero" and given["criteria"]:
            said["criteria"] = given["criteria"]
        if given["when"] == "node_below":
            said |= {"node": given["node"], "percent": decimal_text(given["percent"])}
        return said

    def _offer(self, name: str, choices: Choices) -> None:
        field: Any = self.fields[name]
        field.choices = list(choices)


class TieBreakForm(forms.Form):
    """Nodes whose points decide between equal totals, in their order; last a vote."""

    vote = forms.BooleanField(
        label="Sau cùng, bỏ phiếu có ghi biên bản", required=False,
        help_text="Không đánh dấu: các đơn vị vẫn bằng nhau thì cùng hạng.",
    )  # fmt: skip

    def __init__(self, *args: Any, nodes: Choices, stored: Sequence[str], **kw: Any) -> None:
        codes = [code for code in stored if code != VOTE]
        shown = {f"key_{at}": code for at, code in enumerate(codes, start=1)} | {"vote": VOTE in stored}
        kw["initial"] = shown
        super().__init__(*args, **kw)
        keys: dict[str, forms.Field] = {
            f"key_{at}": forms.ChoiceField(
                label=f"Xét thứ {at}", required=False, choices=[("", "–"), *_with_stored(nodes, codes)]
            )
            for at in range(1, max(4, len(codes) + 2) + 1)
        }
        self.fields = keys | {"vote": self.fields["vote"]}

    def codes(self) -> list[str]:
        """The keys in their order, the vote last."""
        given = [value for name, value in self.cleaned_data.items() if name != "vote" and value]
        return [*given, *([VOTE] if self.cleaned_data["vote"] else [])]


class QuotaForm(forms.Form):
    """At most so many per cent may keep a grade."""

    band = forms.ChoiceField(label="Mức bị giới hạn", required=False)
    percent = NumberInput(label="Nhiều nhất bao nhiêu %", required=False, max_value=Decimal(100))
    base = forms.ChoiceField(label="Tính trên", choices=sentence_choices(QUOTA_BASES))
    base_band = forms.ChoiceField(
        label="Mức làm cơ sở", required=False, help_text="Chỉ ghi khi tính trên các đơn vị từ một mức trở lên."
    )
    rounding = forms.ChoiceField(label="Số lẻ thì", choices=sentence_choices(ROUNDINGS))
    at_least = forms.IntegerField(label="Ít nhất được mấy đơn vị", required=False, min_value=0, max_value=999)
    within_groups = forms.BooleanField(label="Tính riêng trong từng khối", required=False)

    def __init__(self, *args: Any, bands: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        for name, none in (("band", "Không giới hạn"), ("base_band", "–")):
            field: Any = self.fields[name]
            field.choices = [("", none), *bands]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("band") and not given.get("percent") and "percent" not in self.errors:
            self.add_error("percent", "Ghi tỷ lệ phần trăm.")
        if given.get("band") and given.get("base") == "reaching" and not given.get("base_band"):
            self.add_error("base_band", "Chọn mức làm cơ sở.")
        return given

    def mapping(self) -> dict[str, Any]:
        """The quota as the set's file would say it; empty when no grade is limited."""
        given = self.cleaned_data
        if not given["band"]:
            return {}
        said = {"band": given["band"], "percent": decimal_text(given["percent"])}
        if given["base"] == "reaching":
            said |= {"base": "reaching", "base_band": given["base_band"]}
        if given["rounding"] != "down":
            said["rounding"] = given["rounding"]
        if given["at_least"]:
            said["at_least"] = given["at_least"]
        return said | ({"within_groups": True} if given["within_groups"] else {})


BandFormSet: "type[BaseFormSet[BandForm]]" = formset_factory(BandForm, extra=2, max_num=20)
LimitFormSet: "type[BaseFormSet[LimitForm]]" = formset_factory(LimitForm, extra=1, max_num=20)


def coded(rows: Sequence[RowForm]) -> list[tuple[str, RowForm]]:
    """The rows that are there, each with its code; a new row's code is made of its name."""
    there = [row for row in rows if row.is_there()]
    taken = {row.cleaned_data["code"] for row in there if row.cleaned_data["code"]}
    found = []
    for row in there:
        code = row.cleaned_data["code"]
        if not code:
            wanted = code_from(row.cleaned_data["name"], most=16, dash="_") or "muc"
            code = next(each for each in (wanted, *(f"{wanted}_{at}" for at in range(2, 99))) if each not in taken)
            taken.add(code)
        found.append((code, row))
    return found


def _with_stored(nodes: Choices, stored: Sequence[str]) -> list[tuple[str, str]]:
    """The choices, and what is stored but no longer there, so that saving does not drop it silently."""
    known = dict(nodes)
    return [*nodes, *((code, f"{code} (không còn)") for code in stored if code not in known)]
