"""Paper forms that counted by mistake: found again, taken back with a reason, typed again."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.roles import RoleCode
from core.models import AuditEvent
from indicators.engine.months import month_end
from indicators.enums import PaperState
from indicators.models import PaperForm, ServicePoint, SurveyAnswer, SurveyComment
from indicators.selectors.survey_months import survey_months
from indicators.services import paper_forms
from tests.factories.accounts import user_with
from tests.factories.indicators import FigurePeriodFactory
from tests.factories.surveys import PaperFormFactory, counted_form
from tests.factories.world import World
from tests.indicators.answering import open_point, open_survey

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
TYPED = {"a1": "5", "a2": "0", "b1": "90", "b2": "1 3", "b3": "Ghế chờ còn ít"}
WRONG_SHEET = "Nhập nhầm tờ của khoa khác"


@pytest.fixture
def point(world: World) -> ServicePoint:
    return open_point(open_survey(centre=world.centre), unit=world.surgery)


@pytest.fixture
def office(client: Client, world: World) -> Client:
    client.force_login(user_with(RoleCode.OFFICE, world.centre), BACKEND)
    return client


def counted(world: World, point: ServicePoint, number: int = 1, day: date | None = None) -> PaperForm:
    """A form that two people typed alike."""
    at, typed = timezone.now(), {**TYPED, "b2": ["1", "3"]}
    first, second = (user_with(RoleCode.OFFICE, world.centre) for _ in range(2))
    day = day or timezone.localdate()
    form = paper_forms.enter(point=point, number=number, answered_on=day, typed=typed, by=first, at=at)
    return paper_forms.enter_again(form=form, typed=typed, by=second, at=at)


def withdraw(client: Client, form: PaperForm, reason: str = WRONG_SHEET) -> Any:
    return client.post(f"/so-lieu/khao-sat/phieu-giay/{form.pk}/rut/", {"comment": reason}, follow=True)


def forms_of(point: ServicePoint) -> int:
    """The forms that the figures of this month rest on."""
    today = timezone.localdate()
    months = survey_months([point.unit], today.year)
    return months.get((point.unit.path, point.survey.questionnaire.kind), {}).get((today.year, today.month), (0,))[0]


def test_a_form_that_counted_by_mistake_is_taken_back_with_a_reason(
    office: Client, world: World, point: ServicePoint
) -> None:
    form, other = counted(world, point), counted(world, point, 2)
    assert forms_of(point) == 2

    told = withdraw(office, form).content.decode()

    today = timezone.localdate()
    assert f"số liệu tháng {today.month}/{today.year} không còn tính phiếu này" in told
    form.refresh_from_db()
    assert (form.state, form.answer, form.withdrawal_reason) == (PaperState.WITHDRAWN, None, WRONG_SHEET)
    assert form.withdrawn_answers == {"a1": 5, "a2": 0, "b1": 90, "b2": [1, 3]}
    assert list(SurveyAnswer.objects.all()) == [other.answer]
    assert SurveyComment.objects.get().answer == other.answer
    assert forms_of(point) == 1
    event = AuditEvent.objects.get(action="indicators.paper_form.withdraw")
    assert (event.reason, event.changes["trạng thái"]) == (WRONG_SHEET, ["Đã khớp", "Đã rút"])


def test_its_number_is_free_again_and_counts_once(office: Client, world: World, point: ServicePoint) -> None:
    form = counted(world, point)
    shown = withdraw(office, form).content.decode()
    day = form.answered_on
    again_at = f"/so-lieu/khao-sat/diem/{point.pk}/phieu-giay/?so=1&amp;ngay={day:%Y-%m-%d}"
    assert again_at in shown
    assert 'value="1"' in office.get(again_at.replace("&amp;", "&")).content.decode()

    right = counted(world, point)

    assert SurveyAnswer.objects.get() == right.answer
    address = f"/so-lieu/khao-sat/phieu-giay/{form.pk}/"
    assert "Số 1 đã được nhập lại" in office.get(address).content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperFormFactory(point=point, number=1)


def test_it_is_taken_back_once(office: Client, world: World, point: ServicePoint) -> None:
    form = counted(world, point)
    withdraw(office, form)
    right = counted(world, point)

    told = withdraw(office, form).content.decode()

    assert "đang ở trạng thái “Đã rút”" in told
    assert SurveyAnswer.objects.get() == right.answer
    assert AuditEvent.objects.filter(action="indicators.paper_form.withdraw").count() == 1


def test_without_a_reason_it_counts_on(office: Client, world: World, point: ServicePoint) -> None:
    form = counted(world, point)

    assert "cần ghi lý do" in withdraw(office, form, "  ").content.decode()

    assert PaperForm.objects.get().answer == SurveyAnswer.objects.get()


def test_in_a_closed_month_it_counts_on(office: Client, world: World, point: ServicePoint) -> None:
    form = counted(world, point)
    day = form.answered_on
    FigurePeriodFactory._meta.model.objects.all().delete()
    FigurePeriodFactory(centre=world.centre, year=day.year, month=day.month, state="closed", closed_at=timezone.now())
    page = office.get(f"/so-lieu/khao-sat/phieu-giay/{form.pk}/").content.decode()
    assert "đã khóa từ ngày" in page and "Rút phiếu" not in page

    told = withdraw(office, form).content.decode()

    assert f"Số liệu tháng {day.month}/{day.year} đã khóa" in told
    assert PaperForm.objects.get().answer == SurveyAnswer.objects.get()


def test_only_what_counts_is_taken_back(office: Client, point: ServicePoint) -> None:
    waiting = PaperFormFactory(point=point)

    assert withdraw(office, waiting).status_code == 404

    with pytest.raises(paper_forms.transitions.TransitionRefused):
        paper_forms.withdraw(form=waiting, reason="x", by=user_with(RoleCode.OFFICE, point.unit), at=timezone.now())


def test_who_types_forms_does_not_take_them_back(client: Client, world: World, point: ServicePoint) -> None:
    form = counted(world, point)
    client.force_login(user_with(RoleCode.DEPARTMENT_HEAD, world.surgery), BACKEND)

    assert withdraw(client, form).status_code == 403
    listed = client.get(f"/so-lieu/khao-sat/{point.survey_id}/phieu-giay/").content.decode()

    assert "Phiếu tính nhầm thì báo Phòng Tổ chức - Hành chính để rút" in listed
    assert SurveyAnswer.objects.exists()


def test_a_form_is_found_by_its_number_among_many(office: Client, world: World, point: ServicePoint) -> None:
    for number in range(1, 31):
        counted_form(point, number=number)
    place = f"/so-lieu/khao-sat/{point.survey_id}/phieu-giay/"
    assert f"{place}da-tinh/?point={point.pk}" in office.get(place).content.decode()
    wanted = PaperForm.objects.get(number=28)

    shown = office.get(f"{place}da-tinh/?number=28").content.decode()

    assert f"/so-lieu/khao-sat/phieu-giay/{wanted.pk}/" in shown
    assert shown.count("/so-lieu/khao-sat/phieu-giay/") == 1


def test_the_page_shows_what_counted_in_words(office: Client, world: World, point: ServicePoint) -> None:
    form = counted(world, point)

    shown = office.get(f"/so-lieu/khao-sat/phieu-giay/{form.pk}/").content.decode()

    for words in ("5 – Rất hài lòng", "0 – Không sử dụng", "90%", "1 – Xe máy; 3 – Đi bộ", "Ghế chờ còn ít"):
        assert words in shown


def test_what_was_taken_back_cannot_be_thrown_away(office: Client, world: World, point: ServicePoint) -> None:
    form = counted(world, point)
    withdraw(office, form)

    office.post(f"/so-lieu/khao-sat/phieu-giay/{form.pk}/bo/")

    assert PaperForm.objects.get().state == PaperState.WITHDRAWN
    waiting = office.get(f"/so-lieu/khao-sat/{point.survey_id}/phieu-giay/").content.decode()
    assert "Chưa được tính (0)" in waiting


def test_a_form_of_last_month_is_taken_back_while_that_month_is_open(world: World, office: Client) -> None:
    today = timezone.localdate()
    last = month_end(today.year - (today.month == 1), (today.month - 2) % 12 + 1)
    opened = timezone.now() - timedelta(days=70)
    survey = open_survey(centre=world.centre, opens_on=last.replace(day=1), opened_at=opened)
    form = counted(world, open_point(survey, unit=world.surgery), day=last)

    withdraw(office, form)

    assert not SurveyAnswer.objects.exists()
