from reports.models.documents import ReportDocument
from reports.models.kept import KeptPrint

__all__ = ["KeptPrint", "ReportDocument"]
