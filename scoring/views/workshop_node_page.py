"""The page of one node of a draft, whichever way it was asked for."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from accounts.requests import PortalRequest
from core.numbers import read_number
from scoring.enums import NodeKind
from scoring.forms.workshop import NodeForm
from scoring.forms.workshop_kinds import ON_TOP, USUAL_SOURCE, kinds_to_choose
from scoring.forms.workshop_rules import RuleBlock
from scoring.models import CriteriaSet, Criterion
from scoring.selectors import workshop_choices as choices
from scoring.selectors.workshop_trials import Trial, trial
from scoring.views.workshop_drafts import frame, kept_revision, node_of


class NodePage:
    """What the page shows and takes: the fields of the node, and of its rule when it is a leaf."""

    def __init__(
        self,
        request: PortalRequest,
        criteria_set: CriteriaSet,
        kind: str,
        initial: dict[str, Any],
        node: Criterion | None,
    ) -> None:
        self.request, self.criteria_set, self.kind, self.node = request, criteria_set, kind, node
        self.posted = request.POST.copy() if request.method == "POST" else None
        act, _, wanted = self.posted.get("act", "").partition(":") if self.posted is not None else ("", "", "")
        if act == "use" and self.posted is not None:
            self.posted["rule-kind"], self.posted["act"] = wanted, "show"
        self.act, self.is_saving = act, act.startswith("save")
        if self.posted is not None and self.posted.get("rule-kind", "") != self.posted.get("rule-shown", ""):
            self.posted["entered_by"] = USUAL_SOURCE.get(self.posted.get("rule-kind", ""), "unit")
        self.form = NodeForm(
            self.posted if self.is_saving else None,
            initial=initial if self.posted is None else as_typed(self.posted),
            kind=kind,
            groups=choices.groups(criteria_set, but_inside={node.pk} if node else ()),
            indicators=choices.indicators() if kind != NodeKind.GROUP else (),
        )
        self.block: RuleBlock | None = None
        if kind != NodeKind.GROUP:
            on_top = kind if kind in ON_TOP else ""
            self.block = RuleBlock("rule", plain(self.posted), initial.get("rule"), on_top=on_top)

    @property
    def noun(self) -> str:
        """What the node is called in a sentence."""
        return NodeKind(self.kind).label.lower()

    def is_valid(self) -> bool:
        """Whether all can be stored; a leaf whose rule is chosen later is stored without one."""
        rule_is_well = self.block is None or not self.block.kind or self.block.is_valid()
        return self.form.is_valid() and rule_is_well

    def values(self) -> dict[str, Any]:
        """The fields of the node; only after ``is_valid``."""
        if self.block is None:
            return self.form.values()
        return {**self.form.values(), "rule": self.block.mapping() if self.block.kind else {}}

    def parent(self) -> Criterion | None:
        """The group that was chosen."""
        text = self.form.cleaned_data.get("parent") or ""
        return node_of(self.criteria_set, int(text)) if text else None

    def show(self, status: int = 200) -> HttpResponse:
        """The page as it stands."""
        on_top = self.kind if self.kind in ON_TOP else ""
        shown = frame(kept_revision(self.request, self.criteria_set, status), "cay")
        context = {
            **shown,
            "node": self.node,
            "noun": self.noun,
            "title": f"Sửa {self.noun} {self.node.code}" if self.node else f"Thêm {self.noun}",
            "form": self.form,
            "rule_block": self.block,
            "trial": tried(self.block, self.form["max_points"].value(), plain(self.posted)),
            "kinds": kinds_to_choose(on_top) if self.block and not on_top else [],
            "findings": [each for each in shown["verdict"].findings if self.node and each.node == self.node.pk],
            "here": self.request.get_full_path(),
        }
        return render(self.request, "scoring/workshop_node.html", context, status=status)


def tried(block: RuleBlock | None, max_points: Any, typed: Mapping[str, str] | None) -> Trial | None:
    """The rule as it stands in the fields, on what is typed beside it; None while the rule cannot be read."""
    if block is None or not block.kind:
        return None
    judged = RuleBlock("rule", {**block.as_posted(), "act": "try"}, on_top=block.on_top)
    if not judged.is_valid():
        block.unread = judged.faults()
        return None
    return trial(judged.rule(), _points(max_points), typed if typed is not None else {})


def as_typed(posted: QueryDict) -> dict[str, Any]:
    """What was typed, to be shown again without being judged."""
    shown: dict[str, Any] = {name: posted.get(name, "") for name in NodeForm.base_fields}
    return {**shown, "not_for": posted.getlist("not_for"), "may_not_apply": "may_not_apply" in posted}


def plain(posted: QueryDict | None) -> dict[str, str] | None:
    """The last value of every field; spreading a QueryDict would give lists."""
    return posted.dict() if posted is not None else None  # type: ignore[return-value]


def _points(typed: Any) -> Decimal:
    """The maximum as far as it can be read; 1 until then."""
    try:
        return read_number(str(typed if typed is not None else "")) or Decimal(1)
    except ValueError:
        return Decimal(1)
