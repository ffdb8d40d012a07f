"""Storing criteria sets and giving them to rounds."""

from pathlib import Path

import pytest

from core.models import AuditEvent
from scoring.engine import definition
from scoring.enums import SetState
from scoring.models import CriteriaSet
from scoring.selectors import criteria as selectors
from scoring.services import criteria, criteria_files
from tests.factories.campaigns import CampaignFactory, RoundFactory
from tests.factories.scoring import NOW, SMALL_SET, ScoreRunFactory, stored_small_set

DATA = Path(__file__).parents[3] / "scoring" / "data"


@pytest.mark.parametrize("path", sorted(DATA.glob("*.toml")), ids=lambda path: path.stem)
def test_shipped_file_survives_storing(world, path):
    given = criteria_files.read_file(path)

    stored = criteria.store(criteria_set=given, unit=world.centre, by=None, at=NOW)

    assert selectors.engine_set(stored) == given


def test_storing_is_audited(world):
    stored = stored_small_set(world.centre)

    event = AuditEvent.objects.get(action="scoring.criteria_set.load")
    assert (event.target_id, event.changes) == (str(stored.pk), {"số tiêu chí": 4})


def test_set_may_be_stored_again_until_it_is_used(world):
    stored_small_set(world.centre)
    again = stored_small_set(world.centre, name="Tên mới")

    assert list(CriteriaSet.objects.all()) == [again]
    assert again.name == "Tên mới"


def test_used_set_is_frozen(scored):
    scored.criteria_set.refresh_from_db()
    assert scored.criteria_set.state == SetState.FROZEN

    with pytest.raises(criteria.CriteriaRefused, match="Tăng số phiên bản"):
        stored_small_set(scored.world.centre)


def test_new_version_stands_beside_the_used_one(scored):
    stored_small_set(scored.world.centre, version=2)

    assert CriteriaSet.objects.count() == 2


def test_scored_round_keeps_its_set(world):
    round_ = RoundFactory(campaign=CampaignFactory(unit=world.centre))
    ScoreRunFactory(round=round_)

    with pytest.raises(criteria.CriteriaRefused, match="đã tính điểm bằng bộ tiêu chí khác"):
        criteria.assign(round=round_, criteria_set=stored_small_set(world.centre), by=None, at=NOW)


def test_file_with_slips_is_refused_with_all_of_them(tmp_path):
    path = tmp_path / "sai.toml"
    path.write_text('code = "x"\nname = "X"\nversion = 1\ntotal = 10\n[[band]]\ncode = "a"\nname = "A"\nlow = 1\n')

    with pytest.raises(criteria.CriteriaRefused) as refused:
        criteria_files.read_file(path)

    assert refused.value.slips == (
        "Bộ tiêu chí: Điểm tối đa ghi 10 nhưng các mục bên trong cộng lại là 0. "
        "Sửa total hoặc max của các nhóm lớn cho khớp.",
        "Mức xếp loại: Mức thấp nhất phải bắt đầu từ 0 điểm. Sửa các mục [[band]].",
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"code = ", "sai cú pháp TOML"),
        (b"\xff\xfe", "không phải bảng mã UTF-8"),
        (None, "Không mở được tệp"),
    ],
)
def test_unreadable_file_is_refused(tmp_path, content, said):
    path = tmp_path / "sai.toml"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(criteria.CriteriaRefused, match=said):
        criteria_files.read_file(path)


def test_small_set_of_the_tests_is_sound():
    assert definition.errors(definition.read_set(SMALL_SET)[1]) == []
