"""Writing and issuing notices and reports."""

import pytest

from core.errors import StaleRecord, TransitionRefused
from core.selectors import history_of
from reports.documents import drafts, snapshot, sources, yearly_report
from reports.documents.parts import Letter
from reports.enums import DocumentKind, DocumentState
from reports.models import ReportDocument
from reports.services import documents
from scoring.models import UnitScore
from tests.reports import samples
from tests.reports.conftest import AT

WRITTEN = {code: f"Nội dung {code}." for code, _, is_required in yearly_report.NARRATIVE_FIELDS if is_required}


def prepared(closed_year, kind=DocumentKind.RESULT_NOTICE) -> ReportDocument:
    return documents.prepare(round=closed_year.round, kind=kind, by=closed_year.office, at=AT)


def issued(closed_year) -> ReportDocument:
    document = documents.submit(document=prepared(closed_year), by=closed_year.office, at=AT)
    return documents.issue(document=document, by=closed_year.director, at=AT)


def test_prepared_document_has_the_customary_frame(closed_year):
    document = prepared(closed_year, DocumentKind.YEARLY_REPORT)

    assert document.symbol == "BC-TTYT"
    assert document.addressee == "Sở Y tế tỉnh Gia Lai"
    assert document.recipient_lines[0] == "Như trên;"
    assert document.recipient_lines[-1].startswith("Lưu: VT, ")
    assert (document.signer_title_lines, document.signer_name) == (("GIÁM ĐỐC",), "Trần Quang Hưng")
    assert prepared(closed_year, DocumentKind.YEARLY_REPORT).pk == document.pk


def test_issue_takes_the_next_number_and_keeps_the_letter(closed_year, django_assert_max_num_queries):
    document = issued(closed_year)

    assert document.state == DocumentState.ISSUED
    assert document.entry.number_and_symbol == "01/TB-TTYT"
    assert document.run.number == closed_year.round.score_runs.get().number
    UnitScore.objects.all().delete()
    letter = drafts.letter_of(document, day=AT.date())
    assert not letter.is_draft
    assert letter.gaps == ()
    assert [row.cells[1] for row in letter.annexes[0].blocks[0].table.rows] == ["Khoa Ngoại", "Khoa Dược"]
    assert "Kèm theo Thông báo số 01/TB-TTYT ngày 05 tháng 01 năm 2027" in letter.annexes[0].reference


def test_every_step_is_in_the_history(closed_year):
    document = issued(closed_year)

    assert [event.action for event in history_of(document)] == [
        "reports.document.issue",
        "reports.document.submit",
        "reports.document.create",
    ]


def test_history_of_an_issue_does_not_repeat_the_letter(closed_year):
    signed = history_of(issued(closed_year))[0]

    assert signed.changes["văn bản đã ban hành"] == "có thay đổi"
    assert len(str(signed.changes)) < 500


def test_report_without_its_text_is_not_submitted(closed_year):
    document = prepared(closed_year, DocumentKind.YEARLY_REPORT)

    with pytest.raises(documents.DocumentRefused, match="phần “Nguyên nhân” chưa viết"):
        documents.submit(document=document, by=closed_year.office, at=AT)
    document.refresh_from_db()
    assert document.state == DocumentState.DRAFT


def test_notice_without_a_closed_result_is_not_submitted(closed_year):
    closed_year.round.score_runs.update(state="provisional", published_at=None)

    with pytest.raises(documents.DocumentRefused, match="chưa được chốt"):
        documents.submit(document=prepared(closed_year), by=closed_year.office, at=AT)


def test_office_cannot_sign(closed_year):
    document = documents.submit(document=prepared(closed_year), by=closed_year.office, at=AT)

    with pytest.raises(TransitionRefused):
        documents.issue(document=document, by=closed_year.office, at=AT)
    document.refresh_from_db()
    assert document.entry is None


def test_director_is_told_of_what_waits_and_office_of_what_comes_back(closed_year):
    document = documents.submit(document=prepared(closed_year), by=closed_year.office, at=AT)
    documents.send_back(document=document, by=closed_year.director, at=AT, comment="Thiếu số liệu")

    assert "chờ ký ban hành" in closed_year.director.notifications.get().text
    assert closed_year.office.notifications.get().text.endswith("bị trả lại: Thiếu số liệu")


def test_return_needs_a_reason(closed_year):
    document = documents.submit(document=prepared(closed_year), by=closed_year.office, at=AT)

    with pytest.raises(TransitionRefused, match="lý do"):
        documents.perform(name="return", document=document, by=closed_year.director, at=AT)
    back = documents.perform(name="return", document=document, by=closed_year.director, at=AT, comment="Thiếu số liệu")
    assert back.state == DocumentState.DRAFT


def test_save_keeps_text_in_one_normal_form_and_counts_revisions(closed_year):
    document = prepared(closed_year, DocumentKind.YEARLY_REPORT)

    saved = documents.save(
        document=document,
        values={"signer_name": "Lê Thị Hoa"},
        narrative={**WRITTEN, "proposals": "  "},
        revision=0,
        by=closed_year.office,
        at=AT,
    )

    assert saved.revision == 1
    assert saved.narrative == WRITTEN
    assert saved.signer_name == "Lê Thị Hoa"
    assert documents.submit(document=saved, by=closed_year.office, at=AT).state == DocumentState.WITH_DIRECTOR


def test_save_over_somebody_elses_change_is_refused(closed_year):
    document = prepared(closed_year)
    documents.save(document=document, values={}, narrative={}, revision=0, by=closed_year.office, at=AT)

    with pytest.raises(StaleRecord):
        documents.save(
            document=document, values={"signer_name": "Khác"}, narrative={}, revision=0, by=closed_year.office, at=AT
        )
    document.refresh_from_db()
    assert document.signer_name == "Trần Quang Hưng"


def test_issued_document_is_not_edited(closed_year):
    with pytest.raises(documents.DocumentRefused, match="Đã ban hành"):
        documents.save(document=issued(closed_year), values={}, narrative={}, revision=0, by=closed_year.office, at=AT)


def test_report_quotes_plan_ranking_and_awards(closed_year):
    document = prepared(closed_year, DocumentKind.YEARLY_REPORT)
    letter = sources.report_document(document, day=AT.date())
    text = " ".join(block.text for block in letter.blocks)

    assert "Kế hoạch số 12/KH-TTYT ngày 15 tháng 4 năm 2026 của Trung tâm Y tế Một về phát động" in text
    assert "cao nhất 91,25 điểm (Khoa Ngoại)" in text
    assert "01 lượt tập thể" in text or "1 lượt tập thể" in text
    assert letter.annexes[2].blocks[0].table.rows[0].cells[1] == "Khoa Ngoại"


@pytest.mark.parametrize("letter", [samples.plan(), samples.decision(), samples.report(), samples.notice()])
def test_frozen_letter_thaws_unchanged(letter):
    assert snapshot.thaw(snapshot.freeze(letter), Letter) == letter
