"""Decisions, the register of honours and their exports."""

from datetime import date

import pytest

from awards.models import Dossier
from awards.services import certificates
from tests.awards.conftest import AT, eligible, rate
from tests.awards.views.visits import closed, text
from tests.factories.awards import DecisionFactory


def test_decision_from_draft_to_public_confirmation(house, web, client):
    closed(house, eligible(house, person=house.surgeon))
    dossier = Dossier.objects.get()
    draft = {
        "title": "Về việc khen thưởng năm 2026",
        "achievement": "có thành tích năm 2026",
        "dossiers": [dossier.pk],
    }
    web(house.office, "decision-create")
    web(house.office, "decision-create", data=draft, expect=302)
    decision = house.award_round.decisions.get()
    web(house.head, "decision-detail", decision.pk, expect=404)
    assert "Ký quyết định" in text(web(house.director, "decision-detail", decision.pk))
    web(house.office, "decision-edit", decision.pk, data={**draft, "bases": "Căn cứ Luật"}, expect=302)
    client.logout()
    assert client.get(f"/xac-nhan/{decision.code}/").status_code == 404

    web(house.director, "decision-sign", decision.pk, data={"signed_on": "1/10/2026", "number": ""}, expect=302)
    web(house.office, "certificates-issue", decision.pk, data={}, expect=302)
    assert "số sổ vàng 001/2026." in text(web(house.office, "decision-detail", decision.pk))
    assert "001/2026" in text(web(house.head, "decision-detail", decision.pk))
    assert "001/2026" in text(web(house.head, "honour-list"))

    client.logout()
    honour = decision.lines.get().honour
    assert "có thật và còn hiệu lực" in text(client.get(f"/xac-nhan/{honour.code.lower()}/"))
    assert "Bà Lê Thị Hoa" in text(client.get(f"/xac-nhan/{decision.code}/"))
    assert client.get("/xac-nhan/KHONGCO/").status_code == 404
    assert client.get("/xac-nhan/", {"code": honour.code}).url == f"/xac-nhan/{honour.code}/"
    web(house.director, "decision-revoke", decision.pk, data={"comment": "Kê khai sai"}, expect=302)
    assert "đã bị thu hồi" in text(client.get(f"/xac-nhan/{honour.code}/"))


def test_decisions_are_filtered_by_year_of_signing_and_drafts_by_their_round(house, web):
    DecisionFactory(award_round=house.award_round, signed=True, signed_on=date(2027, 1, 5), title="Ký đầu năm sau")
    DecisionFactory(award_round=house.award_round, title="Còn dự thảo")

    page = text(web(house.office, "decision-list", query="?year=2027"))
    assert "Ký đầu năm sau" in page and "Còn dự thảo" not in page
    assert page.index('value="2027"') < page.index('value="2026"')
    page = text(web(house.office, "decision-list", query="?year=2026"))
    assert "Còn dự thảo" in page and "Ký đầu năm sau" not in page


def test_superiors_decision_is_entered_through_the_form(house, web):
    closed(house, eligible(house, "BANG_KHEN_TINH", house.surgeon))
    dossier = Dossier.objects.get()
    web(house.office, "dossier-act", dossier.pk, data={"transition": "propose"}, expect=302)
    assert "Ghi quyết định của cấp trên" in text(web(house.office, "dossier-detail", dossier.pk))
    data = {"decision_number": "1234/QĐ-UBND", "decided_on": "1/1/2026", "decider_name": "Chủ tịch UBND tỉnh"}

    web(house.office, "superior-decision", dossier.pk, data=data, expect=302)

    dossier.refresh_from_db()
    assert dossier.state == "certified"


def test_register_takes_awards_from_before_the_portal(house, web):
    data = {
        "award": house.award("CSTDCS").pk,
        "year": 2024,
        "unit": house.world.surgery.pk,
        "person": house.surgeon.pk,
        "decision_number": "99/QĐ-TTYT",
        "decided_on": "20/12/2024",
        "decider_name": "Giám đốc Trung tâm Y tế",
    }

    web(house.office, "honour-create", data=data, expect=302)

    found = text(web(house.office, "honour-list", query="?q=le+thi+hoa"))
    assert "99/QĐ-TTYT" in found and "001/2024" in found


@pytest.mark.parametrize("name", ["dossier-list", "session-list", "decision-list", "honour-list", "rating-list"])
def test_lists_export_to_excel(house, web, name):
    rate(house, house.surgeon)
    certificates.enter(
        unit=house.world.centre,
        award=house.award("LDTT"),
        year=2025,
        subject_unit=house.world.surgery,
        person=house.surgeon,
        decision_number="1/QĐ-TTYT",
        decided_on=date(2025, 12, 1),
        decider_name="Giám đốc",
        by=house.office,
        at=AT,
    )
    closed(house, eligible(house, person=house.surgeon))

    assert web(house.office, name, query="?_export=xlsx").content[:2] == b"PK"
