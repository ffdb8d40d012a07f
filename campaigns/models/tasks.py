"""Tasks with the six clarities (6 rõ): person, work, time, responsibility, product, authority."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models

from accounts.models import Person, Unit
from campaigns.enums import TaskState
from campaigns.models.campaigns import Campaign
from campaigns.models.plans import ContentArea
from core.fields import NormalisedTextField
from core.text import search_key


class Task(models.Model):
    """One assigned piece of work; all six clarities are required."""

    campaign = models.ForeignKey(Campaign, verbose_name="phong trào", on_delete=models.PROTECT, related_name="tasks")
    content_area = models.ForeignKey(
        ContentArea, verbose_name="nội dung", null=True, blank=True, on_delete=models.SET_NULL, related_name="tasks"
    )
    unit = models.ForeignKey(Unit, verbose_name="đơn vị thực hiện", on_delete=models.PROTECT, related_name="tasks")
    assignee = models.ForeignKey(Person, verbose_name="rõ người", on_delete=models.PROTECT, related_name="tasks")
    work = NormalisedTextField("rõ việc")
    due_on = models.DateField("rõ thời gian")
    responsibility = NormalisedTextField("rõ trách nhiệm")
    product = NormalisedTextField("rõ sản phẩm")
    authority = NormalisedTextField("rõ thẩm quyền")
    state = models.CharField("trạng thái", max_length=12, choices=TaskState, default=TaskState.OPEN)
    result = NormalisedTextField("kết quả", blank=True)
    completed_on = models.DateField("hoàn thành ngày", null=True, blank=True)
    created_at = models.DateTimeField("giao lúc")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người giao", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reported_at = models.DateTimeField("báo cáo lúc", null=True, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người báo cáo",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    done_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người xác nhận",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    cancelled_at = models.DateTimeField("hủy lúc", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người hủy",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    revision = models.PositiveIntegerField("lần sửa", default=0)
    search_key = models.TextField(editable=False, default="")

    class Meta:
        verbose_name = "nhiệm vụ"
        verbose_name_plural = "nhiệm vụ"
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["unit", "due_on"], name="task_by_unit_due")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["reported", "done"])
                | (models.Q(completed_on__isnull=False) & ~models.Q(result="")),
                name="task_reported_has_result_and_date",
            ),
            models.CheckConstraint(
                condition=~models.Q(work="")
                & ~models.Q(responsibility="")
                & ~models.Q(product="")
                & ~models.Q(authority=""),
                name="task_six_clarities",
            ),
        ]

    def __str__(self) -> str:
        return self.work[:80]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = search_key(f"{self.work} {self.product} {self.responsibility}")
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_key"}
        super().save(*args, **kwargs)

    def is_overdue(self, on: date) -> bool:
        """Whether the work is still to be done after its day, or was finished after it."""
        if self.state == TaskState.CANCELLED:
            return False
        return (self.completed_on or on) > self.due_on
