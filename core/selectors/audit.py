"""Reading the audit trail."""

from django.db.models import Model, QuerySet

from core.models import AuditEvent


def history_of(target: Model) -> QuerySet[AuditEvent]:
    """Everything that happened to one record, newest first."""
    return AuditEvent.objects.filter(target_type=target._meta.label_lower, target_id=str(target.pk))
