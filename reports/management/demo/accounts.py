"""One account for each role of the demonstration."""

from dataclasses import asdict, dataclass

from accounts.models import User
from reports.management.demo.story import PASSWORD

USERNAMES = {
    "department_head": "hn.truong.duoc",
    "department_staff": "hn.nv.kham-benh",
    "office": "hn.tchc",
    "council_member": "tmr.phogiamdoc2",
    "council_secretary": "tmr.tchc",
    "council_chair": "tmr.giamdoc",
    "director": "hn.giamdoc",
    "superior_viewer": "tmr.soyte",
    "administrator": "quantri",
}


@dataclass(frozen=True)
class Account:
    """A role with the login that shows it."""

    role: str
    username: str
    password: str

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def accounts() -> list[Account]:
    """The accounts that are there; empty without the demonstration."""
    present = set(User.objects.filter(username__in=USERNAMES.values()).values_list("username", flat=True))
    return [Account(role, name, PASSWORD) for role, name in USERNAMES.items() if name in present]
