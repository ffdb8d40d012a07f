"""Tasks with the six clarities (6 rõ): person, work, time, responsibility, product, authority."""

from django.conf import settings
from django.db import models

from accounts.models import Person, Unit
from campaigns.enums import TaskState
from campaigns.models.campaigns import Campaign
from campaigns.models.plans import ContentArea
from core.fields import NormalisedTextField


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
        settings.AUTH_USER_MODEL, verbose_name="người báo cáo", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    done_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người xác nhận", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "nhiệm vụ"
        verbose_name_plural = "nhiệm vụ"
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["unit", "due_on"], name="task_by_unit_due")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(completed_on__isnull=False),
                name="task_done_has_date",
            ),
        ]

    def __str__(self) -> str:
        return self.work[:80]
