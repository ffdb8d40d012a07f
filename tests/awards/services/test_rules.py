from datetime import date

import pytest
from django.core.management import CommandError, call_command

from awards.models import AwardRule, BaseSalary
from awards.selectors.rules import conditions_of, rule_on, rules_in_force, vote_rule_of
from awards.services import rulebook, rules
from core.models import AuditEvent
from tests.awards.conftest import AT

pytestmark = pytest.mark.django_db


def test_loading_twice_changes_nothing():
    count = rules.load(at=AT)
    events = AuditEvent.objects.count()

    assert rules.load(at=AT) == count == AwardRule.objects.count()
    assert AuditEvent.objects.count() == events


def test_changed_file_changes_the_stored_rule_and_leaves_a_trace(tmp_path):
    rules.load(at=AT)
    path = tmp_path / "quy-dinh.toml"
    content = rulebook.DEFAULT_FILE.read_text(encoding="utf-8")
    path.write_text(content.replace('threshold = "4/5"', 'threshold = "3/4"'), encoding="utf-8")

    rules.load(at=AT, path=path)

    rule = AwardRule.objects.get(award__code="CSTDCS")
    assert rule.threshold == "3/4"
    assert AuditEvent.objects.filter(target_id=str(rule.pk), changes__has_key="ngưỡng thông qua").exists()


def test_stored_rules_come_back_as_they_were_written():
    rules.load(at=AT)
    book = {(award.code, entry.rule.subject): entry for award in rulebook.read().awards for entry in award.rules}

    for rule in rules_in_force(date(2026, 12, 1)):
        entry = book[rule.award.code, rule.subject_kind]
        assert conditions_of(rule).conditions == entry.rule.conditions
        assert vote_rule_of(rule) == entry.vote
        assert rule.multiplier == entry.multiplier


def test_no_rule_before_the_law():
    rules.load(at=AT)
    award = AwardRule.objects.get(award__code="CSTDCS").award

    assert rule_on(award=award, subject_kind="individual", on=date(2023, 12, 31)) is None
    assert rule_on(award=award, subject_kind="collective", on=date(2026, 12, 31)) is None


def test_command_loads_and_refuses(tmp_path, capsys):
    call_command("load_awards")
    assert "quy định khen thưởng" in capsys.readouterr().out
    bad = tmp_path / "sai.toml"
    bad.write_text("[council]\nquorum = 'hai phần ba'\n", encoding="utf-8")

    with pytest.raises(CommandError, match=r"council\.quorum"):
        call_command("load_awards", str(bad))
    assert BaseSalary.objects.count() == 2
