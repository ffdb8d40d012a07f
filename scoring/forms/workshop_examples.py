"""A worked example as fields: the figures of every criterion, and what they must give."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms

from accounts.enums import UnitGroup
from accounts.forms.base import RefusableForm
from core.numbers import read_number
from scoring.engine import declarations, rules
from scoring.engine.examples import STATUS_WORDS
from scoring.engine.explanation import number
from scoring.engine.parameters import decimal_text
from scoring.enums import NodeKind
from scoring.forms.workshop import points_field
from scoring.models import Criterion
from scoring.selectors.workshop_choices import Choices
from scoring.selectors.workshop_trials import TrialField

NOT_APPLICABLE, DECIDED, EXPECTED = "khong-ap-dung", "tham-dinh", "mong-doi"


class ExampleHead(RefusableForm, forms.Form):
    """The name of an example, what is known of the unit, and what must come out for it as a whole."""

    name = forms.CharField(label="Tên ví dụ", max_length=120, help_text="Ví dụ: Khoa Nội, đủ số liệu.")
    group = forms.ChoiceField(label="Thuộc khối", required=False, choices=UnitGroup.choices)
    assessed = forms.BooleanField(label="Đơn vị có tự đánh giá", required=False, initial=True)
    total = points_field("Tổng điểm phải ra", required=False)
    grade = forms.ChoiceField(label="Xếp loại phải ra", required=False)

    def __init__(self, *args: Any, bands: Choices, facts: Choices, stored: Mapping[str, Any], **kw: Any) -> None:
        told = stored.get("circumstances", {})
        initial = {**stored, **{f"fact_{code}": told.get(code, "") for code, _ in facts}}
        initial["assessed"] = stored.get("assessed", True)
        if "total" in stored:
            initial["total"] = str(stored["total"]).replace(".", ",")
        kw["initial"] = initial
        super().__init__(*args, **kw)
        grade: Any = self.fields["grade"]
        grade.choices = [("", "Không ghi"), *bands]
        self.facts = [code for code, _ in facts]
        for code, name in facts:
            self.fields[f"fact_{code}"] = forms.CharField(
                label=f"Sự việc: {name}", required=False, help_text="Ghi lời của hồ sơ nếu có; để trống nếu không."
            )

    def mapping(self) -> dict[str, Any]:
        """The head as the set's file would say it."""
        given = self.cleaned_data
        said: dict[str, Any] = {"name": given["name"]}
        said |= {name: given[name] for name in ("group", "grade") if given[name]}
        if not given["assessed"]:
            said["assessed"] = False
        if given["total"] is not None:
            said["total"] = decimal_text(given["total"])
        told = {code: given[f"fact_{code}"] for code in self.facts if given[f"fact_{code}"]}
        return said | ({"circumstances": told} if told else {})


@dataclass
class ExampleRow:
    """One node of an example: its figures (criteria only) and what must come out."""

    node: Criterion
    prefix: str
    fields: list[TrialField] = field(default_factory=list)
    not_applicable: str = ""
    decided: str = ""
    expected: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_group(self) -> bool:
        return self.node.kind == NodeKind.GROUP

    @property
    def has_figures(self) -> bool:
        """Whether anything was typed besides the expected points."""
        return bool(self.not_applicable or self.decided or any(each.value for each in self.fields))


class ExampleRows:
    """The rows of an example for the nodes of a draft; ``posted`` None shows ``stored``."""

    def __init__(self, nodes: list[Criterion], posted: Mapping[str, str] | None, stored: Mapping[str, Any]) -> None:
        self.stored_reasons = {code: each.get("reason", "") for code, each in stored.get("entry", {}).items()}
        self.entries: dict[str, Any] = {}
        self.expect: dict[str, str] = {}
        self.rows = [self._shown(node, stored) if posted is None else self._read(node, posted) for node in nodes]

    def is_valid(self) -> bool:
        return not any(row.errors or any(each.error for each in row.fields) for row in self.rows)

    def mapping(self) -> dict[str, Any]:
        """Entries and expectations as the set's file would say them; only what was typed."""
        said = {"entry": self.entries, "expect": self.expect}
        return {name: each for name, each in said.items() if each}

    def _shown(self, node: Criterion, stored: Mapping[str, Any]) -> ExampleRow:
        entry = stored.get("entry", {}).get(node.code, {})
        expected = stored.get("expect", {}).get(node.code, "")
        row = ExampleRow(node, f"e{node.pk}")
        row.expected = STATUS_WORDS.get(str(expected), str(expected).replace(".", ","))
        if row.is_group:
            return row
        row.not_applicable = entry.get("not_applicable", "")
        row.decided = str(entry.get("decided", "")).replace(".", ",")
        rule = _rule_of(node)
        typed = declarations.write_typed(rule, entry) if rule and not row.not_applicable else {}
        row.fields = _fields(node, row.prefix, typed, {})
        return row

    def _read(self, node: Criterion, posted: Mapping[str, str]) -> ExampleRow:
        row = ExampleRow(node, f"e{node.pk}")
        row.expected = _text(posted, f"{row.prefix}-{EXPECTED}")
        self._expected(row)
        if row.is_group:
            return row
        row.not_applicable = _text(posted, f"{row.prefix}-{NOT_APPLICABLE}")
        row.decided = _text(posted, f"{row.prefix}-{DECIDED}")
        self._entry(row, posted)
        return row

    def _expected(self, row: ExampleRow) -> None:
        if not row.expected:
            return
        said = next((code for code, words in STATUS_WORDS.items() if words == row.expected.lower()), "")
        try:
            self.expect[row.node.code] = said or decimal_text(read_number(row.expected))
        except ValueError:
            row.errors[EXPECTED] = f"Ghi số điểm, hoặc {' hoặc '.join(f'“{each}”' for each in STATUS_WORDS.values())}."

    def _entry(self, row: ExampleRow, posted: Mapping[str, str]) -> None:
        rule = _rule_of(row.node)
        typed = {each.name: _text(posted, f"{row.prefix}-{each.name}") for each in rule.fields()} if rule else {}
        inputs, errors = declarations.read_typed(rule, row.node.max_points, typed) if rule else (None, {})
        row.fields = _fields(row.node, row.prefix, typed, errors)
        if row.not_applicable and any(typed.values()):
            row.errors[NOT_APPLICABLE] = "Mục không áp dụng thì không ghi số liệu. Xóa số liệu hoặc xóa lý do."
        entry: dict[str, Any] = {"not_applicable": row.not_applicable} if row.not_applicable else {}
        if inputs is not None and not row.not_applicable:
            entry |= inputs.as_mapping()
        if row.decided:
            entry |= self._decision(row)
        if entry:
            self.entries[row.node.code] = entry

    def _decision(self, row: ExampleRow) -> dict[str, str]:
        try:
            points = read_number(row.decided)
        except ValueError as refused:
            row.errors[DECIDED] = str(refused)
            return {}
        if points > row.node.max_points:
            row.errors[DECIDED] = f"Điểm phải từ 0 đến {number(row.node.max_points)}."
        reason = self.stored_reasons.get(row.node.code, "")
        return {"decided": decimal_text(points), **({"reason": reason} if reason else {})}


def _rule_of(node: Criterion) -> rules.Rule | None:
    return rules.read_rule(node.rule)[0] if node.rule else None


def _fields(node: Criterion, prefix: str, typed: Mapping[str, str], errors: Mapping[str, str]) -> list[TrialField]:
    rule = _rule_of(node)
    asked = rule.fields() if rule else ()
    return [
        TrialField(each, f"{prefix}-{each.name}", typed.get(each.name, ""), errors.get(each.name, "")) for each in asked
    ]


def _text(posted: Mapping[str, str], name: str) -> str:
    return unicodedata.normalize("NFC", posted.get(name, "")).strip()
