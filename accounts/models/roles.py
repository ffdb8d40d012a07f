"""Roles as data: what each may do, who has it where and when, and for whom one stands in."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models.units import Unit
from core.fields import NormalisedCharField, NormalisedTextField


class PermissionCode(models.Model):
    """One right that the program knows; rows come from the apps' ``roles.py``."""

    code = models.CharField("mã quyền", max_length=80, primary_key=True)
    label = models.CharField("quyền", max_length=200)

    class Meta:
        verbose_name = "quyền"
        verbose_name_plural = "quyền"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.label


class Role(models.Model):
    """A named set of rights, with a description a manager can read."""

    code = models.SlugField("mã vai trò", max_length=40, unique=True)
    name = NormalisedCharField("vai trò", max_length=80)
    description = NormalisedTextField("mô tả", blank=True)
    permissions = models.ManyToManyField(PermissionCode, verbose_name="quyền", blank=True, related_name="roles")
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "vai trò"
        verbose_name_plural = "vai trò"
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A user has a role at a unit, and thereby in all units below it, for a time."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="tài khoản", on_delete=models.CASCADE, related_name="memberships"
    )
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="memberships")
    role = models.ForeignKey(Role, verbose_name="vai trò", on_delete=models.PROTECT, related_name="memberships")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)

    class Meta:
        verbose_name = "phân vai"
        verbose_name_plural = "phân vai"
        ordering = ["user", "role", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "role"], condition=Q(valid_to__isnull=True), name="membership_one_open"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="membership_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.role} – {self.unit}"


class Delegation(models.Model):
    """Somebody stands in for a membership for a limited time; it cannot be passed on."""

    membership = models.ForeignKey(
        Membership, verbose_name="vai trò được ủy quyền", on_delete=models.CASCADE, related_name="delegations"
    )
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người được ủy quyền", on_delete=models.CASCADE, related_name="+"
    )
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")
    reason = NormalisedTextField("lý do")
    created_at = models.DateTimeField("lập lúc")
    revoked_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)

    class Meta:
        verbose_name = "ủy quyền"
        verbose_name_plural = "ủy quyền"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="delegation_dates_in_order"),
        ]

    @property
    def unit(self) -> Unit:
        return self.membership.unit

    def __str__(self) -> str:
        return f"{self.membership} → {self.delegate}"
