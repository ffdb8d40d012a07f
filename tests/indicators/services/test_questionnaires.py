"""Shipped questionnaires, own versions, and that nothing that was used ever changes."""

import pytest
from django.core.management import call_command

from accounts.models import User
from accounts.roles import RoleCode
from core.errors import StaleRecord
from core.models import AuditEvent
from indicators.enums import QuestionnaireState
from indicators.models import Questionnaire
from indicators.selectors.questionnaires import fingerprint
from indicators.services import questionnaires
from indicators.services.errors import SurveyRefused
from tests.factories.accounts import user_with
from tests.factories.indicators import MOMENT
from tests.factories.surveys import CONTENT, QuestionnaireFactory, SurveyFactory
from tests.factories.world import World


@pytest.fixture
def office(world: World) -> User:
    return user_with(RoleCode.OFFICE, world.centre)


def test_library_is_loaded_and_renewed(db: None) -> None:
    questionnaires.load_library(at=MOMENT)
    Questionnaire.objects.filter(code="sipas").update(title="Tên cũ")

    call_command("load_questionnaires")

    assert Questionnaire.objects.count() == 5
    assert Questionnaire.objects.get(code="sipas").title.startswith("Phiếu khảo sát người dân")


def test_used_questionnaire_of_the_library_stays_as_it_was_used(db: None) -> None:
    questionnaires.load_library(at=MOMENT)
    used = Questionnaire.objects.get(code="sipas")
    questionnaires.freeze(used)
    Questionnaire.objects.filter(pk=used.pk).update(title="Tên đã dùng")

    questionnaires.load_library(at=MOMENT)

    assert Questionnaire.objects.get(code="sipas").title == "Tên đã dùng"


def test_copy_is_the_next_version_of_the_centre(world: World, office: User) -> None:
    source = QuestionnaireFactory(code="sipas", version=3, content=CONTENT)

    made = questionnaires.copy(source=source, centre=world.centre, by=office, at=MOMENT)

    assert (made.centre, made.code, made.version, made.state) == (world.centre, "sipas", 4, QuestionnaireState.DRAFT)
    assert made.content == CONTENT
    assert AuditEvent.objects.get(action="indicators.questionnaire.copy").unit_path == world.centre.path
    with pytest.raises(SurveyRefused, match="soạn dở"):
        questionnaires.copy(source=source, centre=world.centre, by=office, at=MOMENT)


def test_copy_for_a_foreign_centre_is_refused(world: World, office: User) -> None:
    with pytest.raises(SurveyRefused, match="không có quyền"):
        questionnaires.copy(source=QuestionnaireFactory(), centre=world.other_centre, by=office, at=MOMENT)


def test_draft_is_saved_and_stale_saving_refused(world: World, office: User) -> None:
    draft = QuestionnaireFactory(centre=world.centre, content=CONTENT)
    seen = fingerprint(draft)

    questionnaires.save(questionnaire=draft, content={"sections": []}, seen=seen, by=office, at=MOMENT, title="Mới")

    draft.refresh_from_db()
    assert (draft.title, draft.content) == ("Mới", {"sections": []})
    with pytest.raises(StaleRecord):
        questionnaires.save(questionnaire=draft, content=CONTENT, seen=seen, by=office, at=MOMENT)


def test_shared_and_used_ones_are_not_edited(world: World, office: User) -> None:
    shared = QuestionnaireFactory(content=CONTENT)
    used = QuestionnaireFactory(centre=world.centre, content=CONTENT, state=QuestionnaireState.FROZEN)

    for row, told in ((shared, "dùng chung"), (used, "đã dùng")):
        with pytest.raises(SurveyRefused, match=told):
            questionnaires.save(questionnaire=row, content={}, seen=fingerprint(row), by=office, at=MOMENT)


def test_questionnaire_with_slips_is_not_used(db: None) -> None:
    with pytest.raises(SurveyRefused, match="chỗ chưa đúng"):
        questionnaires.freeze(QuestionnaireFactory(content={"sections": []}))


def test_draft_is_deleted_unless_a_survey_has_chosen_it(world: World, office: User) -> None:
    free, chosen = QuestionnaireFactory(centre=world.centre), QuestionnaireFactory(centre=world.centre)
    SurveyFactory(centre=world.centre, questionnaire=chosen)

    questionnaires.delete(questionnaire=free, by=office, at=MOMENT)
    with pytest.raises(SurveyRefused, match="đợt khảo sát"):
        questionnaires.delete(questionnaire=chosen, by=office, at=MOMENT)

    assert list(Questionnaire.objects.all()) == [chosen]
