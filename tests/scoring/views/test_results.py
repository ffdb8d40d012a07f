"""Ranking, runs, sheets and traces: who sees what, and what is shown."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import UnitKind
from core.models import Job
from core.templatetags.ui import vn_when
from scoring.enums import AssessmentState, ItemState, RunState
from scoring.models import Assessment, CriterionScore, ScoreRun, UnitScore
from scoring.services import runs
from tests.factories.accounts import UnitFactory, user_with
from tests.factories.campaigns import ParticipantFactory
from tests.factories.scoring import NOW


@pytest.fixture
def run(scored):
    """A provisional run: the surgery with a verified mark, the pharmacy with figures only."""
    scored.measure(scored.world.surgery, 1204, 1215)
    scored.measure(scored.world.pharmacy, 97, 100)
    assessment = scored.submit(scored.world.surgery, a1={"done": True})
    assessment.items.filter(criterion__code="c2").update(declared={"numerator": "1204", "denominator": "1215"})
    scored.verify(assessment, "a2", verified_points=Decimal("15.25"), verified_reason="Còn thiếu biên bản")
    return runs.compute(round=scored.round, by=scored.office, at=NOW).run


def publish(scored, run):
    run = runs.finalise(run=run, by=scored.director, at=NOW)
    return runs.publish(run=run, by=scored.director, at=NOW)


def score_of(run, unit):
    return UnitScore.objects.get(run=run, unit=unit)


def get(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"scoring:{name}", args=args), query)


def ranking(client, user, scored, **query):
    return get(client, user, "result-list", dot=scored.round.pk, **query)


def test_office_sees_the_provisional_ranking(client, scored, run):
    page = ranking(client, scored.office, scored).content.decode()

    assert "95,25" in page and "38,80" in page
    assert "Kết quả tạm" in page
    assert reverse("scoring:unit-result", args=[score_of(run, scored.world.pharmacy).pk]) in page


def test_department_sees_nothing_before_publication(client, scored, run):
    page = ranking(client, scored.head, scored).content.decode()

    assert "95,25" not in page
    assert "Chưa có kết quả nào của năm này" in page


def test_department_sees_the_published_ranking_and_only_its_own_sheet(client, scored, run):
    publish(scored, run)

    page = ranking(client, scored.head, scored).content.decode()

    assert "95,25" in page and "38,80" in page
    assert reverse("scoring:unit-result", args=[score_of(run, scored.world.surgery).pk]) in page
    assert reverse("scoring:unit-result", args=[score_of(run, scored.world.pharmacy).pk]) not in page


def test_other_centre_does_not_see_the_ranking(client, scored, run):
    publish(scored, run)
    stranger = user_with("department_head", scored.world.other_department)

    assert "95,25" not in ranking(client, stranger, scored).content.decode()


def test_superior_sees_published_results(client, scored, run):
    publish(scored, run)
    superior = user_with("superior_viewer", scored.world.authority)

    assert "95,25" in ranking(client, superior, scored).content.decode()
    assert get(client, superior, "unit-result", score_of(run, scored.world.pharmacy).pk).status_code == 200


def test_ranking_is_searched_without_diacritics_and_filtered(client, scored, run):
    for query, kept in (
        ({"q": "khoa ngoai"}, "Khoa Ngoại"),
        ({"khoi": "can_lam_sang"}, "Khoa Dược"),
        ({"xep_loai": "Xuất sắc"}, "Khoa Ngoại"),
    ):
        table = ranking(client, scored.office, scored, **query).context["table"]
        assert [row.record.unit.name for row in table.rows] == [kept]


def test_ranking_is_exported(client, scored, run):
    response = ranking(client, scored.office, scored, _export="xlsx")

    assert response["Content-Disposition"] == 'attachment; filename="ket-qua.xlsx"'


def test_ranking_takes_as_many_queries_for_three_units_as_for_one(client, scored):
    def queries_with_another_unit(count):
        for _ in range(count):
            unit = UnitFactory(parent=scored.world.centre)
            ParticipantFactory(round=scored.round, unit=unit)
            scored.measure(unit, 97, 100)
        runs.compute(round=scored.round, by=None, at=NOW)
        with CaptureQueriesContext(connection) as captured:
            assert ranking(client, scored.office, scored).status_code == 200
        return len(captured)

    queries_with_another_unit(1)
    assert queries_with_another_unit(1) == queries_with_another_unit(3)


def test_office_starts_a_calculation(client, scored):
    client.force_login(scored.office)

    response = client.post(reverse("scoring:run-start", args=[scored.round.pk]))

    job = Job.objects.get()
    assert response.url == reverse("core:job-detail", args=[job.pk])
    assert (job.name, job.arguments) == (runs.JOB, {"round": scored.round.pk})
    assert "Đang chờ đến lượt" in ranking(client, scored.office, scored).content.decode()


def test_calculation_that_cannot_be_made_says_why(client, scored):
    scored.round.participants.all().delete()
    client.force_login(scored.office)

    response = client.post(reverse("scoring:run-start", args=[scored.round.pk]), follow=True)

    assert "chưa có đơn vị tham gia" in response.content.decode()
    assert not Job.objects.exists()


def test_foreign_office_cannot_start_a_calculation(client, scored):
    client.force_login(user_with("office", scored.world.other_centre))

    assert client.post(reverse("scoring:run-start", args=[scored.round.pk])).status_code == 404


@pytest.mark.parametrize("name", ["run-start", "run-act"])
def test_steps_are_not_taken_by_a_link(client, scored, run, name):
    pk = scored.round.pk if name == "run-start" else run.pk

    assert get(client, scored.office, name, pk).status_code == 405


def test_run_page_shows_what_changed(client, scored, run):
    scored.submit(scored.world.pharmacy, a1={"done": True})
    second = runs.compute(round=scored.round, by=scored.office, at=NOW).run

    page = get(client, scored.office, "run-detail", second.pk).content.decode()

    assert "1 đơn vị thay đổi so với lần tính 1" in page
    assert "a1: Chưa có số liệu → 40,00" in page
    assert "c2: 38,80 → Chưa có số liệu" in page


def test_director_finalises_and_publishes(client, scored, run):
    client.force_login(scored.director)
    for step, state in (("finalise", RunState.FINAL), ("publish", RunState.PUBLISHED)):
        page = client.post(reverse("scoring:run-act", args=[run.pk]), {"transition": step}, follow=True)
        run.refresh_from_db()
        assert run.state == state
    assert "Đã công bố kết quả." in page.content.decode()


def test_office_gets_no_button_it_may_not_use(client, scored, run):
    assert "Chốt điểm" not in get(client, scored.office, "run-detail", run.pk).content.decode()
    assert "Chốt điểm" in get(client, scored.director, "run-detail", run.pk).content.decode()


def test_director_is_told_which_units_are_not_verified_before_accepting(client, scored, run):
    words = "đơn vị chưa thẩm định xong"
    assert f"2/2 {words}" in get(client, scored.director, "run-detail", run.pk).content.decode()

    Assessment.objects.filter(unit=scored.world.surgery).update(state=AssessmentState.VERIFIED)
    assert f"1/2 {words}" in get(client, scored.director, "run-detail", run.pk).content.decode()

    publish(scored, run)
    assert words not in get(client, scored.director, "run-detail", run.pk).content.decode()


def test_refused_step_says_why(client, scored, run):
    client.force_login(scored.office)

    page = client.post(reverse("scoring:run-act", args=[run.pk]), {"transition": "finalise"}, follow=True)

    assert "không có quyền" in page.content.decode()
    assert ScoreRun.objects.get().state == RunState.PROVISIONAL


def test_department_does_not_open_runs(client, scored, run):
    assert get(client, scored.head, "run-detail", run.pk).status_code == 403
    foreign = user_with("office", scored.world.other_centre)
    assert get(client, foreign, "run-detail", run.pk).status_code == 404


def test_sheet_shows_every_line_and_the_losses(client, scored, run):
    page = get(client, scored.office, "unit-result", score_of(run, scored.world.surgery).pk).content.decode()

    assert "1.204/1.215 = 99,09%; từ 99% trở lên được 40,00 điểm" in page
    assert "Mất điểm nhiều nhất" in page
    assert "mất 4,75 điểm" in page


def test_foreign_sheet_is_not_found(client, scored, run):
    publish(scored, run)
    pharmacy = score_of(run, scored.world.pharmacy)

    assert get(client, scored.head, "unit-result", pharmacy.pk).status_code == 404
    line = pharmacy.criterion_scores.first()
    assert get(client, scored.head, "score-trace", line.pk).status_code == 404


def test_own_sheet_is_not_found_before_publication(client, scored, run):
    assert get(client, scored.head, "unit-result", score_of(run, scored.world.surgery).pk).status_code == 404


def line_of(run, unit, code):
    return CriterionScore.objects.get(unit_score__run=run, unit_score__unit=unit, criterion__code=code)


def test_trace_tells_the_whole_story(client, scored, run):
    line = line_of(run, scored.world.surgery, "a2")

    page = get(client, scored.office, "score-trace", line.pk).content.decode()

    for said in (
        "Vì sao 15,25 điểm?",
        "Người thẩm định chấm từ 0 đến 20,00 điểm",
        "Điều chỉnh: 15,25 điểm",
        "“Còn thiếu biên bản”",
        scored.office.display_name,
        "Bộ tiêu chí nhỏ (phiên bản 1)",
    ):
        assert said in page


def test_trace_names_the_source_of_a_figure(client, scored, run):
    page = get(client, scored.office, "score-trace", line_of(run, scored.world.pharmacy, "c2").pk).content.decode()

    assert "97/100 = 97,00%; 97/100 × 40 = 38,80 điểm" in page
    assert "Nguồn: Báo cáo một cửa, số liệu đến 30/11/2026." in page
    assert "Hồ sơ đã giải quyết" in page


def test_trace_dates_the_figures_that_a_unit_declared(client, scored, run):
    line = line_of(run, scored.world.surgery, "a1")

    page = get(client, scored.office, "score-trace", line.pk).content.decode()

    declared = scored.round.assessments.get().items.get(criterion__code="a1")
    assert f"Nguồn: Đơn vị kê khai, ghi {vn_when(declared.saved_at or declared.assessment.submitted_at)}." in page


def test_trace_of_a_missing_figure_says_so(client, scored, run):
    page = get(client, scored.office, "score-trace", line_of(run, scored.world.pharmacy, "a1").pk).content.decode()

    assert "Vì sao chưa có số liệu?" in page


def test_trace_does_not_change_with_later_verification(client, scored, run):
    assessment = scored.round.assessments.get()
    scored.verify(assessment, "a2", state=ItemState.ADJUSTED, verified_points=Decimal(1), verified_reason="Khác")

    page = get(client, scored.office, "score-trace", line_of(run, scored.world.surgery, "a2").pk).content.decode()

    assert "“Còn thiếu biên bản”" in page and "“Khác”" not in page


def test_centre_without_results_gets_a_page_that_says_so(client, world):
    empty = UnitFactory(parent=world.authority, kind=UnitKind.CENTRE)

    page = get(client, user_with("director", empty), "result-list").content.decode()

    assert "Chưa có kết quả nào của năm này" in page
