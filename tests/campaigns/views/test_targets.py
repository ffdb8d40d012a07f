import pytest
from django.test import Client
from django.urls import reverse

from campaigns.enums import TargetOperator
from campaigns.models import Plan, Target, TargetReport
from tests.campaigns.conftest import People
from tests.factories.campaigns import TargetFactory
from tests.factories.indicators import IndicatorFactory

pytestmark = pytest.mark.django_db
PAGE = reverse("campaigns:target-list")


def report_url(target: Target) -> str:
    return reverse("campaigns:target-report", args=[target.pk])


@pytest.fixture
def graded(issued: Plan) -> Target:
    return TargetFactory(plan=issued, operator=TargetOperator.GRADE_GTE, low=None, grade="Tốt")


def test_targets_show_standing_in_words(client: Client, people: People, graded: Target) -> None:
    client.force_login(people.surgeon)

    page = client.get(PAGE)

    assert page.context["plan"] == graded.plan
    assert "Chưa có xếp loại để so với mức Tốt" in page.content.decode()
    assert report_url(graded) not in page.content.decode()


def test_page_takes_as_many_queries_for_one_target_as_for_three(
    client: Client, people: People, graded: Target, django_assert_num_queries: object
) -> None:
    client.force_login(people.office)
    client.get(PAGE)
    for rows in (1, 3):
        while Target.objects.count() < rows:
            TargetFactory(plan=graded.plan, operator=TargetOperator.QUALITATIVE, low=None)
        with django_assert_num_queries(12):  # type: ignore[operator]
            assert len(client.get(PAGE).context["rows"]) == rows


def test_page_without_a_plan_says_so(client: Client, people: People) -> None:
    client.force_login(people.surgeon)

    assert "Chưa có kế hoạch nào" in client.get(PAGE).content.decode()


def test_plan_of_others_is_not_shown(client: Client, people: People, graded: Target) -> None:
    client.force_login(people.foreign_head)

    assert client.get(PAGE, {"ke-hoach": graded.plan_id}).context["plan"] is None


def test_office_writes_a_result_down(client: Client, people: People, graded: Target) -> None:
    client.force_login(people.office)

    client.post(report_url(graded), {"grade": "Xuất sắc", "source_note": "Quyết định 12"})

    assert TargetReport.objects.get().grade == "Xuất sắc"
    assert "Vượt" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("values", [{"grade": "Tuyệt", "source_note": "Có"}, {"grade": "Tốt", "source_note": ""}])
def test_bad_result_is_refused(client: Client, people: People, graded: Target, values: dict) -> None:
    client.force_login(people.office)

    assert client.post(report_url(graded), values).status_code == 200
    assert not TargetReport.objects.exists()


@pytest.mark.parametrize(("value", "words"), [("-3", "số âm"), ("120", "từ 0% đến 100%")])
def test_rate_outside_0_to_100_is_refused_and_kept(
    client: Client, people: People, issued: Plan, value: str, words: str
) -> None:
    client.force_login(people.office)

    page = client.post(report_url(TargetFactory(plan=issued)), {"value": value, "source_note": "Báo cáo 5"})

    assert words in str(page.context["form"].errors["value"])
    assert "Báo cáo 5" in page.content.decode()


def test_measured_target_is_not_written_by_hand(client: Client, people: People, issued: Plan) -> None:
    client.force_login(people.office)
    target = TargetFactory(plan=issued, indicator=IndicatorFactory())

    assert client.get(report_url(target)).status_code == 302


def test_results_are_for_the_own_office(client: Client, people: People, graded: Target) -> None:
    client.force_login(people.surgeon)
    assert client.get(report_url(graded)).status_code == 403
    client.force_login(people.foreign_office)
    assert client.get(report_url(graded)).status_code == 404
