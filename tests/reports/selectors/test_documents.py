"""What waits for office and director."""

from datetime import date

from reports.selectors.documents import documents_waiting
from reports.services import documents
from tests.factories.reports import ReportDocumentFactory
from tests.reports.conftest import AT


def texts(user, centre) -> list[str]:
    return [item.text for item in documents_waiting(user, centre, 2026, date(2027, 1, 5))]


def test_office_sees_what_is_not_on_its_way(closed_year, world):
    assert texts(closed_year.office, world.centre) == [
        "Thông báo kết quả năm 2026 chưa trình ký",
        "Báo cáo sơ kết năm 2026 chưa trình ký",
    ]
    assert texts(closed_year.head, world.centre) == []


def test_submitted_document_waits_for_the_director_only(closed_year, world):
    document = ReportDocumentFactory(round=closed_year.round)
    documents.submit(document=document, by=closed_year.office, at=AT)

    assert texts(closed_year.director, world.centre) == ["Thông báo kết quả năm 2026 chờ ký ban hành"]
    assert "Thông báo kết quả năm 2026 chưa trình ký" not in texts(closed_year.office, world.centre)


def test_nothing_waits_before_the_result_is_closed(closed_year, world):
    closed_year.round.score_runs.update(state="provisional", published_at=None)

    assert texts(closed_year.office, world.centre) == []
