"""One version of a plan and its sections; ``campaigns.engine.document.PlanDocument`` is the same as a value.

Sections form a small tree that is always read whole, so a parent key and a position serve better than a path.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from campaigns.engine.numbering import NumberingStyle
from campaigns.enums import PlanState
from campaigns.models.campaigns import Campaign
from core.fields import NormalisedCharField, NormalisedTextField
from core.text import search_key


class Plan(models.Model):
    """One version of a campaign's plan document."""

    campaign = models.ForeignKey(Campaign, verbose_name="phong trào", on_delete=models.PROTECT, related_name="plans")
    version = models.PositiveSmallIntegerField("lần", default=1)
    state = models.CharField("trạng thái", max_length=16, choices=PlanState, default=PlanState.DRAFT)
    kind_name = NormalisedCharField("tên loại văn bản", max_length=60, default="KẾ HOẠCH")
    subject = NormalisedCharField("trích yếu", max_length=500)
    number = models.PositiveIntegerField("số", null=True, blank=True)
    symbol = NormalisedCharField("ký hiệu", max_length=40, blank=True)
    place = NormalisedCharField("địa danh", max_length=80, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    preamble = NormalisedTextField("phần mở đầu", blank=True, help_text="Mỗi đoạn một dòng.")
    closing = NormalisedTextField("phần kết", blank=True, help_text="Mỗi đoạn một dòng.")
    signer_title = NormalisedTextField(
        "quyền hạn, chức vụ người ký", blank=True, help_text="Mỗi dòng một dòng, ví dụ KT. GIÁM ĐỐC."
    )
    signer_name = NormalisedCharField("họ tên người ký", max_length=100, blank=True)
    amends = models.OneToOneField(
        "self",
        verbose_name="sửa đổi bản",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="amended_by_plan",
    )
    created_at = models.DateTimeField("lập lúc")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người lập", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    revision = models.PositiveIntegerField("lần sửa", default=0)
    with_director_at = models.DateTimeField("trình lúc", null=True, blank=True)
    with_director_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người trình",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    issued_at = models.DateTimeField("ban hành lúc", null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người ban hành",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    amended_at = models.DateTimeField("được thay lúc", null=True, blank=True)
    amended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người thay",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    closed_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người kết thúc",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    search_key = models.CharField(max_length=1100, editable=False, default="")

    class Meta:
        verbose_name = "kế hoạch"
        verbose_name_plural = "kế hoạch"
        ordering = ["campaign", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "version"], name="plan_version_once"),
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(state=PlanState.ISSUED), name="plan_one_issued_per_campaign"
            ),
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(state__in=[PlanState.DRAFT, PlanState.WITH_DIRECTOR]),
                name="plan_one_draft_per_campaign",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[PlanState.DRAFT, PlanState.WITH_DIRECTOR])
                | Q(number__isnull=False, issued_on__isnull=False, issued_at__isnull=False),
                name="plan_issued_has_number_and_date",
            ),
        ]

    @property
    def unit(self) -> Unit:
        return self.campaign.unit

    @property
    def is_editable(self) -> bool:
        return self.state == PlanState.DRAFT

    @property
    def number_and_symbol(self) -> str:
        """«05/KH-TTYT»; empty while there is no number."""
        return f"{self.number:02d}/{self.symbol}" if self.number is not None else ""

    def __str__(self) -> str:
        return f"Kế hoạch “{self.campaign}” (lần {self.version})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = search_key(f"{self.campaign.title} {self.campaign.code} {self.subject} {self.symbol}")
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_key"}
        super().save(*args, **kwargs)


class ContentArea(models.Model):
    """One content of the movement (nội dung thi đua): a, b, c … or a field of reform."""

    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="content_areas")
    code = NormalisedCharField("ký hiệu", max_length=12)
    title = NormalisedCharField("tên nội dung", max_length=300)
    short_title = NormalisedCharField("tên ngắn", max_length=60)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "nội dung thi đua"
        verbose_name_plural = "nội dung thi đua"
        ordering = ["plan", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="content_area_code_once")]

    def __str__(self) -> str:
        return f"{self.code}) {self.short_title}"


class PlanSection(models.Model):
    """A section at any depth. ``mark`` empty means: numbered automatically by its style."""

    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="sections")
    parent = models.ForeignKey(
        "self", verbose_name="thuộc mục", null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    style = models.CharField(
        "kiểu đánh số",
        max_length=12,
        choices=[(style.value, style.value) for style in NumberingStyle],
        default=NumberingStyle.NONE.value,
        blank=True,
    )
    mark = NormalisedCharField("số mục ghi tay", max_length=12, blank=True)
    written_label = NormalisedCharField("nhãn như bản gốc", max_length=20, blank=True)
    heading = NormalisedTextField("tiêu đề", blank=True)
    body = NormalisedTextField("nội dung cùng dòng", blank=True)
    paragraphs = NormalisedTextField("các đoạn tiếp theo", blank=True, help_text="Mỗi đoạn một dòng.")
    key = models.SlugField("khóa", max_length=60, blank=True)
    role = models.SlugField("vai trò", max_length=40, blank=True)
    content_area = models.ForeignKey(
        ContentArea,
        verbose_name="nội dung thi đua",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="sections",
    )

    class Meta:
        verbose_name = "mục"
        verbose_name_plural = "mục"
        ordering = ["plan", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=models.F("pk")), name="plan_section_not_own_parent"),
        ]

    def __str__(self) -> str:
        return f"{self.mark} {self.heading or self.body}".strip()[:80]
