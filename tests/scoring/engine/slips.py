"""Slips of a sound set after one change."""

from copy import deepcopy

from scoring.engine.definition import read_set
from tests.scoring.engine.test_definition import SOUND


def slips_of(change):
    given = deepcopy(SOUND)
    change(given)
    return read_set(given)[1]


def one(change):
    found = slips_of(change)
    assert len(found) == 1, [str(slip) for slip in found]
    return found[0]


def limit(**more):
    return {"code": "gh", "name": "Giới hạn", "when": "not_assessed", "at_most": "khong", **more}
