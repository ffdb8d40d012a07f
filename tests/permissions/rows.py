"""What a line of the table says: how an address is asked, and whose record stands in it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from accounts.models import User
from accounts.roles import RoleCode
from tests.permissions.places import Place


class Whose(Enum):
    """Who is meant to find the record in an address."""

    NOBODYS = "no record in the address, or one that all who may open the page share"
    DEPARTMENT = "a department's: its own people and those who work for the centre or above"
    CENTRE = "a centre's: all its people and those above"
    PERSON = "one's own"


@dataclass(frozen=True)
class Row:
    """``find`` gives the arguments of the address at a place, for a person; ``data`` what is posted beside them.

    ``seen_by`` names the roles that find the record at all where it is not shown to all who may open the page.
    """

    whose: Whose = Whose.NOBODYS
    find: Callable[[Place, User], dict[str, Any]] = lambda place, user: {}
    posts: bool = False
    data: Callable[[Place], dict[str, Any]] = lambda place: {}
    seen_by: tuple[RoleCode, ...] = tuple(RoleCode)


def department(find: Callable[[Any], Any], *, posts: bool = False, **fixed: Any) -> Row:
    """A row about one record of a department."""
    return Row(Whose.DEPARTMENT, lambda place, user: {"pk": find(place.own).pk, **fixed}, posts)


def centre(find: Callable[[Any], Any], *, posts: bool = False, **fixed: Any) -> Row:
    """A row about one record of a centre."""
    return Row(Whose.CENTRE, lambda place, user: {"pk": find(place.house).pk, **fixed}, posts)


def mine(make: Callable[[User], Any], *, posts: bool = False) -> Row:
    """A row about a record of the person; the other places give somebody else's."""
    return Row(
        Whose.PERSON, lambda place, user: {"pk": make(user if place.name == "own" else place.own.user).pk}, posts
    )


PAGE = Row()
ACT = Row(posts=True)
