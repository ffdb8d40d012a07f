"""What waits for whom in scoring: true counts, and nothing that the person cannot act on."""

from datetime import date

from accounts.models import User
from scoring.enums import RunState
from scoring.models import ScoreRun
from scoring.selectors.waiting import for_user
from scoring.services import verification
from tests.factories.scoring import ScoreRunFactory
from tests.scoring.conftest import WORKDAY, Filled

TODAY = date(2026, 12, 2)


def _texts(filled: Filled, user: User) -> list[str]:
    return [item.text for item in for_user(user, filled.world.centre, 2026, TODAY)]


def test_head_is_told_how_many_criteria_are_incomplete(filled: Filled) -> None:
    assert _texts(filled, filled.head) == ["Phiếu tự đánh giá của Khoa Ngoại: còn 2 tiêu chí chưa đủ"]
    filled.save("a1", done="co", explanation="Kế hoạch số 12/KH.")
    assert _texts(filled, filled.head) == ["Phiếu tự đánh giá của Khoa Ngoại: còn 1 tiêu chí chưa đủ"]


def test_complete_sheet_waits_to_be_handed_in(filled: Filled) -> None:
    filled.complete()

    assert _texts(filled, filled.head) == ["Phiếu tự đánh giá của Khoa Ngoại đã đủ, chưa nộp"]


def test_handed_in_sheet_waits_for_the_office_and_not_for_the_head(filled: Filled) -> None:
    filled.submit()

    assert _texts(filled, filled.head) == []
    assert "5 dòng tự đánh giá chờ thẩm định" in _texts(filled, filled.office)
    assert not any("chờ thẩm định" in text for text in _texts(filled, filled.director))


def test_returned_lines_are_urgent(filled: Filled) -> None:
    sheet = filled.submit()
    item = filled.item("a1")
    verification.decide(
        item=item, decision="return", expected_revision=item.revision, by=filled.office, at=WORKDAY, reason="Thiếu tệp"
    )
    verification.return_to_unit(assessment=sheet, by=filled.office, at=WORKDAY)

    found = for_user(filled.head, filled.world.centre, 2026, TODAY)

    assert [(item.text, item.urgent) for item in found] == [("1 tiêu chí của Khoa Ngoại bị trả lại, cần bổ sung", True)]


def test_provisional_result_waits_for_the_director_only(filled: Filled) -> None:
    run = ScoreRunFactory(round=filled.round, state=RunState.PROVISIONAL)

    assert "Kết quả tạm năm 2026 chờ chốt điểm" in _texts(filled, filled.director)
    assert not any("chốt điểm" in text for text in _texts(filled, filled.office))
    ScoreRun.objects.filter(pk=run.pk).update(state=RunState.SUPERSEDED)
    assert not any("chốt điểm" in text for text in _texts(filled, filled.director))
