"""Persons (staff, with or without a login) and users (logins)."""

from typing import Any, ClassVar

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from accounts.enums import EmploymentKind, Gender
from accounts.models.units import Unit
from core.fields import NormalisedCharField
from core.text import person_sort_key, search_key


class Person(models.Model):
    """A member of staff."""

    staff_code = models.CharField("mã nhân viên", max_length=30, unique=True)
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="people")
    full_name = NormalisedCharField("họ và tên", max_length=100)
    gender = models.CharField("giới tính", max_length=4, choices=Gender, blank=True)
    born_on = models.DateField("ngày sinh", null=True, blank=True)
    job_title = NormalisedCharField("chức vụ, chức danh", max_length=120, blank=True)
    employment_kind = models.CharField(
        "loại lao động", max_length=16, choices=EmploymentKind, default=EmploymentKind.CIVIL_SERVANT
    )
    works_on_reform = models.BooleanField(
        "trực tiếp làm cải cách hành chính",
        default=False,
        help_text="Người trực tiếp tham mưu, thực hiện nhiệm vụ cải cách hành chính.",
    )
    email = models.EmailField("thư điện tử", blank=True)
    phone = NormalisedCharField("điện thoại", max_length=20, blank=True)
    active_from = models.DateField("vào làm", null=True, blank=True)
    active_to = models.DateField("nghỉ việc", null=True, blank=True)
    search_key = models.CharField(max_length=300, editable=False, db_index=True)
    sort_key = models.CharField(max_length=500, editable=False, db_index=True)

    class Meta:
        verbose_name = "nhân sự"
        verbose_name_plural = "nhân sự"
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(active_to__isnull=True) | Q(active_from__isnull=True) | Q(active_to__gte=F("active_from")),
                name="person_active_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = search_key(f"{self.full_name} {self.staff_code} {self.job_title}")
        self.sort_key = person_sort_key(self.full_name)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_key", "sort_key"}
        super().save(*args, **kwargs)


class UserManager(BaseUserManager["User"]):
    """Makes logins; a first password is always to be changed."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A login. What it may do comes from its memberships and delegations only; there is no superuser."""

    username = models.CharField(
        "tên đăng nhập", max_length=60, unique=True, error_messages={"unique": "Tên đăng nhập này đã có người dùng."}
    )
    person = models.OneToOneField(
        Person, verbose_name="nhân sự", null=True, blank=True, on_delete=models.PROTECT, related_name="user"
    )
    label = NormalisedCharField("tên hiển thị khi không gắn nhân sự", max_length=100, blank=True)
    is_active = models.BooleanField("đang dùng", default=True)
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=True)
    created_at = models.DateTimeField("tạo lúc", auto_now_add=True)

    # The rights of a day, kept on the instance by accounts.policies.
    _grants: object = None

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(condition=Q(username=Lower("username")), name="user_username_lower_case"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The person's name, else the login's own label."""
        return self.person.full_name if self.person_id and self.person else self.label or self.username

    def has_perm(self, permission: str, record: Any = None) -> bool:
        """Whether this user holds the permission for the record, or anywhere when no record is given."""
        return self.is_active and rules.has_perm(permission, self, record)
