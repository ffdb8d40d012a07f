from core.models.audit import AuditEvent
from core.models.job import Job, WorkerHeartbeat
from core.models.notification import Notification

__all__ = ["AuditEvent", "Job", "Notification", "WorkerHeartbeat"]
