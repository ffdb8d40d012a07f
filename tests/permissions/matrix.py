"""The table: for each address how it is asked and whose record stands in it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from accounts.models import Role, User
from accounts.roles import RoleCode
from indicators.models import SurveyCount
from tests.factories.indicators import CalendarDayFactory, IndicatorFactory, ProcedureFactory, SurveyCountFactory
from tests.factories.surveys import PaperFormFactory, published_survey
from tests.indicators import answering
from tests.permissions.places import Place, own_delegation, own_export, own_job, own_notice


class Whose(Enum):
    """Who is meant to find the record in an address."""

    NOBODYS = "no record in the address, or one that all who may open the page share"
    DEPARTMENT = "a department's: its own people and those who work for the centre or above"
    CENTRE = "a centre's: all its people and those above"
    PERSON = "one's own"


@dataclass(frozen=True)
class Row:
    """``find`` gives the arguments of the address at a place, for a person; ``data`` what is posted beside them.

    ``seen_by`` names the roles that find the record at all where it is not shown to all who may open the page.
    """

    whose: Whose = Whose.NOBODYS
    find: Callable[[Place, User], dict[str, Any]] = lambda place, user: {}
    posts: bool = False
    data: Callable[[Place], dict[str, Any]] = lambda place: {}
    seen_by: tuple[RoleCode, ...] = tuple(RoleCode)


def department(find: Callable[[Any], Any], *, posts: bool = False, **fixed: Any) -> Row:
    """A row about one record of a department."""
    return Row(Whose.DEPARTMENT, lambda place, user: {"pk": find(place.own).pk, **fixed}, posts)


def centre(find: Callable[[Any], Any], *, posts: bool = False, **fixed: Any) -> Row:
    """A row about one record of a centre."""
    return Row(Whose.CENTRE, lambda place, user: {"pk": find(place.house).pk, **fixed}, posts)


def mine(make: Callable[[User], Any], *, posts: bool = False) -> Row:
    """A row about a record of the person; the other places give somebody else's."""
    return Row(
        Whose.PERSON, lambda place, user: {"pk": make(user if place.name == "own" else place.own.user).pk}, posts
    )


def doubt_of(place: Place) -> dict[str, Any]:
    """A survey of five forms in a quarter, which says little."""
    month = {"unit": place.department, "kind": "staff", "year": 2026, "month": 5}
    if not SurveyCount.objects.filter(**month).exists():
        SurveyCountFactory(**month, forms=5)
    return {"pk": place.department.pk, "year": 2026, "month": 6, "check": "few_answers", "subject": "staff"}


PAGE = Row()
ACT = Row(posts=True)
FIGURE = Row(find=lambda place, user: {"code": IndicatorFactory(source="declared").code})
MONTH = Row(find=lambda place, user: {"year": 2026, "month": 10})
CALENDAR_DAY = Row(find=lambda place, user: {"pk": CalendarDayFactory().pk})

ACCOUNTS = {
    "accounts:audit-list": PAGE,
    "accounts:delegation-create": PAGE,
    "accounts:delegation-list": PAGE,
    "accounts:delegation-revoke": mine(own_delegation, posts=True),
    "accounts:directory": PAGE,
    "accounts:login": PAGE,
    "accounts:login-create": department(lambda own: own.person, posts=True),
    "accounts:login-reset": department(lambda own: own.person, posts=True),
    "accounts:login-set-active": department(lambda own: own.person, posts=True),
    "accounts:logout": ACT,
    "accounts:membership-create": department(lambda own: own.person, posts=True),
    "accounts:membership-end": department(lambda own: own.membership, posts=True),
    "accounts:password": PAGE,
    "accounts:people-import": PAGE,
    "accounts:people-import-apply": ACT,
    "accounts:people-import-template": PAGE,
    "accounts:person-create": PAGE,
    "accounts:person-detail": department(lambda own: own.person),
    "accounts:person-edit": department(lambda own: own.person),
    "accounts:role-detail": Row(find=lambda place, user: {"pk": Role.objects.get(code=RoleCode.OFFICE).pk}),
    "accounts:role-list": PAGE,
    "accounts:scope-switch": ACT,
    "accounts:unit-create": PAGE,
    "accounts:unit-detail": Row(Whose.DEPARTMENT, lambda place, user: {"pk": place.department.pk}),
    "accounts:unit-edit": Row(Whose.DEPARTMENT, lambda place, user: {"pk": place.department.pk}),
    "accounts:unit-list": PAGE,
    "accounts:unit-rename": Row(Whose.DEPARTMENT, lambda place, user: {"pk": place.department.pk}),
}
AWARDS = {
    "awards:ballot": department(lambda own: own.agenda_item),
    "awards:certificates-issue": centre(lambda house: house.decision, posts=True),
    "awards:confirmation": Row(find=lambda place, user: {"code": place.house.decision.code}),
    "awards:confirmation-search": PAGE,
    "awards:council": PAGE,
    "awards:council-create": PAGE,
    "awards:decision-create": PAGE,
    "awards:decision-detail": centre(lambda house: house.decision),
    "awards:decision-discard": centre(lambda house: house.decision_draft, posts=True),
    "awards:decision-edit": centre(lambda house: house.decision_draft),
    "awards:decision-list": PAGE,
    "awards:decision-revoke": centre(lambda house: house.decision, posts=True),
    "awards:decision-sign": centre(lambda house: house.decision_draft, posts=True),
    "awards:discipline-conclude": department(lambda own: own.discipline),
    "awards:discipline-create": PAGE,
    "awards:discipline-list": PAGE,
    "awards:dossier-act": department(lambda own: own.dossier, posts=True),
    "awards:dossier-attach": department(lambda own: own.dossier, posts=True),
    "awards:dossier-conditions": department(lambda own: own.dossier),
    "awards:dossier-detail": department(lambda own: own.dossier),
    "awards:dossier-history": department(lambda own: own.dossier),
    "awards:dossier-list": PAGE,
    "awards:dossier-notes": department(lambda own: own.dossier),
    "awards:dossier-report": department(lambda own: own.dossier),
    "awards:eligibility": PAGE,
    "awards:file-delete": department(lambda own: own.file, posts=True),
    "awards:file-download": department(lambda own: own.file),
    "awards:honour-create": PAGE,
    "awards:honour-list": PAGE,
    "awards:initiative-create": PAGE,
    "awards:initiative-list": PAGE,
    "awards:member-add": ACT,
    "awards:member-remove": centre(lambda house: house.seat, posts=True),
    "awards:nominate": PAGE,
    "awards:opinion-add": Row(
        Whose.DEPARTMENT,
        lambda place, user: {"pk": place.own.agenda_item.pk},
        posts=True,
        data=lambda place: {"member": place.house.seat.pk},
    ),
    "awards:opinion-delete": department(lambda own: own.opinion, posts=True),
    "awards:rating-create": PAGE,
    "awards:rating-list": PAGE,
    "awards:round-act": centre(lambda house: house.award_round, posts=True),
    "awards:round-create": PAGE,
    "awards:round-list": PAGE,
    "awards:session-act": centre(lambda house: house.session, posts=True),
    "awards:session-attendance": Row(
        Whose.CENTRE,
        lambda place, user: {"pk": place.house.session.pk},
        posts=True,
        data=lambda place: {"member": place.house.seat.pk},
    ),
    "awards:session-ballot": centre(lambda house: house.session),
    "awards:session-create": PAGE,
    "awards:session-detail": centre(lambda house: house.session),
    "awards:session-discussion": centre(lambda house: house.session, posts=True),
    "awards:session-item-add": Row(
        Whose.CENTRE,
        lambda place, user: {"pk": place.house.session.pk},
        posts=True,
        data=lambda place: {"dossier": place.own.waiting_dossier.pk},
    ),
    "awards:session-item-remove": department(lambda own: own.agenda_item, posts=True),
    "awards:session-list": PAGE,
    "awards:superior-decision": department(lambda own: own.proposed_dossier),
}
CAMPAIGNS = {
    "campaigns:plan-acknowledge": Row(
        Whose.CENTRE,
        lambda place, user: {"pk": place.house.plan.pk},
        posts=True,
        data=lambda place: {"unit": place.department.pk},
    ),
    "campaigns:plan-act": centre(lambda house: house.plan, posts=True),
    "campaigns:plan-amend": centre(lambda house: house.plan, posts=True),
    "campaigns:plan-create": PAGE,
    "campaigns:plan-detail": centre(lambda house: house.plan),
    "campaigns:plan-discard": centre(lambda house: house.draft, posts=True),
    "campaigns:plan-edit": centre(lambda house: house.draft),
    "campaigns:plan-import": PAGE,
    "campaigns:plan-import-preview": PAGE,
    "campaigns:plan-issue": centre(lambda house: house.draft),
    "campaigns:plan-list": PAGE,
    "campaigns:plan-part": centre(lambda house: house.draft, slug="can-cu"),
    "campaigns:plan-part-act": Row(
        Whose.CENTRE,
        lambda place, user: {"pk": place.house.draft.pk, "slug": "can-cu", "row": place.house.basis.pk},
        posts=True,
    ),
    "campaigns:plan-part-edit": Row(
        Whose.CENTRE, lambda place, user: {"pk": place.house.draft.pk, "slug": "can-cu", "row": place.house.basis.pk}
    ),
    "campaigns:plan-section-act": Row(
        Whose.CENTRE, lambda place, user: {"pk": place.house.draft.pk, "section": place.house.section.pk}, posts=True
    ),
    "campaigns:plan-section-create": centre(lambda house: house.draft),
    "campaigns:plan-section-edit": Row(
        Whose.CENTRE, lambda place, user: {"pk": place.house.draft.pk, "section": place.house.section.pk}
    ),
    "campaigns:plan-section-list": centre(lambda house: house.draft),
    "campaigns:round-act": centre(lambda house: house.round, posts=True),
    "campaigns:round-create": PAGE,
    "campaigns:round-deadlines": centre(lambda house: house.round, posts=True),
    "campaigns:round-detail": centre(lambda house: house.round),
    "campaigns:round-extend": centre(lambda house: house.round, posts=True),
    "campaigns:round-list": PAGE,
    "campaigns:round-participants": centre(lambda house: house.round, posts=True),
    "campaigns:target-list": PAGE,
    "campaigns:target-report": centre(lambda house: house.target),
    "campaigns:task-act": department(lambda own: own.task, posts=True),
    "campaigns:task-create": PAGE,
    "campaigns:task-detail": department(lambda own: own.task),
    "campaigns:task-edit": department(lambda own: own.task),
    "campaigns:task-list": PAGE,
    "campaigns:task-report": department(lambda own: own.task, posts=True),
}
CORE = {
    "core:healthz": PAGE,
    "core:job-detail": Row(find=lambda place, user: {"pk": own_job(user).pk}),
    "core:notification-list": PAGE,
    "core:notification-open": mine(own_notice, posts=True),
    "core:notifications-mark-read": ACT,
}
# Nobody's: each point is open to whoever has its address.
POINT = Row(find=lambda place, user: {"token": answering.open_point().token})
POINT_POST = Row(find=POINT.find, posts=True)
SURVEY = centre(lambda house: house.survey)
SURVEY_ACT = centre(lambda house: house.survey, posts=True)
QUESTIONNAIRE = centre(lambda house: house.survey.questionnaire)
QUESTIONNAIRE_ACT = centre(lambda house: house.survey.questionnaire, posts=True)


def paper(find: Callable[[Any], Any]) -> Row:
    """A row about the paper forms of a department's service point."""

    def at(place: Place, user: User) -> dict[str, Any]:
        point = answering.open_point(answering.open_survey(centre=place.centre), unit=place.department)
        return {"pk": find(point).pk}

    return Row(Whose.DEPARTMENT, at)


INDICATORS = {
    "indicators:answering": POINT,
    "indicators:answering-code": POINT_POST,
    "indicators:answering-part": Row(find=lambda place, user: {**POINT.find(place, user), "number": 1}),
    "indicators:answering-receive": POINT_POST,
    "indicators:answering-thanks": POINT,
    "indicators:answering-worker": PAGE,
    "indicators:kiosk": Row(find=lambda place, user: {"token": answering.open_point(kiosk_pin="x").token}),
    "indicators:kiosk-pin": Row(
        Whose.CENTRE, lambda place, user: {"pk": answering.open_point(answering.open_survey(centre=place.centre)).pk}
    ),
    "indicators:paper-form-again": paper(lambda point: PaperFormFactory(point=point)),
    "indicators:paper-form-create": paper(lambda point: point),
    "indicators:paper-form-list": paper(lambda point: point.survey),
    "indicators:paper-form-settle": paper(lambda point: PaperFormFactory(point=point)),
    "indicators:kiosk-leave": POINT,
    "indicators:calendar": PAGE,
    "indicators:calendar-copy": ACT,
    "indicators:calendar-day-create": PAGE,
    "indicators:calendar-day-edit": CALENDAR_DAY,
    "indicators:calendar-day-remove": replace(CALENDAR_DAY, posts=True),
    "indicators:case-import-act": centre(lambda house: house.case_import, posts=True),
    "indicators:case-import-create": PAGE,
    "indicators:case-import-detail": centre(lambda house: house.case_import),
    "indicators:case-import-faults": centre(lambda house: house.case_import),
    "indicators:case-import-list": PAGE,
    "indicators:case-import-map": centre(lambda house: house.case_import, posts=True),
    "indicators:case-list": PAGE,
    "indicators:catalogue": PAGE,
    "indicators:doubt-answer": Row(Whose.DEPARTMENT, lambda place, user: doubt_of(place)),
    "indicators:doubt-list": PAGE,
    "indicators:figure-detail": FIGURE,
    "indicators:figure-list": PAGE,
    "indicators:indicator-create": PAGE,
    "indicators:indicator-edit": centre(lambda house: IndicatorFactory(centre=house.plan.unit)),
    "indicators:indicator-retire": centre(lambda house: IndicatorFactory(centre=house.plan.unit), posts=True),
    "indicators:measurement-create": FIGURE,
    "indicators:measurement-list": PAGE,
    "indicators:measurement-lock": department(lambda own: own.measurement),
    "indicators:period-act": replace(MONTH, posts=True, data=lambda place: {"transition": "close"}),
    "indicators:period-detail": MONTH,
    "indicators:period-list": PAGE,
    "indicators:procedure-create": PAGE,
    "indicators:procedure-edit": centre(lambda house: ProcedureFactory(centre=house.plan.unit)),
    "indicators:procedure-list": PAGE,
    "indicators:procedure-remove": centre(lambda house: ProcedureFactory(centre=house.plan.unit), posts=True),
    "indicators:procedure-count-create": PAGE,
    "indicators:procedure-statistics": PAGE,
    **dict.fromkeys(("indicators:points-add", "indicators:survey-answers-file", "indicators:survey-codes"), SURVEY),
    **dict.fromkeys(("indicators:survey-detail", "indicators:survey-edit", "indicators:survey-results"), SURVEY),
    **dict.fromkeys(("indicators:survey-act", "indicators:survey-delete"), SURVEY_ACT),
    "indicators:point-edit": department(lambda own: own.service_point),
    "indicators:point-delete": department(lambda own: own.service_point, posts=True),
    **dict.fromkeys(
        (
            "indicators:questionnaire-detail",
            "indicators:questionnaire-edit",
            "indicators:questionnaire-words",
            "indicators:section-add",
        ),
        QUESTIONNAIRE,
    ),
    "indicators:questionnaire-copy": QUESTIONNAIRE_ACT,
    "indicators:questionnaire-delete": QUESTIONNAIRE_ACT,
    "indicators:questionnaire-list": PAGE,
    "indicators:questionnaire-preview": centre(lambda house: house.survey.questionnaire, number=1),
    "indicators:question-add": centre(lambda house: house.survey.questionnaire, section="a"),
    "indicators:question-edit": centre(lambda house: house.survey.questionnaire, question="a1"),
    "indicators:section-edit": centre(lambda house: house.survey.questionnaire, section="a"),
    "indicators:section-remove": centre(lambda house: house.survey.questionnaire, posts=True, section="a"),
    "indicators:survey-comment": department(lambda own: own.survey_comment),
    "indicators:survey-comments": PAGE,
    "indicators:survey-count-create": PAGE,
    "indicators:survey-create": PAGE,
    "indicators:survey-list": PAGE,
    "indicators:survey-public-results": Row(find=lambda place, user: {"token": published_survey().results_token}),
    "indicators:survey-report": PAGE,
    "indicators:survey-statistics": PAGE,
}
REPORTS = {
    "reports:dashboard": PAGE,
    "reports:document-act": Row(
        Whose.CENTRE,
        lambda place, user: {"kind": "thong-bao", "key": place.house.round.pk},
        posts=True,
        seen_by=(RoleCode.OFFICE, RoleCode.DIRECTOR),
    ),
    "reports:document-edit": Row(Whose.CENTRE, lambda place, user: {"kind": "thong-bao", "key": place.house.round.pk}),
    "reports:document-list": PAGE,
    "reports:document-pdf": Row(
        Whose.CENTRE, lambda place, user: {"kind": "quyet-dinh", "key": place.house.decision.pk}
    ),
    "reports:document-preview": Row(Whose.CENTRE, lambda place, user: {"kind": "ke-hoach", "key": place.house.plan.pk}),
    "reports:home": PAGE,
    "reports:search": PAGE,
    "reports:survey-posters": Row(
        Whose.CENTRE,
        lambda place, user: {"pk": answering.open_point(answering.open_survey(centre=place.centre)).survey_id},
    ),
}
SCORING = {
    "scoring:appeal-create": department(lambda own: own.criterion_score),
    "scoring:appeal-decide": department(lambda own: own.appeal, posts=True),
    "scoring:appeal-detail": department(lambda own: own.appeal),
    "scoring:appeal-file": Row(
        Whose.DEPARTMENT,
        lambda place, user: {"pk": place.own.appeal.pk, "evidence": place.own.evidence.pk, "name": "tep.pdf"},
    ),
    "scoring:appeal-list": PAGE,
    "scoring:appeal-withdraw": department(lambda own: own.appeal, posts=True),
    "scoring:appeals-open": centre(lambda house: house.run),
    "scoring:assessment-detail": department(lambda own: own.sheet),
    "scoring:assessment-distance": department(lambda own: own.sheet),
    "scoring:assessment-list": PAGE,
    "scoring:assessment-open": centre(lambda house: house.round, posts=True),
    "scoring:assessment-transition": department(lambda own: own.sheet, posts=True),
    "scoring:circumstance-create": centre(lambda house: house.round),
    "scoring:circumstance-list": centre(lambda house: house.round),
    "scoring:circumstance-withdraw": department(lambda own: own.circumstance, posts=True),
    "scoring:criteria-assign": centre(lambda house: house.criteria_set, posts=True),
    "scoring:criteria-detail": centre(lambda house: house.criteria_set),
    "scoring:criteria-excel": centre(lambda house: house.criteria_set),
    "scoring:criteria-list": PAGE,
    "scoring:criteria-load": PAGE,
    "scoring:criteria-template": PAGE,
    "scoring:criteria-toml": centre(lambda house: house.criteria_set),
    "scoring:criteria-diff": centre(lambda house: house.criteria_set),
    "scoring:distance-file": Row(
        Whose.PERSON,
        lambda place, user: {
            "pk": own_export(user if place.name == "own" else place.own.user, place.house.run).pk,
        },
    ),
    "scoring:deadline-ledger": centre(lambda house: house.round),
    "scoring:evidence-attach": department(lambda own: own.item, posts=True),
    "scoring:evidence-delete": department(lambda own: own.evidence, posts=True),
    "scoring:evidence-detach": department(lambda own: own.link, posts=True),
    "scoring:evidence-file": department(lambda own: own.evidence, name="tep.pdf"),
    "scoring:evidence-list": PAGE,
    "scoring:evidence-page": department(lambda own: own.link, posts=True),
    "scoring:evidence-upload": department(lambda own: own.item, posts=True),
    "scoring:item-detail": department(lambda own: own.item),
    "scoring:item-save": department(lambda own: own.item, posts=True),
    "scoring:result-list": PAGE,
    "scoring:run-act": centre(lambda house: house.run, posts=True),
    "scoring:run-detail": centre(lambda house: house.run),
    "scoring:run-start": centre(lambda house: house.round, posts=True),
    "scoring:run-distance": centre(lambda house: house.run),
    "scoring:run-distance-export": centre(lambda house: house.run, posts=True),
    "scoring:scenario-act": centre(lambda house: house.scenario, posts=True),
    "scoring:scenario-change": centre(lambda house: house.scenario, kind="trong-so"),
    "scoring:scenario-change-remove": centre(lambda house: house.scenario, posts=True),
    "scoring:scenario-compute": centre(lambda house: house.scenario, posts=True),
    "scoring:scenario-create": centre(lambda house: house.run),
    "scoring:scenario-delete": centre(lambda house: house.scenario, posts=True),
    "scoring:scenario-detail": centre(lambda house: house.scenario),
    "scoring:scenario-edit": centre(lambda house: house.scenario),
    "scoring:scenario-excel": centre(lambda house: house.scenario),
    "scoring:scenario-list": PAGE,
    "scoring:score-trace": department(lambda own: own.criterion_score),
    "scoring:unit-distance": department(lambda own: own.unit_score),
    "scoring:tie-votes": centre(lambda house: house.round),
    "scoring:unit-result": department(lambda own: own.unit_score),
    "scoring:verification-accept-all": ACT,
    "scoring:verification-item": department(lambda own: own.item),
    "scoring:verification-points": department(lambda own: own.item),
    "scoring:verification-queue": PAGE,
    "scoring:workshop-bands": centre(lambda house: house.criteria_draft),
    "scoring:workshop-copy": centre(lambda house: house.criteria_set),
    "scoring:workshop-create": PAGE,
    "scoring:workshop-discard": centre(lambda house: house.criteria_draft, posts=True),
    "scoring:workshop-example-create": centre(lambda house: house.criteria_draft),
    "scoring:workshop-example-edit": centre(lambda house: house.criteria_draft, place=1),
    "scoring:workshop-example-remove": centre(lambda house: house.criteria_draft, posts=True, place=1),
    "scoring:workshop-examples": centre(lambda house: house.criteria_draft),
    "scoring:workshop-from-library": Row(find=lambda place, user: {"code": "hoai-nhon-khoa-phong"}),
    "scoring:workshop-head": centre(lambda house: house.criteria_draft),
    "scoring:workshop-limits": centre(lambda house: house.criteria_draft),
    "scoring:workshop-node-act": Row(
        Whose.CENTRE,
        lambda place, user: {"pk": place.house.criteria_draft.pk, "node": place.house.draft_node.pk},
        posts=True,
    ),
    "scoring:workshop-node-create": centre(lambda house: house.criteria_draft),
    "scoring:workshop-node-edit": Row(
        Whose.CENTRE,
        lambda place, user: {"pk": place.house.criteria_draft.pk, "node": place.house.draft_node.pk},
    ),
    "scoring:workshop-quota": centre(lambda house: house.criteria_draft),
    "scoring:workshop-tie-break": centre(lambda house: house.criteria_draft),
    "scoring:workshop-tree": centre(lambda house: house.criteria_draft),
    "scoring:workshop-try": centre(lambda house: house.criteria_draft, posts=True),
}
MATRIX = ACCOUNTS | AWARDS | CAMPAIGNS | CORE | INDICATORS | REPORTS | SCORING
