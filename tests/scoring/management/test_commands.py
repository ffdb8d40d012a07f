"""The two commands of the office."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from scoring.models import RoundCriteria, ScoreRun

DATA = Path(__file__).parents[3] / "scoring" / "data"


def printed(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_compute_scores_prints_the_same_twice(scored):
    scored.measure(scored.world.surgery, 1204, 1215)
    scored.measure(scored.world.pharmacy, 97, 100)

    first = printed("compute_scores", "phong-trao", "2026")

    assert printed("compute_scores", "phong-trao", "2026") == first
    assert ScoreRun.objects.count() == 1
    lines = first.splitlines()
    assert lines[1].split() == ["1", "Khoa", "Ngoại", "40,00", "Yếu"]
    assert lines[2].split() == ["2", "Khoa", "Dược", "38,80", "Yếu"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("phong-trao", "2030"), "Không có đợt năm 2030"),
        (("khac", "2026"), "Không có đợt năm 2026"),
    ],
)
def test_unknown_round_is_refused(scored, arguments, said):
    with pytest.raises(CommandError, match=said):
        printed("compute_scores", *arguments)


def test_round_that_cannot_be_scored_is_refused(scored):
    scored.round.participants.all().delete()

    with pytest.raises(CommandError, match="chưa có đơn vị tham gia"):
        printed("compute_scores", "phong-trao", "2026")


def test_load_criteria_stores_and_assigns(scored):
    path = str(DATA / "hoai-nhon-khoa-phong.toml")

    said = printed("load_criteria", path, "--unit", "ttyt-mot", "--assign", "phong-trao", "2026")

    assert "Đã nạp" in said
    assert RoundCriteria.objects.get(round=scored.round).criteria_set.code == "hoai-nhon-khoa-phong"


def test_load_criteria_prints_every_slip(scored, tmp_path):
    path = tmp_path / "sai.toml"
    path.write_text('code = "x"\nname = "X"\nversion = 1\ntotal = 10\n')

    with pytest.raises(CommandError) as refused:
        printed("load_criteria", str(path), "--unit", "ttyt-mot")

    assert "Bộ tiêu chí: Điểm tối đa ghi 10" in str(refused.value)
    assert "Mức xếp loại: Chưa có mức xếp loại nào." in str(refused.value)


def test_load_criteria_wants_a_known_unit(scored):
    with pytest.raises(CommandError, match="Không có đơn vị mã “la”"):
        printed("load_criteria", str(DATA / "hoai-nhon-khoa-phong.toml"), "--unit", "la")
