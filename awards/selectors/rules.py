"""The law in force on a day, as the pure modules want it."""

from datetime import date
from fractions import Fraction

from django.db.models import Q, QuerySet

from awards import eligibility, tally
from awards.engine.money import BaseSalary as Salary
from awards.models import Award, AwardRule, BaseSalary, LegalInstrument


def rules_in_force(on: date) -> QuerySet[AwardRule]:
    """All rules that apply on a day."""
    return (
        AwardRule.objects.filter(valid_from__lte=on)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
        .select_related("award")
        .order_by("award__position", "subject_kind")
    )


def rule_on(*, award: Award, subject_kind: str, on: date) -> AwardRule | None:
    """The rule of one award for one kind of subject on a day, if there is any."""
    return rules_in_force(on).filter(award=award, subject_kind=subject_kind).first()


def conditions_of(rule: AwardRule) -> eligibility.Rule:
    """The stored rule as the eligibility check takes it."""
    return eligibility.Rule(
        award=rule.award.code,
        subject=rule.subject_kind,
        family=rule.award.family,
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
        source=rule.legal_source,
        conditions=tuple(eligibility.condition_from(data) for data in rule.conditions),
    )


def vote_rule_of(rule: AwardRule) -> tally.VoteRule:
    """The stored rule as the vote count takes it."""
    return tally.VoteRule(
        threshold=Fraction(rule.threshold),
        base=tally.Base(rule.vote_base),
        strict=rule.is_strict,
        quorum=Fraction(rule.quorum),
    )


def base_salaries() -> list[Salary]:
    """All base salaries, for looking up by date."""
    return [Salary(row.valid_from, row.amount, row.source) for row in BaseSalary.objects.all()]


def instruments_in_force(on: date) -> QuerySet[LegalInstrument]:
    """Laws and decrees in force on a day."""
    return LegalInstrument.objects.filter(valid_from__lte=on).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
