"""The rule of a criterion as fields, made from the parameters of its kind; rules inside rules are blocks inside blocks.

One set of names serves page and post: a block at ``rule`` has its kind in ``rule-kind``, its plain parameters in
``rule-<name>``, the rows of a list in ``rule-<list>-<place>-<name>`` and the places that are there in
``rule-<list>-rows``.
"""

from collections.abc import Mapping, Sequence
from typing import Any, get_args, get_origin

from django import forms

from scoring.engine import rules
from scoring.engine.parameters import plain
from scoring.engine.rules import Rule
from scoring.forms.workshop_fields import (
    MOST_ROWS,
    NAMING,
    as_posted,
    default,
    form_field,
    give_codes,
    parameter_form,
    parameters,
    stated,
)
from scoring.forms.workshop_kinds import FAMILIES, KINDS, words_of

DEEPEST = 4
_COMPOSED = ("precondition", "best_of", "sum_of_parts")


class RuleBlock:
    """The fields of one rule. ``data`` is what was posted, None to show ``initial`` (a rule's mapping)."""

    def __init__(
        self,
        path: str,
        data: Mapping[str, str] | None,
        initial: Mapping[str, Any] | None = None,
        *,
        on_top: str = "",
        depth: int = 0,
    ) -> None:
        self.path, self.depth, self.on_top = path, depth, on_top
        initial = initial or {}
        asked = data.get(self.kind_name, "") if data is not None else initial.get("kind", "")
        self.kind = asked if asked in rules.KINDS else ""
        if on_top:
            self.kind = on_top
        self.kept: Mapping[str, str] = {}
        if data is not None and data.get(f"{path}-shown", "") != self.kind:
            data = self._just_chosen(data)
        self.error = ""
        self.unread: list[str] = []
        self.form: forms.Form | None = None
        self.lists: list[ListBlock] = []
        self.nested: list[RuleBlock] = []
        if self.kind:
            self._build(data, initial if initial.get("kind") == self.kind else {})

    @property
    def kind_name(self) -> str:
        return f"{self.path}-kind"

    @property
    def words(self) -> Any:
        """What the chosen kind does."""
        return KINDS.get(self.kind)

    def _just_chosen(self, data: Mapping[str, str]) -> Mapping[str, str] | None:
        """A kind that was just chosen starts from its own defaults, save for how the figures are called.

        Whoever saves before the fields have come gets the defaults as well.
        """
        if data.get("act", "").startswith("save") and self.kind:
            fresh = RuleBlock(self.path, None, {"kind": self.kind}, on_top=self.on_top, depth=self.depth)
            return {**fresh.as_posted(), **data, f"{self.path}-shown": self.kind}
        self.kept = {name: text for name in NAMING if (text := data.get(f"{self.path}-{name}"))}
        return None

    def main_fields(self) -> list[forms.BoundField]:
        """The parameters that decide on points."""
        return [field for field in self.form if field.name not in NAMING] if self.form else []

    def naming_fields(self) -> list[forms.BoundField]:
        """Those that only say how the figures are called."""
        return [field for field in self.form if field.name in NAMING] if self.form else []

    def families(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The kinds that may be chosen here, by family."""
        if self.on_top:
            return [("", [(self.on_top, rules.KINDS[self.on_top].label)])]
        return [
            (family, [(kind, rules.KINDS[kind].label) for kind in kinds])
            for family, kinds in FAMILIES
            if self.depth < DEEPEST or not set(kinds) & set(_COMPOSED)
        ]

    def is_valid(self) -> bool:
        """Whether every field can be read; a rule that contradicts itself is still readable."""
        if not self.kind:
            self.error = "Chưa chọn cách tính điểm."
            return False
        well = [self.form.is_valid()] if self.form else []
        well += [each.is_valid() for each in self.lists]
        well += [each.is_valid() for each in self.nested]
        if not all(well):
            return False
        _, slips = rules.read_rule(self._raw())
        self.error = " ".join(slips)
        return not slips

    def mapping(self) -> dict[str, Any]:
        """The rule as its file would say it; only after ``is_valid``."""
        return rules.write_rule(self.rule())

    def rule(self) -> Rule:
        """The rule as a value; only after ``is_valid``."""
        built, _ = rules.read_rule(self._raw())
        assert built is not None
        return built

    def faults(self) -> list[str]:
        """What cannot be read, field by field, for a reader who does not see the fields."""
        found = [self.error] if self.error else []
        forms_of = [self.form] if self.form else []
        forms_of += [row.form for each in self.lists for row in each.rows if not row.is_empty()]
        for form in forms_of:
            found += [f"{form.fields[name].label}: {errors[0]}" for name, errors in form.errors.items()]
        inner = [*self.nested, *(row.rule for each in self.lists for row in each.rows if row.rule)]
        return found + [fault for each in inner for fault in each.faults()]

    def as_posted(self) -> dict[str, str]:
        """Every field as a browser sends it, hidden ones included."""
        sent = {self.kind_name: self.kind, f"{self.path}-shown": self.kind}
        if self.form:
            sent |= as_posted(self.form)
        for listed in self.lists:
            sent[f"{listed.path}-rows"] = listed.places
            for row in listed.rows:
                sent |= as_posted(row.form) | (row.rule.as_posted() if row.rule else {})
        for inner in self.nested:
            sent |= inner.as_posted()
        return sent

    def _build(self, data: Mapping[str, str] | None, initial: Mapping[str, Any]) -> None:
        rule_type = rules.KINDS[self.kind]
        plain_fields: dict[str, forms.Field] = {}
        shown: dict[str, Any] = {}
        for field, hint in parameters(rule_type):
            given = initial.get(field.name, default(field))
            if get_origin(hint) is tuple:
                path = f"{self.path}-{field.name}"
                words = words_of(self.kind, field.name)
                self.lists.append(ListBlock(path, words, get_args(hint)[0], data, given or (), self.depth))
            elif hint is Rule:
                self.nested.append(RuleBlock(f"{self.path}-{field.name}", data, given, depth=self.depth + 1))
            else:
                plain_fields[field.name] = form_field(self.kind, field, hint)
                shown[field.name] = self.kept.get(field.name, given)
        self.form = parameter_form(plain_fields, data, self.path, shown)

    def _raw(self) -> dict[str, Any]:
        raw: dict[str, Any] = {"kind": self.kind, **(stated(self.form) if self.form else {})}
        raw |= {each.name: each.mappings() for each in self.lists}
        raw |= {each.path.rpartition("-")[2]: each._raw() for each in self.nested}
        return raw


class ListBlock:
    """A list of a rule: steps, levels, parts … Rows left empty are not there."""

    def __init__(
        self,
        path: str,
        words: Any,
        row_type: type,
        data: Mapping[str, str] | None,
        initial: Sequence[Any],
        depth: int,
    ) -> None:
        self.path, self.words, self.name = path, words, path.rpartition("-")[2]
        self.error = ""
        self.row_type = row_type
        if data is None:
            # Two empty rows to begin with: no list of a rule has fewer.
            given: list[Any] = [plain(each) for each in initial] or [{}, {}]
            self.rows = [RowBlock(f"{path}-{at}", row_type, None, each, depth) for at, each in enumerate(given)]
            return
        act, _, target = data.get("act", "").partition(":")
        places = _places(data.get(f"{path}-rows", ""))
        if act == "drop" and target.startswith(f"{path}-"):
            places = [at for at in places if f"{path}-{at}" != target]
        self.rows = [RowBlock(f"{path}-{at}", row_type, data, {}, depth) for at in places]
        if act == "add" and target == path and len(self.rows) < MOST_ROWS:
            after = max(places, default=-1) + 1
            self.rows.append(RowBlock(f"{path}-{after}", row_type, None, {}, depth))

    @property
    def places(self) -> str:
        """The places of the rows as posted: rows keep their names when one between them is dropped."""
        return ",".join(str(row.place) for row in self.rows)

    @property
    def is_table(self) -> bool:
        """Whether a row is nothing but plain fields."""
        return not any(hint is Rule for _, hint in parameters(self.row_type))

    def headings(self) -> list[str]:
        """Labels of the columns of a table."""
        return [str(field.label) for field in self.rows[0].form.visible_fields()] if self.rows else []

    def is_valid(self) -> bool:
        return all([row.is_valid() for row in self.rows if not row.is_empty()])

    def mappings(self) -> list[dict[str, Any]]:
        found = [row.mapping() for row in self.rows if not row.is_empty()]
        give_codes(found, self.row_type)
        return found


class RowBlock:
    """One row: its plain fields, and the rule of a part."""

    def __init__(
        self, path: str, row_type: type, data: Mapping[str, str] | None, initial: Mapping[str, Any], depth: int
    ) -> None:
        self.path, self.place = path, int(path.rpartition("-")[2])
        self.rule: RuleBlock | None = None
        plain_fields: dict[str, forms.Field] = {}
        owner = row_type.__name__
        for field, hint in parameters(row_type):
            if hint is Rule:
                self.rule = RuleBlock(f"{path}-{field.name}", data, initial.get(field.name), depth=depth + 1)
            else:
                plain_fields[field.name] = form_field(owner, field, hint)
        if "code" in plain_fields:
            plain_fields["code"] = forms.CharField(required=False, widget=forms.HiddenInput, max_length=30)
        self.form = parameter_form(plain_fields, data, path, initial)

    def is_empty(self) -> bool:
        """Nothing was typed; a code left over from an earlier row and an untouched rule do not count."""
        if not self.form.is_bound:
            return True
        typed = [
            self.form.data.get(self.form.add_prefix(name), "").strip() for name in self.form.fields if name != "code"
        ]
        return not any(typed) and not (self.rule and self.rule.kind)

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.rule.is_valid() if self.rule else True])

    def mapping(self) -> dict[str, Any]:
        rule = {"rule": self.rule._raw()} if self.rule else {}
        return {**stated(self.form), **rule}


def _places(text: str) -> list[int]:
    """The places of rows as posted, “0,1,3”; what no page sends counts for nothing."""
    found = [int(each) for each in text.split(",") if each.isascii() and each.isdecimal() and len(each) < 5]
    return list(dict.fromkeys(found))[:MOST_ROWS]
