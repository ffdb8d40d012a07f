"""Criteria sets as rows: a versioned tree that is frozen once a round uses it."""

from django.db import models
from django.db.models import Q

from accounts.models import Unit
from campaigns.models import Round
from core.fields import FixedPointField, NormalisedCharField, NormalisedTextField
from scoring.enums import EnteredBy, NodeKind, Rescaling, SetState, WhenExempt


class CriteriaSet(models.Model):
    """One version of a set; the same as a value is ``scoring.engine.tree.CriteriaSet``.

    The JSON columns hold the parts of the set's file of the same names, as ``scoring.engine.definition`` reads them. A
    draft may contradict itself while it is being written; a set is used only when nothing is wrong with it.
    ``revision`` grows with every change, so that two people who write at once are told.
    """

    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị ban hành", on_delete=models.PROTECT, related_name="criteria_sets"
    )
    code = models.SlugField("mã bộ tiêu chí", max_length=80)
    version = models.PositiveSmallIntegerField("phiên bản", default=1)
    name = NormalisedCharField("tên bộ tiêu chí", max_length=300)
    total = FixedPointField("tổng điểm", places=2)
    cap_total = models.BooleanField("không vượt tổng điểm", default=True)
    bonus_cap = FixedPointField("mức trần điểm cộng", places=2, default=0)
    penalty_cap = FixedPointField("mức trần điểm trừ", places=2, default=0)
    tie_break = models.JSONField("thứ tự phân định khi bằng điểm", default=list, blank=True)
    limits = models.JSONField("điều kiện hạ mức xếp loại", default=list, blank=True)
    quota = models.JSONField("tỷ lệ tối đa của mức cao nhất", default=dict, blank=True)
    examples = models.JSONField("ví dụ tính sẵn", default=list, blank=True)
    copied_from = models.ForeignKey(
        "self", verbose_name="sao chép từ", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies"
    )
    revision = models.PositiveIntegerField("lần sửa", default=0)
    state = models.CharField("trạng thái", max_length=8, choices=SetState, default=SetState.DRAFT)
    frozen_at = models.DateTimeField("dùng lần đầu lúc", null=True, blank=True)
    created_at = models.DateTimeField("nạp lúc")

    class Meta:
        verbose_name = "bộ tiêu chí"
        verbose_name_plural = "bộ tiêu chí"
        ordering = ["unit", "code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "code", "version"], name="criteria_set_version_once"),
            models.CheckConstraint(
                condition=Q(state=SetState.DRAFT, frozen_at__isnull=True)
                | Q(state=SetState.FROZEN, frozen_at__isnull=False),
                name="criteria_set_frozen_agrees",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (phiên bản {self.version})"


class Criterion(models.Model):
    """A node of the tree: a group, or a leaf with its rule."""

    criteria_set = models.ForeignKey(
        CriteriaSet, verbose_name="bộ tiêu chí", on_delete=models.CASCADE, related_name="criteria"
    )
    parent = models.ForeignKey(
        "self", verbose_name="thuộc nhóm", null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    kind = models.CharField("loại", max_length=12, choices=NodeKind)
    position = models.PositiveSmallIntegerField("thứ tự")
    code = NormalisedCharField("mã", max_length=20)
    name = NormalisedTextField("tên")
    max_points = FixedPointField("điểm tối đa", places=2)
    rule = models.JSONField("quy tắc", default=dict, blank=True)
    guidance = NormalisedTextField("cách chấm", blank=True)
    evidence = NormalisedTextField("tài liệu kiểm chứng", blank=True)
    indicator_code = models.CharField("chỉ số cung cấp số liệu", max_length=60, blank=True)
    entered_by = models.CharField("ai cung cấp số liệu", max_length=8, choices=EnteredBy, default=EnteredBy.UNIT)
    may_not_apply = models.BooleanField("có thể không áp dụng", default=False)
    suspended = NormalisedTextField("lý do không đánh giá ở phiên bản này", blank=True)
    not_for = models.JSONField("các khối không áp dụng", default=list, blank=True)
    rescaling = models.CharField(
        "khi có mục không áp dụng", max_length=12, choices=Rescaling, default=Rescaling.PROPORTIONAL
    )
    when_exempt = models.CharField(
        "khi đơn vị được miễn", max_length=9, choices=WhenExempt, default=WhenExempt.LEAVE_OUT
    )

    class Meta:
        verbose_name = "tiêu chí"
        verbose_name_plural = "tiêu chí"
        ordering = ["criteria_set", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["criteria_set", "code"], name="criterion_code_once"),
            models.CheckConstraint(condition=Q(max_points__gte=0), name="criterion_points_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"[:120]

    @property
    def is_leaf(self) -> bool:
        return self.kind != NodeKind.GROUP


class Band(models.Model):
    """A grade from ``low`` points (included) up to the next band."""

    criteria_set = models.ForeignKey(
        CriteriaSet, verbose_name="bộ tiêu chí", on_delete=models.CASCADE, related_name="bands"
    )
    code = models.SlugField("mã", max_length=20)
    name = NormalisedCharField("mức xếp loại", max_length=40)
    low = FixedPointField("từ điểm", places=2)

    class Meta:
        verbose_name = "mức xếp loại"
        verbose_name_plural = "mức xếp loại"
        ordering = ["criteria_set", "-low"]
        constraints = [models.UniqueConstraint(fields=["criteria_set", "code"], name="band_code_once")]

    def __str__(self) -> str:
        return self.name


class RoundCriteria(models.Model):
    """Which set a round is scored by."""

    round = models.OneToOneField(Round, verbose_name="đợt", on_delete=models.PROTECT, related_name="criteria")
    criteria_set = models.ForeignKey(
        CriteriaSet, verbose_name="bộ tiêu chí", on_delete=models.PROTECT, related_name="rounds"
    )

    class Meta:
        verbose_name = "bộ tiêu chí của đợt"
        verbose_name_plural = "bộ tiêu chí của các đợt"

    def __str__(self) -> str:
        return f"{self.round}: {self.criteria_set}"

    @property
    def unit(self) -> Unit:
        return self.round.unit
