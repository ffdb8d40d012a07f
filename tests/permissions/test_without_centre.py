"""Who works above health centres while none stands there yet: no page breaks for want of a centre."""

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from accounts.enums import UnitKind
from accounts.models import User
from accounts.roles import RoleCode
from awards.models import AwardRound, Council, Honour
from indicators.listings.cases import shows_people
from indicators.models import Questionnaire
from tests.factories.accounts import MembershipFactory, UnitFactory, user_with
from tests.factories.surveys import QuestionnaireFactory
from tests.permissions.matrix import MATRIX
from tests.permissions.places import Stage
from tests.permissions.rows import Whose

pytestmark = pytest.mark.django_db
OVERVIEWS = sorted(
    name
    for name, row in MATRIX.items()
    if row.whose is Whose.NOBODYS and not row.posts and not name.startswith("core:")
)
POSTED = {"name": "Hội đồng", "decision_number": "12/QĐ", "valid_from": "1/2/2026"}


@pytest.fixture
def above() -> User:
    """Somebody with every role at an authority without centres."""
    authority = UnitFactory(code="so-khac", kind=UnitKind.AUTHORITY, name="Sở Y tế tỉnh khác", short_name="Sở khác")
    first, *others = RoleCode
    user = user_with(first, authority)
    roles = [user_with(role, authority).memberships.get().role for role in others]
    for role in roles:
        MembershipFactory(user=user, unit=authority, role=role)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def signed_in(client: Client, above: User) -> Client:
    client.force_login(above)
    return client


def test_every_overview_answers(stage: Stage, signed_in: Client, above: User) -> None:
    answers = {}
    for name in OVERVIEWS:
        address = reverse(name, kwargs=MATRIX[name].find(stage.places["own"], above))
        answers[name] = signed_in.get(address).status_code

    assert {name: code for name, code in answers.items() if code >= 500} == {}
    assert answers["awards:honour-list"] == 200


@pytest.mark.parametrize("name", ["awards:honour-create", "awards:council-create", "awards:round-create"])
def test_what_belongs_to_a_centre_is_not_made_without_one(signed_in: Client, name: str) -> None:
    before = [model.objects.count() for model in (Honour, Council, AwardRound)]

    assert signed_in.get(reverse(name)).status_code == 404
    assert signed_in.post(reverse(name), POSTED).status_code == 404
    assert [model.objects.count() for model in (Honour, Council, AwardRound)] == before


def test_questionnaire_is_not_copied_for_no_centre(signed_in: Client) -> None:
    shared = QuestionnaireFactory(centre=None, code="dung-chung")

    assert signed_in.post(reverse("indicators:questionnaire-copy", args=[shared.pk])).status_code == 404
    assert Questionnaire.objects.filter(code="dung-chung").count() == 1


def test_people_behind_cases_are_hidden_where_no_centre_gives_the_right(signed_in: Client) -> None:
    with override_settings(KEEP_CASE_APPLICANTS=True):
        request = signed_in.get(reverse("indicators:case-list")).wsgi_request

        assert request.user.has_perm("indicators.view_applicants")
        assert not shows_people(request)
