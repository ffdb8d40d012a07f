"""Units, people, logins and roles for tests."""

from datetime import UTC, date, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.enums import UnitKind
from accounts.models import Delegation, Membership, PermissionCode, Person, Role, Unit, UnitName, User
from accounts.services.roles import sync_roles

PASSWORD = "mat-khau-thu-nghiem-9"


class UnitFactory(DjangoModelFactory):
    """A unit; pass ``parent=`` to place it in the tree."""

    class Meta:
        model = Unit

    code = factory.Sequence(lambda number: f"don-vi-{number}")
    kind = UnitKind.DEPARTMENT
    name = factory.Sequence(lambda number: f"Khoa Thử nghiệm {number}")
    short_name = factory.SelfAttribute("name")

    @classmethod
    def _create(cls, model_class: type[Unit], *args: Any, parent: Unit | None = None, **kwargs: Any) -> Unit:
        if parent is None:
            return Unit.objects.add_root(kwargs)
        return Unit.objects.add_child(Unit.objects.get(pk=parent.pk), kwargs)


class UnitNameFactory(DjangoModelFactory):
    class Meta:
        model = UnitName

    unit = factory.SubFactory(UnitFactory)
    full_name = "Trung tâm Y tế Thử nghiệm"


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    staff_code = factory.Sequence(lambda number: f"NV{number:04d}")
    unit = factory.SubFactory(UnitFactory)
    full_name = factory.Sequence(lambda number: f"Nguyễn Văn Số {number}")


class UserFactory(DjangoModelFactory):
    """A login that has already changed its first password; the password is ``PASSWORD``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda number: f"nguoi-dung-{number}")
    person = factory.SubFactory(PersonFactory)
    must_change_password = False

    @factory.post_generation
    def password(self: User, create: bool, extracted: str | None, **kwargs: Any) -> None:  # type: ignore[misc]
        self.set_password(extracted or PASSWORD)
        if create:
            self.save()


class PermissionCodeFactory(DjangoModelFactory):
    class Meta:
        model = PermissionCode

    code = factory.Sequence(lambda number: f"accounts.thu_{number}")
    label = "Quyền thử nghiệm"


class RoleFactory(DjangoModelFactory):
    class Meta:
        model = Role

    code = factory.Sequence(lambda number: f"vai-tro-{number}")
    name = "Vai trò thử nghiệm"


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    unit = factory.SubFactory(UnitFactory)
    role = factory.SubFactory(RoleFactory)
    valid_from = date(2020, 1, 1)


class DelegationFactory(DjangoModelFactory):
    class Meta:
        model = Delegation

    membership = factory.SubFactory(MembershipFactory)
    delegate = factory.SubFactory(UserFactory)
    starts_on = date(2026, 1, 1)
    ends_on = date(2026, 1, 31)
    reason = "Đi công tác"
    created_at = factory.LazyFunction(lambda: datetime(2026, 1, 1, tzinfo=UTC))


def user_with(role: str, unit: Unit, **fields: Any) -> User:
    """A signed-up user who has a declared role (``RoleCode``) at a unit."""
    if not Role.objects.filter(code=role).exists():
        sync_roles()
    fields.setdefault("person", PersonFactory(unit=unit))
    user = UserFactory(**fields)
    MembershipFactory(user=user, unit=unit, role=Role.objects.get(code=role))
    return User.objects.get(pk=user.pk)
