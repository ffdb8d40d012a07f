from datetime import date, timedelta

import pytest

from awards.enums import DecisionState, DossierState
from awards.models import Decision, Dossier, Honour, Session
from awards.selectors import decisions as reading
from awards.services import ballots, certificates, decisions, sessions
from awards.services.certificates import HonourRefused
from awards.services.decisions import DecisionRefused
from campaigns.services.register import RegisterRefused
from tests.awards.conftest import AT, eligible, opened, rate
from tests.factories.accounts import PersonFactory

SIGNED_ON = date(2026, 12, 10)


def passed(house, code="LDTT", person=None):
    item = opened(house, eligible(house, code, person)).items.get()
    for user in house.members:
        ballots.cast(item=item, in_favour=True, by=user, at=AT)
    sessions.close_session(session=item.session, by=house.members[0], at=AT)
    return Dossier.objects.get(pk=item.dossier_id)


def drafted(house, *dossiers):
    return decisions.draft(
        award_round=house.award_round,
        title="Về việc khen thưởng năm 2026",
        achievement="trong phong trào thi đua năm 2026",
        dossiers=dossiers,
        by=house.office,
        at=AT,
    )


def test_signing_takes_number_date_prize_and_decides_the_dossiers(house):
    dossier = passed(house, person=house.surgeon)
    draft = drafted(house, dossier)
    assert draft.number_and_symbol == ""

    signed = decisions.sign(decision=draft, signed_on=SIGNED_ON, by=house.director, at=AT)

    assert signed.number_and_symbol == "01/QĐ-TTYT" and signed.signed_on == SIGNED_ON
    assert signed.lines.get().prize == 760_000
    assert "làm tròn lên 760.000 đồng" in signed.lines.get().arithmetic
    dossier.refresh_from_db()
    assert dossier.state == DossierState.DECIDED


def test_second_title_of_the_year_is_paid_up_to_the_higher_prize(house):
    rate(house, house.surgeon, "HTXS")
    first = drafted(house, passed(house, "LDTT", house.surgeon))
    decisions.sign(decision=first, signed_on=SIGNED_ON, by=house.director, at=AT)
    second = drafted(house, passed(house, "CSTDCS", house.surgeon))

    signed = decisions.sign(decision=second, signed_on=SIGNED_ON, by=house.director, at=AT)

    line = signed.lines.get()
    assert (line.prize, line.paid) == (2_530_000, 1_770_000)
    assert "đã chi 760.000 đồng" in line.arithmetic


def test_only_passed_dossiers_enter_a_decision(house):
    dossier = eligible(house, person=house.surgeon)

    with pytest.raises(DecisionRefused, match="chờ họp Hội đồng"):
        decisions.draft(
            award_round=house.award_round,
            title="Về việc khen thưởng",
            achievement="năm 2026",
            dossiers=[dossier],
            by=house.office,
            at=AT,
        )


def test_award_of_a_superior_is_proposed_and_its_decision_entered(house):
    dossier = passed(house, "BANG_KHEN_TINH", house.surgeon)
    with pytest.raises(DecisionRefused, match="Chủ tịch Ủy ban nhân dân tỉnh"):
        drafted(house, dossier)

    proposed = decisions.propose(dossier=dossier, by=house.office, at=AT)
    honour = certificates.record_superior_decision(
        dossier=proposed,
        decision_number="1234/QĐ-UBND",
        decided_on=SIGNED_ON,
        decider_name="Chủ tịch UBND tỉnh Gia Lai",
        by=house.office,
        at=AT,
    )

    assert honour.subject_name == "Lê Thị Hoa" and honour.decision_number == "1234/QĐ-UBND"
    assert Dossier.objects.get(pk=dossier.pk).state == DossierState.CERTIFIED


def test_only_the_director_signs(house):
    draft = drafted(house, passed(house, person=house.surgeon))

    with pytest.raises(DecisionRefused, match="quyền ký"):
        decisions.sign(decision=draft, signed_on=SIGNED_ON, by=house.office, at=AT)
    assert Decision.objects.get().entry is None


def test_signing_twice_gives_one_number(house):
    draft = drafted(house, passed(house, person=house.surgeon))
    decisions.sign(decision=draft, signed_on=SIGNED_ON, by=house.director, at=AT)

    with pytest.raises(RegisterRefused, match="đã có số"):
        decisions.sign(decision=draft, signed_on=SIGNED_ON, by=house.director, at=AT)


def test_date_in_the_future_is_refused(house):
    draft = drafted(house, passed(house, person=house.surgeon))

    with pytest.raises(DecisionRefused, match="tương lai"):
        decisions.sign(decision=draft, signed_on=SIGNED_ON + timedelta(days=1), by=house.director, at=AT)


def test_certificates_have_running_numbers_and_codes(house):
    draft = drafted(house, passed(house, person=house.surgeon))
    signed = decisions.sign(decision=draft, signed_on=SIGNED_ON, by=house.director, at=AT)

    (honour,) = certificates.issue(decision=signed, by=house.office, at=AT)

    assert honour.register_number == "001/2026" and len(honour.code) == 10
    assert reading.confirmation(honour.code.lower()) == honour
    assert reading.certificate_facts(honour).honorific == "Bà"
    with pytest.raises(HonourRefused, match="đã được cấp"):
        certificates.issue(decision=signed, by=house.office, at=AT)


def test_revocation_reaches_certificates_and_dossiers(house):
    draft = drafted(house, passed(house, person=house.surgeon))
    signed = decisions.sign(decision=draft, signed_on=SIGNED_ON, by=house.director, at=AT)
    certificates.issue(decision=signed, by=house.office, at=AT)

    revoked = decisions.revoke(decision=signed, by=house.director, at=AT, comment="Kê khai không đúng")

    assert revoked.state == DecisionState.REVOKED
    assert Honour.objects.get().revoked_at == AT
    assert Dossier.objects.get().state == DossierState.REVOKED


def test_draft_is_unknown_to_the_public(house):
    draft = drafted(house, passed(house, person=house.surgeon))

    assert reading.confirmation(draft.code) is None
    decisions.sign(decision=draft, signed_on=SIGNED_ON, by=house.director, at=AT)
    assert reading.confirmation(draft.code) == draft


def test_discarded_draft_frees_its_dossiers(house):
    dossier = passed(house, person=house.surgeon)
    draft = drafted(house, dossier)
    assert list(reading.dossiers_awaiting_decision(house.award_round)) == []

    decisions.discard(decision=draft, by=house.office, at=AT)

    assert list(reading.dossiers_awaiting_decision(house.award_round)) == [dossier]


def test_facts_for_printing_a_draft_have_no_number(house):
    facts = reading.decision_facts(drafted(house, passed(house, person=house.surgeon)))

    assert facts.is_draft and facts.number == "" and facts.symbol == "QĐ-TTYT"
    assert facts.lines[0].name == "Lê Thị Hoa"
    assert facts.lines[0].prize == facts.total == 760_000
    assert (facts.signer_title, facts.signer_name) == ("Giám đốc", house.director.display_name)
    assert any("Luật Thi đua, khen thưởng" in base for base in facts.bases)


def test_award_from_before_the_portal_is_entered_once(house):
    values = {
        "unit": house.world.centre,
        "award": house.award("CSTDCS"),
        "year": 2025,
        "subject_unit": house.world.surgery,
        "person": house.surgeon,
        "decision_number": "112/QĐ-TTYT",
        "decided_on": date(2025, 12, 20),
        "decider_name": "Giám đốc Trung tâm Y tế",
        "by": house.office,
        "at": AT,
    }
    assert certificates.enter(**values).register_number == "001/2025"

    with pytest.raises(HonourRefused, match="đã có"):
        certificates.enter(**values)


def test_draft_rests_on_the_session_that_passed_its_dossiers(house):
    first = passed(house, person=house.surgeon)
    second = passed(house, person=PersonFactory(unit=house.world.surgery, full_name="Trần Văn Bình"))
    session = first.items.get().session
    Session.objects.filter(pk=session.pk).update(title="Phiên họp thứ nhất")

    draft = drafted(house, first)

    assert draft.session == session != second.items.get().session
    assert draft.bases.count("Căn cứ Biên bản") == 1 and "Biên bản Phiên họp thứ nhất" in draft.bases


def test_laws_are_cited_before_decrees(house):
    bases = decisions.default_bases([], date(2026, 12, 1)).splitlines()

    is_decree = ["Nghị định" in line for line in bases]
    assert is_decree == sorted(is_decree) and not is_decree[0] and is_decree[-1]
    assert sum(line.startswith("Căn cứ Luật") for line in bases) == 2
