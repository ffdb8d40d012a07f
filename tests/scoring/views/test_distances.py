"""Distance to the next grade: from a result, from a sheet, and over all units; each to whom it belongs."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from scoring.models import UnitScore
from scoring.selectors import distances
from scoring.services import runs
from tests.factories.accounts import UnitFactory, user_with
from tests.factories.campaigns import ParticipantFactory
from tests.factories.scoring import NOW, CircumstanceFactory, stored_small_set

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


def test_office_sees_all_units_and_takes_them_to_excel(client, scored, run):
    client.force_login(scored.office)
    address = reverse("scoring:run-distance", args=[run.pk])

    page = client.get(address).content.decode()
    book = load_workbook(BytesIO(client.get(address + "?_export=xlsx").content))

    assert "1 tiêu chí: a2 thêm 12,75 → 98,00" in page
    assert address in client.get(reverse("scoring:result-list")).content.decode()
    rows = list(book.active.values)
    assert len(rows) == 3 and Decimal(str(rows[1][5])) == Decimal("4.75")


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
