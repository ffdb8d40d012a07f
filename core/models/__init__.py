from core.models.audit import AuditEvent
from core.models.job import Job, WorkerHeartbeat
from core.models.notification import Notification
from core.models.stored_file import StoredFile

__all__ = ["AuditEvent", "Job", "Notification", "StoredFile", "WorkerHeartbeat"]
