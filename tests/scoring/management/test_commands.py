"""The two commands of the office."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from scoring.engine.definition import write_set
from scoring.models import CriteriaSet, RoundCriteria, ScoreRun
from scoring.services import criteria_files
from scoring.spreadsheet.writing import workbook

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


def test_import_criteria_stores_and_assigns(scored):
    path = str(DATA / "hoai-nhon-khoa-phong.toml")

    said = printed("import_criteria", path, "--unit", "ttyt-mot", "--assign", "phong-trao", "2026")

    assert "Đã nạp" in said
    assert RoundCriteria.objects.get(round=scored.round).criteria_set.code == "hoai-nhon-khoa-phong"


def test_checking_stores_nothing(scored):
    said = printed("import_criteria", str(DATA / "hoai-nhon-khoa-phong.toml"), "--check")

    assert "không có lỗi" in said
    assert CriteriaSet.objects.count() == 1


def test_workbook_is_imported_as_well(scored, tmp_path):
    path = tmp_path / "bo.xlsx"
    path.write_bytes(workbook(write_set(criteria_files.read_file(DATA / "hoai-nhon-khoa-phong.toml"))))

    printed("import_criteria", str(path), "--unit", "ttyt-mot")

    assert CriteriaSet.objects.filter(code="hoai-nhon-khoa-phong").exists()


def test_import_criteria_prints_every_fault_and_fails(scored, tmp_path):
    path = tmp_path / "sai.toml"
    path.write_text('code = "x"\nname = "X"\nversion = 1\ntotal = 10\n')

    with pytest.raises(CommandError) as refused:
        printed("import_criteria", str(path), "--unit", "ttyt-mot")

    assert "Bộ tiêu chí: Điểm tối đa ghi 10" in str(refused.value)
    assert "Mức xếp loại: Chưa có mức xếp loại nào." in str(refused.value)
    assert refused.value.returncode == 1
    assert CriteriaSet.objects.count() == 1


def test_warning_is_printed_and_does_not_fail(scored, tmp_path):
    path = tmp_path / "bo.toml"
    whole = (DATA / "hoai-nhon-khoa-phong.toml").read_text(encoding="utf-8")
    path.write_text(re.sub(r"^evidence = .*\n", "", whole, count=1, flags=re.MULTILINE), encoding="utf-8")

    assert "Nên xem lại – Tiêu chí a1: Chưa ghi tài liệu kiểm chứng." in printed(
        "import_criteria", str(path), "--check"
    )


def test_set_is_not_kept_when_its_round_is_unknown(scored):
    with pytest.raises(CommandError, match="Không có đợt năm 2030"):
        printed(
            "import_criteria", str(DATA / "hoai-nhon-khoa-phong.toml"), "--unit", "ttyt-mot", "--assign", "khac", "2030"
        )

    assert CriteriaSet.objects.count() == 1


@pytest.mark.parametrize(("unit", "said"), [(("--unit", "la"), "Không có đơn vị mã “la”"), ((), "phải ghi mã đơn vị")])
def test_import_criteria_wants_a_known_unit(scored, unit, said):
    with pytest.raises(CommandError, match=said):
        printed("import_criteria", str(DATA / "hoai-nhon-khoa-phong.toml"), *unit)
