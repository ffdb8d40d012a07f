"""Persons, their logins, and units with their names by date."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.models import Person, User
from accounts.roles import RoleCode
from accounts.services import people, units
from accounts.services.people import PersonRefused
from accounts.services.units import UnitRefused
from core.models import AuditEvent
from tests.factories.accounts import PASSWORD, PersonFactory, UserFactory, user_with
from tests.factories.world import World


@pytest.fixture
def boss(world: World) -> User:
    return user_with(RoleCode.ADMINISTRATOR, world.centre)


def test_first_password_works_once_and_must_be_changed(boss: User) -> None:
    user, password = people.create_login(person=PersonFactory(), username=" Le.Hoa ", by=boss, at=timezone.now())

    assert user.username == "le.hoa"
    assert user.check_password(password)
    assert user.must_change_password

    people.change_own_password(user=user, password="cây-lúa-nước-2026", at=timezone.now())
    assert not User.objects.get(pk=user.pk).must_change_password


def test_login_names_and_persons_are_unique(boss: User) -> None:
    taken = UserFactory(username="le.hoa")

    with pytest.raises(PersonRefused, match="đã có người dùng"):
        people.create_login(person=PersonFactory(), username="LE.HOA", by=boss, at=timezone.now())
    with pytest.raises(PersonRefused, match="đã có tài khoản"):
        people.create_login(person=taken.person, username="hoa.le", by=boss, at=timezone.now())


def test_weak_password_is_refused_with_reasons(boss: User) -> None:
    with pytest.raises(PersonRefused) as refusal:
        people.change_own_password(user=boss, password="12345", at=timezone.now())

    assert refusal.value.field == "new_password1"
    assert User.objects.get(pk=boss.pk).check_password(PASSWORD)


def test_first_password_may_not_be_kept(boss: User) -> None:
    user, password = people.create_login(person=PersonFactory(), username="le.hoa", by=boss, at=timezone.now())

    with pytest.raises(PersonRefused, match="trùng mật khẩu đang dùng") as refusal:
        people.change_own_password(user=user, password=password, at=timezone.now())

    assert refusal.value.field == "new_password1"
    assert User.objects.get(pk=user.pk).must_change_password


def test_reset_password_must_be_changed_again(boss: User) -> None:
    user = UserFactory()

    password = people.reset_password(user=user, by=boss, at=timezone.now())

    stored = User.objects.get(pk=user.pk)
    assert stored.check_password(password)
    assert stored.must_change_password


def test_nobody_locks_out_oneself(boss: User) -> None:
    with pytest.raises(PersonRefused, match="tự khóa"):
        people.set_login_active(user=boss, is_active=False, by=boss, at=timezone.now())


def test_change_of_a_person_is_audited_from_and_to(boss: User, world: World) -> None:
    person = PersonFactory(unit=world.surgery, full_name="Lê Thị Hoa")

    people.update(person=person, values={"unit": world.pharmacy}, by=boss, at=timezone.now())

    assert Person.objects.get(pk=person.pk).unit == world.pharmacy
    assert AuditEvent.objects.get(action="accounts.person.update").changes == {"đơn vị": ["Khoa Ngoại", "Khoa Dược"]}


def test_unchanged_person_leaves_no_trace(boss: User) -> None:
    person = PersonFactory(full_name="Lê Thị Hoa")

    people.update(person=person, values={"full_name": "Lê Thị Hoa"}, by=boss, at=timezone.now())

    assert not AuditEvent.objects.filter(action="accounts.person.update").exists()


def test_unit_keeps_its_earlier_names_by_date(boss: User, world: World) -> None:
    unit = units.create(
        parent=world.centre,
        values={"code": "khoa-nhi", "kind": "khoa", "name": "Khoa Nhi", "short_name": "Khoa Nhi"},
        by=boss,
        at=timezone.now(),
    )

    units.rename(
        unit=unit,
        full_name="Khoa Nhi - Sơ sinh",
        superior_name=world.centre.name,
        place_name="",
        valid_from=date(2026, 7, 1),
        by=boss,
        at=timezone.now(),
    )

    assert unit.name_on(date(2026, 6, 30)) == "Khoa Nhi"
    assert unit.name_on(date(2026, 7, 1)) == "Khoa Nhi - Sơ sinh"


def test_name_before_a_later_one_is_refused(boss: User, world: World) -> None:
    def rename(day: date) -> None:
        units.rename(
            unit=world.surgery,
            full_name="Khoa Ngoại chấn thương",
            superior_name="",
            place_name="",
            valid_from=day,
            by=boss,
            at=timezone.now(),
        )

    rename(date(2026, 7, 1))
    with pytest.raises(UnitRefused, match="đã có tên"):
        rename(date(2026, 6, 1))
