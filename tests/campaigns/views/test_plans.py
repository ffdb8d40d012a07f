from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.enums import PlanState
from campaigns.models import Plan
from campaigns.services import plans
from tests.campaigns.conftest import AT, People
from tests.factories.campaigns import PlanFactory, PlanSectionFactory, RegisterEntryFactory, TargetFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def url(name: str, *args: object) -> str:
    return reverse(f"campaigns:{name}", args=args)


def sign_in(client: Client, user: object) -> Client:
    client.force_login(user)  # type: ignore[arg-type]
    return client


def words(response: object) -> str:
    """The messages that the next page shows."""
    return " ".join(str(message) for message in response.context["messages"])  # type: ignore[attr-defined]


def test_list_shows_own_plans_and_finds_them_without_diacritics(client: Client, people: People, issued: Plan) -> None:
    sign_in(client, people.surgeon)

    page = client.get(url("plan-list"), {"q": "day manh cai cach"})

    assert page.status_code == 200
    assert [row.record for row in page.context["table"].rows] == [issued]
    assert "01/KH-TTYT" in page.content.decode()


def test_list_takes_as_many_queries_for_one_plan_as_for_three(
    client: Client, people: People, world: World, django_assert_num_queries: object
) -> None:
    sign_in(client, people.office)
    PlanFactory(campaign__unit=world.centre)
    client.get(url("plan-list"))
    for rows in (1, 3):
        while Plan.objects.count() < rows:
            PlanFactory(campaign__unit=world.centre)
        with django_assert_num_queries(11):  # type: ignore[operator]
            assert client.get(url("plan-list")).status_code == 200


def test_list_exports_what_is_filtered(client: Client, people: People, issued: Plan) -> None:
    page = sign_in(client, people.office).get(url("plan-list"), {"state": "draft", "_export": "xlsx"})

    assert page.headers["Content-Type"].startswith("application/vnd.openxmlformats")


@pytest.mark.parametrize("who", ["office", "director", "surgeon"])
def test_issued_plan_is_read_by_everybody_of_the_centre(client: Client, people: People, issued: Plan, who: str) -> None:
    TargetFactory(plan=issued)

    page = sign_in(client, getattr(people, who)).get(url("plan-detail", issued.pk))

    assert page.status_code == 200
    assert "MỤC ĐÍCH, YÊU CẦU" in page.content.decode()


def test_detail_takes_as_many_queries_for_one_section_as_for_three(
    client: Client, people: People, draft: Plan, django_assert_num_queries: object
) -> None:
    sign_in(client, people.office)
    client.get(url("plan-detail", draft.pk))
    for rows in (1, 3):
        while draft.sections.count() < rows:
            PlanSectionFactory(plan=draft)
        with django_assert_num_queries(23):  # type: ignore[operator]
            client.get(url("plan-detail", draft.pk))


@pytest.mark.parametrize("who", ["surgeon", "foreign_office", "foreign_head"])
def test_draft_is_not_found_by_others(client: Client, people: People, draft: Plan, who: str) -> None:
    assert sign_in(client, getattr(people, who)).get(url("plan-detail", draft.pk)).status_code == 404


@pytest.mark.parametrize("name", ["plan-create", "plan-edit", "plan-issue", "plan-section-list"])
def test_writing_is_forbidden_to_departments(client: Client, people: People, draft: Plan, name: str) -> None:
    args = () if name == "plan-create" else (draft.pk,)

    assert sign_in(client, people.surgeon).get(url(name, *args)).status_code == 403


def test_plan_is_created_and_leads_to_the_editor(client: Client, people: People) -> None:
    values = {"title": "Thi đua", "subject": "Phát động", "starts_on": "01/01/2026", "ends_on": "31/12/2030"}

    answer = sign_in(client, people.office).post(url("plan-create"), values)

    plan = Plan.objects.get()
    assert answer.headers["Location"] == url("plan-edit", plan.pk)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"starts_on": "31/02/2026"}, "starts_on"),
        ({"title": "ă" * 501}, "title"),
        ({"ends_on": "01/01/2020"}, "ends_on"),
    ],
)
def test_bad_input_is_said_at_its_field_and_kept(client: Client, people: People, change: dict, field: str) -> None:
    values = {"title": "Thi đua", "subject": "Phát động", "starts_on": "01/01/2026", "ends_on": "31/12/2030", **change}

    page = sign_in(client, people.office).post(url("plan-create"), values)

    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert "Phát động" in page.content.decode()
    assert change[field] in page.content.decode()
    assert not Plan.objects.exists()


def test_office_submits_by_the_button(client: Client, people: People, draft: Plan) -> None:
    sign_in(client, people.office)
    assert "Trình Giám đốc" in client.get(url("plan-detail", draft.pk)).content.decode()

    client.post(url("plan-act", draft.pk), {"transition": "submit"})
    again = client.post(url("plan-act", draft.pk), {"transition": "submit"}, follow=True)

    draft.refresh_from_db()
    assert draft.state == PlanState.WITH_DIRECTOR
    assert "Không thể thực hiện" in words(again)


@pytest.mark.parametrize("name", ["issue", "supersede", "khong-co"])
def test_buttons_cannot_be_invented(client: Client, people: People, submitted: Plan, name: str) -> None:
    answer = sign_in(client, people.director).post(url("plan-act", submitted.pk), {"transition": name}, follow=True)

    submitted.refresh_from_db()
    assert submitted.state == PlanState.WITH_DIRECTOR
    assert "Không rõ việc cần làm" in words(answer)


def test_director_issues_with_the_proposed_number(client: Client, people: People, submitted: Plan) -> None:
    RegisterEntryFactory(unit=submitted.unit, number=11, year=timezone.localdate().year)
    sign_in(client, people.director)
    form = client.get(url("plan-issue", submitted.pk)).context["form"]
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    values["issued_on"] = f"{values['issued_on']:%d/%m/%Y}"

    client.post(url("plan-issue", submitted.pk), values)

    submitted.refresh_from_db()
    assert (submitted.state, submitted.number) == (PlanState.ISSUED, 12)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"number": 11}, "đã cấp cho văn bản khác"),
        ({"issued_on": "31/02/2026"}, "không có thật"),
        ({"signer_name": ""}, "Cần ghi mục này"),
    ],
)
def test_refused_issue_keeps_what_was_typed(
    client: Client, people: People, submitted: Plan, change: dict, message: str
) -> None:
    today = timezone.localdate()
    RegisterEntryFactory(unit=submitted.unit, number=11, year=today.year)
    values = {"number": 12, "issued_on": f"{today:%d/%m/%Y}", "signer_title": "Q. GIÁM ĐỐC", "signer_name": "Bùi An"}

    page = sign_in(client, people.director).post(url("plan-issue", submitted.pk), {**values, **change})

    assert message in page.content.decode()
    assert "Q. GIÁM ĐỐC" in page.content.decode()
    submitted.refresh_from_db()
    assert submitted.number is None


def test_day_to_come_is_refused_at_its_field(client: Client, people: People, submitted: Plan) -> None:
    day = timezone.localdate() + timedelta(days=3)
    values = {"number": 1, "issued_on": f"{day:%d/%m/%Y}", "signer_title": "GIÁM ĐỐC", "signer_name": "Bùi An"}

    page = sign_in(client, people.director).post(url("plan-issue", submitted.pk), values)

    assert "ở sau hôm nay" in page.content.decode()
    assert list(page.context["form"].errors) == ["issued_on"]


def test_head_acknowledges_on_the_page(client: Client, people: People, issued: Plan, world: World) -> None:
    sign_in(client, people.surgeon)
    assert "Khoa Ngoại đã nhận" in client.get(url("plan-detail", issued.pk)).content.decode()

    for _ in range(2):
        client.post(url("plan-acknowledge", issued.pk), {"unit": world.surgery.pk})

    assert list(issued.acknowledgements.values_list("unit", flat=True)) == [world.surgery.pk]


def test_head_cannot_acknowledge_for_others(client: Client, people: People, issued: Plan, world: World) -> None:
    answer = sign_in(client, people.surgeon).post(url("plan-acknowledge", issued.pk), {"unit": world.pharmacy.pk})

    assert answer.status_code == 404
    assert issued.acknowledgements.count() == 0


def test_amendment_is_started_and_discarded(client: Client, people: People, issued: Plan) -> None:
    sign_in(client, people.office)

    client.post(url("plan-amend", issued.pk))
    draft = Plan.objects.get(version=2)
    client.post(url("plan-discard", draft.pk), {"comment": "Nhầm"})

    assert list(Plan.objects.all()) == [issued]


def test_office_reads_on_the_plan_why_it_came_back(client: Client, people: People, submitted: Plan) -> None:
    plans.send_back(plan=submitted, by=people.director, at=AT, comment="Thiếu mục giám sát")
    sign_in(client, people.office)

    told = client.get(url("plan-detail", submitted.pk))
    client.post(url("plan-act", submitted.pk), {"transition": "submit"})
    sent_again = client.get(url("plan-detail", submitted.pk))

    assert told.context["returned"].reason == "Thiếu mục giám sát"
    assert '<div class="alert alert-warning">' in told.content.decode()
    assert sent_again.context["returned"] is None
