"""What-if: a kept copy of a round's inputs with changes, and what would come of it. Nothing real is touched."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from campaigns.models import Round
from core.fields import NormalisedCharField, NormalisedTextField
from scoring.models.runs import ScoreRun


class Scenario(models.Model):
    """A named trial on a run: ``changes`` as ``scoring.engine.scenarios`` reads them, ``result`` as last computed."""

    round = models.ForeignKey(Round, verbose_name="đợt", on_delete=models.PROTECT, related_name="scenarios")
    run = models.ForeignKey(
        ScoreRun, verbose_name="so với lần tính", on_delete=models.PROTECT, related_name="scenarios"
    )
    name = NormalisedCharField("tên phương án", max_length=150)
    note = NormalisedTextField("ghi chú", blank=True)
    changes = models.JSONField("các thay đổi", default=list, blank=True)
    result = models.JSONField("kết quả thử", default=dict, blank=True)
    computed_at = models.DateTimeField("tính thử lúc", null=True, blank=True)
    created_at = models.DateTimeField("tạo lúc")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người tạo", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    shared_at = models.DateTimeField("trình Giám đốc lúc", null=True, blank=True)
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người trình",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = "phương án thử"
        verbose_name_plural = "các phương án thử"
        ordering = ["round", "-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "name"], name="scenario_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="scenario_has_name"),
        ]

    @property
    def unit(self) -> Unit:
        return self.round.unit

    def __str__(self) -> str:
        return self.name
