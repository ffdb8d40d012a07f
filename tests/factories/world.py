"""A small world that many tests share: one Sở Y tế, two centres, two departments each."""

from dataclasses import dataclass

from accounts.enums import UnitKind
from accounts.models import Unit
from tests.factories.accounts import UnitFactory


@dataclass(frozen=True)
class World:
    """The units of the small world. ``centre`` is one's own, ``other_centre`` the foreign one."""

    authority: Unit
    centre: Unit
    surgery: Unit
    pharmacy: Unit
    office: Unit
    other_centre: Unit
    other_department: Unit


def make_world() -> World:
    authority = UnitFactory(
        code="so-y-te",
        kind=UnitKind.AUTHORITY,
        name="Sở Y tế tỉnh Gia Lai",
        short_name="Sở Y tế",
        document_symbol="SYT",
    )
    centre = UnitFactory(
        parent=authority,
        code="ttyt-mot",
        kind=UnitKind.CENTRE,
        name="Trung tâm Y tế Một",
        short_name="TTYT Một",
        document_symbol="TTYT",
        place_name="Hoài Nhơn",
    )
    other_centre = UnitFactory(
        parent=authority,
        code="ttyt-hai",
        kind=UnitKind.CENTRE,
        name="Trung tâm Y tế Hai",
        short_name="TTYT Hai",
        document_symbol="TTYT",
        place_name="Tu Mơ Rông",
    )
    return World(
        authority=authority,
        centre=centre,
        surgery=UnitFactory(parent=centre, code="khoa-ngoai", name="Khoa Ngoại", group="lam_sang", position=1),
        pharmacy=UnitFactory(parent=centre, code="khoa-duoc", name="Khoa Dược", group="can_lam_sang", position=2),
        office=UnitFactory(
            parent=centre,
            code="phong-tchc",
            kind=UnitKind.OFFICE,
            name="Phòng Tổ chức - Hành chính",
            group="phong",
            position=3,
        ),
        other_centre=other_centre,
        other_department=UnitFactory(parent=other_centre, code="khoa-noi-hai", name="Khoa Nội Hai", group="lam_sang"),
    )
