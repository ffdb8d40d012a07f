"""The two real plans, imported and printed, give back their words in order. Needs the full texts of the plans."""

import os
import re
from difflib import SequenceMatcher
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from pypdf import PdfReader

from reports.pdf import renderer

PLANS = Path(os.environ.get("THIDUA_PLANS", settings.BASE_DIR.parent / "shared" / "plans"))
LEAST_SHARE = 0.995

pytestmark = [
    pytest.mark.plans,
    pytest.mark.skipif(not PLANS.is_dir(), reason="the full texts of the plans are not here (THIDUA_PLANS)"),
    pytest.mark.skipif(not renderer.is_available(), reason="needs pango"),
]


def printed_words(pdf: bytes) -> list[str]:
    """The words of all pages without the page numbers."""
    words: list[str] = []
    for number, page in enumerate(PdfReader(BytesIO(pdf)).pages, start=1):
        on_page = page.extract_text().split()
        words += on_page[1:] if number > 1 and on_page[0] == str(number) else on_page
    return words


def mismatches(source: list[str], printed: list[str]) -> tuple[float, list[str]]:
    """The share of source words found in order, and each place where words were lost or changed."""
    matcher = SequenceMatcher(None, source, printed, autojunk=False)
    kept = sum(block.size for block in matcher.get_matching_blocks())
    lost = [
        f"{tag} word {start}: {' '.join(source[start:end])!r} -> {' '.join(printed[low:high])!r}"
        for tag, start, end, low, high in matcher.get_opcodes()
        if tag in ("delete", "replace")
    ]
    return kept / len(source), lost


@pytest.mark.parametrize("code", ["hoai-nhon-2026-2030", "tu-mo-rong-2023-2030"])
def test_imported_plan_is_printed_word_for_word(world, tmp_path, code):
    source = PLANS / f"{code}.txt"
    target = tmp_path / "ke-hoach.pdf"
    call_command("import_plan", source, code=code, unit=world.centre.code, stdout=StringIO())
    call_command("print_document", "ke-hoach", code, output=target, stdout=StringIO())

    share, lost = mismatches(re.split(r"\s+", source.read_text("utf-8").strip()), printed_words(target.read_bytes()))

    assert share >= LEAST_SHARE, "\n".join(lost)


def test_a_lost_word_is_listed():
    share, lost = mismatches(["một", "hai", "ba"], ["một", "ba"])

    assert share == pytest.approx(2 / 3)
    assert lost == ["delete word 1: 'hai' -> ''"]
