"""Choices of official documents that reports issues itself."""

from django.db import models


class DocumentKind(models.TextChoices):
    RESULT_NOTICE = "result_notice", "Thông báo kết quả"
    YEARLY_REPORT = "yearly_report", "Báo cáo sơ kết năm"

    @property
    def symbol_prefix(self) -> str:
        """The abbreviation of the type of document in its symbol (Nghị định 30/2020, Phụ lục III)."""
        return {"result_notice": "TB", "yearly_report": "BC"}[self.value]


class DocumentState(models.TextChoices):
    DRAFT = "draft", "Dự thảo"
    WITH_DIRECTOR = "with_director", "Chờ Giám đốc ký"
    ISSUED = "issued", "Đã ban hành"

    @property
    def tone(self) -> str:
        return {"draft": "neutral", "with_director": "attention", "issued": "good"}[self.value]
