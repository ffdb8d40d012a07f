"""Counting the cases of a centre anew, after the calendar of days off has changed."""

from django.conf import settings
from django.db import models

from accounts.models import Unit


class CaseRecount(models.Model):
    """One such counting and what came of it; each job that was asked for has at most one."""

    centre = models.ForeignKey(Unit, verbose_name="trung tâm", on_delete=models.PROTECT, related_name="case_recounts")
    job = models.UUIDField("công việc", unique=True)
    counted_at = models.DateTimeField("tính lại lúc")
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người yêu cầu", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    cases = models.PositiveIntegerField("hồ sơ đổi", default=0)
    no_longer_late = models.PositiveIntegerField("từ quá hạn sang trước hạn, đúng hạn", default=0)
    became_late = models.PositiveIntegerField("từ trước hạn, đúng hạn sang quá hạn", default=0)
    no_longer_overdue = models.PositiveIntegerField("đang giải quyết, không còn quá hạn", default=0)
    became_overdue = models.PositiveIntegerField("đang giải quyết, thành quá hạn", default=0)
    left_cases = models.PositiveIntegerField("hồ sơ giữ nguyên vì kỳ đã khóa", default=0)
    months = models.JSONField("các tháng có số liệu đổi", default=list, blank=True)
    """By their numbers (``engine.months``), as in ``CaseFile``."""
    left_months = models.JSONField("các tháng đã khóa giữ nguyên", default=list, blank=True)

    class Meta:
        verbose_name = "lần tính lại hồ sơ TTHC"
        verbose_name_plural = "các lần tính lại hồ sơ TTHC"
        ordering = ["-counted_at", "-pk"]

    @property
    def unit(self) -> Unit:
        return self.centre

    def __str__(self) -> str:
        return f"Tính lại hồ sơ TTHC theo lịch nghỉ – {self.centre}"
