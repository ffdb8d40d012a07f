"""Campaigns, plans, targets, tasks and rounds for tests."""

from datetime import UTC, date, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.enums import UnitKind
from campaigns.enums import Phase, RoundState, SubjectKind, TargetOperator
from campaigns.models import (
    Acknowledgement,
    Campaign,
    ContentArea,
    DeadlineExtension,
    Duty,
    EligibleSubject,
    LegalBasis,
    Participant,
    PhaseDeadline,
    Plan,
    PlanSection,
    Recipient,
    RegisterEntry,
    Round,
    Target,
    TargetReport,
    Task,
)
from tests.factories.accounts import PersonFactory, UnitFactory, UserFactory

NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)


class CampaignFactory(DjangoModelFactory):
    class Meta:
        model = Campaign

    code = factory.Sequence(lambda number: f"phong-trao-{number}")
    unit = factory.SubFactory(UnitFactory, kind=UnitKind.CENTRE)
    title = "Phong trào thi đua đẩy mạnh cải cách hành chính"
    short_name = "Phong trào thi đua"
    starts_on = date(2026, 1, 1)
    ends_on = date(2030, 12, 31)


class PlanFactory(DjangoModelFactory):
    """A draft that lacks nothing but its sections (see ``issuable_plan``)."""

    class Meta:
        model = Plan

    campaign = factory.SubFactory(CampaignFactory)
    subject = "Phát động phong trào thi đua đẩy mạnh cải cách hành chính"
    symbol = "KH-TTYT"
    place = "Hoài Nhơn"
    signer_title = "GIÁM ĐỐC"
    signer_name = "Nguyễn Văn An"
    created_at = NOON


class ContentAreaFactory(DjangoModelFactory):
    class Meta:
        model = ContentArea

    plan = factory.SubFactory(PlanFactory)
    code = factory.Sequence(lambda number: f"nd{number}")
    title = "Cải cách thủ tục hành chính"
    short_title = "Thủ tục"


class PlanSectionFactory(DjangoModelFactory):
    class Meta:
        model = PlanSection

    plan = factory.SubFactory(PlanFactory)
    position = factory.Sequence(int)
    style = "roman"
    heading = factory.Sequence(lambda number: f"MỤC {number}")


class LegalBasisFactory(DjangoModelFactory):
    class Meta:
        model = LegalBasis

    plan = factory.SubFactory(PlanFactory)
    text = "Thực hiện Kế hoạch số 80/KH-SYT ngày 30/3/2026 của Sở Y tế."


class EligibleSubjectFactory(DjangoModelFactory):
    class Meta:
        model = EligibleSubject

    plan = factory.SubFactory(PlanFactory)
    kind = SubjectKind.COLLECTIVE
    definition = "Các khoa, phòng trực thuộc"


class DutyFactory(DjangoModelFactory):
    class Meta:
        model = Duty

    plan = factory.SubFactory(PlanFactory)
    responsible = "Phòng Tổ chức - Hành chính"
    text = "Theo dõi, đôn đốc việc thực hiện"


class RecipientFactory(DjangoModelFactory):
    class Meta:
        model = Recipient

    plan = factory.SubFactory(PlanFactory)
    text = "Lưu: VT, TCHC."


class AcknowledgementFactory(DjangoModelFactory):
    class Meta:
        model = Acknowledgement

    plan = factory.SubFactory(PlanFactory)
    unit = factory.SubFactory(UnitFactory)
    by = factory.SubFactory(UserFactory)
    at = NOON


class TargetFactory(DjangoModelFactory):
    class Meta:
        model = Target

    plan = factory.SubFactory(PlanFactory)
    code = factory.Sequence(lambda number: f"T-{number}")
    label = "Hồ sơ giải quyết đúng và trước hạn"
    operator = TargetOperator.GTE
    low = 99
    unit_of_measure = "%"


class TargetReportFactory(DjangoModelFactory):
    class Meta:
        model = TargetReport

    campaign = factory.SubFactory(CampaignFactory)
    target_code = "T-A9"
    year = 2026
    grade = "Tốt"
    source_note = "Quyết định công bố của Sở Y tế"
    reported_at = NOON


class TaskFactory(DjangoModelFactory):
    class Meta:
        model = Task

    campaign = factory.SubFactory(CampaignFactory)
    unit = factory.SubFactory(UnitFactory)
    assignee = factory.SubFactory(PersonFactory, unit=factory.SelfAttribute("..unit"))
    work = factory.Sequence(lambda number: f"Rà soát thủ tục hành chính lần {number}")
    due_on = date(2026, 6, 30)
    responsibility = "Trưởng khoa chịu trách nhiệm"
    product = "Báo cáo rà soát"
    authority = "Trưởng khoa duyệt"
    created_at = NOON


class RegisterEntryFactory(DjangoModelFactory):
    class Meta:
        model = RegisterEntry

    unit = factory.SubFactory(UnitFactory, kind=UnitKind.CENTRE)
    year = 2026
    symbol = "KH-TTYT"
    number = factory.Sequence(lambda number: number + 1)
    issued_on = date(2026, 3, 2)
    title = "Kế hoạch"
    signer_name = "Nguyễn Văn An"
    document_type = "campaigns.plan"
    document_id = factory.Sequence(lambda number: f"khac-{number}")


class RoundFactory(DjangoModelFactory):
    class Meta:
        model = Round

    campaign = factory.SubFactory(CampaignFactory)
    year = 2026
    title = factory.LazyAttribute(lambda round: f"Đợt thi đua năm {round.year}")
    state = RoundState.OPEN


class ParticipantFactory(DjangoModelFactory):
    class Meta:
        model = Participant

    round = factory.SubFactory(RoundFactory)
    unit = factory.SubFactory(UnitFactory)


class PhaseDeadlineFactory(DjangoModelFactory):
    class Meta:
        model = PhaseDeadline

    round = factory.SubFactory(RoundFactory)
    phase = Phase.SELF_ASSESSMENT
    opens_on = date(2026, 11, 15)
    closes_on = date(2026, 12, 10)


class DeadlineExtensionFactory(DjangoModelFactory):
    class Meta:
        model = DeadlineExtension

    deadline = factory.SubFactory(PhaseDeadlineFactory)
    unit = factory.SubFactory(UnitFactory)
    closes_on = date(2026, 12, 15)
    asked_by = "Trưởng khoa"
    granted_by = factory.SubFactory(UserFactory)
    granted_at = NOON
    reason = "Đi chống dịch"


def issuable_plan(**fields: Any) -> Plan:
    """A draft with everything that an issued plan needs but number and date."""
    plan: Plan = PlanFactory(**fields)
    PlanSectionFactory(plan=plan, heading="MỤC ĐÍCH, YÊU CẦU")
    RecipientFactory(plan=plan)
    return plan
