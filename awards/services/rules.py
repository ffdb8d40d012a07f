"""Storing the award data file; loading it again changes what differs and nothing else."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts.models import User
from awards.eligibility import condition_data
from awards.models import Award, AwardRule, BaseSalary, LegalInstrument
from awards.services import rulebook
from awards.services.rulebook import AwardEntry, RuleEntry
from core.services import audit


@transaction.atomic
def load(*, at: datetime, path: Path = rulebook.DEFAULT_FILE, by: User | None = None) -> int:
    """Bring the database in line with a data file; returns the number of rules. Raises `RulebookRefused`."""
    book = rulebook.read(path)
    for instrument in book.instruments:
        LegalInstrument.objects.update_or_create(
            code=instrument.code,
            defaults={
                "name": instrument.name,
                "valid_from": instrument.valid_from,
                "valid_to": instrument.valid_to,
                "note": instrument.note,
            },
        )
    for salary in book.base_salaries:
        BaseSalary.objects.update_or_create(
            valid_from=salary.valid_from, defaults={"amount": salary.amount, "source": salary.source}
        )
    for entry in book.awards:
        _store_award(entry, book.components, by, at)
    return sum(len(award.rules) for award in book.awards)


def _store_award(entry: AwardEntry, components: Any, by: User | None, at: datetime) -> None:
    award, _ = Award.objects.update_or_create(
        code=entry.code, defaults={"name": entry.name, "family": entry.family, "position": entry.order}
    )
    for rule in entry.rules:
        values = _values(rule, components)
        stored = AwardRule.objects.filter(
            award=award, subject_kind=rule.rule.subject, valid_from=rule.rule.valid_from
        ).first()
        if stored is None:
            stored = AwardRule(award=award, subject_kind=rule.rule.subject, valid_from=rule.rule.valid_from)
            changes: dict[str, Any] = {"quy định": [None, rule.rule.source]}
        else:
            changes = audit.difference(stored, values)
        if changes:
            for name, value in values.items():
                setattr(stored, name, value)
            stored.save()
            audit.record(action="awards.rule.load", target=stored, by=by, at=at, changes=changes)


def _values(entry: RuleEntry, components: Any) -> dict[str, Any]:
    return {
        "valid_to": entry.rule.valid_to,
        "legal_source": entry.rule.source,
        "decider": entry.decider,
        "multiplier": entry.multiplier,
        "threshold": str(entry.vote.threshold),
        "is_strict": entry.vote.strict,
        "vote_base": str(entry.vote.base),
        "quorum": str(entry.vote.quorum),
        "vote_source": entry.vote_source,
        "components": [[code, components[code]] for code in entry.components],
        "conditions": [condition_data(condition) for condition in entry.rule.conditions],
    }
