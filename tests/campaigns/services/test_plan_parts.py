import unicodedata

import pytest

from campaigns.models import LegalBasis, Plan, Recipient, Target
from campaigns.selectors.editing import fingerprint
from campaigns.services import plan_parts
from campaigns.services.plan_parts import EditRefused
from core.errors import StaleRecord
from tests.campaigns.conftest import AT, People
from tests.factories.campaigns import RecipientFactory, TargetFactory

pytestmark = pytest.mark.django_db


def test_added_rows_come_last_and_in_one_normal_form(draft: Plan, people: People) -> None:
    decomposed = unicodedata.normalize("NFD", "Các khoa, phòng;")

    row = plan_parts.add(plan=draft, model=Recipient, values={"text": decomposed}, by=people.office, at=AT)

    row.refresh_from_db()
    assert row.text == "Các khoa, phòng;"
    assert list(draft.recipients.all())[-1] == row
    assert Plan.objects.get(pk=draft.pk).revision == 1


def test_adding_twice_makes_one_row(draft: Plan, people: People) -> None:
    plan_parts.add(plan=draft, model=Recipient, values={"text": "Các khoa;"}, by=people.office, at=AT)

    with pytest.raises(EditRefused, match="đã có nơi nhận này"):
        plan_parts.add(plan=draft, model=Recipient, values={"text": "Các khoa;"}, by=people.office, at=AT)
    assert draft.recipients.filter(text="Các khoa;").count() == 1


def test_change_of_a_row_shown_before_another_change_is_refused(draft: Plan, people: People) -> None:
    row = draft.recipients.get()
    seen = fingerprint(row, ("text",))
    plan_parts.change(row=row, values={"text": "Lưu: VT."}, seen=seen, by=people.office, at=AT)

    with pytest.raises(StaleRecord, match="người khác vừa sửa"):
        plan_parts.change(row=row, values={"text": "Lưu: VT, P.TCHC."}, seen=seen, by=people.office, at=AT)
    row.refresh_from_db()
    assert row.text == "Lưu: VT."


def test_move_swaps_neighbours_and_stops_at_the_ends(draft: Plan, people: People) -> None:
    first = draft.recipients.get()
    second = RecipientFactory(plan=draft, position=5, text="Các khoa;")

    plan_parts.move(row=second, step=-1, by=people.office, at=AT)
    plan_parts.move(row=second, step=-1, by=people.office, at=AT)

    assert list(draft.recipients.all()) == [second, first]


def test_remove_takes_the_row_out(draft: Plan, people: People) -> None:
    plan_parts.remove(row=draft.recipients.get(), by=people.office, at=AT)

    assert draft.recipients.count() == 0


def test_code_used_twice_is_refused_in_words(draft: Plan, people: People) -> None:
    TargetFactory(plan=draft, code="T-1")
    values = {"code": "T-1", "label": "Trùng", "operator": "qualitative"}

    with pytest.raises(EditRefused, match="mã “T-1” đã dùng"):
        plan_parts.add(plan=draft, model=Target, values=values, by=people.office, at=AT)


def test_issued_plan_is_not_edited(issued: Plan, people: People) -> None:
    with pytest.raises(EditRefused, match="Đã ban hành"):
        plan_parts.add(plan=issued, model=LegalBasis, values={"text": "Căn cứ"}, by=people.office, at=AT)


@pytest.mark.parametrize("who", ["director", "surgeon", "foreign_office"])
def test_editing_is_for_the_own_office(draft: Plan, people: People, who: str) -> None:
    with pytest.raises(EditRefused, match="không có quyền"):
        plan_parts.save_head(plan=draft, values={"subject": "Khác"}, seen="", by=getattr(people, who), at=AT)


def test_head_is_saved_with_its_trail(draft: Plan, people: People) -> None:
    seen = fingerprint(draft, ("subject", "place"))

    plan_parts.save_head(
        plan=draft, values={"subject": "Mới", "place": draft.place}, seen=seen, by=people.office, at=AT
    )

    draft.refresh_from_db()
    assert (draft.subject, draft.revision, draft.search_key.endswith("moi kh-ttyt")) == ("Mới", 1, True)
