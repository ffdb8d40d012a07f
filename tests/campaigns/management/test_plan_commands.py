"""`load_plan` and `import_plan`: what they store, what they print, and how they refuse."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

import campaigns
from campaigns.models import Plan
from tests.campaigns.word.outlines import plain_docx
from tests.factories.world import World

pytestmark = pytest.mark.django_db
PLANS = Path(campaigns.__file__).parent / "data" / "plans"
LINES = [
    "Số: 12/KH-TTYT",
    "KẾ HOẠCH",
    "Thi đua năm 2027",
    "I. MỤC TIÊU",
    "- Trên 90% người bệnh hài lòng.",
    "III. TỔ CHỨC THỰC HIỆN",
    "- Các khoa, phòng.",
]


def _run(*arguments: object) -> str:
    output = StringIO()
    call_command(*[str(argument) for argument in arguments], stdout=output)
    return output.getvalue()


def test_load_plan_finds_the_centre_by_its_place(world: World) -> None:
    output = _run("load_plan", PLANS / "tu-mo-rong-2023-2030.toml")
    assert "11 chỉ tiêu" in output
    assert Plan.objects.get().campaign.unit == world.other_centre


def test_load_plan_with_a_unit_and_replace(world: World) -> None:
    path = PLANS / "hoai-nhon-2026-2030.toml"
    _run("load_plan", path, "--unit", "ttyt-hai")
    with pytest.raises(CommandError, match="--replace"):
        _run("load_plan", path)
    _run("load_plan", path, "--replace")
    assert Plan.objects.get().targets.count() == 13


def test_load_plan_tells_every_fault_with_its_place(world: World, tmp_path: Path) -> None:
    path = tmp_path / "hong.toml"
    path.write_text('format = 1\ncode = "x"\n[[sections]]\nstyle = "hoa"\n', encoding="utf-8")
    with pytest.raises(CommandError) as caught:
        _run("load_plan", path)
    for place in ("title:", "starts_on:", "sections[0].style:", "document:"):
        assert place in str(caught.value)


@pytest.mark.parametrize("suffix", ["txt", "docx"])
def test_import_plan_reports_slips_and_proposals(world: World, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"ke-hoach.{suffix}"
    path.write_bytes("\n".join(LINES).encode() if suffix == "txt" else plain_docx(LINES))
    output = _run("import_plan", path, "--code", "thi-dua-2027", "--unit", "ttyt-mot")
    assert "Trước mục “III” thiếu mục “II”." in output
    assert "Chưa có ngày ban hành." in output
    assert "trên 90%" in output
    plan = Plan.objects.get()
    assert (plan.number, plan.symbol, plan.campaign.starts_on.year) == (12, "KH-TTYT", 2027)


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        (b"%PDF-1.4", "thi-dua", "PDF"),
        (b"", "thi-dua", "rỗng"),
        ("\n".join(LINES).encode(), "Mã Sai", "mã phong trào"),
    ],
)
def test_import_plan_refuses_in_vietnamese(
    world: World, tmp_path: Path, content: bytes, code: str, message: str
) -> None:
    path = tmp_path / "tep.docx"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        _run("import_plan", path, "--code", code, "--unit", "ttyt-mot")
    assert not Plan.objects.exists()


def test_a_missing_file_is_told(world: World, tmp_path: Path) -> None:
    for command in (["load_plan"], ["import_plan", "--code", "x"]):
        with pytest.raises(CommandError, match="Không mở được tệp"):
            _run(*command, tmp_path / "khong-co.txt")
