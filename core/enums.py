"""Choices of the core records."""

from django.db import models


class JobState(models.TextChoices):
    QUEUED = "queued", "Đang chờ"
    RUNNING = "running", "Đang chạy"
    SUCCEEDED = "succeeded", "Đã xong"
    FAILED = "failed", "Không thành công"

    @classmethod
    def unfinished(cls) -> tuple["JobState", ...]:
        return (cls.QUEUED, cls.RUNNING)
