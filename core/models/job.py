"""Background work as rows, so that a killed worker or a lost message loses nothing."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.enums import JobState


class Job(models.Model):
    """One piece of background work, written in the transaction that wants it and enqueued when that commits."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("công việc", max_length=80)
    title = models.CharField("tên hiển thị", max_length=200)
    key = models.CharField("khóa chống trùng", max_length=150, blank=True)
    arguments = models.JSONField("tham số", default=dict)
    state = models.CharField("trạng thái", max_length=12, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField("đã xong", default=0)
    total = models.PositiveIntegerField("tổng số", default=0)
    message = models.CharField("thông tin", max_length=300, blank=True)
    result = models.JSONField("kết quả", default=dict, blank=True)
    error = models.TextField("lỗi", blank=True)
    result_url = models.CharField("trang kết quả", max_length=300, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người yêu cầu", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    requested_at = models.DateTimeField("yêu cầu lúc")
    heartbeat_at = models.DateTimeField("hoạt động lần cuối", null=True)
    finished_at = models.DateTimeField("xong lúc", null=True)
    attempts = models.PositiveSmallIntegerField("số lần chạy", default=0)

    class Meta:
        verbose_name = "công việc nền"
        verbose_name_plural = "công việc nền"
        ordering = ["-requested_at"]
        indexes = [models.Index(fields=["state", "heartbeat_at"], name="job_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(state__in=[JobState.QUEUED, JobState.RUNNING]) & ~Q(key=""),
                name="job_one_unfinished_per_key",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[JobState.QUEUED, JobState.RUNNING], finished_at__isnull=True)
                | Q(state__in=[JobState.SUCCEEDED, JobState.FAILED], finished_at__isnull=False),
                name="job_finished_agrees_with_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_state_display()})"

    @property
    def is_finished(self) -> bool:
        return self.state not in JobState.unfinished()

    @property
    def percent(self) -> int:
        """Progress in whole per cent, 0 to 100."""
        if self.state == JobState.SUCCEEDED:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else 0


class WorkerHeartbeat(models.Model):
    """The last sign of life of any worker; one row, read by the health check."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seen_at = models.DateTimeField("hoạt động lần cuối")

    class Meta:
        verbose_name = "dấu hiệu hoạt động"
        verbose_name_plural = "dấu hiệu hoạt động"

    def __str__(self) -> str:
        return f"{self.seen_at:%Y-%m-%d %H:%M:%S}"
