"""Reading questionnaires."""

import hashlib
import json
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Unit
from accounts.policies import reach
from indicators.engine.questions import Questionnaire as Asked
from indicators.engine.questions import read
from indicators.models import Questionnaire


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


def usable_at(centre: Unit) -> QuerySet[Questionnaire]:
    """The shared questionnaires and the centre's own ones."""
    return Questionnaire.objects.filter(Q(centre=None) | Q(centre=centre)).order_by("title", "-version")


def visible_to(user: Any, permission: str) -> QuerySet[Questionnaire]:
    """The shared questionnaires and those of the centres where the user holds the permission."""
    own = reach(user, permission).filter(Questionnaire.objects.filter(centre__isnull=False), "centre")
    return Questionnaire.objects.filter(Q(centre=None) | Q(pk__in=own.values("pk"))).select_related("centre")
