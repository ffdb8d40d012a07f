"""The one runner of state changes: state, permission, comment, stamps and trail, all or nothing."""

from datetime import UTC, datetime

import pytest

from accounts.models import User
from accounts.roles import RoleCode
from campaigns.enums import RoundState
from campaigns.models import Round
from campaigns.workflow import ROUND
from core.errors import DomainError, TransitionRefused
from core.selectors import available_transitions, history_of
from core.services import transitions
from tests.factories.accounts import user_with
from tests.factories.campaigns import CampaignFactory, RoundFactory
from tests.factories.world import World

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


@pytest.fixture
def office(world: World) -> User:
    return user_with(RoleCode.OFFICE, world.centre)


@pytest.fixture
def opened(world: World) -> Round:
    return RoundFactory(campaign=CampaignFactory(unit=world.centre), state=RoundState.OPEN)


def test_state_stamps_and_trail_change_together(opened: Round, office: User) -> None:
    done = transitions.perform(ROUND, "close", opened, by=office, at=NOW)

    assert (done.state, done.closed_at, done.closed_by) == (RoundState.CLOSED, NOW, office)
    event = history_of(done).get()
    assert (event.action, event.actor) == ("campaigns.round.close", office)
    assert event.changes["trạng thái"] == [RoundState.OPEN.label, RoundState.CLOSED.label]


def test_wrong_role_is_refused_and_nothing_changes(opened: Round, world: World) -> None:
    head = user_with(RoleCode.DEPARTMENT_HEAD, world.surgery)

    with pytest.raises(TransitionRefused) as refused:
        transitions.perform(ROUND, "close", opened, by=head, at=NOW)

    assert refused.value.code == "permission"
    assert Round.objects.get().state == RoundState.OPEN
    assert not history_of(opened).exists()


def test_nobody_is_refused_unless_the_system_itself_acts(opened: Round) -> None:
    with pytest.raises(TransitionRefused, match="không có quyền"):
        transitions.perform(ROUND, "close", opened, by=None, at=NOW)

    done = transitions.perform(ROUND, "close", opened, by=None, at=NOW, as_system=True)

    assert (done.state, done.closed_at, done.closed_by) == (RoundState.CLOSED, NOW, None)
    assert history_of(done).get().actor_name == "Hệ thống"


def test_what_follows_what_holds_for_the_system_too(opened: Round, office: User) -> None:
    closed = transitions.perform(ROUND, "close", opened, by=None, at=NOW, as_system=True)

    with pytest.raises(TransitionRefused, match="đang ở trạng thái"):
        transitions.perform(ROUND, "close", closed, by=None, at=NOW, as_system=True)
    with pytest.raises(TransitionRefused, match="lý do"):
        transitions.perform(ROUND, "reopen", closed, by=None, at=NOW, as_system=True)
    with pytest.raises(ValueError, match="nobody"):
        transitions.perform(ROUND, "reopen", closed, by=office, at=NOW, comment="Bổ sung", as_system=True)


def test_same_role_of_another_centre_is_refused(opened: Round, world: World) -> None:
    with pytest.raises(TransitionRefused):
        transitions.perform(ROUND, "close", opened, by=user_with(RoleCode.OFFICE, world.other_centre), at=NOW)


def test_stored_state_counts_not_the_one_that_was_shown(opened: Round, office: User) -> None:
    shown = Round.objects.get(pk=opened.pk)
    transitions.perform(ROUND, "close", opened, by=office, at=NOW)

    with pytest.raises(TransitionRefused) as refused:
        transitions.perform(ROUND, "close", shown, by=office, at=NOW)

    assert refused.value.code == "state"
    assert history_of(opened).count() == 1


def test_required_comment_is_asked_for(opened: Round, office: User) -> None:
    closed = transitions.perform(ROUND, "close", opened, by=office, at=NOW)

    with pytest.raises(TransitionRefused) as refused:
        transitions.perform(ROUND, "reopen", closed, by=office, at=NOW, comment="  ")

    assert refused.value.code == "comment"


def test_refusal_of_a_check_undoes_everything(opened: Round, office: User) -> None:
    def refuse(locked: Round) -> None:
        Round.objects.filter(pk=locked.pk).update(title="Đã đổi")
        raise DomainError("Chưa được.")

    with pytest.raises(DomainError, match="Chưa được"):
        transitions.perform(ROUND, "close", opened, by=office, at=NOW, check=refuse)

    assert Round.objects.get().title == opened.title


def test_buttons_are_those_that_would_not_be_refused(opened: Round, office: User, world: World) -> None:
    assert [found.name for found in available_transitions(ROUND, opened, office)] == ["close"]
    assert available_transitions(ROUND, opened, user_with(RoleCode.DEPARTMENT_HEAD, world.surgery)) == []
