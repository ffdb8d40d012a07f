"""Eligibility, nominations and dossiers on their pages."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import RoleCode
from awards.models import Dossier
from awards.services import appraisal, dossiers, facts
from tests.awards.conftest import AT, complete, pdf, rate
from tests.awards.views.visits import text
from tests.factories.accounts import PersonFactory, user_with


def test_eligibility_page_shows_each_condition_with_its_reason(house, web):
    rate(house, house.surgeon)

    page = text(web(house.head, "eligibility"))

    assert "Lê Thị Hoa" in page and "Điều 24 Luật 06/2022/QH15" in page and "Người quyết định" in page
    assert "Đề nghị khen thưởng" in page


def test_eligibility_page_finds_without_diacritics_and_filters(house, web):
    PersonFactory(unit=house.world.surgery, full_name="Phạm Văn Đức")

    found = text(web(house.office, "eligibility", query="?q=duc"))
    assert "Phạm Văn Đức" in found and "Lê Thị Hoa" not in found
    assert "Không có ai khớp" in text(web(house.office, "eligibility", query="?ket-luan=eligible"))
    assert web(house.office, "eligibility", query="?dot=x&danh-hieu=-1&doi-tuong=abc&page=zz").status_code == 200


def test_department_sees_only_its_own_people(house, web):
    PersonFactory(unit=house.world.pharmacy, full_name="Phạm Văn Đức")

    assert "Phạm Văn Đức" not in text(web(house.head, "eligibility"))


def test_nomination_leads_to_the_report(house, web):
    answer = web(
        house.head,
        "nominate",
        expect=302,
        data={
            "award_round": house.award_round.pk,
            "award": house.award("LDTT").pk,
            "unit": house.world.surgery.pk,
            "person": house.surgeon.pk,
        },
    )

    dossier = Dossier.objects.get()
    assert answer.url == reverse("awards:dossier-report", args=[dossier.pk])
    assert "Hội nghị kết luận: Gương mẫu" in text(web(house.head, "dossier-report", dossier.pk))


def test_refused_nomination_keeps_what_was_chosen(house, web):
    data = {
        "award_round": house.award_round.pk,
        "award": house.award("LDTT").pk,
        "unit": house.world.surgery.pk,
        "person": "",
    }

    page = text(web(house.head, "nominate", data=data))

    assert "không áp dụng cho tập thể" in page
    assert f'value="{house.award("LDTT").pk}" selected' in page


def test_person_of_another_unit_is_not_even_offered(house, web):
    stranger = PersonFactory(unit=house.world.pharmacy)
    data = {"award_round": house.award_round.pk, "award": house.award("LDTT").pk, "person": stranger.pk}

    web(house.head, "nominate", data={**data, "unit": house.world.surgery.pk})

    assert not Dossier.objects.exists()


@pytest.mark.parametrize(
    "tab", ["dossier-detail", "dossier-report", "dossier-conditions", "dossier-notes", "dossier-history"]
)
def test_every_tab_opens_for_department_and_office(house, web, tab):
    rate(house, house.surgeon, "HTXS")
    sent = dossiers.submit(dossier=complete(house, "CSTDCS", house.surgeon), by=house.head, at=AT)

    for user in (house.head, house.office, house.director):
        assert "Lê Thị Hoa" in text(web(user, tab, sent.pk))
    web(house.other_head, tab, sent.pk, expect=404)
    web(house.foreign_head, tab, sent.pk, expect=404)


def test_draft_is_the_departments_own(house, web):
    draft = complete(house, person=house.surgeon)

    web(house.head, "dossier-detail", draft.pk)
    web(house.office, "dossier-detail", draft.pk, expect=404)
    web(house.members[3], "dossier-detail", draft.pk, expect=404)


def test_draft_that_was_withdrawn_stays_the_departments_own(house, web):
    draft = dossiers.withdraw(dossier=complete(house, person=house.surgeon), by=house.head, at=AT, comment="Lập nhầm")

    web(house.head, "dossier-detail", draft.pk)
    web(house.office, "dossier-detail", draft.pk, expect=404)
    web(house.members[3], "dossier-detail", draft.pk, expect=404)


def test_council_sees_a_dossier_once_it_is_eligible(house, web):
    sent = dossiers.submit(dossier=complete(house, person=house.surgeon), by=house.head, at=AT)
    web(house.members[3], "dossier-detail", sent.pk, expect=404)

    appraisal.accept(dossier=sent, by=house.office, at=AT)

    web(house.members[3], "dossier-detail", sent.pk)


def test_superior_has_no_business_with_dossiers(house, web):
    viewer = user_with(RoleCode.SUPERIOR_VIEWER, house.world.authority)

    web(viewer, "dossier-list", expect=403)
    web(viewer, "decision-list")


def test_report_is_saved_through_the_form(house, web):
    dossier = dossiers.nominate(
        award_round=house.award_round,
        award=house.award("LDTT"),
        unit=house.world.surgery,
        person=house.surgeon,
        by=house.head,
        at=AT,
    )
    data = {
        "version": 0,
        "situation": "Bác sĩ",
        "results": "Kết quả\u0301",
        "citation": "Hoàn thành tốt",
        "met_on": "8/1/2026",
        "met_present": 18,
        "met_in_favour": 17,
        "judgement_exemplary": "yes",
    }

    web(house.head, "dossier-report", dossier.pk, data=data, expect=302)

    dossier.refresh_from_db()
    assert dossier.met_on == date(2026, 1, 8) and dossier.judgements == {"exemplary": True}
    stale = text(web(house.head, "dossier-report", dossier.pk, data={**data, "results": "Bản khác"}))
    assert "người khác vừa sửa" in stale and "Bản khác" in stale


def test_impossible_date_is_refused_beside_its_field(house, web):
    draft = complete(house, person=house.surgeon)

    page = text(web(house.head, "dossier-report", draft.pk, data={"version": 1, "met_on": "31/02/2026"}))

    assert 'id="error_1_id_met_on"' in page and "31/02/2026" in page


def test_incomplete_submission_says_what_is_missing(house, web, client):
    dossier = dossiers.nominate(
        award_round=house.award_round,
        award=house.award("LDTT"),
        unit=house.world.surgery,
        person=house.surgeon,
        by=house.head,
        at=AT,
    )

    web(house.head, "dossier-act", dossier.pk, data={"transition": "submit"}, expect=302)

    assert "Chưa nộp được hồ sơ: còn thiếu" in text(client.get(reverse("awards:dossier-detail", args=[dossier.pk])))


def test_upload_download_and_removal(house, web):
    draft = complete(house, person=house.surgeon)
    file = pdf("thêm")
    file.name = "thêm.pdf"
    web(house.head, "dossier-attach", draft.pk, data={"component": "meeting_minutes", "file": file}, expect=302)
    stored = draft.files.get(name="thêm.pdf")

    answer = web(house.head, "file-download", stored.pk)
    assert answer["Content-Type"] == "application/pdf" and b"".join(answer.streaming_content).startswith(b"%PDF")
    web(house.other_head, "file-download", stored.pk, expect=404)
    web(house.other_head, "file-delete", stored.pk, data={}, expect=404)
    web(house.head, "file-delete", stored.pk, data={}, expect=302)
    assert not draft.files.filter(pk=stored.pk).exists()


def test_dossier_list_costs_the_same_with_one_and_three_rows(house, web):
    facts.record_rating(
        year=2026,
        level="HTT",
        source="TB",
        decided_on=date(2026, 12, 5),
        unit=house.world.surgery,
        by=house.office,
        at=AT,
    )
    dossiers.submit(dossier=complete(house, person=house.surgeon), by=house.head, at=AT)
    web(house.office, "dossier-list")
    with _counting() as one:
        web(house.office, "dossier-list")
    for _ in range(2):
        dossiers.submit(dossier=complete(house, person=PersonFactory(unit=house.world.surgery)), by=house.head, at=AT)
    with _counting() as three:
        web(house.office, "dossier-list")

    assert len(one) == len(three)


def _counting():
    return CaptureQueriesContext(connection)
