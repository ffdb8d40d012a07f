"""Pages of appeals: who sees which sheet and appeal, filing with files, both reasonings, the queue of questions."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from scoring.models import Appeal, AppealWindow, CriterionScore
from scoring.services import appeal_decisions, runs
from tests.factories.accounts import PersonFactory, UnitFactory, user_with
from tests.factories.campaigns import ParticipantFactory
from tests.factories.scoring import (
    AppealFactory,
    AssessmentFactory,
    AssessmentItemFactory,
    EvidenceFactory,
    UnitScoreFactory,
)
from tests.scoring.appeal_stage import make_appealable

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture
def ready(scored, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_appealable(scored)


@pytest.fixture
def opened(ready):
    """The window is open now, for five days."""
    now = timezone.now()
    ready.open(at=now, closes_at=now + timedelta(days=5))
    return ready


def file_now(ready, code="a2", points="18", **options):
    return ready.file(code, points, at=timezone.now(), **options)


def pass_deadline():
    now = timezone.now()
    AppealWindow.objects.update(opened_at=now - timedelta(days=6), closes_at=now - timedelta(days=1))


@pytest.fixture
def secretary(ready):
    world = ready.scored.world
    return user_with("council_secretary", world.centre, person=PersonFactory(unit=world.office))


def get(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"scoring:{name}", args=args), query)


def post(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(reverse(f"scoring:{name}", args=args), data, follow=True)


# What heads see while results are provisional


def test_nobody_sees_the_own_sheet_before_opening(client, ready):
    assert get(client, ready.head, "unit-result", ready.sheet().pk).status_code == 404
    assert get(client, ready.head, "score-trace", ready.line().pk).status_code == 404
    assert get(client, ready.head, "appeal-create", ready.line().pk).status_code == 404


def test_head_sees_the_own_sheet_from_opening_on_without_ranks(client, opened):
    page = get(client, opened.head, "unit-result", opened.sheet().pk).content.decode()

    assert "90,80" in page and "Thiếu biên bản" in page
    assert "Thứ hạng" not in page
    assert reverse("scoring:appeal-create", args=[opened.line("a2").pk]) in page
    assert reverse("scoring:appeal-create", args=[opened.line("a1").pk]) not in page
    trace = get(client, opened.head, "score-trace", opened.line().pk).content.decode()
    assert "Kiến nghị điểm này" in trace


def test_printed_sheet_of_a_provisional_run_tells_no_rank(client, opened):
    client.force_login(opened.head)
    address = reverse("reports:document-preview", args=["phieu-tinh", opened.sheet().pk])

    page = client.get(address).content.decode()
    assert "xếp loại Xuất sắc" in page and "hạng 1" not in page and "thứ hạng" not in page

    run = runs.finalise(run=opened.run, by=opened.judge, at=timezone.now() + timedelta(days=6))
    runs.publish(run=run, by=opened.judge, at=timezone.now())
    page = client.get(address).content.decode()
    assert "Xếp loại, thứ hạng" in page and "hạng 1 trên 2 đơn vị" in page


def test_ranking_and_other_sheets_stay_hidden(client, opened):
    pharmacy = opened.scored.world.pharmacy

    assert get(client, opened.head, "unit-result", opened.sheet(pharmacy).pk).status_code == 404
    assert get(client, opened.head, "score-trace", opened.line("a2", pharmacy).pk).status_code == 404
    assert get(client, opened.head, "appeal-create", opened.line("a2", pharmacy).pk).status_code == 404
    assert "90,80" not in get(client, opened.head, "result-list").content.decode()
    assert get(client, opened.head, "run-detail", opened.run.pk).status_code == 403


def test_only_the_run_of_the_window_is_seen(client, opened):
    appeal_decisions.decide(
        appeal=file_now(opened),
        decision="adjust",
        points=Decimal(17),
        reason="Đúng",
        by=opened.judge,
        at=timezone.now(),
    )
    run = runs.compute(round=opened.scored.round, by=opened.scored.office, at=timezone.now()).run

    assert get(client, opened.head, "unit-result", opened.sheet().pk).status_code == 200
    later = run.unit_scores.get(unit=opened.surgery)
    assert get(client, opened.head, "unit-result", later.pk).status_code == 404


def test_staff_and_foreign_heads_do_not_see_the_sheet(client, opened):
    staff = user_with("department_staff", opened.surgery)
    foreign = user_with("department_head", opened.scored.world.other_department)

    for person in (staff, foreign):
        assert get(client, person, "unit-result", opened.sheet().pk).status_code == 404


def test_director_still_sees_ranks(client, opened):
    assert "Thứ hạng" in get(client, opened.judge, "unit-result", opened.sheet().pk).content.decode()


# Opening


def test_office_opens_the_window_on_the_page_of_the_run(client, ready):
    run_page = get(client, ready.scored.office, "run-detail", ready.run.pk).content.decode()
    assert reverse("scoring:appeals-open", args=[ready.run.pk]) in run_page

    day = timezone.localdate() + timedelta(days=7)
    page = post(
        client, ready.scored.office, "appeals-open", ready.run.pk, closes_on=f"{day:%d/%m/%Y}", closes_at="16:30"
    )

    assert "Đã mở kiến nghị" in page.content.decode()
    closes_at = timezone.localtime(AppealWindow.objects.get().closes_at)
    assert f"{closes_at:%d/%m/%Y %H:%M}" == f"{day:%d/%m/%Y} 16:30"


def test_refused_opening_keeps_what_was_typed(client, ready):
    page = post(client, ready.scored.office, "appeals-open", ready.run.pk, closes_on="01/11/2020", closes_at="16:30")

    assert page.status_code == 422
    assert "phải sau lúc này" in page.content.decode() and "01/11/2020" in page.content.decode()


def test_director_does_not_open_and_foreign_office_finds_nothing(client, ready):
    assert get(client, ready.judge, "appeals-open", ready.run.pk).status_code == 403
    foreign = user_with("office", ready.scored.world.other_centre)
    assert get(client, foreign, "appeals-open", ready.run.pk).status_code == 404


# Filing


def test_head_files_with_old_and_new_files(client, opened):
    known = EvidenceFactory(unit=opened.surgery, name="cu.pdf")

    page = post(
        client,
        opened.head,
        "appeal-create",
        opened.line().pk,
        proposed_points="17,5",
        argument="Biên bản đã nộp",
        evidence=[known.pk],
        uploads=[SimpleUploadedFile("moi.png", PNG), SimpleUploadedFile("moi-2.png", PNG + b"1")],
    ).content.decode()

    assert "Đã gửi kiến nghị về a2" in page and "17,50 điểm" in page
    for name in ("cu.pdf", "moi.png", "moi-2.png"):
        assert name in page


def test_refused_appeal_says_why_and_keeps_the_words(client, opened):
    page = post(client, opened.head, "appeal-create", opened.line().pk, proposed_points="5", argument="Biên bản đã nộp")

    assert page.status_code == 422
    assert "phải cao hơn 12,00" in page.content.decode() and "Biên bản đã nộp" in page.content.decode()


def test_form_of_a_full_criterion_says_so(client, opened):
    page = get(client, opened.head, "appeal-create", opened.line("a1").pk).content.decode()

    assert "đã đạt điểm tối đa" in page and "Gửi kiến nghị" not in page


def test_contested_criterion_leads_to_its_appeal(client, opened):
    appeal = file_now(opened)

    answer = get(client, opened.head, "appeal-create", opened.line().pk)

    assert answer["Location"] == reverse("scoring:appeal-detail", args=[appeal.pk])
    assert "Đã kiến nghị" in get(client, opened.head, "unit-result", opened.sheet().pk).content.decode()


def test_after_the_deadline_the_form_is_gone(client, opened):
    pass_deadline()
    page = get(client, opened.head, "appeal-create", opened.line().pk).content.decode()
    sheet = get(client, opened.head, "unit-result", opened.sheet().pk).content.decode()

    assert "Thời hạn kiến nghị đã hết" in page and "Gửi kiến nghị" not in page
    assert reverse("scoring:appeal-create", args=[opened.line().pk]) not in sheet


def test_office_does_not_file(client, opened):
    assert get(client, opened.scored.office, "appeal-create", opened.line().pk).status_code == 403


# Reading and deciding


def test_both_reasonings_stand_side_by_side(client, opened, secretary):
    appeal = file_now(opened)
    post(client, secretary, "appeal-decide", appeal.pk, decision="adjust", points="16", reason="Có biên bản")

    page = get(client, opened.head, "appeal-detail", appeal.pk).content.decode()

    for said in ("Thiếu biên bản", "Biên bản đã nộp ngày 02/11", "Có biên bản", "16,00 điểm", "Điều chỉnh điểm"):
        assert said in page
    assert opened.verifier.display_name in page and secretary.display_name in page


def test_trace_of_the_next_calculation_keeps_the_first_reasoning(client, opened, secretary):
    appeal, office = file_now(opened), opened.scored.office
    post(client, secretary, "appeal-decide", appeal.pk, decision="adjust", points="16", reason="Có biên bản")
    assert "Trước kiến nghị" not in get(client, office, "score-trace", opened.line().pk).content.decode()
    run = runs.compute(round=opened.scored.round, by=opened.scored.office, at=timezone.now()).run
    line = CriterionScore.objects.get(
        unit_score__run=run, unit_score__unit=opened.surgery, criterion=opened.line().criterion_id
    )

    page = get(client, office, "score-trace", line.pk).content.decode()

    first = f"Trước kiến nghị: 12,00 điểm · {opened.verifier.display_name}. Lý do: “Thiếu biên bản”."
    assert first in page and reverse("scoring:appeal-detail", args=[appeal.pk]) in page
    assert "Điều chỉnh: 16,00 điểm" in page
    other = CriterionScore.objects.get(unit_score__run=run, unit_score__unit=opened.surgery, criterion__code="c2")
    assert "Trước kiến nghị" not in get(client, office, "score-trace", other.pk).content.decode()


def test_judge_reads_all_files_of_the_matter(client, opened, secretary):
    proof = EvidenceFactory(unit=opened.surgery)
    appeal = file_now(opened, evidence=[proof])
    other = EvidenceFactory(unit=opened.surgery, sha256="f" * 64)

    assert get(client, secretary, "appeal-file", appeal.pk, proof.pk, proof.name).status_code == 200
    assert get(client, secretary, "appeal-file", appeal.pk, other.pk, other.name).status_code == 404


def test_first_verifier_reads_but_gets_no_form(client, opened):
    page = get(client, opened.verifier, "appeal-detail", file_now(opened).pk).content.decode()

    assert "Bạn đã thẩm định điểm này lần đầu" in page
    assert "Lưu kết quả giải quyết" not in page


def test_first_verifier_posting_anyway_is_refused(client, opened):
    appeal = file_now(opened)

    page = post(client, opened.verifier, "appeal-decide", appeal.pk, decision="uphold", reason="Đúng")

    assert page.status_code == 422
    appeal.refresh_from_db()
    assert appeal.state == "submitted"


def test_refused_decision_keeps_what_was_typed(client, opened):
    appeal = file_now(opened)

    page = post(client, opened.judge, "appeal-decide", appeal.pk, decision="adjust", points="99", reason="Có lý")

    assert page.status_code == 422
    assert "từ 0 đến 20,00" in page.content.decode() and "Có lý" in page.content.decode()


def test_head_withdraws(client, opened):
    appeal = file_now(opened)

    page = post(client, opened.head, "appeal-withdraw", appeal.pk).content.decode()

    assert "Đã rút kiến nghị về a2" in page and "Đơn vị đã rút" in page


def test_after_the_deadline_nothing_is_withdrawn(client, opened):
    appeal = file_now(opened)
    assert "Rút được đến" in get(client, opened.head, "appeal-detail", appeal.pk).content.decode()
    pass_deadline()

    assert "Rút được đến" not in get(client, opened.head, "appeal-detail", appeal.pk).content.decode()
    assert "thời hạn đã hết" in post(client, opened.head, "appeal-withdraw", appeal.pk).content.decode()


def test_foreign_appeals_are_not_found(client, opened):
    appeal = file_now(opened)

    assert get(client, opened.other_head, "appeal-detail", appeal.pk).status_code == 404
    assert post(client, opened.other_head, "appeal-withdraw", appeal.pk).status_code == 404
    foreign = user_with("office", opened.scored.world.other_centre)
    assert get(client, foreign, "appeal-detail", appeal.pk).status_code == 404
    assert post(client, opened.head, "appeal-decide", appeal.pk).status_code == 403


# The list


def test_list_filters_searches_and_exports_what_is_shown(client, opened):
    file_now(opened)
    file_now(opened, "c2", "40")
    Appeal.objects.filter(item__criterion__code="c2").update(state="withdrawn")

    page = get(client, opened.judge, "appeal-list").content.decode()
    assert "a2 Nhận xét" in page and "c2 Đúng hạn" in page
    narrowed = get(client, opened.judge, "appeal-list", state="submitted", q="khoa ngoai").content.decode()
    assert "a2 Nhận xét" in narrowed and "c2 Đúng hạn" not in narrowed
    assert "a2 Nhận xét" not in get(client, opened.judge, "appeal-list", q="duoc").content.decode()
    file = get(client, opened.judge, "appeal-list", state="submitted", _export="xlsx")
    rows = list(load_workbook(BytesIO(file.content)).active.values)
    assert rows[1][:5] == ("Khoa Ngoại", "a2 Nhận xét", 12, 18, None)
    assert len(rows) == 2


def test_list_leads_the_head_to_the_own_sheet(client, opened):
    page = get(client, opened.head, "appeal-list").content.decode()

    assert "Kết quả tạm của đơn vị bạn" in page
    assert reverse("scoring:unit-result", args=[opened.sheet().pk]) in page
    assert "Khoa Dược" not in page


def test_office_is_asked_to_compute_again(client, opened):
    appeal_decisions.decide(
        appeal=file_now(opened),
        decision="adjust",
        points=Decimal(17),
        reason="Đúng",
        by=opened.judge,
        at=timezone.now(),
    )

    for name, args in (("appeal-list", ()), ("run-detail", (opened.run.pk,))):
        page = get(client, opened.scored.office, name, *args).content.decode()
        assert "1 kiến nghị đã điều chỉnh chưa được tính" in page
    assert "Tính lại điểm" not in get(client, opened.judge, "appeal-list").content.decode()


def test_list_asks_as_much_for_many_appeals(client, opened):
    file_now(opened)
    client.force_login(opened.judge)
    address = reverse("scoring:appeal-list")
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    window = AppealWindow.objects.get()
    for _ in range(8):
        unit = UnitFactory(parent=opened.scored.world.centre)
        ParticipantFactory(round=opened.scored.round, unit=unit)
        sheet = AssessmentFactory(round=opened.scored.round, unit=unit)
        item = AssessmentItemFactory(assessment=sheet, criterion=opened.line().criterion)
        UnitScoreFactory(run=opened.run, unit=unit)
        AppealFactory(window=window, unit=unit, item=item, first_points=Decimal(3))
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few)
