"""Paper forms: typed twice by two people, settled where they differ, and only then counted."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.roles import RoleCode
from core.models import AuditEvent
from indicators.enums import AnswerChannel, PaperState
from indicators.models import PaperForm, ServicePoint, SurveyAnswer, SurveyComment
from tests.factories.accounts import user_with
from tests.factories.indicators import FigurePeriodFactory
from tests.factories.surveys import PaperFormFactory
from tests.factories.world import World
from tests.indicators.answering import open_point, open_survey

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
TYPED = {"a1": "5", "a2": "0", "b1": "90", "b2": "1 3", "b3": "Ghế chờ còn ít"}


@pytest.fixture
def point(world: World) -> ServicePoint:
    return open_point(open_survey(centre=world.centre), unit=world.surgery)


def person(world: World, role: RoleCode = RoleCode.OFFICE) -> Client:
    client = Client()
    place = world.surgery if role == RoleCode.DEPARTMENT_STAFF else world.centre
    client.force_login(user_with(role, place), BACKEND)
    return client


def today() -> str:
    return f"{timezone.localdate():%d/%m/%Y}"


def enter(client: Client, point: ServicePoint, number: int = 1, **typed: str) -> Any:
    head = {"number": str(number), "answered_on": today()}
    return client.post(f"/so-lieu/khao-sat/diem/{point.pk}/phieu-giay/", {**head, **TYPED, **typed})


def again(client: Client, form: PaperForm, **typed: str) -> Any:
    return client.post(f"/so-lieu/khao-sat/phieu-giay/{form.pk}/lan-hai/", {**TYPED, **typed})


def test_two_entries_that_agree_are_counted(world: World, point: ServicePoint) -> None:
    saved = enter(person(world), point)
    assert saved.status_code == 302
    assert saved.url.startswith(f"/so-lieu/khao-sat/diem/{point.pk}/phieu-giay/")
    form = PaperForm.objects.get()
    assert (form.state, SurveyAnswer.objects.count()) == (PaperState.ENTERED, 0)

    again(person(world, RoleCode.DEPARTMENT_STAFF), form, b3="viết khác")

    form.refresh_from_db()
    answer = SurveyAnswer.objects.get()
    assert (form.state, form.answer) == (PaperState.AGREED, answer)
    assert (answer.channel, answer.finished_on) == (AnswerChannel.PAPER, timezone.localdate())
    assert (answer.valid, answer.satisfied, answer.is_fully_satisfied) == (1, 1, True)
    assert answer.answers == {"a1": 5, "a2": 0, "b1": 90, "b2": [1, 3]}
    assert SurveyComment.objects.get().text == "Ghế chờ còn ít"
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert actions == {"indicators.paper_form.enter", "indicators.paper_form.agree"}


def test_a_day_is_offered_only_after_it_was_read_from_a_form(world: World, point: ServicePoint) -> None:
    office = person(world)

    first = office.get(f"/so-lieu/khao-sat/diem/{point.pk}/phieu-giay/").content.decode()
    next_one = office.get(enter(office, point).url).content.decode()

    assert today() not in first and f"{timezone.localdate():%Y-%m-%d}" not in first
    assert today() in next_one or f"{timezone.localdate():%Y-%m-%d}" in next_one


def test_the_second_person_is_not_the_first_and_sees_nothing_of_the_first_entry(
    world: World, point: ServicePoint
) -> None:
    first, second = person(world), person(world)
    enter(first, point, b1="73")
    form = PaperForm.objects.get()

    refused = again(first, form)

    assert refused.status_code == 422
    assert "Người nhập lần hai phải khác" in refused.content.decode()
    assert 'value="73"' not in second.get(f"/so-lieu/khao-sat/phieu-giay/{form.pk}/lan-hai/").content.decode()
    assert PaperForm.objects.get().state == PaperState.ENTERED


def test_entries_that_differ_are_shown_question_by_question_and_settled(world: World, point: ServicePoint) -> None:
    enter(person(world), point)
    form, second = PaperForm.objects.get(), person(world)
    told = again(second, form, a1="4", b2="1")
    assert told.url == f"/so-lieu/khao-sat/phieu-giay/{form.pk}/doi-chieu/"
    shown = second.get(told.url).content.decode()
    assert "khác nhau ở 2 câu" in shown
    assert not SurveyAnswer.objects.exists()

    second.post(told.url, {"a1": "4", "b2": "1 3", "b1": "1"})

    form.refresh_from_db()
    assert form.state == PaperState.AGREED
    assert SurveyAnswer.objects.get().answers == {"a1": 4, "a2": 0, "b1": 90, "b2": [1, 3]}


def test_an_answer_that_both_read_is_not_lost_by_an_empty_field(world: World, point: ServicePoint) -> None:
    """«Enter» on the page that settles must not drop what both persons saw; where one saw nothing, empty is a word."""
    enter(person(world), point)
    form, second = PaperForm.objects.get(), person(world)
    address = again(second, form, a1="4", b1="").url

    shown = second.post(address, {})

    assert shown.status_code == 422 and "Ghi câu trả lời đúng theo phiếu" in shown.content.decode()
    assert not SurveyAnswer.objects.exists()
    second.post(address, {"a1": "4", "b1": ""})
    assert SurveyAnswer.objects.get().answers == {"a1": 4, "a2": 0, "b2": [1, 3]}


def test_a_form_from_the_first_days_counts_though_the_survey_was_opened_later(world: World) -> None:
    opened = timezone.now() - timedelta(hours=1)
    point = open_point(open_survey(centre=world.centre, opened_at=opened), unit=world.surgery)
    day = point.survey.opens_on
    head = {"number": "1", "answered_on": f"{day:%d/%m/%Y}"}

    assert person(world).post(f"/so-lieu/khao-sat/diem/{point.pk}/phieu-giay/", {**head, **TYPED}).status_code == 302
    again(person(world), PaperForm.objects.get())

    assert SurveyAnswer.objects.get().finished_on == day


def test_a_form_typed_by_mistake_is_removed_until_it_counts(world: World, point: ServicePoint) -> None:
    client = person(world)
    enter(client, point)
    form = PaperForm.objects.get()
    address = f"/so-lieu/khao-sat/phieu-giay/{form.pk}/bo/"
    assert address in client.get(f"/so-lieu/khao-sat/{point.survey_id}/phieu-giay/").content.decode()

    client.post(address)

    assert not PaperForm.objects.exists()
    assert AuditEvent.objects.filter(action="indicators.paper_form.discard").exists()
    assert enter(client, point).status_code == 302, "its number is free again"
    counted = PaperForm.objects.get()
    again(person(world), counted)
    client.post(f"/so-lieu/khao-sat/phieu-giay/{counted.pk}/bo/")
    assert PaperForm.objects.get().state == PaperState.AGREED


def test_what_cannot_stand_on_a_form_is_told_at_its_question_and_kept(world: World, point: ServicePoint) -> None:
    shown = enter(person(world), point, a1="7", b1="900")

    assert shown.status_code == 422
    text = shown.content.decode()
    assert "còn 2 câu nhập sai" in text
    assert 'value="900"' in text
    assert not PaperForm.objects.exists()


def test_a_question_left_empty_on_paper_stays_empty(world: World, point: ServicePoint) -> None:
    enter(person(world), point, a1="")
    again(person(world), PaperForm.objects.get(), a1="")

    assert "a1" not in SurveyAnswer.objects.get().answers


def test_a_number_is_used_once(world: World, point: ServicePoint) -> None:
    client = person(world)
    enter(client, point)

    assert "đã được nhập" in enter(client, point).content.decode()
    assert 'value="2"' in client.get(f"/so-lieu/khao-sat/diem/{point.pk}/phieu-giay/").content.decode()


@pytest.mark.parametrize("days", [-60, 5])
def test_a_day_outside_the_survey_is_refused(world: World, point: ServicePoint, days: int) -> None:
    day = timezone.localdate() + timedelta(days=days)
    head = {"number": "1", "answered_on": f"{day:%d/%m/%Y}"}

    shown = person(world).post(f"/so-lieu/khao-sat/diem/{point.pk}/phieu-giay/", {**head, **TYPED})

    assert shown.status_code == 422
    assert not PaperForm.objects.exists()


@pytest.mark.parametrize("holder", ["centre", "authority"])
def test_a_closed_month_takes_no_paper(world: World, holder: str) -> None:
    point = open_point(open_survey(centre=getattr(world, holder)), unit=world.surgery)
    day = timezone.localdate()
    FigurePeriodFactory(centre=world.centre, year=day.year, month=day.month, state="closed", closed_at=timezone.now())

    assert "đã khóa" in enter(person(world), point).content.decode()
    assert not PaperForm.objects.exists()


def test_the_list_takes_as_many_queries_for_three_forms_as_for_one(
    world: World, point: ServicePoint, django_assert_num_queries: Any
) -> None:
    client = person(world)
    address = f"/so-lieu/khao-sat/{point.survey_id}/phieu-giay/"
    first_by = user_with(RoleCode.OFFICE, world.centre)
    PaperFormFactory(point=point, first_by=first_by)
    client.get(address)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get(address)
    PaperFormFactory(point=point, first_by=first_by)
    PaperFormFactory(point=open_point(point.survey, unit=world.pharmacy), first_by=first_by)

    with django_assert_num_queries(len(one)):
        shown = client.get(address)

    assert shown.content.decode().count("Nhập lần hai") >= 3


def test_departments_see_their_own_points_only(world: World, point: ServicePoint) -> None:
    other = open_point(point.survey, unit=world.pharmacy)
    staff = person(world, RoleCode.DEPARTMENT_STAFF)

    assert staff.get(f"/so-lieu/khao-sat/{point.survey_id}/phieu-giay/").status_code == 200
    assert staff.get(f"/so-lieu/khao-sat/diem/{other.pk}/phieu-giay/").status_code == 404
