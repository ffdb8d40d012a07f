"""Signing in and out, lockout, the first password, and the centre and year one looks at."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import RoleCode
from tests.factories.accounts import PASSWORD, UserFactory, user_with
from tests.factories.world import World

pytestmark = pytest.mark.django_db
LOGIN = "accounts:login"
BACKEND = "django.contrib.auth.backends.ModelBackend"
NEW = "cây-lúa-nước-2026"


def sign_in(client: Client, username: str, password: str = PASSWORD, **extra: str) -> HttpResponse:
    return client.post(reverse(LOGIN), {"username": username, "password": password, **extra})


def test_user_name_is_accepted_in_any_case(client: Client) -> None:
    UserFactory(username="le.hoa")

    response = sign_in(client, " LE.Hoa ")

    assert response.status_code == 302
    assert client.session["_auth_user_id"]


def test_wrong_password_keeps_the_name_and_says_what_to_do(client: Client) -> None:
    UserFactory(username="le.hoa")

    page = sign_in(client, "le.hoa", "sai").content.decode()

    assert "không đúng" in page
    assert 'value="le.hoa"' in page


def test_sign_in_goes_where_one_wanted_but_never_elsewhere(client: Client) -> None:
    UserFactory(username="le.hoa")

    assert sign_in(client, "le.hoa", next="/thong-bao/")["Location"] == "/thong-bao/"
    client.logout()
    elsewhere = sign_in(client, "le.hoa", next="https://example.com/")
    assert elsewhere["Location"] == reverse(settings.LOGIN_REDIRECT_URL)


def test_locked_login_says_so_in_minutes(client: Client) -> None:
    UserFactory(username="le.hoa")
    for _ in range(settings.AXES_FAILURE_LIMIT):
        response = sign_in(client, "le.hoa", "sai")

    page = response.content.decode()
    assert response.status_code == 429
    assert "15 phút" in page
    assert sign_in(client, "le.hoa").status_code == 429


def test_locked_account_cannot_sign_in(client: Client) -> None:
    UserFactory(username="le.hoa", is_active=False)

    assert sign_in(client, "le.hoa").status_code == 200
    assert "_auth_user_id" not in client.session


def test_sign_out_is_by_post_only(client: Client) -> None:
    client.force_login(UserFactory(), backend=BACKEND)

    assert client.get(reverse("accounts:logout")).status_code == 405
    assert client.post(reverse("accounts:logout"))["Location"] == reverse(LOGIN)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        ("sai", NEW, NEW, "Mật khẩu đang dùng không đúng"),
        (PASSWORD, NEW, f"{NEW}x", "Hai lần nhập mật khẩu mới không giống nhau"),
        (PASSWORD, "12345678", "12345678", "quá ngắn"),
        (PASSWORD, PASSWORD, PASSWORD, "trùng mật khẩu đang dùng"),
    ],
)
def test_refused_password_is_told_in_plain_words(client: Client, old: str, new: str, again: str, said: str) -> None:
    user = UserFactory(must_change_password=True)
    client.force_login(user, backend=BACKEND)

    data = {"old_password": old, "new_password1": new, "new_password2": again}
    page = client.post(reverse("accounts:password"), data).content.decode()

    assert said in page
    assert User.objects.get(pk=user.pk).must_change_password


def test_person_without_a_role_is_told_what_is_missing(client: Client) -> None:
    client.force_login(UserFactory(username="le.hoa"), backend=BACKEND)

    page = client.get("/")

    assert page.status_code == 403
    assert "Tài khoản chưa được phân vai trò" in page.content.decode()
    assert reverse("accounts:logout") in page.content.decode()


def test_person_with_a_role_is_told_that_it_does_not_suffice(client: Client, world: World) -> None:
    client.force_login(user_with(RoleCode.DEPARTMENT_STAFF, world.surgery), backend=BACKEND)

    page = client.get(reverse("accounts:audit-list"))

    assert page.status_code == 403
    assert "Vai trò của bạn không gồm việc này" in page.content.decode()


def test_first_password_must_be_changed_before_anything_else(client: Client) -> None:
    user = UserFactory(must_change_password=True)
    client.force_login(user, backend=BACKEND)

    assert client.get(reverse("core:notification-list"))["Location"] == reverse("accounts:password")
    page = client.post(
        reverse("accounts:password"), {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    )

    assert page.status_code == 302
    assert client.get(reverse("core:notification-list")).status_code == 200
    assert User.objects.get(pk=user.pk).check_password(NEW)


def test_weak_new_password_is_refused_on_its_field(client: Client) -> None:
    client.force_login(UserFactory(), backend=BACKEND)

    page = client.post(
        reverse("accounts:password"), {"old_password": PASSWORD, "new_password1": "123", "new_password2": "123"}
    ).content.decode()

    assert "is-invalid" in page
    assert "Mật khẩu quá ngắn: cần ít nhất 10 ký tự." in page


def test_centre_and_year_are_kept_for_the_session(client: Client, world: World) -> None:
    viewer = user_with(RoleCode.SUPERIOR_VIEWER, world.authority)
    client.force_login(viewer, backend=BACKEND)

    client.post(reverse("accounts:scope-switch"), {"centre": world.other_centre.pk})
    client.post(reverse("accounts:scope-switch"), {"year": "2025"})
    page = client.get(reverse("core:notification-list")).content.decode()

    assert "Năm 2025" in page
    assert f'value="{world.other_centre.pk}" aria-current="true"' in page


def test_foreign_centre_and_senseless_year_are_ignored(client: Client, world: World) -> None:
    head = user_with(RoleCode.DEPARTMENT_HEAD, world.surgery)
    client.force_login(head, backend=BACKEND)

    client.post(reverse("accounts:scope-switch"), {"centre": world.other_centre.pk, "year": "1800"})
    client.post(reverse("accounts:scope-switch"), {"centre": "²", "year": "²"})
    page = client.get(reverse("core:notification-list")).content.decode()

    assert world.centre.short_name in page
    assert world.other_centre.short_name not in page
    assert "Năm 1800" not in page


def test_switching_returns_to_the_list_one_came_from(client: Client, world: World) -> None:
    client.force_login(user_with(RoleCode.ADMINISTRATOR, world.centre), backend=BACKEND)

    response = client.post(
        reverse("accounts:scope-switch"),
        {"year": "2025"},
        headers={"Referer": f"http://testserver{reverse('accounts:unit-detail', args=[world.surgery.pk])}"},
    )

    assert response["Location"] == reverse("accounts:unit-list")
