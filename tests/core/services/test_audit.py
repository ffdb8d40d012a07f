"""The trail speaks in words, not in codes."""

from decimal import Decimal

from core.services.audit import CHANGED, difference
from scoring.enums import ItemState
from scoring.models import AssessmentItem


def test_choices_are_written_as_the_reader_knows_them() -> None:
    item = AssessmentItem(state="pending", verified_points=None)

    found = difference(item, {"state": ItemState.RETURNED, "verified_points": Decimal("2.5"), "comment": ""})

    assert [ItemState.PENDING.label, ItemState.RETURNED.label] in found.values()
    assert [None, Decimal("2.5")] in found.values()
    assert len(found) == 2


def test_a_whole_document_is_noted_not_repeated() -> None:
    item = AssessmentItem(declared={})

    found = difference(item, {"declared": {"blocks": [{"text": "Kết quả chung"}] * 100}})

    assert list(found.values()) == [CHANGED]


def test_a_small_structured_value_is_kept() -> None:
    item = AssessmentItem(declared={})

    assert list(difference(item, {"declared": {"numerator": "9"}}).values()) == [[{}, {"numerator": "9"}]]
