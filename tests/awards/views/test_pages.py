"""Every award page once for those who may see it, and who may not."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import RoleCode
from awards.models import Dossier, SessionItem, VoteMark
from awards.services import appraisal, ballots, certificates, dossiers, facts, sessions
from tests.awards.conftest import AT, complete, eligible, opened, pdf, rate
from tests.factories.accounts import PersonFactory, user_with
from tests.factories.awards import DecisionFactory


@pytest.fixture
def web(client):
    def visit(user, name, *args, expect=200, data=None, query=""):
        client.force_login(user)
        session = client.session
        session["year"] = 2026
        session.save()
        address = reverse(f"awards:{name}", args=args) + query
        response = client.post(address, data) if data is not None else client.get(address)
        assert response.status_code == expect, response.content.decode()[:2000]
        return response

    return visit


def closed(house, dossier):
    session = opened(house, dossier)
    for user in house.members:
        ballots.cast(item=session.items.get(), in_favour=True, by=user, at=AT)
    return sessions.close_session(session=session, by=house.members[0], at=AT)


def text(response):
    return response.content.decode()


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


def test_office_opens_a_round_through_the_form(house, web):
    page = text(
        web(
            house.office,
            "round-create",
            data={
                "name": "Xét khen thưởng đợt 2",
                "year": 2026,
                "opens_on": "15/12/2026",
                "closes_on": "1/12/2026",
                "awards": [house.award("LDTT").pk],
            },
        )
    )

    assert "Hạn nộp hồ sơ trước ngày bắt đầu nhận" in page
    web(house.office, "round-list")
    web(house.head, "round-list", expect=403)
    web(house.office, "round-act", house.award_round.pk, data={"transition": "close"}, expect=302)
    house.award_round.refresh_from_db()
    assert house.award_round.state == "closed"


def test_office_records_facts_through_forms(house, web):
    rating = {
        "person": house.surgeon.pk,
        "year": 2026,
        "level": "HTXS",
        "source": "Thông báo 15",
        "decided_on": "5/12/2026",
    }
    web(house.office, "rating-create", data=rating, expect=302)
    assert "Chọn một đơn vị hoặc một cá nhân" in text(
        web(house.office, "rating-create", data={**rating, "unit": house.world.surgery.pk})
    )
    work = {
        "title": "Trả kết quả qua tin nhắn",
        "kind": "operation",
        "scope": "grassroots",
        "decision_number": "30/QĐ-TTYT",
        "decided_on": "1/10/2026",
        "author_1": house.surgeon.pk,
        "share_1": 60,
    }
    assert "bằng 100%" in text(web(house.office, "initiative-create", data=work))
    web(house.office, "initiative-create", data={**work, "share_1": 100}, expect=302)
    matter = {"person": house.surgeon.pk, "measure": "pending", "starts_on": "1/11/2026", "source": "Đơn 3"}
    web(house.office, "discipline-create", data=matter, expect=302)
    record = house.surgeon.discipline.get()
    end = {"measure": "cleared", "ends_on": "20/11/2026", "source": "Kết luận 4"}
    web(house.office, "discipline-conclude", record.pk, data=end, expect=302)

    for name, words in (
        ("rating-list", "Lê Thị Hoa"),
        ("initiative-list", "tin nhắn"),
        ("discipline-list", "Kết luận 4"),
    ):
        assert words in text(web(house.office, name))
        web(house.head, name, expect=403)


def test_council_page_and_seats(house, web):
    page = text(web(house.members[3], "council"))
    assert "Trần Ủy Viên 0" in page and "Thôi tham gia" not in page

    newcomer = user_with(RoleCode.COUNCIL_MEMBER, house.world.centre)
    web(house.office, "member-add", data={"user": newcomer.pk, "role": "member"}, expect=302)
    seat = house.council.members.get(user=newcomer)
    web(house.office, "member-remove", seat.pk, data={}, expect=302)
    seat.refresh_from_db()
    assert seat.left_on is not None


def test_session_is_called_through_the_form(house, web):
    dossier = eligible(house, person=house.surgeon)
    data = {
        "award_round": house.award_round.pk,
        "title": "Phiên họp cuối năm",
        "starts_on": "31/12/2099",
        "starts_time": "8:30",
        "place": "Hội trường",
        "dossiers": [dossier.pk],
    }

    web(house.members[1], "session-create", data=data, expect=302)

    dossier.refresh_from_db()
    assert dossier.state == "scheduled"


def test_session_page_never_shows_figures_before_closing(house, web):
    session = opened(house, eligible(house, person=house.surgeon))
    ballots.cast(item=session.items.get(), in_favour=False, by=house.members[3], at=AT)

    page = text(web(house.members[1], "session-detail", session.pk))

    assert "1/9" in page and "không đồng ý 1" not in page
    sessions.close_session(session=session, by=house.members[0], at=AT)
    assert "không đồng ý 1" in text(web(house.members[1], "session-detail", session.pk))


def test_secretary_notes_absence_opinion_and_discussion(house, web):
    session = opened(house, eligible(house, person=house.surgeon))
    item, member = session.items.get(), house.council.members.get(user=house.members[8])
    secretary = house.members[1]

    absent = {"member": member.pk, "status": "absent", "reason": "Ốm"}
    web(secretary, "session-attendance", session.pk, data=absent, expect=302)
    opinion = {"member": member.pk, "answer": "yes", "paper": "Phiếu góp ý"}
    web(secretary, "opinion-add", item.pk, data=opinion, expect=302)
    web(secretary, "session-discussion", session.pk, data={"discussion": "Nhất trí"}, expect=302)

    page = text(web(secretary, "session-detail", session.pk))
    assert "Phiếu góp ý" in page and "Nhất trí" in page and "Ốm" in page
    web(secretary, "opinion-delete", item.opinions.get().pk, data={}, expect=302)
    assert not item.opinions.exists()
    web(house.members[3], "session-attendance", session.pk, data=absent, expect=403)


def test_member_votes_on_the_phone_page_and_sees_only_the_time(house, web, client):
    session = opened(house, eligible(house, person=house.surgeon))
    item, voter = session.items.get(), house.members[3]
    assert "Xác nhận Đồng ý" in text(web(voter, "ballot", item.pk))

    web(voter, "ballot", item.pk, data={"answer": "no"}, expect=302)
    web(voter, "ballot", item.pk, data={"answer": "yes"}, expect=302)

    item.refresh_from_db()
    assert (item.box_yes, item.box_no, VoteMark.objects.count()) == (0, 1, 1)
    client.get(reverse("awards:session-ballot", args=[session.pk]))
    page = text(web(voter, "session-ballot", session.pk))
    assert "Đã bỏ phiếu" in page and "Không đồng ý" not in page
    again = text(web(voter, "ballot", item.pk))
    assert "Đã bỏ phiếu" in again and "Xác nhận" not in again


def test_chair_is_told_how_many_ballots_are_still_out_before_closing(house, web):
    session = opened(house, eligible(house, person=house.surgeon))
    ballots.cast(item=session.items.get(), in_favour=True, by=house.members[2], at=AT)

    page = text(web(house.members[0], "session-detail", session.pk))

    assert "Còn <strong>8</strong> phiếu của người có mặt chưa bỏ" in page


def test_nobody_but_members_reaches_the_ballot(house, web):
    session = opened(house, eligible(house, person=house.surgeon))
    item = session.items.get()

    web(house.head, "ballot", item.pk, expect=403)
    web(house.office, "ballot", item.pk, data={"answer": "yes"}, expect=403)
    foreign = user_with(RoleCode.COUNCIL_MEMBER, house.world.other_centre)
    web(foreign, "ballot", item.pk, expect=404)
    assert SessionItem.objects.get(pk=item.pk).box_yes == 0


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
