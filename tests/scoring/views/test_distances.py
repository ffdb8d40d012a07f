"""Distance to the next grade: from a result, from a sheet, and over all units; each to whom it belongs."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from core.listing import SEAL
from core.models import Job, Notification
from core.tasks import export_list
from scoring.models import Assessment, UnitScore
from scoring.selectors import distances
from scoring.services import appeal_windows, runs
from tests.factories.accounts import UnitFactory, user_with
from tests.factories.campaigns import ParticipantFactory
from tests.factories.scoring import NOW, AssessmentItemFactory, CircumstanceFactory, stored_small_set

LIMIT = {"code": "khien_trach", "name": "Bị khiển trách", "when": "circumstance", "at_most": "yeu"}


@pytest.fixture
def run(scored):
    """The surgery lacks 4.75 points of the best grade, the pharmacy has only its on-time figure."""
    scored.measure(scored.world.surgery, 95, 100)
    scored.measure(scored.world.pharmacy, 97, 100)
    assessment = scored.submit(scored.world.surgery, a1={"done": True})
    assessment.items.filter(criterion__code="c2").update(declared={"numerator": "95", "denominator": "100"})
    scored.verify(assessment, "a2", verified_points=Decimal("7.25"), verified_reason="Còn thiếu biên bản")
    return runs.compute(round=scored.round, by=scored.office, at=NOW).run


def score_of(run, unit):
    return UnitScore.objects.get(run=run, unit=unit)


def distance_page(client, user, score):
    client.force_login(user)
    return client.get(reverse("scoring:unit-distance", args=[score.pk]))


def test_ways_are_found_from_what_was_stored(scored, run):
    score = score_of(run, scored.world.surgery)

    found = distances.of_unit_scores(run, [score])[score.pk]

    assert (found.total, found.grade, found.goal.name, found.missing) == (
        Decimal("85.25"),
        "Tốt",
        "Xuất sắc",
        Decimal("4.75"),
    )
    assert [(way.steps[0].code, way.total) for way in found.ways] == [
        ("a2", Decimal("98.00")),
        ("T1", Decimal("90.25")),
    ]
    assert found.ways[0].steps[0].gain == Decimal("12.75")


def test_page_lists_the_ways_with_links_to_the_trace(client, scored, run):
    score = score_of(run, scored.world.surgery)

    page = distance_page(client, scored.office, score).content.decode()

    assert "còn 4,75 để đạt Xuất sắc" in page and "Cách 1: tổng điểm lên 98,00" in page
    trace = score.criterion_scores.get(criterion__code="a2")
    assert reverse("scoring:score-trace", args=[trace.pk]) in page
    result = client.get(reverse("scoring:unit-result", args=[score.pk])).content.decode()
    assert reverse("scoring:unit-distance", args=[score.pk]) in result


def test_department_sees_its_own_only(client, scored, run):
    own, other = score_of(run, scored.world.surgery), score_of(run, scored.world.pharmacy)
    assert distance_page(client, scored.head, own).status_code == 404

    runs.publish(run=runs.finalise(run=run, by=scored.director, at=NOW), by=scored.director, at=NOW)

    assert distance_page(client, scored.head, own).status_code == 200
    assert distance_page(client, scored.head, other).status_code == 404
    assert client.get(reverse("scoring:run-distance", args=[run.pk])).status_code == 403


def test_recorded_circumstance_stands_in_the_way(client, scored):
    stored = stored_small_set(scored.world.centre, code="co-ha-muc", limit=[LIMIT])
    scored.round.criteria.criteria_set = stored
    scored.round.criteria.save()
    CircumstanceFactory(round=scored.round, unit=scored.world.surgery, recorded_at=NOW - timedelta(days=1))
    score = score_of(runs.compute(round=scored.round, by=scored.office, at=NOW).run, scored.world.surgery)

    page = distance_page(client, scored.office, score).content.decode()

    assert "Dù tăng điểm tiêu chí nào cũng chưa lên được mức Tốt" in page and "khiển trách" in page


def test_office_sees_all_units(client, scored, run):
    client.force_login(scored.office)
    address = reverse("scoring:run-distance", args=[run.pk])

    page = client.get(address).content.decode()

    assert "1 tiêu chí: a2 thêm 12,75 → 98,00" in page
    assert f'action="{reverse("core:list-export")}"' in page
    assert address in client.get(reverse("scoring:result-list")).content.decode()
    assert client.get(address + "?_export=xlsx").url == address


def asked(client, scored, run, **query):
    client.force_login(scored.office)
    address = f"{reverse('scoring:run-distance', args=[run.pk])}?{urlencode(query)}"
    client.post(reverse("core:list-export"), {"address": SEAL.sign(address)})
    return Job.objects.get()


def book_of(client, job):
    content = client.get(job.result_url).getvalue()
    return list(load_workbook(BytesIO(content)).active)


def test_excel_of_all_units_is_made_by_a_job_with_progress(client, scored, run):
    job = asked(client, scored, run)
    assert client.get(reverse("core:job-detail", args=[job.pk])).status_code == 200
    unfinished = client.get(job.result_url)
    assert unfinished.url == reverse("core:job-detail", args=[job.pk])

    export_list(str(job.pk))

    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("succeeded", 2, 2)
    told = Notification.objects.get(recipient=scored.office, url=job.result_url)
    assert "2 đơn vị" in told.text
    rows = [[cell.value for cell in row] for row in book_of(client, job)]
    assert len(rows) == 3 and rows[1][1] == "Khoa Ngoại" and Decimal(str(rows[1][5])) == Decimal("4.75")
    assert rows[1][6] == "1 tiêu chí: a2 thêm 12,75 → 98,00"


def test_excel_holds_what_was_filtered_in_the_order_that_was_shown(client, scored, run):
    job = asked(client, scored, run, sort="-rank")
    export_list(str(job.pk))
    assert [row[1].value for row in book_of(client, job)[1:]] == ["Khoa Dược", "Khoa Ngoại"]
    Job.objects.all().delete()

    job = asked(client, scored, run, q="ngoai")
    export_list(str(job.pk))
    assert [row[1].value for row in book_of(client, job)[1:]] == ["Khoa Ngoại"]


def test_file_belongs_to_the_person_who_asked(client, scored, run):
    job = asked(client, scored, run)
    asked(client, scored, run)
    export_list(str(job.pk))

    client.force_login(scored.director)
    assert client.get(job.result_url).status_code == 404


def test_queries_of_the_table_do_not_grow_with_units(client, scored, run):
    few = queries_of(client, scored, run)
    for _ in range(8):
        ParticipantFactory(round=scored.round, unit=UnitFactory(parent=scored.world.centre))

    assert queries_of(client, scored, runs.compute(round=scored.round, by=scored.office, at=NOW).run) == few


def queries_of(client, scored, run):
    client.force_login(scored.office)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("scoring:run-distance", args=[run.pk]))
    return len(queries)


def test_sheet_leads_to_its_ways(client, filled):
    filled.save("a1", done="khong")
    sheet = filled.sheet()
    address = reverse("scoring:assessment-distance", args=[sheet.pk])
    client.force_login(filled.head)

    assert address in client.get(reverse("scoring:assessment-detail", args=[sheet.pk])).content.decode()
    page = client.get(address).content.decode()

    assert "Điểm dự kiến 0,00" in page and "để đạt Tốt" in page
    assert reverse("scoring:item-detail", args=[filled.item("a1").pk]) in page


def test_sheet_of_another_department_is_not_found(client, filled):
    client.force_login(filled.other_head)

    assert client.get(reverse("scoring:assessment-distance", args=[filled.sheet().pk])).status_code == 404
    client.force_login(user_with("council_member", filled.world.centre))
    assert client.get(reverse("scoring:assessment-distance", args=[filled.sheet().pk])).status_code in (200, 403)


def test_projected_grade_is_capped_by_a_recorded_circumstance(client, filled):
    bands = [{"code": "tot", "name": "Tốt", "low": 50}, {"code": "yeu", "name": "Yếu", "low": 0}]
    stored = stored_small_set(filled.world.centre, code="co-ha-muc", limit=[LIMIT], band=bands)
    filled.round.criteria.criteria_set = stored
    filled.round.criteria.save()
    filled.sheet().items.all().delete()
    sheet = filled.sheet()
    for criterion in stored.criteria.exclude(kind="group"):
        AssessmentItemFactory(assessment=sheet, criterion=criterion, declared={"done": True, "mark": "20"})
    CircumstanceFactory(round=filled.round, unit=filled.world.surgery, reason="Trưởng khoa bị khiển trách")
    client.force_login(filled.head)

    own = client.get(reverse("scoring:assessment-detail", args=[sheet.pk])).content.decode()
    page = client.get(reverse("scoring:assessment-distance", args=[sheet.pk])).content.decode()

    assert "Bị khiển trách: Trưởng khoa bị khiển trách" in own and "để đạt" not in own
    assert reverse("scoring:assessment-distance", args=[sheet.pk]) in own
    assert "Dù tăng điểm tiêu chí nào cũng chưa lên được mức Tốt" in page
    CircumstanceFactory._meta.model.objects.update(withdrawn_at=NOW)
    assert "khiển trách" not in client.get(reverse("scoring:assessment-distance", args=[sheet.pk])).content.decode()


def test_sheet_that_was_handed_in_says_that_it_is_closed(client, filled):
    filled.submit()
    client.force_login(filled.head)

    page = client.get(reverse("scoring:assessment-distance", args=[filled.sheet().pk])).content.decode()

    assert "Phiếu đã nộp: đơn vị chỉ sửa được khi phiếu bị trả lại." in page


QUOTA = {"band": "xuat_sac", "percent": 50, "rounding": "down"}


@pytest.fixture
def limited(scored):
    """One place at the best grade; the pharmacy has it, the surgery lacks one criterion."""
    stored = stored_small_set(scored.world.centre, code="co-chi-tieu", quota=QUOTA)
    scored.round.criteria.criteria_set = stored
    scored.round.criteria.save()
    scored = replace(scored, criteria_set=stored)
    for unit, points in ((scored.world.surgery, "7.25"), (scored.world.pharmacy, "18")):
        scored.measure(unit, 99, 100)
        sheet = scored.submit(unit, a1={"done": True})
        sheet.items.filter(criterion__code="c2").update(declared={"numerator": "99", "denominator": "100"})
        scored.verify(sheet, "a2", verified_points=Decimal(points), verified_reason="Đã xem")
    return scored


def test_quota_of_the_next_grade_is_told_from_real_places(client, limited):
    run = runs.compute(round=limited.round, by=limited.office, at=NOW).run

    page = distance_page(client, limited.office, score_of(run, limited.world.surgery)).content.decode()

    assert "Đủ điểm rồi vẫn còn phụ thuộc chỉ tiêu: Xuất sắc không quá 50% của tất cả các đơn vị được xếp loại" in page
    assert "= 1,00, lấy 1; hiện có 1 đơn vị khác đạt mức này, không đơn vị nào điểm cao hơn: còn suất" in page
    assert "1 đơn vị điểm cao hơn: đạt điểm nhưng đã đủ 1 đơn vị, chưa được giữ mức Xuất sắc" in page


def test_unit_outside_the_quota_is_not_told_that_it_is_at_the_top(client, limited):
    Assessment.objects.get(unit=limited.world.surgery).items.filter(criterion__code="a2").update(verified_points=15)
    run = runs.compute(round=limited.round, by=limited.office, at=NOW).run
    score = score_of(run, limited.world.surgery)
    assert (score.grade_code, score.reached_code) == ("tot", "xuat_sac")

    page = distance_page(client, limited.office, score).content.decode()
    listed = client.get(reverse("scoring:run-distance", args=[run.pk])).content.decode()

    assert "Điểm đã đạt mức Xuất sắc nhưng đơn vị ở ngoài chỉ tiêu" in page and "đã ở mức" not in page
    assert "đã đủ 1 đơn vị, chưa được giữ mức Xuất sắc" in page
    assert "phải trên 98,00 điểm" in page
    assert "đạt điểm nhưng ngoài chỉ tiêu: tối đa 1 đơn vị, hiện đã đủ" in listed


def test_days_of_appeals_do_not_tell_how_others_stand(client, limited):
    Assessment.objects.all().update(state="verified", verified_at=NOW)
    run = runs.compute(round=limited.round, by=limited.office, at=NOW).run
    appeal_windows.open_window(run=run, closes_at=NOW + timedelta(days=5), by=limited.office, at=NOW)

    page = distance_page(client, limited.head, score_of(run, limited.world.surgery)).content.decode()

    assert "Xuất sắc không quá 50%" in page and "Chưa so được với các đơn vị khác" in page
    assert "đơn vị khác đạt mức này" not in page


def test_what_has_happened_is_left_out_of_the_ways(client, scored):
    rule = {"kind": "incident_zero", "item": "vụ vi phạm"}
    group = {
        "code": "a",
        "name": "Điều hành",
        "max": 100,
        "criterion": [
            {"code": "a1", "name": "Không để xảy ra vi phạm", "max": 50, "rule": rule},
            {"code": "a2", "name": "Ban hành kế hoạch", "max": 50, "rule": {"kind": "yes_no"}},
        ],
    }
    stored = stored_small_set(scored.world.centre, code="co-vi-pham", group=[group])
    scored.round.criteria.criteria_set = stored
    scored.round.criteria.save()
    replace(scored, criteria_set=stored).submit(scored.world.surgery, a1={"count": 1}, a2={"done": True})
    run = runs.compute(round=scored.round, by=scored.office, at=NOW).run

    page = distance_page(client, scored.office, score_of(run, scored.world.surgery)).content.decode()

    assert "Dù mọi tiêu chí còn thay đổi được đều đạt điểm cao nhất" in page
    assert "a1 Không để xảy ra vi phạm: đã có 1 vụ vi phạm" in page
