"""Reading questionnaires."""

import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache

from django.db.models import Q, QuerySet

from accounts.models import Unit, User
from accounts.policies import reach
from indicators.engine.questions import ContentRefused, read
from indicators.engine.questions import Questionnaire as Asked
from indicators.models import Questionnaire
from indicators.roles import VIEW_SURVEY_RESULTS
from indicators.selectors import surveys


def fingerprint(questionnaire: Questionnaire) -> str:
    """What a person had before them when editing: changes with every change of title or content."""
    seen = json.dumps([questionnaire.title, questionnaire.content], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


def asked_by(questionnaire: Questionnaire) -> Asked:
    """What the questionnaire asks; read once for each stored content. Raises ``ContentRefused``."""
    return _read(json.dumps(questionnaire.content, ensure_ascii=False))


@lru_cache(maxsize=64)
def _read(content: str) -> Asked:
    return read(json.loads(content))


def usable_at(centres: Iterable[Unit]) -> QuerySet[Questionnaire]:
    """The shared questionnaires and the own ones of these centres."""
    return Questionnaire.objects.filter(Q(centre=None) | Q(centre__in=centres)).order_by("title", "-version")


def visible_to(user: User, permission: str) -> QuerySet[Questionnaire]:
    """The shared questionnaires, and those of the centres where the user holds the permission."""
    own = reach(user, permission).filter(Questionnaire.objects.filter(centre__isnull=False), "centre")
    return Questionnaire.objects.filter(Q(centre=None) | Q(pk__in=own.values("pk"))).select_related("centre")


def readable_by(user: User) -> QuerySet[Questionnaire]:
    """Those of ``visible_to``, and those of the surveys that the user may see."""
    asked = surveys.visible_to(user).order_by().values("questionnaire")
    held = visible_to(user, VIEW_SURVEY_RESULTS).values("pk")
    return Questionnaire.objects.filter(Q(pk__in=held) | Q(pk__in=asked)).select_related("centre")


def earlier_versions(questionnaire: Questionnaire) -> list[Questionnaire]:
    """What a centre's own questionnaire may have been copied from, the newest first."""
    same = Questionnaire.objects.filter(code=questionnaire.code, version__lt=questionnaire.version)
    return list(same.filter(Q(centre=None) | Q(centre=questionnaire.centre)).order_by("-version", "centre"))


def preview_of(questionnaire: Questionnaire) -> Asked | None:
    """What the questionnaire asks, for looking at; None while slips keep it from being read."""
    try:
        return asked_by(questionnaire)
    except ContentRefused:
        return None
