"""Apply one rule to one subject's facts."""

from dataclasses import dataclass
from enum import StrEnum

from awards.eligibility.checks import CHECKS, Answer, Status
from awards.eligibility.facts import Facts
from awards.eligibility.rules import Condition, ConditionKind, Rule


class Verdict(StrEnum):
    """The proposal; a person decides in the end."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    NEEDS_DECISION = "needs_decision"


@dataclass(frozen=True, slots=True)
class Finding:
    """One condition's line: what is asked, by which law, what was found, where. `blocks`: it must be settled."""

    text: str
    legal_source: str
    status: Status
    value: str
    source: str
    blocks: bool
    alternatives: tuple["Finding", ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """The verdict with every finding and one sentence."""

    verdict: Verdict
    reason: str
    findings: tuple[Finding, ...]
    rule_source: str


def assess(facts: Facts, rule: Rule) -> Assessment:
    """Return the verdict: one failed condition refuses, one open question leaves the decision to people."""
    findings = tuple(_finding(condition, facts, rule.family) for condition in rule.conditions)
    failed = [finding for finding in findings if finding.status is Status.UNMET]
    open_ones = [finding for finding in findings if finding.status is Status.UNDECIDED and finding.blocks]
    presumed = [finding for finding in findings if finding.status is Status.UNDECIDED and not finding.blocks]
    if failed:
        verdict, reason = Verdict.NOT_ELIGIBLE, "Chưa đủ điều kiện: " + "; ".join(map(_sentence, failed)) + "."
    elif open_ones:
        verdict = Verdict.NEEDS_DECISION
        reason = "Cần người quyết định: " + "; ".join(map(_sentence, open_ones)) + "."
    elif presumed:
        verdict = Verdict.ELIGIBLE
        reason = f"Đủ điều kiện theo số liệu; còn {len(presumed)} điều kiện do hội nghị bình xét kết luận."
    else:
        verdict, reason = Verdict.ELIGIBLE, "Đủ tất cả các điều kiện."
    return Assessment(verdict, reason, findings, rule.source)


def _sentence(finding: Finding) -> str:
    return f"{finding.text} – {finding.value}"


def _finding(condition: Condition, facts: Facts, family: str) -> Finding:
    if condition.kind is ConditionKind.ANY_OF:
        return _any_of(condition, facts, family)
    answer = CHECKS[condition.kind](condition, facts, family)
    return Finding(
        condition.text, condition.source, answer.status, answer.value, answer.source, blocks=not condition.is_presumed
    )


def _any_of(condition: Condition, facts: Facts, family: str) -> Finding:
    parts = tuple(_finding(part, facts, family) for part in condition.alternatives)
    met = [part for part in parts if part.status is Status.MET]
    open_ones = [part for part in parts if part.status is Status.UNDECIDED]
    if met:
        answer = Answer(Status.MET, f"{met[0].text}: {met[0].value}", met[0].source)
    elif open_ones:
        answer = Answer(Status.UNDECIDED, f"{open_ones[0].text}: {open_ones[0].value}")
    else:
        answer = Answer(Status.UNMET, "không đạt điều kiện nào trong các điều kiện được chọn")
    return Finding(condition.text, condition.source, answer.status, answer.value, answer.source, True, parts)
