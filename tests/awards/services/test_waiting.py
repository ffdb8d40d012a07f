"""What the home page tells the office: decisions still to write, certificates still to give."""

from awards.selectors import waiting
from awards.services import certificates, decisions
from tests.awards.conftest import AT
from tests.awards.services.test_decisions import SIGNED_ON, drafted, passed


def told(house) -> list[str]:
    return [item.text for item in waiting.for_user(house.office, house.world.centre, 2026)]


def test_office_is_asked_for_a_decision_until_a_draft_holds_the_dossier(house):
    dossier = passed(house, person=house.surgeon)
    assert "1 hồ sơ Hội đồng đã thông qua, chưa đưa vào quyết định" in told(house)

    drafted(house, dossier)

    assert not any("chưa đưa vào quyết định" in text for text in told(house))


def test_signed_decision_waits_for_its_certificates(house):
    draft = drafted(house, passed(house, person=house.surgeon))
    signed = decisions.sign(decision=draft, signed_on=SIGNED_ON, by=house.director, at=AT)
    assert any("chưa cấp giấy chứng nhận" in text for text in told(house))

    certificates.issue(decision=signed, by=house.office, at=AT)

    assert not any("chưa cấp giấy chứng nhận" in text for text in told(house))
