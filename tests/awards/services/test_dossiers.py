from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile

from awards.enums import AwardRoundState, DossierState
from awards.models import ComponentFile, Dossier
from awards.selectors import dossiers as reading
from awards.services import appraisal, dossiers, facts, rounds
from awards.services.appraisal import AppraisalRefused
from awards.services.dossiers import DossierRefused
from core.errors import StaleRecord, TransitionRefused
from core.models import Notification
from core.uploads import UploadRefused
from tests.awards.conftest import AT, REPORT, complete, eligible, pdf, rate
from tests.factories.accounts import PersonFactory


def nominate(house, **changes):
    values = {
        "award_round": house.award_round,
        "award": house.award("LDTT"),
        "unit": house.world.surgery,
        "person": house.surgeon,
        "by": house.head,
        "at": AT,
    }
    return dossiers.nominate(**{**values, **changes})


def test_draft_is_written_from_verified_facts(house):
    rate(house, house.surgeon, "HTXS")

    dossier = nominate(house)

    assert "Họ và tên: Lê Thị Hoa." in dossier.situation and "Bác sĩ, Khoa Ngoại" in dossier.situation
    assert "Hoàn thành xuất sắc nhiệm vụ (Thông báo 15/TB-TTYT ngày 5/12/2026)" in dossier.results


@pytest.mark.parametrize("who", ["other_head", "foreign_head", "office"])
def test_only_the_own_head_nominates(house, who):
    with pytest.raises(DossierRefused, match="Trưởng khoa/phòng"):
        nominate(house, by=getattr(house, who))


def test_person_of_another_unit_is_not_nominated(house):
    with pytest.raises(DossierRefused, match="không thuộc Khoa Ngoại"):
        nominate(house, person=PersonFactory(unit=house.world.pharmacy))


def test_title_of_persons_is_not_for_units(house):
    with pytest.raises(DossierRefused, match="không áp dụng cho tập thể"):
        nominate(house, person=None)


def test_second_dossier_for_the_same_award_is_refused(house):
    nominate(house)

    with pytest.raises(DossierRefused, match="đã có hồ sơ"):
        nominate(house)


def test_after_withdrawal_one_may_nominate_again(house):
    dossiers.withdraw(dossier=nominate(house), by=house.head, at=AT, comment="Lập nhầm")

    assert nominate(house).state == DossierState.DRAFT


def test_closed_round_takes_no_nominations(house):
    house.award_round = rounds.close(award_round=house.award_round, by=house.office, at=AT)

    with pytest.raises(DossierRefused, match="đã khép"):
        nominate(house)
    assert house.award_round.state == AwardRoundState.CLOSED


def test_submission_names_what_is_missing(house):
    dossier = nominate(house)

    with pytest.raises(DossierRefused) as refusal:
        dossiers.submit(dossier=dossier, by=house.head, at=AT)

    for words in ("Tờ trình", "Biên bản họp bình xét", "Kết quả họp bình xét"):
        assert words in str(refusal.value)
    assert Dossier.objects.get().state == DossierState.DRAFT


def test_written_report_stands_for_the_uploaded_one(house):
    dossier = nominate(house, award=house.award("GIAY_KHEN"))
    assert "Báo cáo thành tích có xác nhận của thủ trưởng đơn vị" in reading.missing(dossier)

    dossiers.save_report(dossier=dossier, values=REPORT, version=0, by=house.head, at=AT)

    dossier.refresh_from_db()
    assert "Báo cáo thành tích có xác nhận của thủ trưởng đơn vị" not in reading.missing(dossier)


def test_submitted_dossier_keeps_its_assessment_and_is_no_longer_edited(house):
    sent = dossiers.submit(dossier=complete(house, person=house.surgeon), by=house.head, at=AT)

    assert sent.eligibility["verdict"] == "needs_decision"
    assert sent.submitted_by == house.head
    with pytest.raises(DossierRefused, match="không sửa được"):
        dossiers.save_report(dossier=sent, values=REPORT, version=sent.version, by=house.head, at=AT)


def test_two_editors_do_not_overwrite_each_other(house):
    dossier = nominate(house)
    dossiers.save_report(dossier=dossier, values=REPORT, version=0, by=house.head, at=AT)

    with pytest.raises(StaleRecord):
        dossiers.save_report(dossier=dossier, values={"results": "Khác"}, version=0, by=house.head, at=AT)
    assert Dossier.objects.get().results == REPORT["results"]


def test_more_votes_than_people_are_refused(house):
    with pytest.raises(DossierRefused, match="nhiều hơn số người dự họp"):
        dossiers.save_report(
            dossier=nominate(house), values={"met_present": 5, "met_in_favour": 6}, version=0, by=house.head, at=AT
        )


def test_upload_is_judged_by_content(house):
    with pytest.raises(UploadRefused):
        dossiers.attach(
            dossier=nominate(house),
            component="meeting_minutes",
            file=ContentFile(b"MZ not a pdf"),
            name="bien-ban.pdf",
            by=house.head,
            at=AT,
        )
    assert not ComponentFile.objects.exists()


def test_same_file_twice_is_refused(house):
    dossier, file = nominate(house), pdf("một")
    dossiers.attach(dossier=dossier, component="meeting_minutes", file=file, name="a.pdf", by=house.head, at=AT)

    with pytest.raises(DossierRefused, match="đã có trong thành phần"):
        dossiers.attach(dossier=dossier, component="meeting_minutes", file=file, name="b.pdf", by=house.head, at=AT)


def test_detached_file_leaves_the_disk(house, django_capture_on_commit_callbacks):
    file = dossiers.attach(
        dossier=nominate(house), component="meeting_minutes", file=pdf(), name="a.pdf", by=house.head, at=AT
    )
    path, storage = file.file.name, file.file.storage
    assert storage.exists(path)

    with django_capture_on_commit_callbacks(execute=True):
        dossiers.detach(file=file, by=house.head, at=AT)

    assert not storage.exists(path)


def initiative(house, person):
    return facts.register_initiative(
        unit=house.world.surgery,
        title="Trả kết quả qua tin nhắn",
        kind="operation",
        scope="grassroots",
        decision_number="30/QĐ-TTYT",
        decided_on=date(2026, 10, 1),
        shares={person: 100},
        by=house.office,
        at=AT,
    )


def test_initiative_serves_one_family_only(house):
    work = initiative(house, house.surgeon)
    title = nominate(house, award=house.award("CSTDCS"))
    dossiers.save_report(dossier=title, values={}, version=0, initiatives=[work], by=house.head, at=AT)
    form = nominate(house, award=house.award("GIAY_KHEN"))

    with pytest.raises(DossierRefused, match="đã dùng cho Chiến sĩ thi đua cơ sở năm 2026"):
        dossiers.save_report(dossier=form, values={}, version=0, initiatives=[work], by=house.head, at=AT)


def test_initiative_of_somebody_else_is_refused(house):
    work = initiative(house, PersonFactory(unit=house.world.surgery))

    with pytest.raises(DossierRefused, match="không phải sáng kiến"):
        dossiers.save_report(dossier=nominate(house), values={}, version=0, initiatives=[work], by=house.head, at=AT)


def test_supplement_is_asked_for_once(house):
    sent = dossiers.submit(dossier=complete(house, person=house.surgeon), by=house.head, at=AT)
    back = appraisal.ask_supplement(dossier=sent, by=house.office, at=AT, comment="Thiếu chữ ký")
    again = dossiers.submit(dossier=back, by=house.head, at=AT)

    with pytest.raises(AppraisalRefused, match="một lần"):
        appraisal.ask_supplement(dossier=again, by=house.office, at=AT, comment="Thiếu nữa")


def test_rejection_needs_a_reason_and_tells_the_department(house):
    sent = dossiers.submit(dossier=complete(house, person=house.surgeon), by=house.head, at=AT)
    with pytest.raises(TransitionRefused, match="lý do"):
        appraisal.reject(dossier=sent, by=house.office, at=AT, comment=" ")

    appraisal.reject(dossier=sent, by=house.office, at=AT, comment="Chưa đủ 6 tháng")

    assert Notification.objects.filter(recipient=house.head, text__contains="Chưa đủ 6 tháng").exists()


def test_held_dossier_can_be_taken_up_again(house):
    held = appraisal.hold(
        dossier=eligible(house, person=house.surgeon), by=house.office, at=AT, comment="Đang xác minh đơn thư"
    )
    assert held.state == DossierState.ON_HOLD

    assert appraisal.accept(dossier=held, by=house.office, at=AT).state == DossierState.ELIGIBLE


def test_internal_note_is_for_the_office_only(house):
    sent = dossiers.submit(dossier=complete(house, person=house.surgeon), by=house.head, at=AT)
    appraisal.write_note(dossier=sent, text="Kiểm tra lại", by=house.office, at=AT, is_internal=True)
    appraisal.write_note(dossier=sent, text="Đã nhận", by=house.office, at=AT)

    assert [note.text for note in reading.notes_for(sent, house.head)] == ["Đã nhận"]
    assert len(reading.notes_for(sent, house.office)) == 2
    with pytest.raises(AppraisalRefused):
        appraisal.write_note(dossier=sent, text="Tôi", by=house.head, at=AT, is_internal=True)


def test_office_cannot_find_eligible_who_misses_a_condition(house):
    sent = dossiers.submit(dossier=complete(house, person=house.surgeon), by=house.head, at=AT)
    rate(house, house.surgeon, "HT")

    with pytest.raises(AppraisalRefused, match="Được xếp loại từ hoàn thành tốt nhiệm vụ trở lên"):
        appraisal.accept(dossier=sent, by=house.office, at=AT)

    sent.refresh_from_db()
    assert sent.state == DossierState.SUBMITTED


def test_meeting_of_tomorrow_has_not_been_held(house):
    dossier = nominate(house)

    with pytest.raises(DossierRefused, match="tương lai"):
        dossiers.save_report(
            dossier=dossier,
            values={**REPORT, "met_on": AT.date() + timedelta(days=1)},
            version=dossier.version,
            by=house.head,
            at=AT,
        )
