from reports.models.documents import ReportDocument

__all__ = ["ReportDocument"]
