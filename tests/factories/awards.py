"""Rules, dossiers, councils, sessions and decisions for tests."""

from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from accounts.roles import RoleCode
from awards import enums, models
from campaigns.enums import SubjectKind
from tests.factories.accounts import PersonFactory, UnitFactory, UserFactory

MOMENT = datetime(2026, 12, 10, 2, 0, tzinfo=UTC)


class LegalInstrumentFactory(DjangoModelFactory):
    class Meta:
        model = models.LegalInstrument

    code = factory.Sequence(lambda number: f"van-ban-{number}")
    name = "Luật Thi đua, khen thưởng"
    valid_from = date(2024, 1, 1)


class BaseSalaryFactory(DjangoModelFactory):
    class Meta:
        model = models.BaseSalary
        django_get_or_create = ("valid_from",)

    valid_from = date(2024, 7, 1)
    amount = 2_340_000
    source = "Nghị định 73/2024/NĐ-CP"


class AwardFactory(DjangoModelFactory):
    class Meta:
        model = models.Award
        django_get_or_create = ("code",)

    code = "GIAY_KHEN"
    name = "Giấy khen"
    family = enums.Family.FORM


class AwardRuleFactory(DjangoModelFactory):
    """A majority rule with one condition that a meeting judges."""

    class Meta:
        model = models.AwardRule
        django_get_or_create = ("award", "subject_kind", "valid_from")

    award = factory.SubFactory(AwardFactory)
    subject_kind = SubjectKind.COLLECTIVE
    valid_from = date(2024, 1, 1)
    legal_source = "Điều 75 Luật 06/2022/QH15"
    decider = enums.Decider.DIRECTOR
    multiplier = Decimal("0.60")
    threshold = "1/2"
    is_strict = True
    vote_source = "Biểu quyết theo đa số"
    components = factory.LazyFunction(lambda: [["meeting_minutes", "Biên bản họp bình xét"]])
    conditions = factory.LazyFunction(
        lambda: [
            {
                "kind": "judgement",
                "text": "Gương mẫu",
                "source": "Điều 75",
                "parameters": {"key": "exemplary"},
                "is_presumed": True,
            }
        ]
    )


class PerformanceRatingFactory(DjangoModelFactory):
    class Meta:
        model = models.PerformanceRating

    unit = factory.SubFactory(UnitFactory)
    year = 2026
    level = enums.Level.GOOD
    source = "Thông báo 15/TB-TTYT"
    decided_on = date(2026, 12, 5)
    recorded_at = MOMENT


class DisciplineRecordFactory(DjangoModelFactory):
    class Meta:
        model = models.DisciplineRecord

    person = factory.SubFactory(PersonFactory)
    measure = enums.DisciplineMeasure.PENDING
    starts_on = date(2026, 5, 5)
    source = "Đơn số 3/ĐT"
    recorded_at = MOMENT


class InitiativeFactory(DjangoModelFactory):
    class Meta:
        model = models.Initiative

    unit = factory.SubFactory(UnitFactory)
    title = factory.Sequence(lambda number: f"Rút ngắn thời gian trả kết quả {number}")
    kind = enums.InitiativeKind.OPERATION
    scope = enums.InitiativeScope.GRASSROOTS
    year = 2026
    decision_number = "30/QĐ-TTYT"
    decided_on = date(2026, 10, 1)


class InitiativeAuthorFactory(DjangoModelFactory):
    class Meta:
        model = models.InitiativeAuthor

    initiative = factory.SubFactory(InitiativeFactory)
    person = factory.SubFactory(PersonFactory)


class AwardRoundFactory(DjangoModelFactory):
    class Meta:
        model = models.AwardRound

    unit = factory.SubFactory(UnitFactory, kind="centre")
    year = 2026
    name = factory.Sequence(lambda number: f"Xét khen thưởng năm 2026 ({number})")
    opens_on = date(2026, 12, 1)
    closes_on = date(2026, 12, 31)


class DossierFactory(DjangoModelFactory):
    """A collective's draft dossier."""

    class Meta:
        model = models.Dossier

    award_round = factory.SubFactory(AwardRoundFactory)
    rule = factory.SubFactory(AwardRuleFactory)
    award = factory.SelfAttribute("rule.award")
    unit = factory.SubFactory(UnitFactory)
    subject_kind = SubjectKind.COLLECTIVE
    year = 2026
    created_at = MOMENT
    state_since = MOMENT


class InitiativeUseFactory(DjangoModelFactory):
    class Meta:
        model = models.InitiativeUse

    initiative = factory.SubFactory(InitiativeFactory)
    dossier = factory.SubFactory(DossierFactory)


class ComponentFileFactory(DjangoModelFactory):
    class Meta:
        model = models.ComponentFile

    dossier = factory.SubFactory(DossierFactory)
    component = "meeting_minutes"
    file = factory.django.FileField(data=b"%PDF-1.4", filename="bien-ban.pdf")
    name = "bien-ban.pdf"
    content_type = "application/pdf"
    size = 8
    sha256 = factory.Sequence(lambda number: f"{number:064x}")
    uploaded_at = MOMENT


class DossierNoteFactory(DjangoModelFactory):
    class Meta:
        model = models.DossierNote

    dossier = factory.SubFactory(DossierFactory)
    text = "Đề nghị bổ sung biên bản."
    written_at = MOMENT


class CouncilFactory(DjangoModelFactory):
    class Meta:
        model = models.Council

    unit = factory.SubFactory(UnitFactory, kind="centre")
    name = "Hội đồng Thi đua - Khen thưởng"
    decision_number = "05/QĐ-TTYT"
    valid_from = date(2026, 1, 5)


class CouncilMemberFactory(DjangoModelFactory):
    class Meta:
        model = models.CouncilMember

    council = factory.SubFactory(CouncilFactory)
    user = factory.SubFactory(UserFactory)


class SessionFactory(DjangoModelFactory):
    class Meta:
        model = models.Session

    council = factory.SubFactory(CouncilFactory)
    unit = factory.SelfAttribute("council.unit")
    award_round = factory.SubFactory(AwardRoundFactory, unit=factory.SelfAttribute("..unit"))
    title = "Phiên họp xét khen thưởng năm 2026"
    starts_at = datetime(2026, 12, 20, 1, 0, tzinfo=UTC)
    place = "Phòng họp số 1"


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = models.Attendance

    session = factory.SubFactory(SessionFactory)
    member = factory.SubFactory(CouncilMemberFactory, council=factory.SelfAttribute("..session.council"))


class SessionItemFactory(DjangoModelFactory):
    class Meta:
        model = models.SessionItem

    session = factory.SubFactory(SessionFactory)
    dossier = factory.SubFactory(DossierFactory)


class VoteMarkFactory(DjangoModelFactory):
    class Meta:
        model = models.VoteMark

    item = factory.SubFactory(SessionItemFactory)
    member = factory.SubFactory(CouncilMemberFactory, council=factory.SelfAttribute("..item.session.council"))
    voted_at = MOMENT


class WrittenOpinionFactory(DjangoModelFactory):
    class Meta:
        model = models.WrittenOpinion

    item = factory.SubFactory(SessionItemFactory)
    member = factory.SubFactory(CouncilMemberFactory, council=factory.SelfAttribute("..item.session.council"))
    in_favour = True
    paper = "Phiếu góp ý ngày 18/12/2026"
    recorded_at = MOMENT


class DecisionFactory(DjangoModelFactory):
    """A draft decision; ``signed=True`` gives it a number and a date."""

    class Meta:
        model = models.Decision

    class Params:
        signed = factory.Trait(
            state=enums.DecisionState.SIGNED,
            signed_on=date(2026, 12, 22),
            signed_at=MOMENT,
            signer_name="Lê Thị Hoa",
            signer_title="Giám đốc",
            entry=factory.SubFactory(
                "tests.factories.campaigns.RegisterEntryFactory", unit=factory.SelfAttribute("..unit")
            ),
        )

    award_round = factory.SubFactory(AwardRoundFactory)
    unit = factory.SelfAttribute("award_round.unit")
    title = "Về việc khen thưởng năm 2026"
    achievement = "trong phong trào thi đua cải cách hành chính năm 2026"
    bases = "Căn cứ Luật Thi đua, khen thưởng"
    drafted_at = MOMENT


class DecisionLineFactory(DjangoModelFactory):
    class Meta:
        model = models.DecisionLine

    decision = factory.SubFactory(DecisionFactory)
    dossier = factory.SubFactory(DossierFactory, award_round=factory.SelfAttribute("..decision.award_round"))
    position = factory.Sequence(lambda number: number + 1)


class HonourFactory(DjangoModelFactory):
    """A collective's line from before the portal."""

    class Meta:
        model = models.Honour

    unit = factory.SubFactory(UnitFactory, kind="centre")
    year = 2025
    register_year = 2025
    number = factory.Sequence(lambda number: number + 1)
    award = factory.SubFactory(AwardFactory)
    subject_kind = SubjectKind.COLLECTIVE
    subject_unit = factory.SubFactory(UnitFactory)
    subject_name = "Khoa Ngoại"
    unit_name = "Khoa Ngoại"
    decision_number = "112/QĐ-TTYT"
    decided_on = date(2025, 12, 22)
    decider_name = "Giám đốc Trung tâm Y tế"
    issued_at = MOMENT


COUNCIL_ROLES = {
    enums.CouncilRole.CHAIR: RoleCode.COUNCIL_CHAIR,
    enums.CouncilRole.SECRETARY: RoleCode.COUNCIL_SECRETARY,
    enums.CouncilRole.MEMBER: RoleCode.COUNCIL_MEMBER,
}
