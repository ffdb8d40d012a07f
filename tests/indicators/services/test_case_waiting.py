"""Files that nobody imports are thrown away after a while."""

from datetime import timedelta
from typing import Any

from indicators.enums import CaseImportState
from indicators.services.case_waiting import forget_waiting
from tests.factories.world import World
from tests.indicators.case_desk import AT, case, checked, imported, uploaded

GOOD = case("A1", "02/11/2025 08:00", "06/11/2025 17:00", "04/11/2025 09:00")


def test_only_files_that_waited_long_are_forgotten(
    world: World, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.CASE_FILES_WAIT_DAYS = 30
    old, looked_at = uploaded(world.centre, GOOD), checked(world.centre, GOOD, source_name="Hai")
    done = imported(world.centre, GOOD, source_name="Ba")
    young = uploaded(world.centre, GOOD, source_name="Bốn", at=AT + timedelta(days=2))

    with django_capture_on_commit_callbacks(execute=True):
        assert forget_waiting(at=AT + timedelta(days=31)) == 2

    for each in (old, looked_at, done, young):
        each.refresh_from_db()
    assert [each.state for each in (old, looked_at, done, young)] == [
        CaseImportState.DISCARDED, CaseImportState.DISCARDED, CaseImportState.IMPORTED, CaseImportState.UPLOADED,
    ]  # fmt: skip
    assert not old.file.storage.exists(str(old.file.name))
    assert young.file.storage.exists(str(young.file.name))
