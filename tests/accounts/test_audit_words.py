"""Every act that the code records is called by a Vietnamese name in the trail."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from accounts.selectors.audit_words import CHANGED, words_for

APPS = ("accounts", "awards", "campaigns", "indicators", "reports", "scoring")
ACTION = re.compile(r'"((?:accounts|awards|campaigns|indicators|reports|scoring)\.[a-z_]+\.[a-z_]+)"')


def recorded_actions() -> list[str]:
    """The actions written out in the services."""
    root = Path(settings.BASE_DIR)
    files = [path for app in APPS for path in sorted((root / app / "services").glob("*.py"))]
    return sorted({action for path in files for action in ACTION.findall(path.read_text(encoding="utf-8"))})


@pytest.mark.parametrize("action", recorded_actions())
def test_recorded_act_has_words(action: str) -> None:
    words = words_for([action])[action]

    assert not words.startswith(CHANGED), words
    assert not words.endswith("dữ liệu"), words


def test_act_unknown_to_the_table_is_still_vietnamese() -> None:
    actions = ["scoring.gone_record.frobnicate", "scoring.criteria_set.edit_colours"]

    assert list(words_for(actions).values()) == ["Thay đổi dữ liệu", "Sửa bộ tiêu chí"]
