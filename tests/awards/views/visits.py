"""What the tests of several award pages need."""

from awards.services import ballots, sessions
from tests.awards.conftest import AT, opened


def closed(house, dossier):
    session = opened(house, dossier)
    for user in house.members:
        ballots.cast(item=session.items.get(), in_favour=True, by=user, at=AT)
    return sessions.close_session(session=session, by=house.members[0], at=AT)


def text(response):
    return response.content.decode()
