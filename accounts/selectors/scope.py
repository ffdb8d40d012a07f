"""Which health centres and years a person may look at."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from accounts.enums import UnitKind
from accounts.models import Role, Unit, User
from accounts.policies import in_force, reach

YEARS_BACK = 4
YEARS_AHEAD = 1


def centres_of(user: User, on: date) -> QuerySet[Unit]:
    """The centres above or below the units where the user has a role on this day, in Vietnamese order."""
    wanted = Q(pk__in=())
    for path in in_force(user, on).values_list("unit__path", flat=True):
        above = [path[:length] for length in range(Unit.steplen, len(path) + 1, Unit.steplen)]
        wanted |= Q(path__startswith=path) | Q(path__in=above)
    return Unit.objects.filter(wanted, kind=UnitKind.CENTRE).order_by("sort_key", "pk")


def units_in_sight(user: User, centre: Unit | None, permission: str) -> QuerySet[Unit]:
    """The units of the centre that is looked at (of all where it is None) at which the user holds the permission."""
    units = Unit.objects.all()
    if centre is not None:
        units = units.filter(path__startswith=centre.path)
    return reach(user, permission).filter(units, field="")


def first_centre(user: User, centres: Sequence[Unit]) -> Unit | None:
    """The centre to show before one is chosen: the one the person works in, else the first."""
    own_path = user.person.unit.path if user.person else ""
    return next((centre for centre in centres if own_path.startswith(centre.path)), centres[0] if centres else None)


def years_on_offer(today: date) -> list[int]:
    """Years that the header offers, newest first."""
    return list(range(today.year + YEARS_AHEAD, today.year - YEARS_BACK - 1, -1))


def role_names(user: User, on: date) -> list[str]:
    """The names of the roles under which the user acts on this day."""
    held = in_force(user, on).values_list("role_id", flat=True)
    return list(Role.objects.filter(pk__in=held).values_list("name", flat=True))
