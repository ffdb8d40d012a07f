"""Campaigns and rounds for tests."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from accounts.enums import UnitKind
from campaigns.enums import RoundState
from campaigns.models import Campaign, Participant, Round
from tests.factories.accounts import UnitFactory


class CampaignFactory(DjangoModelFactory):
    class Meta:
        model = Campaign

    code = factory.Sequence(lambda number: f"phong-trao-{number}")
    unit = factory.SubFactory(UnitFactory, kind=UnitKind.CENTRE)
    title = "Phong trào thi đua đẩy mạnh cải cách hành chính"
    short_name = "Phong trào thi đua"
    starts_on = date(2026, 1, 1)
    ends_on = date(2030, 12, 31)


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
