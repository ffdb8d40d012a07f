"""The tree of units: Sở Y tế > Trung tâm Y tế > khoa, phòng, trạm."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from treebeard.mp_tree import MP_Node, MP_NodeManager

from accounts.enums import UnitGroup, UnitKind
from core.fields import NormalisedCharField
from core.text import search_key, sort_key


class Unit(MP_Node):
    """An organisation or a part of one. Its materialised path makes «within this branch» a prefix comparison.

    ``name`` is the name in force; earlier and later names are ``UnitName`` rows, looked up by date for documents.
    """

    code = models.SlugField("mã đơn vị", max_length=60, unique=True)
    kind = models.CharField("loại", max_length=12, choices=UnitKind)
    group = models.CharField("khối thi đua", max_length=16, choices=UnitGroup, blank=True, default=UnitGroup.NONE)
    name = NormalisedCharField("tên đầy đủ", max_length=200)
    short_name = NormalisedCharField("tên ngắn", max_length=80)
    document_symbol = NormalisedCharField("ký hiệu văn bản", max_length=30, blank=True)
    place_name = NormalisedCharField("địa danh ghi trên văn bản", max_length=80, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    active_from = models.DateField("hoạt động từ", null=True, blank=True)
    active_to = models.DateField("ngừng hoạt động", null=True, blank=True)
    search_key = models.CharField(max_length=400, editable=False, db_index=True)
    sort_key = models.CharField(max_length=800, editable=False)

    objects: MP_NodeManager = MP_NodeManager()

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        constraints = [
            models.CheckConstraint(
                condition=Q(active_to__isnull=True) | Q(active_from__isnull=True) | Q(active_to__gte=F("active_from")),
                name="unit_active_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = search_key(f"{self.name} {self.short_name} {self.code}")
        self.sort_key = sort_key(self.short_name)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_key", "sort_key"}
        super().save(*args, **kwargs)

    @property
    def unit(self) -> "Unit":
        """Itself: so that rights can be asked about a unit as about any record of a unit."""
        return self

    def is_within(self, other: "Unit") -> bool:
        """Whether this unit is ``other`` or stands somewhere below it."""
        return self.path.startswith(other.path)

    @property
    def centre(self) -> "Unit | None":
        """The health centre this unit belongs to (itself included), None above the centres."""
        if self.kind == UnitKind.CENTRE:
            return self
        above = [self.path[:length] for length in range(self.steplen, len(self.path), self.steplen)]
        return Unit.objects.filter(path__in=above, kind=UnitKind.CENTRE).order_by("path").last()

    def name_on(self, day: date) -> str:
        """The full name in force on a day."""
        record = (
            self.names.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day))
            .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
            .order_by(F("valid_from").desc(nulls_last=True))
            .first()
        )
        return record.full_name if record else self.name


class UnitName(models.Model):
    """What a unit was called, and under which superior body, in a period of time."""

    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.CASCADE, related_name="names")
    full_name = NormalisedCharField("tên đầy đủ", max_length=200)
    superior_name = NormalisedCharField("tên cơ quan chủ quản", max_length=200, blank=True)
    place_name = NormalisedCharField("địa danh", max_length=80, blank=True)
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến ngày", null=True, blank=True)

    class Meta:
        verbose_name = "tên đơn vị theo thời gian"
        verbose_name_plural = "tên đơn vị theo thời gian"
        ordering = ["unit", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="unit_name_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name
