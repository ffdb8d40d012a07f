"""The emulation movement itself, which outlives the versions of its plan."""

from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from campaigns.enums import CampaignKind
from core.fields import NormalisedCharField


class Campaign(models.Model):
    """A movement that a unit launches for the units below it, for a period of years."""

    code = models.SlugField("mã phong trào", max_length=80, unique=True)
    unit = models.ForeignKey(Unit, verbose_name="đơn vị phát động", on_delete=models.PROTECT, related_name="campaigns")
    kind = models.CharField("loại", max_length=12, choices=CampaignKind, default=CampaignKind.THEMATIC)
    title = NormalisedCharField("tên phong trào", max_length=500)
    short_name = NormalisedCharField("tên gọi tắt", max_length=120, blank=True)
    starts_on = models.DateField("bắt đầu")
    ends_on = models.DateField("kết thúc")

    class Meta:
        verbose_name = "phong trào thi đua"
        verbose_name_plural = "phong trào thi đua"
        ordering = ["-starts_on", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="campaign_dates_in_order"),
        ]

    def __str__(self) -> str:
        return self.short_name or self.title
