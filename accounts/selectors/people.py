"""Reading persons, logins, units and the audit trail, within a person's reach."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import Delegation, Membership, Person, Unit, User
from accounts.policies import reach
from accounts.roles import VIEW_AUDIT
from core.models import AuditEvent


def people_within(user: User, permission: str) -> QuerySet[Person]:
    """Persons of the branches where the user holds the permission, by given name."""
    return reach(user, permission).filter(Person.objects.select_related("unit", "user"))


def units_within(user: User, permission: str) -> QuerySet[Unit]:
    """Units of those branches in tree order, with the number of persons working in each."""
    return (
        reach(user, permission)
        .filter(Unit.objects.all(), field="")
        .annotate(people_count=Count("people", filter=Q(people__active_to__isnull=True)))
        .order_by("path")
    )


def memberships_of_unit(unit: Unit, on: date) -> QuerySet[Membership]:
    """Who has which role at this very unit on a day."""
    return (
        Membership.objects.filter(unit=unit, valid_from__lte=on)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
        .select_related("user__person", "role")
        .order_by("role__position", "user__person__sort_key")
    )


def own_memberships(user: User, on: date) -> QuerySet[Membership]:
    """The memberships that the user may delegate on a day (delegated ones are not among them)."""
    return (
        Membership.objects.filter(user=user, valid_from__lte=on)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
        .select_related("unit", "role")
    )


def colleagues(user: User, centre: Unit | None) -> QuerySet[User]:
    """Other active logins of the centre: those to whom one may delegate."""
    if centre is None:
        return User.objects.none()
    working_there = Membership.objects.filter(user=OuterRef("pk"), unit__path__startswith=centre.path)
    return (
        User.objects.filter(Exists(working_there), is_active=True)
        .exclude(pk=user.pk)
        .select_related("person")
        .order_by("person__sort_key", "username")
    )


def delegations_given(user: User) -> QuerySet[Delegation]:
    """Delegations of the user's own memberships."""
    return Delegation.objects.filter(membership__user=user).select_related(
        "membership__unit", "membership__role", "delegate__person"
    )


def delegations_received(user: User) -> QuerySet[Delegation]:
    """Delegations by which the user stands in for others."""
    return Delegation.objects.filter(delegate=user).select_related(
        "membership__unit", "membership__role", "membership__user__person"
    )


def audit_events_within(user: User) -> QuerySet[AuditEvent]:
    """Events of the branches whose trail the user may read, newest first."""
    branches = Q(pk__in=())
    for path in reach(user, VIEW_AUDIT).paths:
        branches |= Q(unit_path__startswith=path)
    return AuditEvent.objects.filter(branches)
