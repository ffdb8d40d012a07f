"""Records of every kind at three places: the own unit, a unit beside it, a unit of another centre."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.core.files.base import ContentFile
from django.urls import reverse

from accounts.models import Membership, Role, Unit, User
from accounts.roles import RoleCode
from awards.enums import DossierState, SessionState
from campaigns.enums import PlanState
from core.list_files import JOB as LISTS
from indicators.models import Survey
from indicators.services import answer_exports
from reports.services import posters
from scoring.enums import AssessmentState, RunState
from tests.factories import accounts, awards, campaigns, cases, indicators, reports, scoring, surveys
from tests.factories.core import JobFactory, NotificationFactory
from tests.factories.world import World, make_world

AT = datetime(2026, 12, 10, 2, tzinfo=UTC)
YEAR = 2026
OPENED = {"open_at": AT, "members_total": 9}
DEPARTMENT_ROLES = (RoleCode.DEPARTMENT_HEAD, RoleCode.DEPARTMENT_STAFF)
COUNCIL_ROLES = (RoleCode.COUNCIL_MEMBER, RoleCode.COUNCIL_SECRETARY, RoleCode.COUNCIL_CHAIR)


@dataclass(frozen=True)
class Place:
    """A department with its own records (``own``) and those of its centre (``house``), both by name."""

    name: str
    department: Unit
    centre: Unit
    own: SimpleNamespace
    house: SimpleNamespace


@dataclass(frozen=True)
class Stage:
    """The three places and one person for each role, all of the first place."""

    world: World
    places: dict[str, Place]
    people: dict[str, User]


def set_stage() -> Stage:
    """Everything that the matrix asks for, made once."""
    world = make_world()
    people = {role: _person(role, world) for role in RoleCode}
    home, abroad = _house(world.centre), _house(world.other_centre)
    for role in COUNCIL_ROLES:
        awards.CouncilMemberFactory(council=home.council, user=people[role])
    places = {
        "own": Place("own", world.surgery, world.centre, _department(world.surgery, home), home),
        "neighbour": Place("neighbour", world.pharmacy, world.centre, _department(world.pharmacy, home), home),
        "foreign": Place(
            "foreign", world.other_department, world.other_centre, _department(world.other_department, abroad), abroad
        ),
    }
    return Stage(world, places, people)


def _person(role: RoleCode, world: World) -> User:
    """Department people work in the surgery; the others for the whole centre; the superior above both centres."""
    if role in DEPARTMENT_ROLES:
        return accounts.user_with(role, world.surgery)
    if role == RoleCode.SUPERIOR_VIEWER:
        return accounts.user_with(role, world.authority)
    return accounts.user_with(role, world.centre, person=accounts.PersonFactory(unit=world.office))


def _house(centre: Unit) -> SimpleNamespace:
    """What a centre has in common."""
    campaign = campaigns.CampaignFactory(unit=centre)
    entry = campaigns.RegisterEntryFactory(unit=centre, signer_name="Nguyễn Văn An")
    issued = {"state": PlanState.ISSUED, "number": entry.number, "issued_on": date(2026, 3, 2), "issued_at": AT}
    plan = campaigns.issuable_plan(campaign=campaign, **issued)
    draft = campaigns.issuable_plan(campaign=campaigns.CampaignFactory(unit=centre))
    round_ = campaigns.RoundFactory(campaign=campaign, year=YEAR)
    criteria_set = scoring.stored_small_set(centre)
    criteria_draft = scoring.stored_small_set(centre, code="bo-soan", example=[{"name": "Khoa Nội"}])
    scoring.RoundCriteriaFactory(round=round_, criteria_set=criteria_set)
    run = scoring.ScoreRunFactory(
        round=round_, criteria_set=criteria_set, state=RunState.PUBLISHED, final_at=AT, published_at=AT
    )
    window = scoring.AppealWindowFactory(round=round_, run=run)
    award_round = awards.AwardRoundFactory(unit=centre, year=YEAR)
    rule = awards.AwardRuleFactory()
    award_round.awards.add(rule.award)
    council = awards.CouncilFactory(unit=centre)
    session = awards.SessionFactory(council=council, award_round=award_round, state=SessionState.OPEN, **OPENED)
    seat = awards.CouncilMemberFactory(
        council=council, user=accounts.user_with(RoleCode.COUNCIL_MEMBER, centre, person=None)
    )
    awards.AttendanceFactory(session=session, member=seat)
    questionnaire = surveys.QuestionnaireFactory(centre=centre, content=surveys.CONTENT)
    return SimpleNamespace(
        campaign=campaign,
        survey=surveys.SurveyFactory(centre=centre, questionnaire=questionnaire, needs_code=True),
        plan=plan,
        draft=draft,
        section=draft.sections.first(),
        basis=campaigns.LegalBasisFactory(plan=draft),
        target=campaigns.TargetFactory(plan=plan),
        round=round_,
        criteria_set=criteria_set,
        criterion=criteria_set.criteria.get(code="a1"),
        criteria_draft=criteria_draft,
        draft_node=criteria_draft.criteria.get(code="a1"),
        run=run,
        scenario=scoring.ScenarioFactory(round=round_, run=run, shared_at=AT),
        window=window,
        indicator=indicators.IndicatorFactory(source="declared"),
        case_import=cases.CaseImportFactory(centre=centre, faults=ContentFile(b"PK", "dong-loi.xlsx")),
        award_round=award_round,
        rule=rule,
        council=council,
        seat=seat,
        session=session,
        notice=reports.ReportDocumentFactory(round=round_),
        decision=awards.DecisionFactory(award_round=award_round, unit=centre, signed=True),
        decision_draft=awards.DecisionFactory(award_round=award_round, unit=centre),
    )


def _department(unit: Unit, house: SimpleNamespace) -> SimpleNamespace:
    """What belongs to one department; its people and files bear its code, so that a leak is seen."""
    person = accounts.PersonFactory(unit=unit, full_name=f"Phan Thị {unit.code}")
    user = accounts.UserFactory(person=person)
    role = Role.objects.get(code=RoleCode.DEPARTMENT_STAFF)
    campaigns.ParticipantFactory(round=house.round, unit=unit)
    sheet = scoring.AssessmentFactory(
        round=house.round, unit=unit, state=AssessmentState.SUBMITTED, submitted_at=AT, submitted_by=user
    )
    item = scoring.AssessmentItemFactory(assessment=sheet, criterion=house.criterion)
    evidence = scoring.EvidenceFactory(unit=unit, name=f"minh-chung-{unit.code}.pdf", uploaded_by=user)
    unit_score = scoring.UnitScoreFactory(run=house.run, unit=unit, total=Decimal("85.50"))
    sent = {"award_round": house.award_round, "unit": unit, "year": YEAR, "submitted_at": AT}
    dossier = awards.DossierFactory(
        **sent, rule=house.rule, state=DossierState.SCHEDULED, citation=f"Thành tích của {unit.code}"
    )
    agenda_item = awards.SessionItemFactory(session=house.session, dossier=dossier)
    point = surveys.ServicePointFactory(survey=house.survey, unit=unit)
    answered = surveys.SurveyAnswerFactory(
        point=point, finished_at=AT, finished_on=date(2026, 11, 2), answers={"a1": 5}, valid=1, satisfied=1, points=5
    )
    measurement = indicators.MeasurementFactory(
        indicator=house.indicator, unit=unit, year=YEAR, source_note=f"Báo cáo của {unit.code}"
    )
    survey_count = indicators.SurveyCountFactory(unit=unit, year=YEAR, month=2)
    indicators.FigureFileFactory(survey_count=survey_count, name=f"tai-lieu-phieu-{unit.code}.pdf")
    return SimpleNamespace(
        service_point=point,
        survey_comment=surveys.SurveyCommentFactory(answer=answered, text=f"Góp ý ở {unit.code}"),
        person=person,
        user=user,
        membership=Membership.objects.create(user=user, unit=unit, role=role, valid_from=date(2020, 1, 1)),
        task=campaigns.TaskFactory(campaign=house.campaign, unit=unit, work=f"Rà soát ở {unit.code}"),
        sheet=sheet,
        item=item,
        evidence=evidence,
        link=scoring.EvidenceLinkFactory(item=item, evidence=evidence),
        unit_score=unit_score,
        circumstance=scoring.CircumstanceFactory(round=house.round, unit=unit),
        appeal=scoring.AppealFactory(
            window=house.window, unit=unit, item=item, argument=f"Kiến nghị của {unit.code}", first_points=Decimal(5)
        ),
        criterion_score=scoring.CriterionScoreFactory(unit_score=unit_score, criterion=house.criterion),
        dossier=dossier,
        waiting_dossier=awards.DossierFactory(**sent, rule=_rule("CHO_HOP"), state=DossierState.ELIGIBLE),
        proposed_dossier=awards.DossierFactory(**sent, rule=_rule("DA_TRINH"), state=DossierState.PROPOSED),
        file=awards.ComponentFileFactory(dossier=dossier, uploaded_by=user),
        agenda_item=agenda_item,
        opinion=awards.WrittenOpinionFactory(item=agenda_item, member=house.seat),
        discipline=awards.DisciplineRecordFactory(person=person),
        measurement=measurement,
        figure_file=indicators.FigureFileFactory(measurement=measurement, name=f"tai-lieu-{unit.code}.pdf"),
        survey_count=survey_count,
    )


def _rule(code: str) -> Any:
    """The rule of another award: one unit has one dossier for each."""
    return awards.AwardRuleFactory(award=awards.AwardFactory(code=code, name=f"Danh hiệu {code}"))


def own_notice(user: User) -> Any:
    return NotificationFactory(recipient=user)


def own_delegation(user: User) -> Any:
    return accounts.DelegationFactory(membership=user.memberships.get(), ends_on=date(2026, 12, 31))


def own_job(user: User) -> Any:
    return JobFactory(requested_by=user)


def own_list_file(user: User) -> Any:
    """A file of a list that the person asked for."""
    kept = {"year": YEAR, "centre": None, "rights": {}}
    wish = {"address": reverse("scoring:criteria-list"), "kept": kept}
    return JobFactory(name=LISTS, arguments=wish, requested_by=user)


def own_answers_export(user: User, survey: Survey) -> Any:
    """A file of a survey's forms that the person asked for."""
    return JobFactory(name=answer_exports.JOB, arguments={"survey": survey.pk}, requested_by=user)


def own_posters(user: User, survey: Survey) -> Any:
    """A file of a survey's posters that the person asked for."""
    return JobFactory(
        name=posters.JOB, arguments={"survey": survey.pk, "size": "a4", "part": 1, "site": ""}, requested_by=user
    )
