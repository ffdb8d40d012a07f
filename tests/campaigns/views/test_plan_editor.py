import unicodedata

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.models import Plan
from campaigns.views.plan_editor import PARTS
from indicators.enums import Direction
from tests.campaigns.conftest import People
from tests.factories.campaigns import DutyFactory, PlanSectionFactory, TargetFactory
from tests.factories.indicators import IndicatorFactory

pytestmark = pytest.mark.django_db
TARGET = {
    "code": "T-A3",
    "label": "Đúng hạn",
    "operator": "gte",
    "low": "99",
    "high": "",
    "grade": "",
    "unit_of_measure": "%",
    "scope": "centre",
    "verification": "declared",
}


def url(name: str, *args: object) -> str:
    return reverse(f"campaigns:{name}", args=args)


@pytest.fixture
def office(client: Client, people: People) -> Client:
    client.force_login(people.office)
    return client


def head_values(plan: Plan, **changes: str) -> dict[str, str]:
    fields = ("kind_name", "subject", "symbol", "place", "preamble", "closing", "signer_title", "signer_name")
    return {**{name: getattr(plan, name) for name in fields}, **changes}


@pytest.mark.parametrize("slug", PARTS)
def test_each_part_opens(office: Client, draft: Plan, slug: str) -> None:
    assert office.get(url("plan-part", draft.pk, slug)).status_code == 200


def test_unknown_part_is_not_found(office: Client, draft: Plan) -> None:
    assert office.get(url("plan-part", draft.pk, "khong-co")).status_code == 404


def test_head_is_saved_in_one_normal_form(office: Client, draft: Plan) -> None:
    subject = "Phát động phong trào"
    values = head_values(draft, subject=unicodedata.normalize("NFD", subject))

    answer = office.post(url("plan-edit", draft.pk), values)

    draft.refresh_from_db()
    assert answer.status_code == 302
    assert draft.subject == subject


def test_over_long_text_is_refused_and_kept(office: Client, draft: Plan) -> None:
    page = office.post(url("plan-edit", draft.pk), head_values(draft, preamble="a" * 20_001, place="Bồng Sơn"))

    assert list(page.context["form"].errors) == ["preamble"]
    assert "Bồng Sơn" in page.content.decode()
    draft.refresh_from_db()
    assert draft.place == "Hoài Nhơn"


def test_second_of_two_writers_is_told_and_may_replace(office: Client, draft: Plan) -> None:
    address = url("plan-edit", draft.pk)
    seen = office.get(address).context["form"].fields["seen"].initial
    office.post(address, head_values(draft, place="Tam Quan", seen=seen))

    page = office.post(address, head_values(draft, place="Bồng Sơn", seen=seen))

    draft.refresh_from_db()
    assert draft.place == "Tam Quan"
    assert "người khác vừa sửa" in page.content.decode()
    assert "Bồng Sơn" in page.content.decode()

    office.post(address, head_values(draft, place="Bồng Sơn", seen=page.context["form"]["seen"].value()))

    draft.refresh_from_db()
    assert draft.place == "Bồng Sơn"


def test_issued_plan_leads_back_to_its_page(office: Client, issued: Plan) -> None:
    for name, args in (("plan-edit", ()), ("plan-section-list", ()), ("plan-part", ("chi-tieu",))):
        answer = office.get(url(name, issued.pk, *args))
        assert answer.headers["Location"] == url("plan-detail", issued.pk)


def test_foreign_office_does_not_find_the_editor(client: Client, people: People, draft: Plan) -> None:
    client.force_login(people.foreign_office)

    assert client.get(url("plan-edit", draft.pk)).status_code == 404
    assert client.post(url("plan-part", draft.pk, "noi-nhan"), {"text": "Lạ"}).status_code == 404


def test_target_is_added(office: Client, draft: Plan) -> None:
    page = office.post(url("plan-part", draft.pk, "chi-tieu"), {**TARGET, "low": "99,5"}, follow=True)

    target = draft.targets.get()
    assert "≥ 99,5%" in page.content.decode(), "the list says what must be reached"
    assert 'id="them" open' in page.content.decode(), "the form waits for the next target"
    assert (str(target.low), target.position) == ("99.5000", 1)


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"low": ""}, "low", "phải có mức"),
        ({"low": "120"}, "low", "ngoài khoảng 0%"),
        ({"low": "-1"}, "low", "số âm"),
        ({"operator": "reduce_between", "low": "50", "high": "30"}, "low", "lớn hơn mức trên"),
        ({"operator": "grade_gte", "low": "", "grade": ""}, "grade", "phải là một trong"),
        ({"operator": "gt_previous"}, "low", "Xóa mức này"),
        ({"grade": "Tốt"}, "grade", "Bỏ chọn"),
        ({"low": "chín chín"}, "low", "số"),
    ],
)
def test_target_fields_depend_on_the_operator(
    office: Client, draft: Plan, change: dict, field: str, message: str
) -> None:
    page = office.post(url("plan-part", draft.pk, "chi-tieu"), {**TARGET, **change})

    assert message in str(page.context["form"].errors[field])
    assert not draft.targets.exists()


@pytest.mark.parametrize(
    ("direction", "operator", "message"),
    [
        (Direction.LOWER, "gte", "Chọn “không quá …” hoặc “dưới …”"),
        (Direction.HIGHER, "lte", "Chọn “đạt từ … trở lên”"),
    ],
)
def test_target_follows_the_direction_of_its_indicator(
    office: Client, draft: Plan, direction: str, operator: str, message: str
) -> None:
    values = {**TARGET, "indicator": IndicatorFactory(direction=direction).pk, "operator": operator}

    page = office.post(url("plan-part", draft.pk, "chi-tieu"), values)

    assert message in str(page.context["form"].errors["operator"])
    assert not draft.targets.exists()


def test_code_used_twice_is_said_at_its_field(office: Client, draft: Plan) -> None:
    TargetFactory(plan=draft, code="T-A3")

    page = office.post(url("plan-part", draft.pk, "chi-tieu"), TARGET)

    assert list(page.context["form"].errors) == ["code"]


def test_row_is_changed_moved_and_removed(office: Client, draft: Plan) -> None:
    row = DutyFactory(plan=draft, position=1)
    other = DutyFactory(plan=draft, position=2, responsible="Các khoa")
    values = {"responsible": "Phòng TCHC", "text": "Đôn đốc"}

    office.post(url("plan-part-edit", draft.pk, "trach-nhiem", row.pk), values)
    office.post(url("plan-part-act", draft.pk, "trach-nhiem", row.pk), {"act": "down"})
    assert [duty.responsible for duty in draft.duties.all()] == ["Các khoa", "Phòng TCHC"]

    office.post(url("plan-part-act", draft.pk, "trach-nhiem", other.pk), {"act": "remove"})
    assert [duty.responsible for duty in draft.duties.all()] == ["Phòng TCHC"]


def test_row_of_another_plan_is_not_found(office: Client, draft: Plan) -> None:
    foreign = DutyFactory()

    assert office.get(url("plan-part-edit", draft.pk, "trach-nhiem", foreign.pk)).status_code == 404


def test_section_is_saved_as_a_fragment_with_new_numbers(office: Client, draft: Plan) -> None:
    section = PlanSectionFactory(plan=draft, heading="Giám sát")
    values = {"style": "roman", "mark": "V", "heading": "Kiểm tra, giám sát"}
    address = url("plan-section-edit", draft.pk, section.pk)

    page = office.post(address, values, headers={"HX-Request": "true"})

    text = page.content.decode()
    assert "<html" not in text
    assert "V." in text and "Kiểm tra, giám sát" in text


def test_refused_section_stays_in_its_row(office: Client, draft: Plan) -> None:
    section = draft.sections.get()
    address = url("plan-section-edit", draft.pk, section.pk)
    values = {"style": "letter", "mark": "f", "heading": "", "body": ""}

    page = office.post(address, values, headers={"HX-Request": "true"})

    assert (page.status_code, page.headers["HX-Retarget"]) == (422, f"#chu-{section.pk}")
    assert set(page.context["form"].errors) == {"mark", "heading"}


def test_section_works_without_scripts(office: Client, draft: Plan) -> None:
    section = draft.sections.get()
    assert "<html" in office.get(url("plan-section-edit", draft.pk, section.pk)).content.decode()

    office.post(f"{url('plan-section-create', draft.pk)}?trong={section.pk}", {"style": "arabic", "heading": "Con"})
    child = draft.sections.get(parent=section)
    answer = office.post(url("plan-section-act", draft.pk, child.pk), {"act": "out"})

    child.refresh_from_db()
    assert child.parent is None
    assert answer.headers["Location"].endswith(f"#muc-{child.pk}")


def test_new_section_proposes_the_style_of_its_place(office: Client, draft: Plan) -> None:
    section = draft.sections.get()

    after = office.get(f"{url('plan-section-create', draft.pk)}?sau={section.pk}").context["form"]
    below = office.get(f"{url('plan-section-create', draft.pk)}?trong={section.pk}").context["form"]

    assert (after.initial["style"], below.initial["style"]) == ("roman", "arabic")


def test_impossible_move_is_said_in_the_tree(office: Client, draft: Plan) -> None:
    section = draft.sections.get()

    page = office.post(url("plan-section-act", draft.pk, section.pk), {"act": "out"}, headers={"HX-Request": "true"})

    assert "đã ở cấp ngoài cùng" in page.content.decode()


def test_removing_takes_the_section_out(office: Client, draft: Plan) -> None:
    office.post(url("plan-section-act", draft.pk, draft.sections.get().pk), {"act": "remove"})

    assert draft.sections.count() == 0
