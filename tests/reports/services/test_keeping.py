"""What was signed prints the same for ever: later names, posts and achievements do not reach it."""

from dataclasses import replace
from datetime import date

import pytest

from accounts.roles import RoleCode
from awards.enums import DossierState
from awards.models import Decision, Honour
from awards.services import certificates, decisions
from campaigns.enums import SubjectKind
from reports.documents import award_sources, html, snapshot
from reports.documents.certificate import Certificate
from reports.models import KeptPrint
from tests.factories.accounts import PersonFactory, user_with
from tests.factories.awards import (
    AwardRuleFactory,
    BaseSalaryFactory,
    DecisionFactory,
    DecisionLineFactory,
    DossierFactory,
)
from tests.reports.conftest import AT

SIGNED_ON = date(2026, 12, 22)


@pytest.fixture
def signed(world) -> Decision:
    BaseSalaryFactory()
    decision = DecisionFactory(award_round__unit=world.centre, unit=world.centre)
    nurse = PersonFactory(unit=world.surgery, full_name="Lê Thị Hoa", job_title="Điều dưỡng")
    dossier = DossierFactory(
        award_round=decision.award_round,
        rule=AwardRuleFactory(subject_kind=SubjectKind.INDIVIDUAL),
        subject_kind=SubjectKind.INDIVIDUAL,
        unit=world.surgery,
        person=nurse,
        state=DossierState.PASSED,
        submitted_at=AT,
    )
    DecisionLineFactory(decision=decision, dossier=dossier)
    director = user_with(RoleCode.DIRECTOR, world.centre)
    return decisions.sign(decision=decision, signed_on=SIGNED_ON, by=director, at=AT)


@pytest.fixture
def honour(signed, world) -> Honour:
    (issued,) = certificates.issue(decision=signed, by=user_with(RoleCode.OFFICE, world.centre), at=AT)
    return issued


def test_signed_decision_keeps_its_words(signed):
    before = award_sources.decision(signed)
    person = signed.lines.get().dossier.person
    person.full_name, person.job_title = "Lê Thị Hồng", "Điều dưỡng trưởng"
    person.save()
    signed.title = "Sửa sau khi ký"
    signed.save()

    after = award_sources.decision(Decision.objects.get(pk=signed.pk))

    assert after == before
    assert "Điều dưỡng trưởng" in str(award_sources.decision_now(signed))


def test_issued_certificate_keeps_its_words(honour):
    before = award_sources.certificate(honour)
    honour.person.job_title = "Điều dưỡng trưởng"
    honour.person.save()

    after = award_sources.certificate(Honour.objects.get(pk=honour.pk))

    assert after == before
    assert after.recipient_line.startswith("Điều dưỡng,")


def test_code_leads_to_where_the_portal_answers_today(signed, honour):
    first = award_sources.decision(signed, verification_url="https://mot.example.vn/xac-nhan/A/")
    second = award_sources.decision(signed, verification_url="https://hai.example.vn/xac-nhan/A/")

    assert first.verification_svg and first.verification_svg != second.verification_svg
    assert replace(first, verification_svg="") == replace(second, verification_svg="")
    assert award_sources.certificate(honour, verification_url="https://hai.example.vn/").verification_url


def test_code_for_typing_stands_on_the_paper(signed, honour):
    assert f"Mã xác nhận: {signed.code}" in html.page(award_sources.decision(signed))
    assert f"Mã xác nhận: {honour.code}" in html.page(award_sources.certificate(honour))


def test_draft_is_read_from_the_rows(world):
    draft = DecisionFactory(award_round__unit=world.centre, unit=world.centre)
    draft.title = "Về việc khen thưởng lần hai"

    assert not KeptPrint.objects.exists()
    assert award_sources.decision(draft).subject == "Về việc khen thưởng lần hai"


def test_decision_signed_before_prints_were_kept_is_read_from_the_rows(signed):
    KeptPrint.objects.all().delete()

    assert award_sources.decision(signed) == award_sources.decision_now(signed)


def test_frozen_certificate_thaws_unchanged(honour):
    certificate = award_sources.certificate_now(honour)

    assert snapshot.thaw(snapshot.freeze(certificate), Certificate) == certificate
