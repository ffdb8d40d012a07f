"""Every way in which a well-formed criteria set contradicts itself, told at the node where it can be mended."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from scoring.engine import explanation, provision_checks, rule_checks
from scoring.engine.parameters import decimal_text
from scoring.engine.provision_reading import example_place
from scoring.engine.provisions import VOTE
from scoring.engine.rules import KINDS
from scoring.engine.slips import WARNING, Slip
from scoring.engine.tree import EXEMPTIONS, RESCALINGS, CriteriaSet, Criterion, Group, leaves

SOURCES = {"unit": "đơn vị", "portal": "cổng thông tin", "survey": "khảo sát", "office": "người thẩm định"}
LONGEST_CODE = 20
MOST_POINTS = Decimal(100_000)
_SLUG = re.compile(r"[-a-zA-Z0-9_]+")


@dataclass(frozen=True, slots=True)
class Unread:
    """What of the set could not be read; sums over it and mentions of it say nothing."""

    parents: frozenset[str] = frozenset()
    """Codes of groups with an unreadable part; the empty code is the set itself."""
    codes: frozenset[str] = frozenset()
    bands: bool = True
    """Whether all bands could be read."""


EVERYTHING_READ = Unread()


def check(criteria_set: CriteriaSet, unread: Unread = EVERYTHING_READ) -> list[Slip]:
    """Every slip of the set, errors and warnings; what could not be read is passed over."""
    slips = _set_slips(criteria_set) + _code_slips(criteria_set)
    if "" not in unread.parents:
        slips += _sum_slips("Bộ tiêu chí", "", criteria_set.total, criteria_set.groups)
    for group in criteria_set.groups:
        slips += _group_slips(group, unread)
    for leaf, on_top in _leaves(criteria_set):
        slips += _leaf_slips(leaf, on_top)
    slips += _on_top_slips(criteria_set)
    if unread.bands:
        slips += _band_slips(criteria_set)
        slips += provision_checks.check(criteria_set, unread.codes)
    return slips


def unknown_groups(criteria_set: CriteriaSet, known: Mapping[str, str]) -> list[Slip]:
    """Emulation groups that the set names and that there are not; ``known`` are those of the portal, code → name."""
    named = "; ".join(f"{code} ({name})" for code, name in known.items())
    nodes = [(place_of(node), code, node.code, "not_for") for node in criteria_set.nodes() for code in node.not_for]
    examples = [(example_place(each.name), each.group, "", "example") for each in criteria_set.examples if each.group]
    return [
        Slip(place, f"Không có khối “{code}”. Các khối: {named}.", node, field=field)
        for place, code, node, field in (*nodes, *examples)
        if code not in known
    ]


def place_of(node: Group | Criterion) -> str:
    """How a node is named in a slip."""
    return f"{'Nhóm' if isinstance(node, Group) else 'Tiêu chí'} {node.code}"


def _leaves(criteria_set: CriteriaSet) -> Iterator[tuple[Criterion, str]]:
    for group in criteria_set.groups:
        for leaf in leaves(group):
            yield leaf, ""
    for leaf in criteria_set.bonus.criteria:
        yield leaf, "bonus"
    for leaf in criteria_set.penalty.criteria:
        yield leaf, "penalty"


def _set_slips(criteria_set: CriteriaSet) -> list[Slip]:
    messages = []
    if not _SLUG.fullmatch(criteria_set.code):
        messages.append(("code", "Mã chỉ gồm chữ không dấu, chữ số, gạch nối và gạch dưới."))
    if not criteria_set.name.strip():
        messages.append(("name", "Chưa có tên."))
    if criteria_set.version < 1:
        messages.append(("version", "Số phiên bản phải từ 1."))
    if criteria_set.total <= 0:
        messages.append(("total", "Tổng điểm phải lớn hơn 0."))
    messages += [("total", fault) for fault in _figure_faults("Tổng điểm", criteria_set.total)]
    if criteria_set.groups and all(_left_out(group) for group in criteria_set.groups):
        messages.append(("suspended", "Không còn tiêu chí nào được đánh giá: mọi mục đều ghi là không đánh giá."))
    return [Slip("Bộ tiêu chí", message, field=field) for field, message in messages]


def _figure_faults(name: str, figure: Decimal) -> list[str]:
    """Points are kept and printed with two decimals."""
    if abs(figure) > MOST_POINTS:
        return [f"{name} quá lớn (nhiều nhất {explanation.number(MOST_POINTS)})."]
    return [f"{name} có quá hai chữ số thập phân."] if len(decimal_text(figure).partition(".")[2]) > 2 else []


def _left_out(node: Group | Criterion) -> bool:
    """Whether the set itself leaves out everything in the node; an empty group leaves nothing out."""
    if node.suspended:
        return True
    return isinstance(node, Group) and bool(node.children) and all(_left_out(child) for child in node.children)


def _code_slips(criteria_set: CriteriaSet) -> list[Slip]:
    counted = Counter(node.code for node in criteria_set.nodes())
    slips = [
        Slip("Bộ tiêu chí", f"Mã “{code}” dùng {times} lần.", code, field="code")
        for code, times in sorted(counted.items())
        if times > 1
    ]
    for node in criteria_set.nodes():
        slips += [Slip(place_of(node), message, node.code, field="code") for message in _code_faults(node.code)]
        if not node.name.strip():
            slips.append(Slip(place_of(node), "Chưa có tên.", node.code, field="name"))
    return slips


def _code_faults(code: str) -> list[str]:
    if not code.strip():
        return ["Chưa có mã."]
    found = []
    if len(code) > LONGEST_CODE:
        found.append(f"Mã dài quá {LONGEST_CODE} ký tự.")
    if code == VOTE:
        found.append(f"Mã “{VOTE}” dành cho việc bỏ phiếu khi bằng điểm; đặt mã khác.")
    return found


def _group_slips(group: Group, unread: Unread) -> list[Slip]:
    place = place_of(group)
    slips = []
    if group.rescaling not in RESCALINGS:
        known = ", ".join(RESCALINGS)
        slips.append(Slip(place, f"Cách quy đổi phải là một trong: {known}.", group.code, field="rescaling"))
    if not group.children and group.code not in unread.parents:
        slips.append(Slip(place, "Chưa có tiêu chí nào.", group.code, WARNING))
    if group.code not in unread.parents:
        slips += _sum_slips(place, group.code, group.max_points, group.children)
    for child in group.children:
        if isinstance(child, Group):
            slips += _group_slips(child, unread)
    return slips


def _sum_slips(place: str, code: str, stated: Decimal, children: tuple[Group | Criterion, ...]) -> list[Slip]:
    summed = sum((child.max_points for child in children), Decimal(0))
    if summed == stated:
        return []
    counted, written = explanation.number(summed), explanation.number(stated)
    message = f"Điểm tối đa ghi {written} nhưng các mục bên trong cộng lại là {counted}."
    return [Slip(place, message, code, field="max" if code else "total")]


def _leaf_slips(leaf: Criterion, on_top: str) -> list[Slip]:
    place = place_of(leaf)
    slips = [Slip(place, message, leaf.code, field=field) for field, message in _leaf_faults(leaf, on_top)]
    slips += [
        Slip(place, message, leaf.code, WARNING, "rule")
        for message in rule_checks.unreachable(leaf.rule, leaf.max_points)
    ]
    if not leaf.notes.evidence.strip():
        slips.append(Slip(place, "Chưa ghi tài liệu kiểm chứng.", leaf.code, WARNING, "evidence"))
    return slips


def _leaf_faults(leaf: Criterion, on_top: str) -> list[tuple[str, str]]:
    found = [("rule", message) for message in leaf.rule.slips(leaf.max_points)]
    best = leaf.rule.best(leaf.max_points)
    if leaf.max_points <= 0:
        found.append(("max", "Điểm tối đa phải lớn hơn 0."))
    found += [("max", fault) for fault in _figure_faults("Điểm tối đa", leaf.max_points)]
    if best != leaf.max_points:
        stated, given = explanation.number(leaf.max_points), explanation.number(best)
        found.append(("rule", f"Cách tính cho nhiều nhất {given} điểm nhưng điểm tối đa là {stated}."))
    if (leaf.rule.kind in ("bonus", "penalty") or on_top) and leaf.rule.kind != on_top:
        wanted = f"phải dùng cách tính “{KINDS[on_top].label}”" if on_top else "không dùng cách tính cộng, trừ"
        found.append(("rule", f"Tiêu chí ở mục này {wanted}."))
    if leaf.notes.entered_by not in SOURCES:
        found.append(("entered_by", f"Người nhập số liệu phải là một trong: {', '.join(SOURCES)}."))
    if leaf.notes.entered_by == "portal" and not leaf.notes.indicator:
        found.append(("indicator", "Số liệu lấy từ cổng thì phải ghi mã chỉ số."))
    if leaf.when_exempt not in EXEMPTIONS:
        found.append(("when_exempt", f"Điểm khi được miễn phải là một trong: {', '.join(EXEMPTIONS)}."))
    if on_top and leaf.when_exempt == "full":
        found.append(("when_exempt", "Điểm cộng, điểm trừ không được tính trọn khi đơn vị được miễn."))
    return found


def _on_top_slips(criteria_set: CriteriaSet) -> list[Slip]:
    slips = []
    for place, on_top in (("Điểm cộng", criteria_set.bonus), ("Điểm trừ", criteria_set.penalty)):
        slips += [Slip(place, fault, field="cap") for fault in _figure_faults("Mức trần", on_top.cap)]
        if on_top.cap < 0:
            slips.append(Slip(place, "Mức trần không được âm.", field="cap"))
        elif on_top.criteria and not on_top.cap:
            slips.append(Slip(place, "Mức trần bằng 0 nên không tiêu chí nào ở đây được tính.", field="cap"))
        elif on_top.cap and not on_top.criteria:
            slips.append(Slip(place, "Có mức trần nhưng chưa có tiêu chí nào.", gravity=WARNING, field="cap"))
    return slips


def _band_slips(criteria_set: CriteriaSet) -> list[Slip]:
    bands = criteria_set.bands
    if not bands:
        return [Slip("Mức xếp loại", "Chưa có mức xếp loại nào.", field="band")]
    lows = [band.low for band in bands]
    used = Counter(band.code for band in bands)
    found = [f"Mã “{code}” dùng {times} lần." for code, times in used.items() if times > 1]
    found += [
        f"Mã “{band.code}” chỉ gồm chữ không dấu, chữ số, gạch nối, gạch dưới và dài không quá {LONGEST_CODE} ký tự."
        for band in bands
        if len(band.code) > LONGEST_CODE or not _SLUG.fullmatch(band.code)
    ]
    found += [f"Mức {band.code} chưa có tên." for band in bands if not band.name.strip()]
    found += [fault for band in bands for fault in _figure_faults(f"Điểm bắt đầu của mức {band.code}", band.low)]
    if any(later >= earlier for earlier, later in zip(lows, lows[1:], strict=False)):
        found.append("Các mức phải xếp từ cao xuống thấp, không trùng nhau.")
    if lows[-1] != 0:
        found.append("Mức thấp nhất phải bắt đầu từ 0 điểm.")
    highest = highest_total(criteria_set)
    found += [
        f"Không đơn vị nào đạt được mức {band.name} (từ {explanation.number(band.low)} điểm): "
        f"tổng điểm nhiều nhất có thể là {explanation.number(highest)}."
        for band in bands
        if band.low > highest
    ]
    return [Slip("Mức xếp loại", message, field="band") for message in found]


def highest_total(criteria_set: CriteriaSet) -> Decimal:
    """The greatest total a unit can reach, bonus points included where they count."""
    if criteria_set.cap_total:
        return criteria_set.total
    bonus = sum((leaf.max_points for leaf in criteria_set.bonus.criteria), Decimal(0))
    return criteria_set.total + min(bonus, criteria_set.bonus.cap)
