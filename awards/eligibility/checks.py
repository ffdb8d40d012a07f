"""One small function for each kind of condition, in one table. Each answers status, value in words, source."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from awards.eligibility.facts import SCOPE_WORDS, SCOPES, Facts, InitiativeFact, PerformanceLevel
from awards.eligibility.rules import Condition, ConditionKind

UNKNOWN = "chưa có dữ liệu"


class Status(StrEnum):
    """How one condition stands."""

    MET = "met"
    UNMET = "unmet"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a check found: the value in words and where it comes from."""

    status: Status
    value: str
    source: str = ""


def _yes_no(is_met: bool, value: str, source: str) -> Answer:
    return Answer(Status.MET if is_met else Status.UNMET, value, source)


def _undecided(value: str = UNKNOWN, source: str = "") -> Answer:
    return Answer(Status.UNDECIDED, value, source)


def performance_at_least(condition: Condition, facts: Facts, family: str) -> Answer:
    """Compare the legal level of the year."""
    if facts.performance is None:
        return _undecided(f"chưa có kết quả xếp loại năm {facts.year}")
    wanted = PerformanceLevel(condition.parameters["level"])
    level = facts.performance.level
    return _yes_no(level.order >= wanted.order, level.words, facts.performance.source)


def months_worked(condition: Condition, facts: Facts, family: str) -> Answer:
    """Fewer months than asked: not rated (maternity leave counts as work and is already in the figure)."""
    if facts.months_worked is None:
        return _undecided()
    wanted = int(condition.parameters["months"])
    return _yes_no(facts.months_worked >= wanted, f"{facts.months_worked} tháng", "Hồ sơ viên chức")


def no_discipline(condition: Condition, facts: Facts, family: str) -> Answer:
    """No disciplinary measure in the year."""
    if facts.discipline is None:
        return _undecided()
    measure = facts.discipline.measure
    return _yes_no(not measure, measure or "không bị kỷ luật", facts.discipline.source)


def nothing_pending(condition: Condition, facts: Facts, family: str) -> Answer:
    """While a complaint or violation is being verified the dossier is held, so people decide."""
    if facts.discipline is None:
        return _undecided()
    if facts.discipline.is_open:
        return _undecided("đang được xem xét, xác minh; tạm dừng xét khen thưởng", facts.discipline.source)
    return Answer(Status.MET, "không có vụ việc đang xem xét", facts.discipline.source)


def initiative(condition: Condition, facts: Facts, family: str) -> Answer:
    """Count initiatives of the last years, of sufficient scope, not yet spent on the other family of awards."""
    wanted = int(condition.parameters["count"])
    return _works(condition, facts, family, is_topic=False, wanted=wanted, noun="sáng kiến")


def topic(condition: Condition, facts: Facts, family: str) -> Answer:
    """An accepted science topic or project of sufficient scope."""
    return _works(condition, facts, family, is_topic=True, wanted=1, noun="đề tài, đề án")


def _works(condition: Condition, facts: Facts, family: str, *, is_topic: bool, wanted: int, noun: str) -> Answer:
    scope = condition.parameters["scope"]
    since = facts.year - int(condition.parameters["years"]) + 1
    recent = [work for work in facts.initiatives if work.is_topic is is_topic and since <= work.year <= facts.year]
    known = [work for work in recent if _reaches(work, scope)]
    free = [work for work in known if not work.used_for or (work.used_family == family == "title")]
    if len(free) >= wanted:
        names = "; ".join(f"{noun} “{work.name}”" for work in free)
        return Answer(Status.MET, names, "; ".join(work.source for work in free))
    spent = [work for work in known if work not in free]
    if spent:
        used = "; ".join(f"“{work.name}” đã dùng cho {work.used_for}" for work in spent)
        return Answer(Status.UNMET, f"{noun} {used}; mỗi {noun} chỉ dùng một lần", spent[0].source)
    return Answer(Status.UNMET, f"{len(free)} {noun} {SCOPE_WORDS[scope]} được công nhận", "Sổ theo dõi sáng kiến")


def _reaches(work: InitiativeFact, scope: str) -> bool:
    return SCOPES.index(work.scope) >= SCOPES.index(scope)


def consecutive_title(condition: Condition, facts: Facts, family: str) -> Answer:
    """The title in each of the last N years, the year itself included when it has been granted already."""
    code, wanted = condition.parameters["award"], int(condition.parameters["years"])
    years = facts.titles.get(code, frozenset())
    last = facts.year if facts.year in years else facts.year - 1
    run = _run_length(last, years)
    listed = ", ".join(str(year) for year in sorted(years)) or "chưa có năm nào"
    return _yes_no(run >= wanted, f"{run} năm liên tục (các năm: {listed})", "Sổ vàng khen thưởng")


def consecutive_level(condition: Condition, facts: Facts, family: str) -> Answer:
    """The level in each of the last N years including this one."""
    wanted, level = int(condition.parameters["years"]), PerformanceLevel(condition.parameters["level"])
    levels = dict(facts.levels)
    if facts.performance is not None:
        levels[facts.year] = facts.performance.level
    asked = range(facts.year - wanted + 1, facts.year + 1)
    missing = [year for year in asked if year not in levels]
    failed = [year for year in asked if year in levels and levels[year].order < level.order]
    if failed:
        return Answer(Status.UNMET, f"năm {failed[0]}: {levels[failed[0]].words}", "Kết quả xếp loại hằng năm")
    if missing:
        return _undecided(f"chưa có kết quả xếp loại năm {missing[0]}")
    return Answer(Status.MET, f"{wanted} năm liên tục đạt {level.words}", "Kết quả xếp loại hằng năm")


def _run_length(last: int, years: frozenset[int]) -> int:
    length = 0
    while last - length in years:
        length += 1
    return length


def members_title_share(condition: Condition, facts: Facts, family: str) -> Answer:
    """Share of members who are Lao động tiên tiến, compared exactly."""
    if facts.members is None or facts.members.ldtt is None or not facts.members.total:
        return _undecided()
    members, wanted = facts.members, Decimal(condition.parameters["percent"])
    share = Decimal(facts.members.ldtt * 100) / members.total
    text = f"{members.ldtt}/{members.total} người = {_vn(share)}%"
    return _yes_no(facts.members.ldtt * 100 >= wanted * members.total, text, members.source)


def members_completed(condition: Condition, facts: Facts, family: str) -> Answer:
    """Every member rated at least “hoàn thành nhiệm vụ”."""
    if facts.members is None or facts.members.completed is None:
        return _undecided()
    members = facts.members
    return _yes_no(members.completed == members.total, f"{members.completed}/{members.total} người", members.source)


def members_distinguished(condition: Condition, facts: Facts, family: str) -> Answer:
    """Enough members with Chiến sĩ thi đua cơ sở."""
    if facts.members is None or facts.members.cstdcs is None:
        return _undecided()
    wanted = int(condition.parameters["count"])
    return _yes_no(facts.members.cstdcs >= wanted, f"{facts.members.cstdcs} người", facts.members.source)


def members_not_warned(condition: Condition, facts: Facts, family: str) -> Answer:
    """Nobody disciplined with cảnh cáo or more."""
    if facts.members is None:
        return _undecided()
    warned = facts.members.warned
    value = f"{warned} người bị kỷ luật từ cảnh cáo trở lên" if warned else "không có ai"
    return _yes_no(not warned, value, facts.members.source)


def campaign_score(condition: Condition, facts: Facts, family: str) -> Answer:
    """The published score of the drive."""
    if facts.campaign is None:
        return _undecided("chưa có kết quả được công bố")
    result = facts.campaign
    text = f"{_vn(result.score)} điểm, {result.grade}, hạng {result.rank}/{result.participants}"
    return _yes_no(result.score >= Decimal(condition.parameters["score"]), text, result.source)


def judgement(condition: Condition, facts: Facts, family: str) -> Answer:
    """What only people can say: taken from the meeting when it has decided."""
    decided = facts.judgements.get(condition.parameters["key"])
    if decided is None:
        return _undecided("chờ hội nghị bình xét")
    return _yes_no(decided, "hội nghị nhất trí" if decided else "hội nghị không nhất trí", facts.judgement_source)


def _vn(value: Decimal) -> str:
    return format(value.quantize(Decimal("0.01")), "f").replace(".", ",")


CHECKS: dict[ConditionKind, Callable[[Condition, Facts, str], Answer]] = {
    ConditionKind.PERFORMANCE_AT_LEAST: performance_at_least,
    ConditionKind.MONTHS_WORKED: months_worked,
    ConditionKind.NO_DISCIPLINE: no_discipline,
    ConditionKind.NOTHING_PENDING: nothing_pending,
    ConditionKind.INITIATIVE: initiative,
    ConditionKind.TOPIC: topic,
    ConditionKind.CONSECUTIVE_TITLE: consecutive_title,
    ConditionKind.CONSECUTIVE_LEVEL: consecutive_level,
    ConditionKind.MEMBERS_TITLE_SHARE: members_title_share,
    ConditionKind.MEMBERS_COMPLETED: members_completed,
    ConditionKind.MEMBERS_DISTINGUISHED: members_distinguished,
    ConditionKind.MEMBERS_NOT_WARNED: members_not_warned,
    ConditionKind.CAMPAIGN_SCORE: campaign_score,
    ConditionKind.JUDGEMENT: judgement,
}
