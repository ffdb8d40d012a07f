"""Facts and a dated rule in; verdict out, each condition with its value, its source and the legal reason. Pure Python.

A condition is met, not met, or left to people (“người quyết định”): a missing fact never counts as a failed one.
"""

from awards.eligibility.assess import Assessment, Finding, Verdict, assess
from awards.eligibility.facts import (
    CampaignFact,
    DisciplineFact,
    Fact,
    Facts,
    InitiativeFact,
    MembersFact,
    PerformanceLevel,
)
from awards.eligibility.reading import condition_data, condition_from
from awards.eligibility.rules import Condition, ConditionError, ConditionKind, Rule, rule_in_force

__all__ = [
    "Assessment",
    "CampaignFact",
    "Condition",
    "ConditionError",
    "ConditionKind",
    "DisciplineFact",
    "Fact",
    "Facts",
    "Finding",
    "InitiativeFact",
    "MembersFact",
    "PerformanceLevel",
    "Rule",
    "Verdict",
    "assess",
    "condition_data",
    "condition_from",
    "rule_in_force",
]
