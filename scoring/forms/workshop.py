"""Forms of the workshop: the head of a set, copying one, a node of its tree."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.enums import UnitGroup
from accounts.forms.base import RefusableForm
from core.fields import NumberInput
from core.text import search_key
from scoring.enums import EnteredBy, NodeKind, Rescaling, WhenExempt
from scoring.models import Criterion

READY_BANDS: dict[str, tuple[str, tuple[tuple[str, str, int], ...]]] = {
    "nd233": (
        "Bốn mức 90 – 70 – 50 (Nghị định 233/2026/NĐ-CP)",
        (
            ("xuat_sac", "Hoàn thành xuất sắc", 90),
            ("tot", "Hoàn thành tốt", 70),
            ("hoan_thanh", "Hoàn thành", 50),
            ("khong", "Không hoàn thành", 0),
        ),
    ),
    "bon": (
        "Bốn mức 90 – 80 – 50",
        (("xuat_sac", "Xuất sắc", 90), ("tot", "Tốt", 80), ("hoan_thanh", "Hoàn thành", 50), ("khong", "Yếu", 0)),
    ),
    "nam": (
        "Năm mức 90 – 80 – 70 – 50",
        (
            ("xuat_sac", "Xuất sắc", 90),
            ("tot", "Tốt", 80),
            ("kha", "Khá", 70),
            ("trung_binh", "Trung bình", 50),
            ("yeu", "Yếu", 0),
        ),
    ),
    "": ("Tự nhập sau", ()),
}


def points_field(label: str, *, required: bool = True, help_text: str = "", **options: Any) -> NumberInput:
    """Points with at most two decimals."""
    field = NumberInput(label=label, required=required, help_text=help_text, decimal_places=2, localize=True, **options)
    field.error_messages["max_decimal_places"] = "Điểm có nhiều nhất hai chữ số thập phân."
    return field


def code_from(name: str, *, most: int, dash: str = "-") -> str:
    """A code made of a name, for people who need none: «Bộ tiêu chí 2026» → “bo-tieu-chi-2026”."""
    return re.sub(r"[^a-z0-9]+", dash, search_key(name)).strip(dash)[:most].strip(dash)


class CodeAndVersion(RefusableForm, forms.Form):
    """Name, code and version of a set; the code may be left to the program."""

    name = forms.CharField(label="Tên bộ tiêu chí", max_length=300)
    code = forms.SlugField(
        label="Mã",
        required=False,
        max_length=80,
        help_text="Chữ không dấu, số và gạch nối. Để trống thì lấy theo tên.",
        error_messages={"invalid": "Mã chỉ gồm chữ không dấu, số, gạch nối, ví dụ bo-tieu-chi-2026."},
    )
    version = forms.IntegerField(
        label="Phiên bản", min_value=1, max_value=999, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("code") and given.get("name"):
            given["code"] = code_from(given["name"], most=80)
            if not given["code"]:
                self.add_error("code", "Ghi mã của bộ tiêu chí.")
        return given


class HeadForm(CodeAndVersion):
    """What a set says of itself as a whole."""

    total = points_field("Thang điểm", help_text="Tổng điểm tối đa của các nhóm, thường là 100.")
    cap_total = forms.BooleanField(
        label="Kể cả điểm cộng, tổng không vượt thang điểm", required=False, help_text="Bỏ dấu nếu văn bản cho vượt."
    )
    bonus_cap = points_field("Điểm cộng nhiều nhất", required=False, help_text="Ghi 0 nếu không có điểm cộng.")
    penalty_cap = points_field("Điểm trừ nhiều nhất", required=False, help_text="Ghi 0 nếu không có điểm trừ.")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for name in ("bonus_cap", "penalty_cap"):
            if given.get(name) is None and name not in self.errors:
                given[name] = 0
        return given


class StartForm(HeadForm):
    """A set to be typed in from the beginning."""

    bands = forms.ChoiceField(
        label="Mức xếp loại ban đầu",
        required=False,
        choices=[(code, label) for code, (label, _) in READY_BANDS.items()],
        help_text="Tính theo phần trăm của thang điểm; sửa được sau.",
    )


class NodeForm(RefusableForm, forms.Form):
    """A group or criterion; which fields there are depends on its kind."""

    code = forms.CharField(label="Mã", max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(label="Tên", widget=forms.Textarea(attrs={"rows": 2}))
    max_points = points_field("Điểm tối đa")
    parent = forms.ChoiceField(label="Thuộc nhóm", required=False)
    evidence = forms.CharField(
        label="Tài liệu kiểm chứng", required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ví dụ: Kế hoạch, báo cáo quý, danh sách kèm quyết định.",
    )  # fmt: skip
    guidance = forms.CharField(
        label="Hướng dẫn chấm", required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Lời của văn bản, hiện cho đơn vị khi tự chấm.",
    )  # fmt: skip
    entered_by = forms.ChoiceField(label="Ai cung cấp số liệu", choices=EnteredBy.choices)
    indicator_code = forms.ChoiceField(label="Chỉ số của cổng", required=False)
    may_not_apply = forms.BooleanField(label="Đơn vị có thể đề nghị không áp dụng", required=False)
    when_exempt = forms.ChoiceField(label="Đơn vị được miễn thì", choices=WhenExempt.choices)
    rescaling = forms.ChoiceField(label="Khi có mục không áp dụng", choices=Rescaling.choices)
    not_for = forms.MultipleChoiceField(
        label="Không áp dụng cho khối",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(UnitGroup.named().items()),
    )
    suspended = forms.CharField(
        label="Không đánh giá ở phiên bản này, vì", required=False,
        help_text="Để trống nếu vẫn đánh giá. Ghi lý do thì mục này được bỏ qua khi tính điểm.",
    )  # fmt: skip

    MAIN = ("code", "max_points", "parent", "name", "evidence")
    OF_LEAF = ("evidence", "guidance", "entered_by", "indicator_code", "may_not_apply", "when_exempt")
    OF_GROUP = ("rescaling",)
    OF_TREE = ("not_for", "suspended")

    def __init__(
        self, *args: Any, kind: str, groups: Sequence[tuple[str, str]], indicators: Sequence[tuple[str, str]], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        leaf = kind != NodeKind.GROUP
        top = kind in (NodeKind.BONUS, NodeKind.PENALTY)
        for name in (*(self.OF_GROUP if leaf else self.OF_LEAF), *(("parent", *self.OF_TREE) if top else ())):
            del self.fields[name]
        if top:
            for name in ("may_not_apply", "when_exempt"):
                del self.fields[name]
        self._offer("parent", ([] if leaf else [("", "Không thuộc nhóm nào (nhóm lớn)")], groups))
        self._offer("indicator_code", ([("", "Không lấy từ cổng")], indicators))
        self.fields["name"].widget.attrs["maxlength"] = 1000

    def main_fields(self) -> list[forms.BoundField]:
        """Those that every node needs."""
        return [self[name] for name in self.MAIN if name in self.fields]

    def further_fields(self) -> list[forms.BoundField]:
        """Those that most nodes leave as they are; who supplies the figures stands beside the rule."""
        return [field for field in self if field.name not in (*self.MAIN, "entered_by")]

    def has_further_errors(self) -> bool:
        return any(name not in self.MAIN for name in self.errors)

    def values(self) -> dict[str, Any]:
        """The typed values as fields of a node (the parent apart)."""
        return {name: value for name, value in self.cleaned_data.items() if name != "parent"}

    def _offer(self, name: str, lists: tuple[Sequence[tuple[str, str]], ...]) -> None:
        if name not in self.fields:
            return
        field: Any = self.fields[name]
        listed = [choice for each in lists for choice in each]
        stored = self.initial.get(name)
        if stored and stored not in dict(listed):
            listed.append((stored, stored))
        field.choices = listed


def initial_of(node: Criterion) -> dict[str, Any]:
    """What stands in the fields for a stored node."""
    names = (*NodeForm.MAIN, *NodeForm.OF_LEAF[1:], *NodeForm.OF_GROUP, *NodeForm.OF_TREE)
    shown = {name: getattr(node, name) for name in names if name != "parent"}
    return {**shown, "parent": str(node.parent_id or ""), "rule": node.rule}
