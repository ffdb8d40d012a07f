"""The catalogue of indicators as a centre sees it: the shipped ones and its own."""

from django.db.models import Q, QuerySet

from accounts.models import Unit
from indicators.models import Indicator


def indicators_of(centre: Unit | None) -> QuerySet[Indicator]:
    """The shared indicators and those that this centre added; without a centre (a superior) only the shared ones."""
    own = Q(centre=centre) if centre is not None else Q(pk__in=())
    return Indicator.objects.filter(Q(centre__isnull=True) | own)


def in_use(centre: Unit | None) -> QuerySet[Indicator]:
    """Those of ``indicators_of`` that are not retired."""
    return indicators_of(centre).filter(is_active=True)
