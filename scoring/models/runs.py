"""Score runs: immutable results of one calculation, with the trace of every criterion."""

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet

from accounts.models import Unit
from campaigns.models import Round
from core.fields import FixedPointField, NormalisedCharField, NormalisedTextField
from scoring.enums import BatchState, RunState, ScoreStatus
from scoring.models.criteria import CriteriaSet, Criterion


class CompleteRuns(models.Manager["ScoreRun"]):
    """Leaves out a run that is still being computed, so that no page can show half a result by mistake."""

    def get_queryset(self) -> QuerySet["ScoreRun"]:
        return super().get_queryset().exclude(state=RunState.COMPUTING)


class ScoreRun(models.Model):
    """One calculation of all units of a round, never changed once it is complete.

    While it is being computed it is written batch by batch and shown to nobody; a killed calculation leaves the last
    good run untouched and is taken up again where it stopped.
    """

    round = models.ForeignKey(Round, verbose_name="đợt", on_delete=models.PROTECT, related_name="score_runs")
    number = models.PositiveSmallIntegerField("lần tính")
    criteria_set = models.ForeignKey(
        CriteriaSet, verbose_name="bộ tiêu chí", on_delete=models.PROTECT, related_name="runs"
    )
    engine_version = models.CharField("phiên bản máy tính điểm", max_length=20)
    inputs_hash = models.CharField("mã băm đầu vào", max_length=64, blank=True)
    result_hash = models.CharField("mã băm kết quả", max_length=64, blank=True)
    averages = models.JSONField("mức trung bình để so sánh", default=dict, blank=True)
    state = models.CharField("trạng thái", max_length=12, choices=RunState, default=RunState.PROVISIONAL)
    requested_at = models.DateTimeField("yêu cầu lúc")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người yêu cầu", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    provisional_at = models.DateTimeField("tính xong lúc", null=True, blank=True)
    final_at = models.DateTimeField("chốt lúc", null=True, blank=True)
    final_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người chốt",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    published_at = models.DateTimeField("công bố lúc", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người công bố",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = CompleteRuns()
    with_computing: models.Manager["ScoreRun"] = models.Manager()

    class Meta:
        verbose_name = "lần tính điểm"
        verbose_name_plural = "các lần tính điểm"
        ordering = ["round", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="score_run_number_once"),
            models.UniqueConstraint(
                fields=["round"], condition=Q(state=RunState.PUBLISHED), name="score_run_one_published"
            ),
            models.UniqueConstraint(
                fields=["round"], condition=Q(state=RunState.COMPUTING), name="score_run_one_computing"
            ),
            models.CheckConstraint(
                condition=Q(state=RunState.COMPUTING, provisional_at__isnull=True)
                | (~Q(state=RunState.COMPUTING) & Q(provisional_at__isnull=False)),
                name="score_run_complete_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[RunState.FINAL, RunState.PUBLISHED]) | Q(final_at__isnull=False),
                name="score_run_final_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=RunState.PUBLISHED) | Q(published_at__isnull=False),
                name="score_run_published_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Lần tính {self.number} – {self.round}"

    @property
    def unit(self) -> Unit:
        return self.round.unit


class ScoreBatch(models.Model):
    """Some units of a calculation that is going on; written in one transaction, by whichever worker takes it."""

    run = models.ForeignKey(ScoreRun, verbose_name="lần tính", on_delete=models.CASCADE, related_name="batches")
    number = models.PositiveIntegerField("thứ tự")
    unit_ids = models.JSONField("các đơn vị")
    state = models.CharField("trạng thái", max_length=8, choices=BatchState, default=BatchState.WAITING)

    class Meta:
        verbose_name = "phần của lần tính"
        verbose_name_plural = "các phần của lần tính"
        ordering = ["run", "number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="score_batch_once")]

    def __str__(self) -> str:
        return f"{self.run}, phần {self.number}"


class UnitScore(models.Model):
    """The result of one unit in a run. ``total`` and ranks are empty when no criterion applies to the unit."""

    run = models.ForeignKey(ScoreRun, verbose_name="lần tính", on_delete=models.CASCADE, related_name="unit_scores")
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="scores")
    base = FixedPointField("điểm tiêu chí", places=2)
    bonus = FixedPointField("điểm cộng", places=2, default=0)
    penalty = FixedPointField("điểm trừ", places=2, default=0)
    total = FixedPointField("tổng điểm", places=2, null=True, blank=True)
    self_total = FixedPointField("tổng điểm tự chấm", places=2, null=True, blank=True)
    grade_code = models.CharField("mã mức", max_length=20, blank=True)
    grade = NormalisedCharField("xếp loại", max_length=40, blank=True)
    rank = models.PositiveIntegerField("hạng", null=True, blank=True)
    group_rank = models.PositiveIntegerField("hạng trong khối", null=True, blank=True)
    reached_code = models.CharField("mã mức theo điểm", max_length=20, blank=True)
    grade_reason = NormalisedTextField("vì sao xếp loại khác mức theo điểm", blank=True)
    inputs_hash = models.CharField("mã băm đầu vào", max_length=64, blank=True)
    result_hash = models.CharField("mã băm kết quả", max_length=64, blank=True)
    missing = models.PositiveSmallIntegerField("số tiêu chí chưa có số liệu", default=0)
    reason = NormalisedTextField("cách tính tổng điểm", blank=True)
    is_assessed = models.BooleanField("đã tự đánh giá", default=True)

    class Meta:
        verbose_name = "kết quả của đơn vị"
        verbose_name_plural = "kết quả của các đơn vị"
        ordering = ["run", "rank", "unit__sort_key"]
        constraints = [models.UniqueConstraint(fields=["run", "unit"], name="unit_score_once")]

    def __str__(self) -> str:
        return f"{self.unit}: {self.total}"


class CriterionScore(models.Model):
    """The result of one node (group or criterion) for one unit, with its reason in Vietnamese and its inputs."""

    unit_score = models.ForeignKey(
        UnitScore, verbose_name="kết quả đơn vị", on_delete=models.CASCADE, related_name="criterion_scores"
    )
    criterion = models.ForeignKey(Criterion, verbose_name="tiêu chí", on_delete=models.PROTECT, related_name="scores")
    status = models.CharField("tình trạng", max_length=16, choices=ScoreStatus)
    points = FixedPointField("điểm", places=2, null=True, blank=True)
    calculated = FixedPointField("điểm theo số liệu", places=2, null=True, blank=True)
    max_points = FixedPointField("điểm tối đa", places=2)
    self_points = FixedPointField("điểm tự chấm", places=2, null=True, blank=True)
    reason = NormalisedTextField("vì sao")
    trace = models.JSONField("số liệu và nguồn", default=dict, blank=True)

    class Meta:
        verbose_name = "điểm tiêu chí"
        verbose_name_plural = "điểm tiêu chí"
        ordering = ["unit_score", "criterion__position"]
        constraints = [models.UniqueConstraint(fields=["unit_score", "criterion"], name="criterion_score_once")]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"
