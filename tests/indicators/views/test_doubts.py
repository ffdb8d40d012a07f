"""Pages of doubts."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Unit
from accounts.roles import RoleCode
from indicators.models import DoubtAnswer, SurveyCount
from tests.factories.indicators import SurveyCountFactory
from tests.factories.world import World
from tests.sign_in import sign_in_as

LIST = reverse("indicators:doubt-list")


def _few(unit: Unit, month: int = 6) -> str:
    """A doubted survey of five forms; the address of its page."""
    SurveyCountFactory(unit=unit, kind="staff", month=month, forms=5)
    return reverse("indicators:doubt-answer", args=[unit.pk, 2026, month, "few_answers", "staff"])


@pytest.fixture
def office(client: Client, world: World) -> Client:
    return sign_in_as(client, RoleCode.OFFICE, world.centre)


def test_list_counts_filters_and_exports(office: Client, world: World) -> None:
    address = _few(world.surgery)
    _few(world.pharmacy)
    _few(world.other_department)

    page = office.get(LIST)

    assert page.context["total"] == 2
    assert address in page.content.decode() and "Trung tâm Hai" not in page.content.decode()
    assert office.get(LIST, {"unit": world.surgery.pk}).context["total"] == 1
    assert office.get(LIST, {"gravity": "high"}).context["total"] == 0
    assert office.get(LIST, {"gravity": "low", "check": "few_answers", "month": "6"}).context["total"] == 2
    assert office.get(LIST, {"unit": "0", "gravity": "?"}).status_code == 200
    assert office.get(LIST, {"_export": "xlsx"})["Content-Disposition"].endswith('kiem-tra-so-lieu-2026.xlsx"')


def test_head_answers_for_the_own_unit(client: Client, world: World) -> None:
    head = sign_in_as(client, RoleCode.DEPARTMENT_HEAD, world.surgery)
    address = _few(world.surgery)
    shown = head.get(address)
    fingerprint = shown.context["raised"].doubt.fingerprint

    short = head.post(address, {"fingerprint": fingerprint, "reason": "ít"})
    assert short.status_code == 400 and "quá ngắn" in short.content.decode()
    head.post(address, {"fingerprint": fingerprint, "reason": "Khoa chỉ có năm nhân viên"})

    assert DoubtAnswer.objects.get().reason == "Khoa chỉ có năm nhân viên"
    assert "Khoa chỉ có năm nhân viên" in head.get(LIST).content.decode()
    assert head.get(LIST, {"answered": "no"}).context["total"] == 0


def test_numbers_that_changed_meanwhile_are_shown_and_asked_again(office: Client, world: World) -> None:
    address = _few(world.surgery)
    seen = office.get(address).context["raised"].doubt.fingerprint
    SurveyCount.objects.update(forms=6)

    refused = office.post(address, {"fingerprint": seen, "reason": "Khoa chỉ có năm nhân viên"})

    assert refused.status_code == 400
    assert "vừa thay đổi" in refused.content.decode() and "6 phiếu" in refused.content.decode()
    assert "Khoa chỉ có năm nhân viên" in refused.content.decode()
    assert not DoubtAnswer.objects.exists()
    new = refused.context["form"]["fingerprint"].value()
    assert office.post(address, {"fingerprint": new, "reason": "Khoa chỉ có sáu nhân viên"}).status_code == 302


def test_doubt_that_is_mended_or_foreign_is_not_found(client: Client, world: World) -> None:
    head = sign_in_as(client, RoleCode.DEPARTMENT_HEAD, world.surgery)
    assert head.get(_few(world.pharmacy)).status_code == 404
    own = _few(world.surgery)
    assert head.get(own).status_code == 200
    SurveyCount.objects.update(forms=60)
    assert head.get(own).status_code == 404
    assert head.get(own.replace("/2026/", "/99999/")).status_code == 404


def test_superior_reads_nothing_to_answer(client: Client, world: World) -> None:
    superior = sign_in_as(client, RoleCode.SUPERIOR_VIEWER, world.authority)

    assert superior.get(_few(world.surgery)).status_code == 403
    assert superior.get(LIST).status_code == 200


def test_list_takes_the_same_queries_for_one_doubt_and_for_three(
    office: Client, world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _few(world.surgery)
    with CaptureQueriesContext(connection) as first:
        office.get(LIST)
    _few(world.pharmacy)
    _few(world.office)
    with django_assert_num_queries(len(first)):
        office.get(LIST)


def test_page_of_a_doubt_leads_to_where_the_figure_is_typed(office: Client, world: World) -> None:
    page = office.get(_few(world.surgery))

    assert page.context["mend_at"] == reverse("indicators:survey-statistics")
    assert f'href="{page.context["mend_at"]}"' in page.content.decode()
    assert office.get(page.context["mend_at"]).status_code == 200
