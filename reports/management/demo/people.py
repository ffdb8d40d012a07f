"""Units, people, logins and roles of the demonstration."""

import random
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from accounts.enums import EmploymentKind, Gender, UnitKind
from accounts.models import Person, Role, Unit, User
from accounts.roles import RoleCode
from accounts.services import memberships, people, units
from accounts.services.roles import sync_roles
from reports.management.demo.story import PASSWORD, dice, moment

DATA = Path(__file__).resolve().parents[2] / "data" / "demo"
STARTED_ON = date(2023, 1, 1)
AT = moment(STARTED_ON)
SMALLEST_UNIT = 4
UNITS_WITH_STAFF_LOGIN = 2


@dataclass
class Centre:
    """One health centre of the demonstration with its people by what they do."""

    unit: Unit
    prefix: str
    facts: dict[str, Any]
    departments: list[Unit] = field(default_factory=list)
    heads: dict[int, User] = field(default_factory=dict)
    staff: dict[int, User] = field(default_factory=dict)
    director: User = field(init=False)
    deputies: list[User] = field(default_factory=list)
    office_head: User = field(init=False)
    verifier: User = field(init=False)
    members: list[User] = field(default_factory=list)
    secretary: User = field(init=False)
    chair: User = field(init=False)
    viewer: User | None = None

    def facts_of(self, unit: Unit) -> dict[str, Any]:
        """What the data file says of a department."""
        code = unit.code.removeprefix(f"{self.prefix}-")
        return next(entry for entry in self.facts["units"] if entry["code"] == code)


class _Names:
    """Believable names, each used once in a centre."""

    def __init__(self, source: random.Random) -> None:
        self.parts = tomllib.loads((DATA / "names.toml").read_text(encoding="utf-8"))
        self.source = source
        self.used: set[str] = set()

    def new(self, gender: str) -> str:
        kind = "female" if gender == Gender.FEMALE else "male"
        while True:
            words = (
                self.source.choice(self.parts["family"]),
                self.source.choice(self.parts[f"{kind}_middle"]),
                self.source.choice(self.parts[f"{kind}_given"]),
            )
            name = " ".join(words)
            if name not in self.used:
                self.used.add(name)
                return name


def make_world() -> list[Centre]:
    """Both centres under their Sở Y tế, with departments, people and logins."""
    sync_roles()
    centres = []
    for authority in tomllib.loads((DATA / "units.toml").read_text(encoding="utf-8"))["authority"]:
        above = units.create(parent=None, values=_unit_values(authority, UnitKind.AUTHORITY), by=None, at=AT)
        for facts in authority["centre"]:
            centre = _make_centre(above, facts)
            centre.viewer = _viewer(above, centre)
            centres.append(centre)
    _administrator(centres[0])
    return centres


def _unit_values(facts: dict[str, Any], kind: str, code: str = "", position: int = 0) -> dict[str, Any]:
    return {
        "code": code or facts["code"],
        "kind": kind,
        "group": facts.get("group", ""),
        "name": facts["name"],
        "short_name": facts.get("short_name") or facts["short"],
        "document_symbol": facts.get("symbol", ""),
        "place_name": facts.get("place", ""),
        "position": position,
    }


def _make_centre(above: Unit, facts: dict[str, Any]) -> Centre:
    unit = units.create(parent=above, values=_unit_values(facts, UnitKind.CENTRE), by=None, at=AT)
    centre = Centre(unit=unit, prefix=facts["prefix"], facts=facts)
    for position, entry in enumerate(facts["units"], start=1):
        code = f"{centre.prefix}-{entry['code']}"
        values = _unit_values(entry, entry["kind"], code, position)
        centre.departments.append(units.create(parent=unit, values=values, by=None, at=AT))
    _staff(centre)
    _leaders(centre)
    _council(centre)
    return centre


def _staff(centre: Centre) -> None:
    """A head, a deputy and members for each department, so many that the centre has its number of people."""
    source = dice(centre.prefix, "people")
    names = _Names(source)
    names.used.add(centre.facts["director"])
    sizes = _sizes(len(centre.departments), centre.facts["people"], source)
    number = 0
    for unit, size in zip(centre.departments, sizes, strict=True):
        members = []
        for place in range(size):
            number += 1
            gender = Gender.FEMALE if source.random() < 0.62 else Gender.MALE
            members.append(
                _person(centre, unit, number, names.new(gender), gender, _post(unit, place, names, source), source)
            )
        centre.heads[unit.pk] = _login(centre, members[0], f"truong.{unit.code.removeprefix(centre.prefix + '-')}")
        _give(centre.heads[unit.pk], unit, RoleCode.DEPARTMENT_HEAD)
        if unit.kind == UnitKind.DEPARTMENT and len(centre.staff) < UNITS_WITH_STAFF_LOGIN:
            centre.staff[unit.pk] = _login(centre, members[2], f"nv.{unit.code.removeprefix(centre.prefix + '-')}")
            _give(centre.staff[unit.pk], unit, RoleCode.DEPARTMENT_STAFF)


def _sizes(count: int, total: int, source: random.Random) -> list[int]:
    sizes = [SMALLEST_UNIT] * count
    while sum(sizes) < total:
        sizes[source.randrange(count)] += 1
    return sizes


def _post(unit: Unit, place: int, names: _Names, source: random.Random) -> str:
    if place < 2:
        rank = "Trưởng" if place == 0 else "Phó Trưởng"
        return f"{rank} {unit.get_kind_display().lower()}"
    key = {"phong": "office_posts", "tram": "station_posts"}.get(unit.kind, "clinical_posts")
    return str(source.choice(names.parts[key]))


def _person(
    centre: Centre, unit: Unit, number: int, name: str, gender: str, post: str, source: random.Random
) -> Person:
    return people.create(
        values={
            "staff_code": f"{centre.prefix.upper()}{number:03d}",
            "unit": unit,
            "full_name": name,
            "gender": gender,
            "born_on": date(source.randint(1968, 2000), source.randint(1, 12), source.randint(1, 28)),
            "job_title": post,
            "employment_kind": EmploymentKind.CONTRACT if source.random() < 0.18 else EmploymentKind.CIVIL_SERVANT,
            "works_on_reform": post.startswith(("Trưởng", "Phó")) or source.random() < 0.35,
            "active_from": date(source.randint(1995, 2022), source.randint(1, 12), 1),
        },
        by=None,
        at=AT,
    )


def _login(centre: Centre, person: Person, name: str) -> User:
    """A login whose first password was changed to the demonstration's."""
    user, _ = people.create_login(person=person, username=f"{centre.prefix}.{name}", by=None, at=AT)
    return people.change_own_password(user=user, password=PASSWORD, at=AT)


def _give(user: User, unit: Unit, role: str) -> None:
    memberships.assign(user=user, unit=unit, role=Role.objects.get(code=role), valid_from=STARTED_ON, by=None, at=AT)


def _leaders(centre: Centre) -> None:
    """Director and two deputies belong to the centre itself; the office is the head and a member of the TCHC office."""
    source = dice(centre.prefix, "leaders")
    names = _Names(source)
    number = 900
    leaders = []
    for name, post in (
        (centre.facts["director"], "Giám đốc"),
        (names.new(Gender.MALE), "Phó Giám đốc"),
        (names.new(Gender.FEMALE), "Phó Giám đốc"),
    ):
        number += 1
        gender = Gender.FEMALE if number == 903 else Gender.MALE
        leaders.append(_person(centre, centre.unit, number, name, gender, post, source))
    centre.director = _login(centre, leaders[0], "giamdoc")
    _give(centre.director, centre.unit, RoleCode.DIRECTOR)
    centre.deputies = [_login(centre, leaders[1], "phogiamdoc1"), _login(centre, leaders[2], "phogiamdoc2")]
    office = next(unit for unit in centre.departments if unit.code.endswith(centre.facts["office"]))
    centre.office_head = centre.heads[office.pk]
    _give(centre.office_head, centre.unit, RoleCode.OFFICE)
    others = office.people.filter(user__isnull=True).order_by("staff_code")
    centre.verifier = _login(centre, others[0], "tchc")
    _give(centre.verifier, centre.unit, RoleCode.OFFICE)


def _council(centre: Centre) -> None:
    """Nine members: the leaders, the secretary of the TCHC office, and heads of departments."""
    assert centre.director and centre.verifier
    centre.chair, centre.secretary = centre.director, centre.verifier
    heads = [centre.heads[unit.pk] for unit in centre.departments if centre.heads[unit.pk] != centre.office_head]
    centre.members = [*centre.deputies, *heads[:5]]
    _give(centre.chair, centre.unit, RoleCode.COUNCIL_CHAIR)
    _give(centre.secretary, centre.unit, RoleCode.COUNCIL_SECRETARY)
    for member in centre.members:
        _give(member, centre.unit, RoleCode.COUNCIL_MEMBER)


def _viewer(above: Unit, centre: Centre) -> User:
    """Somebody at the Sở Y tế who follows its centres."""
    source = dice(above.code, "viewer")
    name = _Names(source).new(Gender.FEMALE)
    person = people.create(
        values={
            "staff_code": f"SYT-{centre.prefix.upper()}-01",
            "unit": above,
            "full_name": name,
            "gender": Gender.FEMALE,
            "job_title": "Chuyên viên Văn phòng Sở",
        },
        by=None,
        at=AT,
    )
    user = _login(centre, person, "soyte")
    _give(user, above, RoleCode.SUPERIOR_VIEWER)
    return user


def _administrator(centre: Centre) -> None:
    """One administrator of the installation, who reaches every Sở Y tế."""
    user = User.objects.create_user("quantri", None, label="Quản trị hệ thống")
    people.change_own_password(user=user, password=PASSWORD, at=AT)
    for root in Unit.objects.filter(kind=UnitKind.AUTHORITY):
        _give(user, root, RoleCode.ADMINISTRATOR)
