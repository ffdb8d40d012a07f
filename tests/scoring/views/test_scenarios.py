"""Scenario pages: built by forms alone, told in a sentence, marked as a trial, shown to whom it is shared with."""

import re
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from core.models import AuditEvent
from scoring.models import Scenario
from scoring.services import runs, scenarios
from tests.factories.accounts import UnitFactory, user_with
from tests.factories.campaigns import ParticipantFactory
from tests.factories.scoring import NOW

MARK = "Phương án thử – không làm thay đổi điểm thật"
BAND = {"kind": "option", "name": "band_low", "of": "tot", "value": "30"}


@pytest.fixture
def run(scored):
    scored.measure(scored.world.surgery, 1204, 1215)
    scored.measure(scored.world.pharmacy, 97, 100)
    assessment = scored.submit(scored.world.surgery, a1={"done": True})
    scored.verify(assessment, "a2", verified_points=Decimal("15.25"), verified_reason="Còn thiếu biên bản")
    return runs.compute(round=scored.round, by=scored.office, at=NOW).run


@pytest.fixture
def scenario(scored, run):
    return scenarios.create(run=run, name="Thử một", by=scored.office, at=NOW)


def url(name, *args):
    return reverse(f"scoring:scenario-{name}", args=args)


def page_of(client, user, scenario):
    client.force_login(user)
    return client.get(url("detail", scenario.pk)).content.decode()


def add(client, scored, scenario, kind, address="", **typed):
    client.force_login(scored.office)
    return client.post(url("change", scenario.pk, kind) + address, typed)


def test_office_builds_and_computes_a_scenario_by_forms_alone(client, scored, run):
    client.force_login(scored.office)
    made = client.post(url("create", run.pk), {"name": "Tăng thủ tục", "note": "Thử"})
    scenario = Scenario.objects.get()
    assert made.url == url("detail", scenario.pk)

    add(client, scored, scenario, "trong-so", code="a1", max="20,5")
    add(client, scored, scenario, "trong-so", code="c2", max="59,5")
    add(client, scored, scenario, "diem", unit=scored.world.surgery.code, code="a2", points="20", reason="Kiến nghị")
    add(client, scored, scenario, "quy-dinh", "?muc=band_low:tot:", value="50")
    add(client, scored, scenario, "khong-ap-dung", code="a", unit=scored.world.pharmacy.code, applies="khong")
    assert client.post(url("compute", scenario.pk)).status_code == 302
    page = page_of(client, scored.office, scenario)

    assert "2 đơn vị đổi hạng" in page or "đơn vị đổi xếp loại" in page
    assert "Trọng số a1 Ban hành kế hoạch: 40 → 20,5 điểm" in page
    assert "Mức Tốt từ điểm: 80 → 50" in page
    assert MARK in page and "Trình Giám đốc" in page


def test_contested_mark_stands_beside_the_old_one(client, scored, scenario):
    unit, other = scored.world.surgery.code, scored.world.pharmacy.code
    add(client, scored, scenario, "diem", unit=unit, code="a2", points="20", reason="Kiến nghị")
    add(client, scored, scenario, "diem", unit=other, code="a2", points="5")
    client.post(url("compute", scenario.pk))

    page = page_of(client, scored.office, scenario)
    book = load_workbook(BytesIO(client.get(url("excel", scenario.pk)).content))

    assert "của Khoa Ngoại: 15,25 → 20,00 điểm (Kiến nghị)" in page
    assert "của Khoa Dược: chưa có số liệu → 5,00 điểm" in page
    assert '<br><span class="muted">a2: 15,25 → 20,00</span>' in page
    assert "của Khoa Ngoại: 15,25 → 20,00 điểm (Kiến nghị)" in str(list(book["Các thay đổi"].values))
    moves = {row[0]: row for row in book["So sánh"].values}
    column = moves["Đơn vị"].index("Điểm tiêu chí thật → thử")
    assert moves["Khoa Ngoại"][column] == "a2: 15,25 → 20,00"


def test_audit_trail_keeps_the_old_mark(client, scored, scenario):
    add(client, scored, scenario, "diem", unit=scored.world.surgery.code, code="a2", points="20")

    event = AuditEvent.objects.filter(action="scoring.scenario.change").latest("at", "pk")

    assert "15,25 → 20,00" in str(event.changes)


@pytest.mark.parametrize(
    ("kind", "address", "typed", "said"),
    [
        ("trong-so", "", {"code": "a1", "max": "nhiều"}, "nhiều"),
        ("trong-so", "", {"code": "", "max": "12,5"}, "12,5"),
        ("diem", "", {"unit": "", "code": "a1", "points": "7,5", "reason": "Đã gửi lại"}, "Đã gửi lại"),
        ("quy-dinh", "?muc=rule:c2:floor", {"value": "120"}, "Mức sàn"),
        ("trong-so", "", {"code": "a1", "max": "0"}, "phải lớn hơn 0"),
    ],
)
def test_refused_change_keeps_what_was_typed(client, scored, scenario, kind, address, typed, said):
    answer = add(client, scored, scenario, kind, address, **typed)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert all(value in page for value in typed.values())
    scenario.refresh_from_db()
    assert scenario.changes == []


def test_weights_that_do_not_add_up_are_told_and_refused(client, scored, scenario):
    add(client, scored, scenario, "trong-so", code="a1", max="20")

    answer = client.post(url("compute", scenario.pk))

    assert answer.status_code == 409
    assert "cộng lại thành 80, không bằng thang điểm 100" in answer.content.decode()


def test_provision_is_chosen_first(client, scored, scenario):
    client.force_login(scored.office)
    listed = client.get(url("change", scenario.pk, "quy-dinh")).content.decode()
    asked = client.get(url("change", scenario.pk, "quy-dinh") + "?muc=rule:c2:floor").content.decode()

    assert "c2 – Mức sàn (nay: 95)" in listed and "Mức Tốt từ điểm (nay: 80)" in listed
    assert "Giá trị thử (nay: 95)" in asked
    assert client.get(url("change", scenario.pk, "khac")).status_code == 404


def test_change_is_taken_out(client, scored, scenario):
    add(client, scored, scenario, "trong-so", code="a1", max="20")

    page = client.get(url("detail", scenario.pk)).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]

    for place, left in (("x", 1), ("1", 1), ("0", 0), ("0", 0)):
        client.post(url("change-remove", scenario.pk), {"place": place, "seen": seen})
        assert len(Scenario.objects.get().changes) == left


def test_director_sees_it_only_once_shared_and_changes_nothing(client, scored, scenario):
    scenarios.add_change(scenario=scenario, change=BAND, by=scored.office, at=NOW)
    scenarios.compute(scenario=scenario, by=scored.office, at=NOW)
    client.force_login(scored.director)
    assert client.get(url("detail", scenario.pk)).status_code == 404
    assert "Thử một" not in client.get(url("list")).content.decode()

    client.force_login(scored.office)
    client.post(url("act", scenario.pk), {"transition": "share"})
    page = page_of(client, scored.director, scenario)

    assert MARK in page and "Yếu → <strong>Tốt</strong>" in page
    assert "Rút lại" not in page and "Xóa" not in page
    assert client.post(url("compute", scenario.pk)).status_code == 403
    assert "Thử một" in client.get(url("list") + f"?dot={scenario.round_id}").content.decode()


def test_shared_scenario_is_refused_changes_with_a_hint(client, scored, scenario):
    scenarios.compute(scenario=scenario, by=scored.office, at=NOW)
    scenarios.share(scenario=scenario, by=scored.office, at=NOW)

    answer = add(client, scored, scenario, "trong-so", code="a1", max="20")

    assert answer.status_code == 422 and "Rút lại rồi mới sửa" in answer.content.decode()
    client.post(url("act", scenario.pk), {"transition": "unshare"})
    client.post(url("delete", scenario.pk))
    assert not Scenario.objects.exists()


def test_name_that_is_taken_is_refused_at_its_field(client, scored, scenario):
    client.force_login(scored.office)
    answer = client.post(url("create", scenario.run_id), {"name": "Thử một", "note": "Ghi chú dài"})

    assert answer.status_code == 422
    assert "Đã có phương án tên" in answer.content.decode() and "Ghi chú dài" in answer.content.decode()
    assert client.post(url("edit", scenario.pk), {"name": "Tên khác", "note": ""}).status_code == 302
    assert Scenario.objects.get().name == "Tên khác"


def test_departments_are_kept_out_and_other_centres_find_nothing(client, scored, scenario):
    client.force_login(scored.head)
    assert client.get(url("list")).status_code == 403
    client.force_login(user_with("office", scored.world.other_centre))
    assert client.get(url("detail", scenario.pk)).status_code == 404
    assert client.get(url("create", scenario.run_id)).status_code == 404


def test_excel_holds_every_unit_and_the_changes(client, scored, scenario):
    scenarios.add_change(scenario=scenario, change=BAND, by=scored.office, at=NOW)
    scenarios.compute(scenario=scenario, by=scored.office, at=NOW)
    client.force_login(scored.office)

    book = load_workbook(BytesIO(client.get(url("excel", scenario.pk)).content))

    rows = list(book["So sánh"].values)
    assert rows[0][:4] == ("Đơn vị", "Khối", "Điểm thật", "Điểm thử") and len(rows) == 3
    assert ("Yếu", "Tốt") in [row[8:10] for row in rows]
    assert "Mức Tốt từ điểm: 80 → 30" in str(list(book["Các thay đổi"].values))


def test_links_lead_there_from_the_results(client, scored, run):
    client.force_login(scored.office)

    assert url("create", run.pk) in client.get(reverse("scoring:run-detail", args=[run.pk])).content.decode()
    assert url("create", run.pk) in client.get(reverse("scoring:result-list")).content.decode()


def test_queries_of_the_page_do_not_grow_with_units(client, scored, run):
    few = queries_of(client, scored, run, "Ít")
    for _ in range(8):
        ParticipantFactory(round=scored.round, unit=UnitFactory(parent=scored.world.centre))
    more = runs.compute(round=scored.round, by=scored.office, at=NOW).run

    assert queries_of(client, scored, more, "Nhiều") == few


def queries_of(client, scored, run, name):
    made = scenarios.create(run=run, name=name, by=scored.office, at=NOW)
    scenarios.add_change(scenario=made, change=BAND, by=scored.office, at=NOW)
    scenarios.compute(scenario=made, by=scored.office, at=NOW)
    client.force_login(scored.office)
    with CaptureQueriesContext(connection) as queries:
        client.get(url("detail", made.pk))
    return len(queries)


def test_list_is_sorted_and_taken_to_excel(client, scored, scenario):
    client.force_login(scored.office)

    book = load_workbook(BytesIO(client.get(url("list"), {"_export": "xlsx"}).content))

    assert list(book.active.values)[1][0] == "Thử một"
    for name in ("name", "run", "-created_by", "computed_at", "shared_at"):
        assert "Thử một" in client.get(url("list"), {"sort": name}).content.decode()


def test_pages_of_many_changed_units_and_folded_unchanged_ones(client, scored, run, monkeypatch):
    monkeypatch.setattr("scoring.views.scenarios.ON_A_PAGE", 1)
    made = scenarios.create(run=run, name="Nhiều", by=scored.office, at=NOW)
    unchanged = scenarios.compute(scenario=made, by=scored.office, at=NOW)
    assert "2 đơn vị không thay đổi" in page_of(client, scored.office, unchanged)

    scenarios.add_change(scenario=made, change=BAND, by=scored.office, at=NOW)
    scenarios.compute(scenario=made, by=scored.office, at=NOW)

    assert "Trang 1/2" in page_of(client, scored.office, made)
