"""The deadline ledger: own deadlines with extensions, when they were met, on whom they wait."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from campaigns.enums import Phase
from scoring.models import Assessment
from scoring.selectors.ledger import ledger
from scoring.selectors.ledger_facts import Standing
from scoring.services import appeal_decisions, assessments, runs
from tests.factories.accounts import UnitFactory, user_with
from tests.factories.campaigns import (
    DeadlineExtensionFactory,
    ParticipantFactory,
    PhaseDeadlineFactory,
    PlanFactory,
    TargetFactory,
    TargetReportFactory,
)
from tests.factories.indicators import CalendarDayFactory, MeasurementFactory
from tests.factories.scoring import AssessmentFactory
from tests.scoring.appeal_stage import LATER, make_appealable
from tests.scoring.conftest import WORKDAY

TODAY = date(2026, 12, 12)
DAYS = {
    Phase.FIGURES: (date(2026, 1, 1), date(2026, 11, 30)),
    Phase.SELF_ASSESSMENT: (date(2026, 11, 15), date(2026, 12, 10)),
    Phase.VERIFICATION: (date(2026, 12, 1), date(2026, 12, 20)),
    Phase.PUBLICATION: (date(2026, 12, 21), date(2026, 12, 31)),
}


def set_days(round_, granted_by, unit):
    for phase, (opens_on, closes_on) in DAYS.items():
        PhaseDeadlineFactory(round=round_, phase=phase, opens_on=opens_on, closes_on=closes_on)
    DeadlineExtensionFactory(
        deadline=round_.deadlines.get(phase=Phase.SELF_ASSESSMENT),
        unit=unit,
        closes_on=date(2026, 12, 14),
        asked_by="Trưởng khoa Dược",
        granted_by=granted_by,
        reason="Chuyển kho thuốc",
    )


@pytest.fixture
def dated(filled):
    set_days(filled.round, filled.office, filled.world.pharmacy)
    return filled


def lines(dated, user=None, on=TODAY):
    found = ledger(dated.round, user or dated.office, on)
    return {(line.unit.code, line.matter): line for line in found}


def test_unmet_deadlines_say_on_whom_they_wait(dated):
    found = lines(dated)

    line = found["khoa-ngoai", "Tự đánh giá"]
    assert (line.standing, line.words, line.waits_on) == (
        Standing.OVERDUE,
        "quá 2 ngày (1 ngày làm việc)",
        "Trưởng Khoa Ngoại",
    )
    line = found["khoa-ngoai", "Thẩm định"]
    assert (line.standing, line.words, line.waits_on) == (
        Standing.OPEN,
        "còn 8 ngày (5 ngày làm việc)",
        "Khoa Ngoại nộp phiếu",
    )
    line = found["khoa-ngoai", "Cập nhật số liệu"]
    assert (line.standing, line.waits_on) == (Standing.OVERDUE, "Số liệu của Khoa Ngoại")
    assert line.note == f"0/1 chỉ số có số liệu; thiếu: {dated.indicator.name}"
    assert found["khoa-ngoai", "Công bố"].waits_on == "Giám đốc"


def test_figures_that_are_there_are_told_with_the_day_of_the_last(dated):
    MeasurementFactory(
        indicator=dated.indicator, unit=dated.world.surgery, value=None, numerator=9, denominator=10, entered_at=WORKDAY
    )
    line = lines(dated)["khoa-ngoai", "Cập nhật số liệu"]

    assert (line.standing, line.words, line.waits_on) == (Standing.FULL, "", "")
    assert line.note == "1/1 chỉ số có số liệu, cập nhật gần nhất 2/12/2026"
    assert lines(dated)["khoa-duoc", "Cập nhật số liệu"].standing == Standing.OVERDUE


def test_indicator_that_does_not_concern_a_unit_is_not_missed(dated):
    dated.save("c2", claims_not_applicable=True, explanation="Khoa không tiếp nhận hồ sơ.")

    assert lines(dated)["khoa-ngoai", "Cập nhật số liệu"].standing == Standing.PAST
    assert lines(dated)["khoa-duoc", "Cập nhật số liệu"].standing == Standing.OVERDUE


def test_targets_of_the_plan_are_the_centres(dated):
    plan = PlanFactory(
        campaign=dated.round.campaign, state="issued", number=3, issued_on=date(2026, 1, 5), issued_at=WORKDAY
    )
    TargetFactory(plan=plan, code="T-1", indicator=None)
    TargetFactory(plan=plan, code="T-2", indicator=None)
    TargetReportFactory(campaign=plan.campaign, target_code="T-2", year=dated.round.year, grade="", value=Decimal(5))

    line = lines(dated)[dated.world.centre.code, "Kết quả chỉ tiêu"]

    assert (line.standing, line.waits_on) == (Standing.OVERDUE, "Phòng Tổ chức - Hành chính")
    assert line.note == "1/2 chỉ tiêu có kết quả năm 2026; thiếu: T-1"
    assert (dated.world.centre.code, "Kết quả chỉ tiêu") not in lines(dated, dated.head)


def test_days_off_and_days_worked_instead_count_in_lateness(dated):
    CalendarDayFactory(on=date(2026, 12, 11), name="Nghỉ hoán đổi")
    CalendarDayFactory(on=date(2026, 12, 12), kind="work", name="Làm bù")
    CalendarDayFactory(on=date(2026, 12, 13), kind="work", name="Làm bù")

    line = lines(dated, on=date(2026, 12, 13))["khoa-ngoai", "Tự đánh giá"]

    assert (line.days, line.working_days, line.words) == (3, 2, "quá 3 ngày (2 ngày làm việc)")


def test_extension_moves_the_own_deadline_only(dated):
    line = lines(dated)["khoa-duoc", "Tự đánh giá"]

    assert (line.regular, line.due, line.words) == (
        date(2026, 12, 10),
        date(2026, 12, 14),
        "còn 2 ngày (1 ngày làm việc)",
    )
    assert line.extension.asked_by == "Trưởng khoa Dược"
    assert lines(dated)["khoa-ngoai", "Tự đánh giá"].extension is None


def test_met_deadlines_count_from_the_first_submission(dated):
    dated.submit()
    line = lines(dated)["khoa-ngoai", "Tự đánh giá"]
    assert (line.met_on, line.standing, line.words) == (
        date(2026, 12, 2),
        Standing.IN_TIME,
        "sớm 8 ngày (6 ngày làm việc)",
    )
    assert lines(dated)["khoa-ngoai", "Thẩm định"].waits_on == "Người thẩm định"

    Assessment.objects.filter(unit=dated.world.surgery).update(submitted_at=WORKDAY.replace(day=19))

    assert lines(dated)["khoa-ngoai", "Tự đánh giá"].met_on == date(2026, 12, 2)


def test_late_verification_is_late(dated):
    sheet = dated.submit()
    Assessment.objects.filter(pk=sheet.pk).update(state="verified", verified_at=WORKDAY.replace(day=23))

    line = lines(dated)["khoa-ngoai", "Thẩm định"]

    assert (line.standing, line.words, line.waits_on) == (Standing.LATE, "trễ 3 ngày", "")


def test_appeals_stand_in_the_ledger(scored):
    ready = make_appealable(scored)
    set_days(scored.round, scored.office, ready.surgery)
    ready.open()
    first, second = ready.file(), ready.file("c2", "40")
    appeal_decisions.decide(
        appeal=first, decision="uphold", reason="Đã đúng", by=ready.judge, at=LATER, points=Decimal(0)
    )

    found = {(line.unit.code, line.matter): line for line in ledger(scored.round, scored.office, TODAY)}

    assert found["khoa-ngoai", "Gửi kiến nghị"].words == "sớm 5 ngày (3 ngày làm việc)"
    assert found["khoa-ngoai", "Giải quyết kiến nghị a2"].met_on == date(2026, 12, 6)
    assert found["khoa-ngoai", "Giải quyết kiến nghị c2"].waits_on == "Người giải quyết kiến nghị"
    assert ("khoa-duoc", "Gửi kiến nghị") not in found
    assert second.pk


def test_published_result_meets_the_last_deadline(scored):
    ready = make_appealable(scored)
    set_days(scored.round, scored.office, ready.surgery)
    run = runs.finalise(run=ready.run, by=ready.judge, at=LATER)
    runs.publish(run=run, by=ready.judge, at=LATER)

    found = [line for line in ledger(scored.round, scored.office, TODAY) if line.matter == "Công bố"]

    assert {line.met_on for line in found} == {date(2026, 12, 6)}


def open_page(client, user, round_, **query):
    client.force_login(user)
    return client.get(reverse("scoring:deadline-ledger", args=[round_.pk]), query)


def test_departments_see_their_own_lines_only(client, dated):
    page = open_page(client, dated.head, dated.round).content.decode()

    assert "Khoa Ngoại" in page and "Khoa Dược" not in page and "Chuyển kho thuốc" not in page
    assert {unit for unit, _ in lines(dated, dated.head)} == {"khoa-ngoai"}


def test_centre_sees_all_filters_and_exports_what_is_shown(client, dated):
    dated.submit()
    page = open_page(client, dated.director, dated.round).content.decode()
    assert "Chuyển kho thuốc" in page and "Trưởng khoa Dược đề nghị" in page

    narrowed = open_page(client, dated.office, dated.round, unit=dated.world.surgery.pk, state="in_time")
    assert "<strong>1</strong> thời hạn" in narrowed.content.decode()
    file = open_page(client, dated.office, dated.round, state="in_time", _export="xlsx")
    rows = list(load_workbook(BytesIO(file.content)).active.values)
    assert [row[0] for row in rows[1:]] == ["Khoa Ngoại"]
    assert rows[1][6] == -8
    everything = open_page(client, dated.office, dated.round, state="nonsense", sort="-due").content.decode()
    assert "<strong>8</strong> thời hạn" in everything


def test_foreign_round_is_not_found_and_other_roles_are_refused(client, dated):
    foreign = user_with("office", dated.world.other_centre)
    member = user_with("council_member", dated.world.centre)

    assert open_page(client, foreign, dated.round).status_code == 404
    assert open_page(client, member, dated.round).status_code == 403


def test_ledger_asks_as_much_for_many_units(client, dated):
    open_page(client, dated.office, dated.round)
    with CaptureQueriesContext(connection) as few:
        open_page(client, dated.office, dated.round)
    for _ in range(5):
        unit = UnitFactory(parent=dated.world.centre)
        ParticipantFactory(round=dated.round, unit=unit)
        AssessmentFactory(round=dated.round, unit=unit)
        assessments.open_for_round(round=dated.round, by=dated.office, at=WORKDAY)
    with CaptureQueriesContext(connection) as many:
        open_page(client, dated.office, dated.round)

    assert len(many) == len(few)
