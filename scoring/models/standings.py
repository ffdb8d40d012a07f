"""What decides a unit's standing besides its points: circumstances that cap the grade, votes that break ties."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from campaigns.models import Round
from core.fields import NormalisedCharField, NormalisedTextField


class Circumstance(models.Model):
    """A fact about a unit in a round that caps its grade (“trưởng khoa bị khiển trách”), by the limit it stands for."""

    round = models.ForeignKey(Round, verbose_name="đợt", on_delete=models.PROTECT, related_name="circumstances")
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="circumstances")
    limit_code = models.SlugField("điều kiện hạ mức", max_length=40)
    reason = NormalisedTextField("sự việc")
    document = NormalisedCharField("văn bản làm căn cứ", max_length=200)
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người ghi", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField("rút lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người rút",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = "sự việc hạ mức xếp loại"
        verbose_name_plural = "các sự việc hạ mức xếp loại"
        ordering = ["round", "unit__sort_key", "-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "unit", "limit_code"],
                condition=Q(withdrawn_at__isnull=True),
                name="circumstance_once_in_force",
            ),
            models.CheckConstraint(condition=~Q(document=""), name="circumstance_has_document"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.reason}"[:120]


class TieVote(models.Model):
    """The place a recorded vote gave to one of the units that nothing else could tell apart."""

    round = models.ForeignKey(Round, verbose_name="đợt", on_delete=models.PROTECT, related_name="tie_votes")
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="tie_votes")
    place = models.PositiveSmallIntegerField("thứ tự sau biểu quyết")
    minutes = NormalisedCharField("biên bản", max_length=200)
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người ghi", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "kết quả biểu quyết phân định"
        verbose_name_plural = "các kết quả biểu quyết phân định"
        ordering = ["round", "place", "unit__sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["round", "unit"], name="tie_vote_once"),
            models.CheckConstraint(condition=Q(place__gte=1), name="tie_vote_place_from_one"),
            models.CheckConstraint(condition=~Q(minutes=""), name="tie_vote_has_minutes"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.place}"
