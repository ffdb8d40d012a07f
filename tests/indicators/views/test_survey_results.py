"""Results as the office, a department and the public see them; nothing tells who answered."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.roles import RoleCode
from indicators.enums import CommentState, SurveyKind, SurveyState
from indicators.models import Questionnaire, Survey
from indicators.selectors.survey_results import results_in_public
from tests.factories.accounts import user_with
from tests.factories.indicators import MOMENT
from tests.factories.surveys import SurveyCommentFactory
from tests.factories.world import World
from tests.indicators.survey_world import answered, open_survey


@pytest.fixture
def survey(world: World) -> Survey:
    return open_survey(world.centre)


def as_role(client: Client, role: str, unit: object) -> Client:
    client.force_login(user_with(role, unit))
    return client


def page(client: Client, survey: Survey, **query: str) -> str:
    response = client.get(reverse("indicators:survey-results", args=[survey.pk]), query)
    assert response.status_code == 200
    return response.content.decode()


def test_office_sees_rates_by_factor_question_unit_and_month(client: Client, world: World, survey: Survey) -> None:
    answered(survey, world.surgery, good=3)
    answered(survey, world.pharmacy, good=0, bad=1, day=date(2026, 10, 2))

    text = page(as_role(client, RoleCode.OFFICE, world.centre), survey)

    # Three good forms give 9 of 9, the bad one 1 of 4.
    assert "76,92%" in text and "10/13" in text
    assert "75,00%" in text and "3/4 người" in text
    assert "Tiếp cận" in text and "Cư xử đúng mực" in text
    assert "Tháng 10/2026" in text and str(world.pharmacy) in text
    assert "80,0%" in text, "expectation: mean of 90, 90, 90 and 50"
    assert text.count("<details") == text.count("</details>")
    assert text.count("data-fold-on-phone") == 5, "two factors, the other questions, units and months fold on a phone"


@pytest.mark.parametrize(("bad", "said"), [(0, "Các nhóm bằng nhau (100,0%)"), (1, "Thấp nhất:")])
def test_no_group_is_called_lowest_where_all_are_equal(
    client: Client, world: World, survey: Survey, bad: int, said: str
) -> None:
    answered(survey, world.surgery, good=3, bad=bad)

    assert said in page(as_role(client, RoleCode.OFFICE, world.centre), survey)


def test_part_of_the_results_is_in_the_address(client: Client, world: World, survey: Survey) -> None:
    answered(survey, world.surgery, good=3)
    answered(survey, world.pharmacy, good=0, bad=1, day=date(2026, 10, 2))
    office = as_role(client, RoleCode.OFFICE, world.centre)

    assert "100,00%" in page(office, survey, unit=str(world.surgery.pk))
    assert "25,00%" in page(office, survey, month="2026-10")
    nothing = page(office, survey, month="2026-09")
    assert "Chưa có phiếu trả lời nào trong phần đang chọn" in nothing and "xem cả đợt" in nothing
    assert page(office, survey, unit="x", month="không phải tháng")


def test_small_groups_are_hidden_from_all_but_the_office(client: Client, world: World, survey: Survey) -> None:
    answered(survey, world.pharmacy, good=7, day=date(2026, 10, 2))
    answered(survey, world.office, good=0, bad=3, day=date(2026, 10, 2))
    answered(survey, world.surgery, good=30)

    director = as_role(client, RoleCode.DIRECTOR, world.centre)

    text = page(director, survey)
    assert text.count("ít phiếu, không hiện") == 2, "the office's three forms, and those they could be told by"
    # Only those three answered a3; with it a1 is hidden, which the factor less the others would tell.
    assert text.count("ít người trả lời, không hiện") == 2 and "không hiện khi có câu ít người trả lời" in text
    for hidden in (world.office, world.pharmacy):
        assert "Chưa đủ 10 phiếu" in page(director, survey, unit=str(hidden.pk))
    assert "100,00%" in page(director, survey, unit=str(world.surgery.pk))


def test_results_of_few_are_not_shown_at_all(client: Client, world: World, survey: Survey) -> None:
    answered(survey, world.surgery, good=9)

    assert "Chưa đủ 10 phiếu" in page(as_role(client, RoleCode.DIRECTOR, world.centre), survey)
    assert "100,00%" in page(as_role(client, RoleCode.OFFICE, world.centre), survey)


def test_one_form_of_a_way_or_month_is_not_seen_in_a_step(client: Client, world: World, survey: Survey) -> None:
    point = answered(survey, world.surgery, good=20, day=date(2026, 10, 2))
    point.answers.filter(pk__in=list(point.answers.values_list("pk", flat=True)[:10])).update(channel="kiosk")
    answered(survey, world.surgery, good=10)
    address = reverse("indicators:survey-results", args=[survey.pk])
    head = as_role(client, RoleCode.DEPARTMENT_HEAD, world.surgery)

    for query in ({}, {"month": "2026-10"}):
        told = head.get(address, query).context["told"]
        assert (told.forms, told.months, told.channels) == (30, [], [])
    assert "hiện khi đợt khảo sát kết thúc" in page(head, survey)

    survey.state, survey.closed_at = SurveyState.CLOSED, MOMENT
    survey.save()
    told = head.get(address, {"month": "2026-10"}).context["told"]
    assert (told.forms, len(told.months), len(told.channels)) == (20, 2, 2)
    assert "hiện khi đợt khảo sát kết thúc" not in page(head, survey)


def test_results_of_staff_grow_in_steps_so_that_one_form_more_changes_nothing(
    client: Client, world: World, survey: Survey
) -> None:
    survey.population = 100
    survey.save()
    Questionnaire.objects.filter(pk=survey.questionnaire_id).update(kind=SurveyKind.STAFF)
    answered(survey, world.surgery, good=10, day=date(2026, 10, 2))
    director = as_role(client, RoleCode.DIRECTOR, world.centre)
    of_ten = page(director, survey)
    answered(survey, world.surgery, good=0, bad=9)

    of_nineteen = page(director, survey)
    answered(survey, world.surgery, good=0, bad=1)

    assert "100,00%" in of_ten and "100,00%" in of_nineteen and "<strong>100,0%" in of_nineteen
    assert "19/" in of_nineteen and "phiếu cần có" in of_nineteen  # the sample is told of all that came
    assert "9 phiếu mới đang chờ cho đủ đợt" in of_nineteen and "đang chờ cho đủ đợt" not in of_ten
    assert "100,00%" not in page(director, survey)
    assert "đang chờ" not in page(as_role(client, RoleCode.OFFICE, world.centre), survey)


def test_results_of_patients_grow_in_steps_where_people_know_them(client: Client, world: World, survey: Survey) -> None:
    answered(survey, world.surgery, good=10, day=date(2026, 10, 2))
    answered(survey, world.surgery, good=0, bad=9)

    of_the_head = page(as_role(client, RoleCode.DEPARTMENT_HEAD, world.surgery), survey)
    of_the_director = page(as_role(client, RoleCode.DIRECTOR, world.centre), survey)

    assert "100,00%" in of_the_head and "9 phiếu mới đang chờ cho đủ đợt" in of_the_head
    assert "100,00%" not in of_the_director and "đang chờ" not in of_the_director
    assert "đang chờ" not in page(as_role(client, RoleCode.DIRECTOR, world.centre), survey, unit=str(world.surgery.pk))


def test_a_survey_that_is_over_shows_its_last_forms(client: Client, world: World, survey: Survey) -> None:
    answered(survey, world.surgery, good=10, day=date(2026, 10, 2))
    answered(survey, world.surgery, good=0, bad=9)
    Survey.objects.filter(pk=survey.pk).update(state=SurveyState.CLOSED, closed_at=MOMENT)

    shown = page(as_role(client, RoleCode.DEPARTMENT_HEAD, world.surgery), survey)

    assert "100,00%" not in shown and "đang chờ" not in shown


def test_what_comes_after_the_end_is_shown_by_enough_forms(client: Client, world: World, survey: Survey) -> None:
    answered(survey, world.surgery, good=10)
    Survey.objects.filter(pk=survey.pk).update(state=SurveyState.CLOSED, closed_at=MOMENT)
    answered(survey, world.surgery, good=0, bad=9, day=date(2026, 12, 2))
    head = as_role(client, RoleCode.DEPARTMENT_HEAD, world.surgery)

    of_nine_late = page(head, survey)
    answered(survey, world.surgery, good=0, bad=1, day=date(2026, 12, 2))
    of_ten_late = page(head, survey)

    assert "100,00%" in of_nine_late and "9 phiếu mới đang chờ cho đủ đợt" in of_nine_late
    assert "Tháng 11/2026" in of_nine_late and "Kết quả theo tháng và theo cách trả lời hiện khi" not in of_nine_late
    assert "100,00%" not in of_ten_late and "đang chờ" not in of_ten_late


def test_department_sees_its_own_answers_only(client: Client, world: World, survey: Survey) -> None:
    answered(survey, world.surgery, good=12)
    answered(survey, world.pharmacy, good=0, bad=12)

    text = page(as_role(client, RoleCode.DEPARTMENT_HEAD, world.surgery), survey)

    assert "100,00%" in text
    assert str(world.pharmacy) not in text


def test_foreign_survey_is_not_found(client: Client, world: World, survey: Survey) -> None:
    office = as_role(client, RoleCode.OFFICE, world.other_centre)

    for name in ("survey-results", "survey-answers-file", "survey-detail"):
        assert office.get(reverse(f"indicators:{name}", args=[survey.pk])).status_code == 404


def test_number_of_answers_does_not_change_the_number_of_queries(client: Client, world: World, survey: Survey) -> None:
    office = as_role(client, RoleCode.OFFICE, world.centre)
    answered(survey, world.surgery, good=1)
    page(office, survey)
    with CaptureQueriesContext(connection) as one:
        page(office, survey)
    answered(survey, world.pharmacy, good=2, bad=2)
    answered(survey, world.office, good=2, day=date(2026, 10, 2))
    with CaptureQueriesContext(connection) as three:
        page(office, survey)

    assert len(one) + 1 == len(three), "one more reads the new answers, and only once"
    with CaptureQueriesContext(connection) as again:
        page(office, survey)
    assert len(one) == len(again)


def test_excel_of_results(client: Client, world: World, survey: Survey) -> None:
    answered(survey, world.surgery, good=3, bad=1)
    office = as_role(client, RoleCode.OFFICE, world.centre)

    response = office.get(reverse("indicators:survey-results", args=[survey.pk]), {"_export": "xlsx"})

    book = load_workbook(BytesIO(response.content))
    assert book.sheetnames == ["Chung", "Nhóm câu hỏi", "Câu hỏi", "Câu khác", "Đơn vị", "Tháng", "Cách trả lời"]
    overview = dict(row[:2] for row in book["Chung"].iter_rows(values_only=True))
    assert overview["Số phiếu"] == 4
    assert overview["Tỷ lệ hài lòng chung, gộp mọi câu trả lời (%)"] == 76.92
    assert [row[0] for row in book["Nhóm câu hỏi"].iter_rows(min_row=2, values_only=True)] == ["Tiếp cận", "Thái độ"]


def test_excel_of_answers_tells_nobody(client: Client, world: World, survey: Survey) -> None:
    point = answered(survey, world.surgery, good=1)
    SurveyCommentFactory(answer=point.answers.get(), text="Tôi là Nguyễn Văn An")
    office = as_role(client, RoleCode.OFFICE, world.centre)

    response = office.get(reverse("indicators:survey-answers-file", args=[survey.pk]))

    book = load_workbook(BytesIO(response.content))
    heads, row = book["Phiếu trả lời"].iter_rows(values_only=True)
    assert dict(zip(heads, row, strict=True)) == {
        "Đơn vị": str(world.surgery),
        "Điểm phục vụ": point.name,
        "Tháng": "11/2026",
        "Cách trả lời": "Đường dẫn, mã QR",
        "a1. Câu hỏi 1": 5,
        "a2. Câu hỏi 2": 4,
        "a3. Câu hỏi 3": 0,
        "b1. Cư xử đúng mực": 5,
        "g1. Mong đợi": 90,
        "g2. Trở lại": 2,
        "m. Cần sửa gì": "1",
    }
    assert "Nguyễn Văn An" not in str([list(sheet.values) for sheet in book])


def public(client: Client, survey: Survey) -> str:
    response = client.get(reverse("indicators:survey-public-results", args=[survey.results_token]))
    assert response.status_code == 200
    return response.content.decode()


def test_public_sees_what_enough_people_said_and_answered_comments(client: Client, world: World) -> None:
    survey = open_survey(world.centre, is_published=True, results_token="ketqua")
    point = answered(survey, world.surgery, good=10)
    first, second = point.answers.all()[:2]
    handled = {"handled_at": MOMENT, "reply": "Đã kê thêm ghế"}
    SurveyCommentFactory(answer=first, text="Ít ghế", state=CommentState.ANSWERED, **handled)
    SurveyCommentFactory(answer=second, text="Bí mật")

    text = public(client, survey)

    assert "100,00%" in text and "Ít ghế" in text and "Đã kê thêm ghế" in text
    assert "Bí mật" not in text


def test_public_does_not_see_few_answers(client: Client, world: World) -> None:
    survey = open_survey(world.centre, is_published=True, results_token="ketqua", shown_from=5)
    answered(survey, world.surgery, good=4)

    text = public(client, survey)

    assert "Chưa đủ phiếu" in text and "%" not in text.partition("<main")[2]


def test_results_that_are_not_published_are_not_found(client: Client, world: World) -> None:
    survey = open_survey(world.centre, is_published=False, results_token="ketqua")

    assert client.get(reverse("indicators:survey-public-results", args=["ketqua"])).status_code == 404
    assert survey.results_token == "ketqua"


@pytest.fixture
def kept_long(settings: Any) -> Iterator[None]:
    """Public results are kept for longer than a test takes, but for no other test."""
    settings.SURVEY_KEPT_SECONDS = 3600
    yield
    results_in_public.cache_clear()


@pytest.mark.usefixtures("kept_long")
def test_public_results_are_kept_for_some_seconds(client: Client, world: World) -> None:
    survey = open_survey(world.centre, is_published=True, results_token="ketqua", shown_from=1)
    answered(survey, world.surgery, good=1)
    assert "3/3 câu trả lời" in public(client, survey)
    answered(survey, world.surgery, good=0, bad=1)

    assert "3/3 câu trả lời" in public(client, survey)
    results_in_public.cache_clear()
    assert "4/7 câu trả lời" in public(client, survey)


def test_public_page_grows_in_steps_and_tells_no_comment_before_it_tells_results(client: Client, world: World) -> None:
    survey = open_survey(world.centre, is_published=True, results_token="ketqua")
    point = answered(survey, world.surgery, good=9, day=date(2026, 10, 2))
    SurveyCommentFactory(
        answer=point.answers.all()[0],
        text="Ít ghế",
        **{"state": CommentState.ANSWERED, "handled_at": MOMENT, "reply": "Đã kê thêm ghế"},
    )
    of_nine = public(client, survey)
    answered(survey, world.surgery, good=1, day=date(2026, 10, 2))
    of_ten = public(client, survey)
    answered(survey, world.surgery, good=0, bad=1)
    of_eleven = public(client, survey)

    assert "Chưa đủ phiếu" in of_nine and "Ít ghế" not in of_nine
    assert "Ít ghế" in of_ten and "100,00%" in of_ten
    assert "100,00%" in of_eleven and "1 phiếu mới đang chờ" in of_eleven
