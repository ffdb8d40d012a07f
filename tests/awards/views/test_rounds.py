"""Calls for nominations and recorded facts on their pages."""

from tests.awards.views.visits import text


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
