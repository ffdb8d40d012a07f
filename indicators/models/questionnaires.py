"""Questionnaires as data: ready ones that everybody shares, and a centre's own shortened versions."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from core.fields import NormalisedCharField
from indicators.enums import QuestionnaireState, SurveyKind


class Questionnaire(models.Model):
    """One version of a questionnaire; what it asks is read and written by ``indicators.engine.questions``."""

    centre = models.ForeignKey(
        Unit, verbose_name="của riêng", null=True, blank=True, on_delete=models.PROTECT, related_name="questionnaires"
    )
    """None for those that come with the portal."""
    code = models.SlugField("mã", max_length=40)
    version = models.PositiveSmallIntegerField("phiên bản", default=1)
    kind = models.CharField("loại khảo sát", max_length=12, choices=SurveyKind)
    title = NormalisedCharField("tên phiếu", max_length=200)
    basis = NormalisedCharField("căn cứ", max_length=200, blank=True)
    content = models.JSONField("nội dung", default=dict)
    state = models.CharField("trạng thái", max_length=6, choices=QuestionnaireState, default=QuestionnaireState.DRAFT)
    made_at = models.DateTimeField("lập lúc")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người lập", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "phiếu khảo sát"
        verbose_name_plural = "các phiếu khảo sát"
        ordering = ["title", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], condition=Q(centre__isnull=True), name="questionnaire_once_in_library"
            ),
            models.UniqueConstraint(
                fields=["centre", "code", "version"],
                condition=Q(centre__isnull=False),
                name="questionnaire_once_per_centre",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} (phiên bản {self.version})"
