"""The yearly round of a campaign: its phases, its participants, and extensions for single units."""

from django.conf import settings
from django.db import models

from accounts.models import Unit
from campaigns.enums import Phase, RoundState
from campaigns.models.campaigns import Campaign
from core.fields import NormalisedCharField, NormalisedTextField


class Round(models.Model):
    """One year of a campaign."""

    campaign = models.ForeignKey(Campaign, verbose_name="phong trào", on_delete=models.PROTECT, related_name="rounds")
    year = models.PositiveSmallIntegerField("năm")
    title = NormalisedCharField("tên đợt", max_length=200)
    state = models.CharField("trạng thái", max_length=8, choices=RoundState, default=RoundState.DRAFT)
    open_at = models.DateTimeField("mở lúc", null=True, blank=True)
    open_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người mở",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    closed_at = models.DateTimeField("khép lúc", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người khép",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = "đợt thi đua"
        verbose_name_plural = "đợt thi đua"
        ordering = ["-year", "campaign"]
        constraints = [models.UniqueConstraint(fields=["campaign", "year"], name="round_once_a_year")]

    @property
    def unit(self) -> Unit:
        return self.campaign.unit

    def __str__(self) -> str:
        return self.title


class Participant(models.Model):
    """A unit that takes part in a round."""

    round = models.ForeignKey(Round, verbose_name="đợt", on_delete=models.CASCADE, related_name="participants")
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="participations")

    class Meta:
        verbose_name = "đơn vị tham gia"
        verbose_name_plural = "đơn vị tham gia"
        ordering = ["round", "unit__position", "unit__sort_key"]
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="participant_once")]

    def __str__(self) -> str:
        return f"{self.unit} – {self.round}"


class PhaseDeadline(models.Model):
    """When a phase of a round opens and closes."""

    round = models.ForeignKey(Round, verbose_name="đợt", on_delete=models.CASCADE, related_name="deadlines")
    phase = models.CharField("giai đoạn", max_length=16, choices=Phase)
    opens_on = models.DateField("mở ngày")
    closes_on = models.DateField("hạn cuối")

    class Meta:
        verbose_name = "hạn của giai đoạn"
        verbose_name_plural = "hạn của các giai đoạn"
        ordering = ["round", "opens_on", "closes_on"]
        constraints = [
            models.UniqueConstraint(fields=["round", "phase"], name="deadline_once_per_phase"),
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")), name="deadline_dates_in_order"
            ),
        ]

    @property
    def unit(self) -> Unit:
        return self.round.unit

    def __str__(self) -> str:
        return f"{self.get_phase_display()} – {self.round}"


class DeadlineExtension(models.Model):
    """A later deadline for one unit: who asked, who granted it, and why."""

    deadline = models.ForeignKey(PhaseDeadline, verbose_name="hạn", on_delete=models.CASCADE, related_name="extensions")
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="extensions")
    closes_on = models.DateField("hạn mới")
    asked_by = NormalisedCharField("người đề nghị", max_length=100)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người cho phép", on_delete=models.PROTECT, related_name="+"
    )
    granted_at = models.DateTimeField("cho phép lúc")
    reason = NormalisedTextField("lý do")

    class Meta:
        verbose_name = "gia hạn"
        verbose_name_plural = "gia hạn"
        ordering = ["deadline", "unit", "-granted_at"]

    def __str__(self) -> str:
        return f"{self.unit}: {self.deadline} → {self.closes_on:%d/%m/%Y}"
