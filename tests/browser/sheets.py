"""A yearly round with open self-assessments, and the people who work on it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf

from accounts.models import User
from accounts.roles import RoleCode
from campaigns.models import Round
from scoring.models import Assessment
from scoring.services import assessments, criteria, verification
from tests.factories.accounts import PersonFactory, user_with
from tests.factories.campaigns import CampaignFactory, ParticipantFactory, RoundFactory
from tests.factories.scoring import stored_small_set
from tests.factories.world import World, make_world

AT = datetime(2026, 11, 20, 3, tzinfo=UTC)
GROUPS: list[dict[str, Any]] = [
    {"code": "a", "name": "Chỉ đạo, điều hành", "max": 60, "criterion": [
        {"code": "a1", "name": "Ban hành kế hoạch", "max": 40, "rule": {"kind": "yes_no"}, "evidence": "Kế hoạch"},
        {"code": "a2", "name": "Sinh hoạt chuyên đề", "max": 20, "rule": {"kind": "yes_no"}, "evidence": "Biên bản"},
    ]},
    {"code": "b", "name": "Văn bản", "max": 40, "criterion": [
        {"code": "b1", "name": "Văn bản đúng thể thức", "max": 40, "evidence": "Danh mục", "rule": {
            "kind": "proportional", "numerator_label": "Văn bản đạt", "denominator_label": "Văn bản ban hành"}},
    ]},
]  # fmt: skip


@dataclass(frozen=True)
class Sheets:
    """The surgery's and the pharmacy's sheets of one round, with a login for each part."""

    world: World
    round: Round
    head: User
    other_head: User
    office: User
    director: User

    @property
    def own(self) -> Assessment:
        return Assessment.objects.get(round=self.round, unit=self.world.surgery)

    def item(self, code: str) -> Any:
        return self.own.items.get(criterion__code=code)

    def submit_all(self) -> None:
        """Both units have declared everything and submitted."""
        for head, unit in ((self.head, self.world.surgery), (self.other_head, self.world.pharmacy)):
            sheet = Assessment.objects.get(round=self.round, unit=unit)
            for item in sheet.items.select_related("criterion"):
                typed = {"numerator": "9", "denominator": "10"} if item.criterion.code == "b1" else {"done": "co"}
                assessments.save_item(
                    item=item,
                    typed=typed,
                    explanation="Có hồ sơ lưu tại khoa.",
                    expected_revision=item.revision,
                    by=head,
                    at=AT,
                )
            assessments.submit(assessment=sheet, by=head, at=AT)

    def verify_all(self) -> None:
        """The office has agreed to every line."""
        self.submit_all()
        for sheet in Assessment.objects.filter(round=self.round):
            verification.accept_all(items=list(sheet.items.all()), by=self.office, at=AT)
            sheet.refresh_from_db()
            if sheet.state != "verified":
                verification.finish(assessment=sheet, by=self.office, at=AT)


def open_sheets(groups: list[dict[str, Any]] = GROUPS, year: int = 2026) -> Sheets:
    """The small world with a round of a year, its criteria and two open sheets."""
    world = make_world()
    round_ = RoundFactory(campaign=CampaignFactory(code="phong-trao", unit=world.centre), year=year)
    for unit in (world.surgery, world.pharmacy):
        ParticipantFactory(round=round_, unit=unit)
    criteria_set = stored_small_set(world.centre, total=Decimal(100), group=groups, bonus={"cap": 0, "criterion": []})
    office = user_with(RoleCode.OFFICE, world.centre, person=PersonFactory(unit=world.office))
    criteria.assign(round=round_, criteria_set=criteria_set, by=office, at=AT)
    assessments.open_for_round(round=round_, by=office, at=AT)
    return Sheets(
        world=world,
        round=round_,
        head=user_with(RoleCode.DEPARTMENT_HEAD, world.surgery),
        other_head=user_with(RoleCode.DEPARTMENT_HEAD, world.pharmacy),
        office=office,
        director=user_with(RoleCode.DIRECTOR, world.centre, person=PersonFactory(unit=world.centre)),
    )


def pdf_file(folder: Path, name: str = "ke-hoach.pdf") -> Path:
    """A real one-page PDF on disk, to be chosen in the browser."""
    document = pikepdf.new()
    document.add_blank_page()
    document.save(folder / name)
    return folder / name
