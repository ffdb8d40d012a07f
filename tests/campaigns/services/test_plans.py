from datetime import date, timedelta

import pytest

from campaigns.enums import PlanState
from campaigns.models import Acknowledgement, Plan, PlanSection
from campaigns.selectors.plan_document import plan_document
from campaigns.services import plans
from campaigns.services.plans import PlanRefused
from campaigns.services.register import RegisterRefused
from core.errors import TransitionRefused
from core.models import Notification
from core.selectors import history_of
from tests.campaigns.conftest import AT, People
from tests.factories.campaigns import (
    ContentAreaFactory,
    DutyFactory,
    PlanFactory,
    PlanSectionFactory,
    RegisterEntryFactory,
    TargetFactory,
)
from tests.factories.world import World

pytestmark = pytest.mark.django_db
SIGNED = {"signer_name": "Nguyễn Văn An", "signer_title": "GIÁM ĐỐC"}


def test_create_proposes_the_head_from_the_unit(world: World, people: People) -> None:
    period = {"starts_on": date(2026, 1, 1), "ends_on": date(2030, 12, 31)}

    plan = plans.create(unit=world.centre, title="Thi đua", subject="Phát động", by=people.office, at=AT, **period)

    assert (plan.symbol, plan.place, plan.state) == ("KH-TTYT", "Hoài Nhơn", PlanState.DRAFT)
    assert plan.campaign.code == "ttyt-mot-2026-2030"


def test_two_campaigns_of_a_period_get_two_codes(world: World, people: People) -> None:
    period = {"starts_on": date(2026, 1, 1), "ends_on": date(2030, 12, 31)}
    for title in ("Thi đua", "Thi đua khác"):
        plan = plans.create(unit=world.centre, title=title, subject="Phát động", by=people.office, at=AT, **period)

    assert plan.campaign.code == "ttyt-mot-2026-2030-2"


def test_creating_twice_makes_one_campaign(world: World, people: People) -> None:
    values = {"title": "Thi đua", "subject": "Phát động", "starts_on": date(2026, 1, 1), "ends_on": date(2030, 12, 31)}
    plans.create(unit=world.centre, by=people.office, at=AT, **values)

    with pytest.raises(PlanRefused, match="đã có phong trào cùng tên"):
        plans.create(unit=world.centre, by=people.office, at=AT, **values)
    assert Plan.objects.count() == 1


def test_create_refuses_an_end_before_the_beginning(world: World, people: People) -> None:
    with pytest.raises(PlanRefused, match="trước ngày bắt đầu"):
        plans.create(
            unit=world.centre,
            title="Thi đua",
            subject="Phát động",
            starts_on=date(2026, 1, 2),
            ends_on=date(2026, 1, 1),
            by=people.office,
            at=AT,
        )


def test_submit_hands_the_plan_to_the_director(draft: Plan, people: People) -> None:
    done = plans.submit(plan=draft, by=people.office, at=AT)

    assert (done.state, done.with_director_at, done.with_director_by) == (PlanState.WITH_DIRECTOR, AT, people.office)
    assert [notice.recipient for notice in Notification.objects.all()] == [people.director]
    assert history_of(done)[0].action == "campaigns.plan.submit"


def test_submit_refuses_an_empty_plan(world: World, people: People) -> None:
    plan = PlanFactory(campaign__unit=world.centre)

    # The remedy is named as the editor's tab is.
    with pytest.raises(PlanRefused, match="chưa có nội dung.*“Các mục”"):
        plans.submit(plan=plan, by=people.office, at=AT)
    plan.refresh_from_db()
    assert plan.state == PlanState.DRAFT


@pytest.mark.parametrize("who", ["director", "surgeon", "foreign_office"])
def test_submit_is_for_the_own_office(draft: Plan, people: People, who: str) -> None:
    with pytest.raises(TransitionRefused, match="không có quyền"):
        plans.submit(plan=draft, by=getattr(people, who), at=AT)


def test_submit_twice_is_refused(submitted: Plan, people: People) -> None:
    with pytest.raises(TransitionRefused, match="đang ở trạng thái"):
        plans.submit(plan=submitted, by=people.office, at=AT)


def test_director_returns_with_a_reason(submitted: Plan, people: People) -> None:
    with pytest.raises(TransitionRefused, match="cần ghi lý do"):
        plans.send_back(plan=submitted, by=people.director, at=AT, comment=" ")

    done = plans.send_back(plan=submitted, by=people.director, at=AT, comment="Thiếu mục giám sát")

    assert done.state == PlanState.DRAFT
    assert history_of(done)[0].reason == "Thiếu mục giám sát"
    assert Notification.objects.filter(recipient=people.office, text__contains="Thiếu mục giám sát").count() == 1


def test_issue_takes_the_next_number_and_tells_the_departments(submitted: Plan, people: People, world: World) -> None:
    RegisterEntryFactory(unit=world.centre, number=4)

    done = plans.issue(plan=submitted, issued_on=date(2026, 3, 1), by=people.director, at=AT, **SIGNED)

    assert (done.state, done.number_and_symbol, done.issued_on) == (PlanState.ISSUED, "05/KH-TTYT", date(2026, 3, 1))
    told = Notification.objects.filter(text__contains="05/KH-TTYT").values_list("recipient", flat=True)
    assert set(told) == {people.surgeon.pk, people.pharmacist.pk}


def test_issue_is_for_the_director(submitted: Plan, people: People) -> None:
    with pytest.raises(TransitionRefused, match="không có quyền"):
        plans.issue(plan=submitted, issued_on=AT.date(), by=people.office, at=AT, **SIGNED)


def test_issue_of_a_draft_is_refused(draft: Plan, people: People) -> None:
    with pytest.raises(TransitionRefused, match="Dự thảo"):
        plans.issue(plan=draft, issued_on=AT.date(), by=people.director, at=AT, **SIGNED)


def test_issue_refuses_a_taken_number_and_changes_nothing(submitted: Plan, people: People, world: World) -> None:
    RegisterEntryFactory(unit=world.centre, number=4)

    with pytest.raises(RegisterRefused, match="đã cấp"):
        plans.issue(plan=submitted, issued_on=AT.date(), number=4, by=people.director, at=AT, **SIGNED)
    submitted.refresh_from_db()
    assert (submitted.state, submitted.number) == (PlanState.WITH_DIRECTOR, None)


def test_issue_refuses_a_day_to_come(submitted: Plan, people: People) -> None:
    with pytest.raises(PlanRefused, match="ở sau hôm nay"):
        plans.issue(plan=submitted, issued_on=AT.date() + timedelta(days=2), by=people.director, at=AT, **SIGNED)


def test_issue_refuses_a_document_with_errors(submitted: Plan, people: People) -> None:
    submitted.recipients.all().delete()

    with pytest.raises(PlanRefused, match="Thiếu nơi nhận"):
        plans.issue(plan=submitted, issued_on=AT.date(), by=people.director, at=AT, **SIGNED)
    assert Plan.objects.get(pk=submitted.pk).state == PlanState.WITH_DIRECTOR


def test_amendment_copies_everything(issued: Plan, people: People) -> None:
    area = ContentAreaFactory(plan=issued, code="a")
    child = PlanSectionFactory(plan=issued, parent=issued.sections.get(), style="arabic", content_area=area)
    PlanSectionFactory(plan=issued, parent=child, style="letter", body="Sâu hơn")
    TargetFactory(plan=issued, code="T-1", content_area=area)
    DutyFactory(plan=issued)

    draft = plans.amend(plan=issued, by=people.office, at=AT)

    before, after = plan_document(issued), plan_document(draft)
    assert after.sections == before.sections
    assert (after.recipients, after.signer, after.number) == (before.recipients, before.signer, "")
    assert draft.targets.get().content_area.plan == draft
    assert draft.duties.count() == 1
    assert (draft.version, draft.amends, draft.state) == (2, issued, PlanState.DRAFT)
    assert Plan.objects.get(pk=issued.pk).state == PlanState.ISSUED


def test_issued_amendment_replaces_the_old_version(issued: Plan, people: People) -> None:
    draft = plans.amend(plan=issued, by=people.office, at=AT)
    plans.submit(plan=draft, by=people.office, at=AT)

    new = plans.issue(plan=draft, issued_on=AT.date(), by=people.director, at=AT, **SIGNED)

    issued.refresh_from_db()
    assert (issued.state, new.state) == (PlanState.AMENDED, PlanState.ISSUED)
    assert new.number == issued.number + 1


def test_second_amendment_at_a_time_is_refused(issued: Plan, people: People) -> None:
    plans.amend(plan=issued, by=people.office, at=AT)

    with pytest.raises(PlanRefused, match="Đã có một bản sửa đổi"):
        plans.amend(plan=issued, by=people.office, at=AT)
    assert Plan.objects.filter(campaign=issued.campaign).count() == 2


@pytest.mark.parametrize("who", ["surgeon", "foreign_office"])
def test_amendment_is_for_the_own_office(issued: Plan, people: People, who: str) -> None:
    with pytest.raises(PlanRefused, match="không có quyền"):
        plans.amend(plan=issued, by=getattr(people, who), at=AT)


def test_discarded_amendment_leaves_the_issued_version(issued: Plan, people: People) -> None:
    draft = plans.amend(plan=issued, by=people.office, at=AT)

    plans.discard(plan=draft, by=people.office, at=AT, comment="Không cần nữa")

    assert list(Plan.objects.all()) == [issued]
    assert PlanSection.objects.exclude(plan=issued).count() == 0


def test_issued_plan_cannot_be_discarded(issued: Plan, people: People) -> None:
    with pytest.raises(PlanRefused, match="còn là dự thảo"):
        plans.discard(plan=issued, by=people.office, at=AT, comment="")


def test_close_ends_the_plan(issued: Plan, people: People) -> None:
    done = plans.close(plan=issued, by=people.director, at=AT, comment="Hết giai đoạn")

    assert (done.state, done.closed_by) == (PlanState.CLOSED, people.director)


def test_acknowledging_twice_counts_once(issued: Plan, people: People, world: World) -> None:
    for _ in range(2):
        plans.acknowledge(plan=issued, unit=world.surgery, by=people.surgeon, at=AT)

    assert list(Acknowledgement.objects.values_list("unit", "by")) == [(world.surgery.pk, people.surgeon.pk)]


def test_head_acknowledges_for_the_own_unit_only(issued: Plan, people: People, world: World) -> None:
    with pytest.raises(PlanRefused, match="không có quyền"):
        plans.acknowledge(plan=issued, unit=world.pharmacy, by=people.surgeon, at=AT)


def test_draft_cannot_be_acknowledged(draft: Plan, people: People, world: World) -> None:
    with pytest.raises(PlanRefused, match="đang có hiệu lực"):
        plans.acknowledge(plan=draft, unit=world.surgery, by=people.surgeon, at=AT)
