"""The two real plans, imported: every word stored in order, every target proposed.

The full texts are not part of the repository: THIDUA_PLANS names their folder (left out where they are not).
"""

import os
from difflib import SequenceMatcher
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from campaigns.engine.document import document_words
from campaigns.models import Plan
from campaigns.selectors.plan_document import newest_plan, plan_document
from core.text import nfc
from tests.campaigns.word.outlines import plain_docx
from tests.factories.world import World

PLANS = Path(os.environ.get("THIDUA_PLANS", settings.BASE_DIR.parent / "shared" / "plans"))
NAMES = ("hoai-nhon-2026-2030", "tu-mo-rong-2023-2030")
pytestmark = [
    pytest.mark.plans,
    pytest.mark.django_db,
    pytest.mark.skipif(not PLANS.is_dir(), reason="the full texts of the plans are not here (THIDUA_PLANS)"),
]


def _text(name: str) -> str:
    return nfc((PLANS / f"{name}.txt").read_text(encoding="utf-8-sig"))


def _imported(path: Path, name: str) -> Plan:
    call_command("import_plan", path, code=name, stdout=StringIO())
    plan = newest_plan(name)
    assert plan is not None
    return plan


def _lost_words(wanted: list[str], found: list[str]) -> list[str]:
    """Every run of wanted words that is not at its place, with what stands there instead."""
    blocks = SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes()
    return [
        f"word {start}: “{' '.join(wanted[start:end])}” -> “{' '.join(found[low:high])}”"
        for kind, start, end, low, high in blocks
        if kind in ("replace", "delete")
    ]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("suffix", ["txt", "docx"])
def test_every_word_of_a_real_plan_is_stored_in_order(world: World, tmp_path: Path, name: str, suffix: str) -> None:
    text = _text(name)
    source = tmp_path / f"{name}.{suffix}"
    lines = [line for line in text.splitlines() if line.strip()]
    source.write_bytes(text.encode() if suffix == "txt" else plain_docx(lines))
    stored = document_words(plan_document(_imported(source, name)))
    # Both drafts leave the symbol to the office, which the portal fills in after “Số:”.
    assert _lost_words(text.split(), stored) == []


@pytest.mark.parametrize(
    ("name", "operators"),
    [
        (
            NAMES[0],
            "eq eq gte reduce_between gt gte qualitative qualitative grade_gte grade_gte gte improve_rank qualitative",
        ),
        (
            NAMES[1],
            "gt_previous gt_previous gt_previous gte gte eq gte reduce_between qualitative reduce_between "
            "gt_previous gt_previous",
        ),
    ],
)
def test_all_targets_of_a_real_plan_are_proposed(world: World, name: str, operators: str) -> None:
    plan = _imported(PLANS / f"{name}.txt", name)
    assert " ".join(plan.targets.values_list("operator", flat=True)) == operators
    assert not plan.targets.filter(confirmed=True).exists()
    assert plan.campaign.unit in (world.centre, world.other_centre)


@pytest.mark.parametrize(("name", "areas"), [(NAMES[0], "a b c d đ e g h i k"), (NAMES[1], "1 2 3 4 5 6")])
def test_content_areas_of_a_real_plan_are_recognised(world: World, name: str, areas: str) -> None:
    plan = _imported(PLANS / f"{name}.txt", name)
    assert " ".join(plan.content_areas.values_list("code", flat=True)) == areas
