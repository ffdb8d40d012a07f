"""Keeping what is printed of a decision on the day it is signed, and of a certificate on the day it is issued.

Awards do not know of documents, so they announce, and this listens, within the same transaction.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from awards.models import Decision, Honour
from awards.services.certificates import certificates_issued
from awards.services.decisions import decision_signed
from reports.documents import award_sources, snapshot
from reports.models import KeptPrint


@receiver(decision_signed, dispatch_uid="reports.keep_decision")
def keep_decision(*, decision: Decision, at: datetime, **_: Any) -> None:
    """Keep the decision as it reads now."""
    letter = award_sources.decision_now(decision)
    KeptPrint.objects.create(decision=decision, snapshot=snapshot.freeze(letter), kept_at=at)


@receiver(certificates_issued, dispatch_uid="reports.keep_certificates")
def keep_certificates(*, honours: Sequence[Honour], at: datetime, **_: Any) -> None:
    """Keep the certificates as they read now."""
    KeptPrint.objects.bulk_create(
        KeptPrint(honour=honour, snapshot=snapshot.freeze(award_sources.certificate_now(honour)), kept_at=at)
        for honour in honours
    )
