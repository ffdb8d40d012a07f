"""A group of units that there is not is told where it was named: in a text file, in a cell, in the workshop."""

import copy
from io import BytesIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from openpyxl import load_workbook

from scoring.engine import definition
from scoring.models import CriteriaSet
from scoring.selectors import workshop as drafts
from scoring.services import criteria, criteria_files, criteria_toml
from scoring.services.criteria import CriteriaRefused
from scoring.spreadsheet.layout import EXAMPLES
from scoring.spreadsheet.writing import workbook
from tests.factories.campaigns import CampaignFactory, RoundFactory
from tests.factories.scoring import NOW, SMALL_SET, stored_small_set
from tests.factories.world import World

SAID = "Không có khối “khoi-la”. Các khối: lam_sang (Khối lâm sàng); can_lam_sang (Khối cận lâm sàng)"
EXAMPLE = {"name": "Khoa Nội", "group": "khoi-la", "entry": {}, "expect": {}}


def given(**changes: Any) -> dict[str, Any]:
    """The small set with unknown groups at a group, a criterion and a bonus criterion."""
    mapping = copy.deepcopy(SMALL_SET) | changes
    mapping["group"][0]["not_for"] = ["phong", "khoi-la"]
    mapping["group"][1]["criterion"][0]["not_for"] = ["khoi-la"]
    mapping["bonus"]["criterion"][0]["not_for"] = ["khoi-la", "tram"]
    return mapping


def told(faults: Any) -> list[str]:
    return [fault.cell or fault.where for fault in faults if SAID in fault.problem]


def test_text_file_with_unknown_groups_is_told_where_they_stand() -> None:
    content = criteria_toml.write(given(example=[EXAMPLE])).encode()

    examined = criteria_files.examine(content, "bo.toml")

    assert told(examined.errors) == ["Nhóm a", "Tiêu chí c2", "Tiêu chí T1", "Ví dụ “Khoa Nội”"]


def test_workbook_with_unknown_groups_is_told_in_its_cells() -> None:
    content = workbook(given(example=[EXAMPLE]))

    examined = criteria_files.examine(content, "bo.xlsx")

    cells = [fault for fault in examined.errors if SAID in fault.problem]
    assert load_workbook(BytesIO(content))["Tiêu chí"]["N1"].value == "Khối không áp dụng"
    assert [fault.cell for fault in cells if fault.sheet == "Tiêu chí"] == ["N2", "N6", "N7"]
    assert {fault.mend for fault in cells if fault.sheet == "Tiêu chí"} == {
        "Ghi tên khối như danh mục, cách nhau bằng dấu chấm phẩy."
    }
    assert [fault.sheet for fault in cells].count(EXAMPLES) == 1


def test_set_with_unknown_groups_is_not_stored(world: World) -> None:
    built, _ = definition.read_set(given())
    assert built is not None

    with pytest.raises(CriteriaRefused) as refused:
        criteria.store(criteria_set=built, unit=world.centre, by=None, at=NOW)

    assert len(refused.value.slips) == 3
    assert not CriteriaSet.objects.exists()


def test_workshop_tells_them_at_their_node_and_freezes_no_such_set(world: World) -> None:
    draft = stored_small_set(world.centre)
    draft.criteria.filter(code="a1").update(not_for=["khoi-la"])
    node = draft.criteria.get(code="a1")

    found = drafts.verdict(CriteriaSet.objects.get(pk=draft.pk))

    assert [each.node for each in found.findings if each.slip.message.startswith(SAID)] == [node.pk]
    assert found.errors == 1
    round_ = RoundFactory(campaign=CampaignFactory(unit=world.centre))
    with pytest.raises(CriteriaRefused, match="Không có khối “khoi-la”"):
        criteria.assign(round=round_, criteria_set=draft, by=None, at=NOW)


def test_command_tells_them_and_fails(world: World, tmp_path: Any) -> None:
    file = tmp_path / "bo.toml"
    file.write_text(criteria_toml.write(given()), encoding="utf-8")

    with pytest.raises(CommandError) as refused:
        call_command("import_criteria", str(file), "--check")

    assert str(refused.value).count(SAID) == 3
