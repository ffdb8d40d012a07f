"""What is wrong with the limits, the quota, the tie-break order and the worked examples of a set."""

from collections import Counter
from collections.abc import Iterator

from scoring.engine import explanation
from scoring.engine.provision_reading import example_place, limit_place
from scoring.engine.provisions import LIMIT_KINDS, QUOTA_BASES, ROUNDINGS, VOTE, Example, Limit, Quota
from scoring.engine.slips import WARNING, Slip
from scoring.engine.tree import CriteriaSet, Group, below

TIE_BREAK_PLACE = "Thứ tự phân định khi bằng điểm"
QUOTA_PLACE = "Tỷ lệ tối đa"


def check(criteria_set: CriteriaSet, unread: frozenset[str]) -> list[Slip]:
    """Every slip; `unread` are codes of nodes that exist but could not be read, and are not called unknown."""
    known = unread | {node.code for node in criteria_set.nodes()}
    slips = [Slip(TIE_BREAK_PLACE, message, field="tie_break") for message in _tie_break(criteria_set, known)]
    times = Counter(limit.code for limit in criteria_set.limits)
    for limit in criteria_set.limits:
        found = _limit(limit, criteria_set, unread)
        if times[limit.code] > 1:
            found.append(f"Mã dùng {times[limit.code]} lần.")
        slips += [Slip(limit_place(limit.code), message, field="limit") for message in found]
    if criteria_set.quota:
        slips += [Slip(QUOTA_PLACE, message, field="quota") for message in _quota(criteria_set.quota, criteria_set)]
    names = Counter(example.name for example in criteria_set.examples)
    for example in criteria_set.examples:
        slips += _example(example, criteria_set, known)
        if names[example.name] > 1:
            message = f"Tên này dùng {names[example.name]} lần; mỗi ví dụ cần một tên riêng."
            slips.append(Slip(example_place(example.name), message, field="example"))
    return slips


def _tie_break(criteria_set: CriteriaSet, known: frozenset[str]) -> Iterator[str]:
    keys = criteria_set.tie_break
    for code in keys:
        if code != VOTE and code not in known:
            yield f"Không có nhóm hay tiêu chí mã “{code}”."
    for code, times in Counter(keys).items():
        if times > 1:
            yield f"Mã “{code}” ghi {times} lần."
    if VOTE in keys[:-1]:
        yield "Bỏ phiếu (vote) phải đứng cuối: sau bỏ phiếu không còn gì để phân định."


def _limit(limit: Limit, criteria_set: CriteriaSet, unread: frozenset[str]) -> list[str]:
    found = [] if limit.code.strip() else ["Chưa có mã."]
    if not limit.name.strip():
        found.append("Chưa có tên.")
    bands = [band.code for band in criteria_set.bands]
    if limit.at_most not in bands:
        found.append(f"Không có mức xếp loại mã “{limit.at_most}”.")
    elif limit.at_most == bands[0]:
        found.append("Không hạ được mức nào: mức ghi ở đây đã là mức cao nhất.")
    if limit.when not in LIMIT_KINDS:
        found.append(f"Loại điều kiện phải là một trong: {', '.join(LIMIT_KINDS)}.")
    return found + list(_limit_parts(limit, criteria_set, unread))


def _limit_parts(limit: Limit, criteria_set: CriteriaSet, unread: frozenset[str]) -> Iterator[str]:
    in_tree = [node for group in criteria_set.groups for node in below(group)]
    main = {node.code for node in in_tree if not isinstance(node, Group)} | unread
    if limit.when == "criterion_zero":
        for code in limit.criteria:
            if code not in main:
                yield f"Không có tiêu chí mã “{code}” trong phần điểm chính."
    elif limit.criteria:
        yield "Danh sách tiêu chí chỉ dùng cho loại criterion_zero."
    if limit.when == "node_below":
        if limit.node not in {node.code for node in in_tree} | unread:
            yield f"Không có nhóm hay tiêu chí mã “{limit.node}” trong phần điểm chính."
        if not 0 < limit.percent <= 100:
            yield f"Tỷ lệ phải lớn hơn 0 và không quá 100, không phải {explanation.number(limit.percent)}."
    elif limit.node or limit.percent:
        yield "Mã mục và tỷ lệ chỉ dùng cho loại node_below."


def _quota(quota: Quota, criteria_set: CriteriaSet) -> Iterator[str]:
    bands = [band.code for band in criteria_set.bands]
    if quota.band not in bands:
        yield f"Không có mức xếp loại mã “{quota.band}”."
    elif quota.band == bands[-1]:
        yield "Mức thấp nhất không giới hạn tỷ lệ được: không còn mức nào thấp hơn."
    if not 0 < quota.percent <= 100:
        yield f"Tỷ lệ phải lớn hơn 0 và không quá 100, không phải {explanation.number(quota.percent)}."
    if quota.base not in QUOTA_BASES:
        yield f"Cơ sở tính phải là một trong: {', '.join(QUOTA_BASES)}."
    if quota.rounding not in ROUNDINGS:
        yield f"Cách làm tròn phải là một trong: {', '.join(ROUNDINGS)}."
    if quota.at_least < 0:
        yield "Số suất ít nhất không được âm."
    yield from _quota_base(quota, bands)


def _quota_base(quota: Quota, bands: list[str]) -> Iterator[str]:
    if quota.base == "all" and quota.base_band:
        yield "Mức làm cơ sở (base_band) chỉ dùng khi base = “reaching”."
    if quota.base != "reaching":
        return
    if quota.base_band not in bands:
        yield f"Không có mức xếp loại mã “{quota.base_band}” để làm cơ sở."
    elif quota.band in bands and bands.index(quota.base_band) < bands.index(quota.band):
        yield "Mức làm cơ sở không được cao hơn mức bị giới hạn."


def _example(example: Example, criteria_set: CriteriaSet, known: frozenset[str]) -> Iterator[Slip]:
    place = example_place(example.name)
    groups = {node.code for node in criteria_set.nodes() if isinstance(node, Group)}
    leaf_codes = known - groups
    messages = [] if example.name.strip() else ["Chưa có tên."]
    messages += [f"Không có tiêu chí mã “{code}”." for code in example.entries if code not in leaf_codes]
    messages += [f"Không có nhóm hay tiêu chí mã “{code}”." for code in example.expect if code not in known]
    limits = {limit.code for limit in criteria_set.limits if limit.when == "circumstance"}
    unknown = [code for code in example.circumstances if code not in limits]
    messages += [f"Không có điều kiện hạ mức theo sự việc mã “{code}”." for code in unknown]
    if example.grade and example.grade not in {band.code for band in criteria_set.bands}:
        messages.append(f"Không có mức xếp loại mã “{example.grade}”.")
    for message in messages:
        yield Slip(place, message, field="example")
    if not example.expect and example.total is None and not example.grade:
        yield Slip(place, "Chưa ghi kết quả mong đợi nào.", gravity=WARNING, field="example")
