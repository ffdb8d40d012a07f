"""Directory, units, roles, delegation, import and audit pages: who sees what, and what is said when it fails."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import Delegation, Membership, Person, Role, Unit, User
from accounts.roles import RoleCode
from accounts.services import people
from accounts.spreadsheet import people as spreadsheet
from tests.factories.accounts import MembershipFactory, PersonFactory, UserFactory, user_with
from tests.factories.world import World

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
DIRECTORY, IMPORT = "accounts:directory", "accounts:people-import"


@pytest.fixture
def boss(client: Client, world: World) -> User:
    user = user_with(RoleCode.ADMINISTRATOR, world.centre)
    client.force_login(user, backend=BACKEND)
    return user


def text_of(client: Client, name: str, *args: object, **query: str) -> str:
    return client.get(reverse(name, args=args), query).content.decode()


def test_person_is_found_without_diacritics_and_by_whole_beginnings(client: Client, boss: User, world: World) -> None:
    PersonFactory(unit=world.surgery, full_name="Lê Thị Hoa")
    PersonFactory(unit=world.surgery, full_name="Trần Văn Khoa")

    page = text_of(client, DIRECTORY, q="le thi hoa")
    other = text_of(client, DIRECTORY, q="hoa")

    assert "Lê Thị Hoa" in page
    assert "Lê Thị Hoa" in other
    assert "Trần Văn Khoa" not in other


def test_directory_is_in_order_of_given_names(client: Client, boss: User, world: World) -> None:
    for name in ("Lê Thị Hương", "Nguyễn Văn An", "Phạm Đức Bình"):
        PersonFactory(unit=world.surgery, full_name=name)

    page = text_of(client, DIRECTORY)

    assert page.index("Nguyễn Văn An") < page.index("Phạm Đức Bình") < page.index("Lê Thị Hương")


def test_directory_filters_by_unit_with_everything_below(client: Client, boss: User, world: World) -> None:
    PersonFactory(unit=world.surgery, full_name="Lê Thị Hoa")
    PersonFactory(unit=world.pharmacy, full_name="Trần Thị Lan")

    page = text_of(client, DIRECTORY, unit=str(world.surgery.pk))

    assert "Lê Thị Hoa" in page
    assert "Trần Thị Lan" not in page


def test_excel_holds_exactly_what_is_filtered(client: Client, boss: User, world: World) -> None:
    PersonFactory(unit=world.surgery, full_name="=HYPERLINK(1)", staff_code="NV1")
    PersonFactory(unit=world.pharmacy, full_name="Trần Thị Lan")

    response = client.get(reverse(DIRECTORY), {"unit": str(world.surgery.pk), "_export": "xlsx"})

    rows = list(load_workbook(io.BytesIO(response.content)).worksheets[0].values)
    assert [row[:2] for row in rows] == [("Họ và tên", "Mã nhân viên"), ("'=HYPERLINK(1)", "NV1")]


def test_foreign_person_is_not_found_and_wrong_role_is_forbidden(client: Client, boss: User, world: World) -> None:
    foreign = PersonFactory(unit=world.other_department)
    assert client.get(reverse("accounts:person-detail", args=[foreign.pk])).status_code == 404

    client.force_login(user_with(RoleCode.DEPARTMENT_HEAD, world.surgery), backend=BACKEND)
    assert client.get(reverse(DIRECTORY)).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_directory_takes_the_same_queries_for_any_number(
    client: Client, boss: User, world: World, rows: int, django_assert_num_queries: object
) -> None:
    for _ in range(rows):
        UserFactory(person=PersonFactory(unit=world.surgery))

    with django_assert_num_queries(12):  # type: ignore[operator]
        client.get(reverse(DIRECTORY))


def test_person_is_added_and_faults_keep_what_was_typed(client: Client, boss: User, world: World) -> None:
    typed = {
        "full_name": "Lê Thị Hoa",
        "staff_code": "NV77",
        "unit": world.surgery.pk,
        "employment_kind": "vien_chuc",
        "born_on": "31/02/1985",
    }

    refused = client.post(reverse("accounts:person-create"), typed).content.decode()
    client.post(reverse("accounts:person-create"), {**typed, "born_on": "28/02/1985"})

    assert 'value="Lê Thị Hoa"' in refused
    assert 'value="31/02/1985"' in refused
    assert f"{Person.objects.get(staff_code='NV77').born_on}" == "1985-02-28"


def test_person_cannot_be_put_into_a_foreign_unit(client: Client, boss: User, world: World) -> None:
    client.post(
        reverse("accounts:person-create"),
        {
            "full_name": "Lê Thị Hoa",
            "staff_code": "NV77",
            "unit": world.other_department.pk,
            "employment_kind": "vien_chuc",
        },
    )

    assert not Person.objects.filter(staff_code="NV77").exists()


def test_login_is_made_with_a_password_shown_once(client: Client, boss: User, world: World) -> None:
    person = PersonFactory(unit=world.surgery)

    first = client.post(
        reverse("accounts:login-create", args=[person.pk]), {"username": "le.hoa"}, follow=True
    ).content.decode()

    assert "Mật khẩu lần đầu" in first
    assert "Mật khẩu lần đầu" not in text_of(client, "accounts:person-detail", person.pk)


def test_role_is_given_and_ended_from_the_person(client: Client, boss: User, world: World) -> None:
    user = UserFactory(person=PersonFactory(unit=world.surgery))
    role = Role.objects.get(code=RoleCode.DEPARTMENT_HEAD)

    client.post(
        reverse("accounts:membership-create", args=[user.person.pk]),
        {"role": role.pk, "unit": world.surgery.pk, "valid_from": "01/01/2026"},
    )
    membership = Membership.objects.get(user=user)
    client.post(reverse("accounts:membership-end", args=[membership.pk]))

    membership.refresh_from_db()
    assert (membership.role, membership.valid_to) == (role, timezone.localdate())


def test_office_manages_people_but_not_roles(client: Client, world: World) -> None:
    client.force_login(user_with(RoleCode.OFFICE, world.centre), backend=BACKEND)
    user = UserFactory(person=PersonFactory(unit=world.surgery))

    assert client.get(reverse("accounts:person-create")).status_code == 200
    assert client.post(reverse("accounts:membership-create", args=[user.person.pk])).status_code == 403


def test_unit_is_added_changed_and_renamed(client: Client, boss: User, world: World) -> None:
    client.post(
        reverse("accounts:unit-create"),
        {"parent": world.centre.pk, "name": "Khoa Nhi", "short_name": "Khoa Nhi", "code": "khoa-nhi", "kind": "khoa",
         "position": "1"},
    )  # fmt: skip
    unit = Unit.objects.get(code="khoa-nhi")
    client.post(
        reverse("accounts:unit-rename", args=[unit.pk]), {"full_name": "Khoa Nhi mới", "valid_from": "1/7/2026"}
    )

    page = text_of(client, "accounts:unit-detail", unit.pk)
    assert unit.is_within(world.centre)
    assert "Khoa Nhi mới" in page
    assert "đến 30/6/2026" in page


def test_unit_tree_shows_only_the_own_branch(client: Client, boss: User, world: World) -> None:
    page = text_of(client, "accounts:unit-list")

    assert "Khoa Dược" in page
    assert world.other_centre.name not in page
    assert client.get(reverse("accounts:unit-detail", args=[world.other_centre.pk])).status_code == 404


def test_roles_are_readable_and_changed_by_administrators_only(client: Client, boss: User, world: World) -> None:
    role = Role.objects.get(code=RoleCode.DEPARTMENT_STAFF)
    address = reverse("accounts:role-detail", args=[role.pk])
    client.post(address, {"description": "Chỉ xem danh bạ", "permissions": ["accounts.view_directory"]})
    changed = set(role.permissions.values_list("code", flat=True))

    client.force_login(user_with(RoleCode.DIRECTOR, world.centre), backend=BACKEND)
    client.post(address, {"description": "Tất cả", "permissions": []})

    role.refresh_from_db()
    assert changed == {"accounts.view_directory"}
    assert role.description == "Chỉ xem danh bạ"
    assert role.permissions.count() == 1


def test_delegation_is_made_and_revoked(client: Client, world: World) -> None:
    head = user_with(RoleCode.DEPARTMENT_HEAD, world.surgery)
    stand_in = MembershipFactory(unit=world.surgery).user
    client.force_login(head, backend=BACKEND)
    today = f"{timezone.localdate():%d/%m/%Y}"

    client.post(
        reverse("accounts:delegation-create"),
        {
            "membership": Membership.objects.get(user=head).pk,
            "delegate": stand_in.pk,
            "starts_on": today,
            "ends_on": today,
            "reason": "Đi học",
        },
    )
    delegation = Delegation.objects.get()
    client.post(reverse("accounts:delegation-revoke", args=[delegation.pk]))

    delegation.refresh_from_db()
    assert delegation.revoked_at is not None
    assert "Đã thu hồi" in text_of(client, "accounts:delegation-list")


def test_refused_delegation_keeps_the_form(client: Client, world: World) -> None:
    head = user_with(RoleCode.DEPARTMENT_HEAD, world.surgery)
    stand_in = MembershipFactory(unit=world.surgery).user
    client.force_login(head, backend=BACKEND)

    page = client.post(
        reverse("accounts:delegation-create"),
        {
            "membership": Membership.objects.get(user=head).pk,
            "delegate": stand_in.pk,
            "starts_on": "01/01/2020",
            "ends_on": "02/01/2020",
            "reason": "Đi học dài ngày",
        },
    ).content.decode()

    assert "Ngày bắt đầu đã qua" in page
    assert "Đi học dài ngày" in page


def test_import_checks_first_and_writes_on_the_second_step(client: Client, boss: User, world: World) -> None:
    book = load_workbook(io.BytesIO(spreadsheet.template_bytes()))
    book["Nhân sự"].append(["NV500", "Lê Thị Hoa", world.surgery.code])
    target = io.BytesIO()
    book.save(target)

    page = client.post(reverse(IMPORT), {"file": SimpleUploadedFile("nhan-su.xlsx", target.getvalue())})
    before = Person.objects.filter(staff_code="NV500").exists()
    client.post(reverse("accounts:people-import-apply"))

    assert "không có lỗi" in page.content.decode()
    assert not before
    assert Person.objects.filter(staff_code="NV500").exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("danh-sach.pdf", b"%PDF-1.4", "Chỉ nhận: Excel (.xlsx)"),
        ("danh-sach.xlsx", b"khong phai Excel", "không đúng loại"),
        ("danh-sach.xlsx", b"", "rỗng"),
    ],
)
def test_import_of_a_wrong_file_says_why(client: Client, boss: User, name: str, content: bytes, words: str) -> None:
    page = client.post(reverse(IMPORT), {"file": SimpleUploadedFile(name, content)}).content.decode()

    assert words in page


def test_import_that_is_refused_in_the_end_keeps_no_file(client: Client, boss: User, world: World) -> None:
    book = load_workbook(io.BytesIO(spreadsheet.template_bytes()))
    book["Nhân sự"].append(["NV500", "Lê Thị Hoa", world.surgery.code])
    target = io.BytesIO()
    book.save(target)
    client.post(reverse(IMPORT), {"file": SimpleUploadedFile("nhan-su.xlsx", target.getvalue())})
    _, kept = client.session["people_import"]
    Unit.objects.filter(pk=world.surgery.pk).update(code="MA-MOI")

    client.post(reverse("accounts:people-import-apply"))

    assert kept and not Person.objects.filter(staff_code="NV500").exists()
    assert not default_storage.exists(kept)


def test_import_without_a_checked_file_says_so(client: Client, boss: User) -> None:
    page = client.post(reverse("accounts:people-import-apply"), follow=True).content.decode()

    assert "Hãy chọn lại tệp" in page


def test_audit_trail_says_who_what_and_from_to(client: Client, boss: User, world: World) -> None:
    person = PersonFactory(unit=world.surgery, full_name="Lê Thị Hoa")
    people.update(person=person, values={"job_title": "Trưởng khoa"}, by=boss, at=timezone.now())
    foreign = PersonFactory(unit=world.other_department, full_name="Trần Thị Lan")
    people.update(person=foreign, values={"job_title": "Trưởng khoa"}, by=None, at=timezone.now())

    page = text_of(client, "accounts:audit-list", action="accounts.person.update")

    assert "Sửa nhân sự" in page
    assert "– → Trưởng khoa" in page
    assert "Lê Thị Hoa" in page
    assert "Trần Thị Lan" not in page


def test_audit_trail_is_filtered_by_day(client: Client, boss: User, world: World) -> None:
    people.update(
        person=PersonFactory(unit=world.surgery), values={"job_title": "Điều dưỡng"}, by=boss, at=timezone.now()
    )

    assert "Điều dưỡng" in text_of(client, "accounts:audit-list", since=f"{timezone.localdate():%d/%m/%Y}")
    assert "Điều dưỡng" not in text_of(client, "accounts:audit-list", until="01/01/2020")
