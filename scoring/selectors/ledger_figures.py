"""Figures of a round for the deadline ledger: which are there and which are missing, by the unit that owes them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.models import Unit, User
from accounts.policies import reach
from campaigns.enums import Phase, PlanState
from campaigns.models import Round
from campaigns.roles import VIEW_TARGET
from campaigns.selectors import targets
from core.formats import vn_date
from indicators.models import Indicator
from indicators.selectors.figures import Figure, figures_for
from scoring.engine import tree
from scoring.models import AssessmentItem
from scoring.selectors import criteria
from scoring.selectors.ledger_facts import Fact, Standing, source_for

MOST_NAMED = 5
Owed = dict[int, list[str]]


@source_for(Phase.FIGURES)
def figures(round_: Round, units: Sequence[Unit], user: User) -> Mapping[int, Sequence[Fact]]:
    """For each unit the indicators that its criteria read; for the centre as a whole the targets of its plan."""
    owed = _owed(round_, units)
    codes = {code for listed in owed.values() for code in listed}
    known = figures_for(codes, units, round_.year) if codes else {}
    rows = {row.code: row for row in Indicator.objects.filter(code__in=codes)}
    found = {unit.pk: [_of_unit(unit, owed[unit.pk], known, rows)] for unit in units if owed.get(unit.pk) is not None}
    if reach(user, VIEW_TARGET).covers(round_.unit):
        found |= _of_centre(round_)
    return found


def _of_unit(unit: Unit, codes: Sequence[str], known: Mapping[tuple[str, int], Figure], rows: Any) -> Fact:
    there = [known[code, unit.pk] for code in codes if (code, unit.pk) in known]
    missing = [rows[code].name for code in codes if (code, unit.pk) not in known and code in rows]
    newest = max((figure.as_of for figure in there if figure.as_of is not None), default=None)
    said = f"{len(there)}/{len(codes)} chỉ số có số liệu"
    if newest is not None:
        said += f", cập nhật gần nhất {vn_date(timezone.localdate(newest))}"
    return _fact("", said, missing, f"Số liệu của {unit.short_name}")


def _of_centre(round_: Round) -> dict[int, list[Fact]]:
    """The targets of the plan in force of the round's campaign, for the centre as a whole."""
    issued = round_.campaign.plans.filter(state__in=[PlanState.ISSUED, PlanState.CLOSED])
    plan = issued.select_related("campaign__unit").order_by("-version").first()
    rows = targets.standings(plan, round_.year) if plan else []
    if not rows:
        return {}
    has_none = [row for row in rows if row.current == "–"]
    owners = dict.fromkeys(row.target.indicator.owner if row.target.indicator else "" for row in has_none)
    waits_on = ", ".join(owner or "Phòng Tổ chức - Hành chính" for owner in owners)
    said = f"{len(rows) - len(has_none)}/{len(rows)} chỉ tiêu có kết quả năm {round_.year}"
    return {round_.unit.pk: [_fact("Kết quả chỉ tiêu", said, [row.target.code for row in has_none], waits_on)]}


def _fact(matter: str, said: str, missing: Sequence[str], waits_on: str) -> Fact:
    if not missing:
        return Fact(matter, note=said, standing=Standing.FULL)
    named = ", ".join(missing[:MOST_NAMED])
    more = f" và {len(missing) - MOST_NAMED} mục khác" if len(missing) > MOST_NAMED else ""
    return Fact(matter, waits_on=waits_on, note=f"{said}; thiếu: {named}{more}")


def _owed(round_: Round, units: Sequence[Unit]) -> Owed:
    """The indicators of each unit's criteria, without those that the set or a claim leaves out."""
    stored = criteria.set_of_round(round_)
    if stored is None:
        return {}
    built = criteria.engine_set(stored)
    tops: tuple[tree.Group | tree.Criterion, ...] = (*built.groups, *built.bonus.criteria, *built.penalty.criteria)
    left_out = Q(claims_not_applicable=True) | Q(verified_not_applicable=True)
    claims = set(
        AssessmentItem.objects.filter(left_out, assessment__round=round_, assessment__unit__in=units).values_list(
            "assessment__unit_id", "criterion__code"
        )
    )
    by_group = {group: [leaf for top in tops for leaf in _concerning(top, group)] for group in {u.group for u in units}}
    owed: Owed = {}
    for unit in units:
        leaves = [leaf for leaf in by_group[unit.group] if (unit.pk, leaf.code) not in claims]
        codes = list(dict.fromkeys(leaf.notes.indicator for leaf in leaves))
        if codes:
            owed[unit.pk] = codes
    return owed


def _concerning(node: tree.Group | tree.Criterion, group: str) -> Iterator[tree.Criterion]:
    """The criteria below a node that concern an emulation group and read an indicator."""
    if node.suspended or group in node.not_for:
        return
    if isinstance(node, tree.Group):
        for child in node.children:
            yield from _concerning(child, group)
    elif node.notes.indicator:
        yield node
