"""Acts on many rows: what the list shows this person now and nothing else, after a page that names the number."""

import re
from functools import partial

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from accounts.models import Unit
from accounts.roles import RoleCode
from core.listing import SEAL, Listing
from indicators.enums import CommentState
from indicators.models import SurveyComment
from indicators.views import survey_comments
from tests.factories.accounts import user_with
from tests.factories.surveys import SurveyCommentFactory
from tests.factories.world import World
from tests.indicators.survey_world import answered, open_survey

NEW, NOTED, HIDDEN = CommentState.NEW, CommentState.NOTED, CommentState.HIDDEN


@pytest.fixture
def office(client: Client, world: World) -> Client:
    client.force_login(user_with(RoleCode.OFFICE, world.centre))
    return client


def comments(centre: Unit, unit: Unit, number: int) -> list[SurveyComment]:
    point = answered(open_survey(centre), unit, good=number)
    return [SurveyCommentFactory(answer=answer, text=f"Góp ý {answer.pk}") for answer in point.answers.all()]


def post(client: Client, query: str = "", **data: object) -> HttpResponse:
    address = SEAL.sign(reverse("indicators:survey-comments") + query)
    given = {"address": address, "act": "note", **data}
    response: HttpResponse = client.post(reverse("core:list-act"), given)
    return response


def states(rows: list[SurveyComment]) -> list[str]:
    return [SurveyComment.objects.get(pk=row.pk).state for row in rows]


def said(response: HttpResponse) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_list_offers_ticks_the_whole_and_the_acts(office: Client, world: World) -> None:
    first, *_ = comments(world.centre, world.surgery, 3)

    page = office.get(reverse("indicators:survey-comments"), {"state": "new"}).content.decode()

    assert "Chọn cả 3 góp ý" in page and f'name="row" value="{first.pk}" form="list-acts"' in page
    sealed = escape(SEAL.sign(f"{reverse('indicators:survey-comments')}?state=new"))
    assert f'name="address" value="{sealed}"' in page
    assert 'name="act" value="note"' in page


def test_nothing_happens_before_the_number_was_confirmed(office: Client, world: World) -> None:
    rows = comments(world.centre, world.surgery, 3)
    ticked = [rows[0].pk, rows[2].pk]

    question = post(office, row=ticked)

    assert question.status_code == 200 and "Ghi nhận 2 góp ý" in question.content.decode()
    assert states(rows) == [NEW, NEW, NEW]

    done = post(office, row=ticked, count="2")

    assert (done.status_code, done["Location"]) == (302, reverse("indicators:survey-comments"))
    assert "Đã ghi nhận: 2 góp ý." in said(done)
    assert states(rows) == [NOTED, NEW, NOTED]
    again = post(office, row=ticked, count="2")
    assert "Không có góp ý nào trong 2 đã chọn còn cần" in said(again)


def test_whole_list_is_what_its_filters_find_now(office: Client, world: World) -> None:
    rows = comments(world.centre, world.surgery, 3)
    SurveyComment.objects.filter(pk=rows[0].pk).update(state=HIDDEN, handled_at=timezone.now())
    assert "Ghi nhận 2 góp ý" in post(office, "?state=new", all="1").content.decode()

    late = comments(world.centre, world.pharmacy, 1)
    refused = post(office, "?state=new", all="1", count="2")
    assert "vừa thay đổi" in said(refused) and states(rows + late) == [HIDDEN, NEW, NEW, NEW]

    post(office, "?state=new", all="1", count="3")
    assert states(rows + late) == [HIDDEN, NOTED, NOTED, NOTED]


def test_as_many_other_rows_are_not_what_was_confirmed(office: Client, world: World) -> None:
    rows = comments(world.centre, world.surgery, 3)
    question = post(office, "?state=new", all="1").content.decode()
    sent = {name: re.findall(f'name="{name}" value="(\\d+)"', question) for name in ("row", "all", "count")}
    assert sorted(sent["row"]) == sorted(str(row.pk) for row in rows) and not sent["all"]
    SurveyComment.objects.filter(pk=rows[0].pk).update(state=HIDDEN, handled_at=timezone.now())
    late = comments(world.centre, world.pharmacy, 1)

    refused = post(office, "?state=new", **sent)

    assert "vừa thay đổi" in said(refused) and states(rows + late) == [HIDDEN, NEW, NEW, NEW]


def test_rows_that_the_act_does_not_fit_are_left_and_told(office: Client, world: World) -> None:
    rows = comments(world.centre, world.surgery, 2)
    SurveyComment.objects.filter(pk=rows[0].pk).update(state=HIDDEN, handled_at=timezone.now())

    question = post(office, all="1").content.decode()

    assert "Ghi nhận 1 góp ý" in question and "1 góp ý khác đã chọn" in question
    post(office, all="1", count="1")
    assert states(rows) == [HIDDEN, NOTED]


def test_keys_beyond_reach_or_filter_choose_nothing(office: Client, world: World) -> None:
    own, foreign = comments(world.centre, world.surgery, 1), comments(world.other_centre, world.other_department, 1)

    for query, row in (("", foreign[0].pk), ("?state=answered", own[0].pk), ("", "x"), ("", "9" * 30)):
        assert "Chưa chọn góp ý nào" in said(post(office, query, row=row, count="1"))

    post(office, row=[own[0].pk, foreign[0].pk], count="1")
    assert states(own + foreign) == [NOTED, NEW]


def test_who_may_not_open_the_list_may_not_act_on_it(client: Client, world: World) -> None:
    rows = comments(world.centre, world.surgery, 1)
    client.force_login(user_with(RoleCode.DEPARTMENT_HEAD, world.surgery))

    assert post(client, row=rows[0].pk, count="1").status_code == 404
    assert states(rows) == [NEW]


@pytest.mark.parametrize(
    "given",
    [{"act": "delete"}, {"address": ""}, {"address": SEAL.sign("/khong-co/")}, {"address": "//noi-khac.vn/"}],
)
def test_what_is_no_list_or_no_act_is_not_found(office: Client, world: World, given: dict[str, str]) -> None:
    assert post(office, **given).status_code == 404


def test_more_than_can_be_done_at_once_is_refused(office: Client, world: World, monkeypatch) -> None:
    rows = comments(world.centre, world.surgery, 3)
    monkeypatch.setattr(survey_comments, "Listing", partial(Listing, acted_on_at_once=2))

    answer = post(office, all="1", count="3")

    assert "nhiều nhất 2 góp ý" in said(answer) and states(rows) == [NEW, NEW, NEW]


def test_question_costs_the_same_for_one_row_and_for_many(office: Client, world: World) -> None:
    comments(world.centre, world.surgery, 1)
    post(office, all="1")
    with CaptureQueriesContext(connection) as one:
        post(office, all="1")
    comments(world.centre, world.pharmacy, 4)
    with CaptureQueriesContext(connection) as five:
        post(office, all="1")

    assert len(one) == len(five)


def test_cell_of_a_tick_has_no_markup_in_its_label(office: Client, world: World) -> None:
    comments(world.centre, world.surgery, 1)

    page = office.get(reverse("indicators:survey-comments")).content.decode()

    assert 'data-label="" class="tick"' in page


def test_whole_list_ends_at_its_filters_and_at_reach(office: Client, world: World) -> None:
    own, other = (comments(world.centre, unit, 1) for unit in (world.surgery, world.pharmacy))
    foreign = comments(world.other_centre, world.other_department, 1)
    survey = own[0].answer.point.survey_id

    post(office, f"?survey={survey}", all="1", count="1")
    assert states(own + other + foreign) == [NOTED, NEW, NEW]

    post(office, all="1", count="1")
    assert states(own + other + foreign) == [NOTED, NOTED, NEW]
