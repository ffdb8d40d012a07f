"""Columns of the lists of self-assessments, of proofs, and of the verifier's queue."""

from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from core.formats import file_size, vn_date, vn_points
from core.listing import NUMBER, TITLE
from core.templatetags.ui import badge, icon, state_badge
from scoring.enums import ItemState
from scoring.models import Assessment, AssessmentItem, Evidence


def _link(url: str, text: object) -> str:
    return format_html('<a class="row-link" href="{}">{}</a>', url, text)


class AssessmentTable(tables.Table):
    """Sheets of a round, one for each unit."""

    unit = tables.Column("Đơn vị", order_by=("unit__position", "unit__sort_key"))
    round = tables.Column("Đợt", accessor="round__title", order_by=("round__year",))
    state = tables.Column("Trạng thái")
    saved_count = tables.Column("Đã nhập", attrs=NUMBER)
    decided_count = tables.Column("Đã thẩm định", attrs=NUMBER)
    returned_count = tables.Column("Bị trả lại", attrs=NUMBER)
    submitted_at = tables.Column("Nộp ngày")

    class Meta:
        model = Assessment
        fields = ("unit", "round", "state", "saved_count", "decided_count", "returned_count", "submitted_at")
        row_attrs = {"data-row-link": lambda record: reverse("scoring:assessment-detail", args=[record.pk])}

    def render_unit(self, record: Assessment) -> str:
        return _link(reverse("scoring:assessment-detail", args=[record.pk]), record.unit.short_name)

    def value_unit(self, record: Assessment) -> str:
        return record.unit.name

    def render_state(self, record: Assessment) -> str:
        return state_badge(record)

    def value_state(self, record: Assessment) -> str:
        return str(record.get_state_display())

    def render_saved_count(self, record: Any) -> str:
        return f"{record.saved_count}/{record.item_count}"

    def render_decided_count(self, record: Any) -> str:
        return f"{record.decided_count}/{record.item_count}"

    def render_submitted_at(self, value: Any) -> str:
        return vn_date(value.date()) if value else "–"


class QueueTable(tables.Table):
    """Lines to be verified."""

    unit = tables.Column(
        "Đơn vị",
        accessor="assessment__unit",
        order_by=("assessment__unit__sort_key",),
        attrs={"td": {"class": "nowrap"}},
    )
    criterion = tables.Column("Tiêu chí", order_by=("criterion__position",), attrs=TITLE)
    self_points = tables.Column("Tự chấm", attrs=NUMBER, empty_values=())
    last_points = tables.Column("Năm trước", attrs=NUMBER, default="–")
    evidence_count = tables.Column("Minh chứng", attrs=NUMBER)
    notes = tables.Column("Giải trình", empty_values=(), orderable=False)
    state = tables.Column("Thẩm định")
    verified_points = tables.Column("Điểm", attrs=NUMBER, default="–")

    class Meta:
        model = AssessmentItem
        fields = (
            "unit",
            "criterion",
            "self_points",
            "last_points",
            "evidence_count",
            "notes",
            "state",
            "verified_points",
        )

    def __init__(self, *args: Any, query: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query = f"?{query}" if query else ""
        self.row_attrs = {"data-row-link": self._address}

    def _address(self, record: AssessmentItem) -> str:
        return f"{reverse('scoring:verification-item', args=[record.pk])}{self.query}"

    def render_criterion(self, record: AssessmentItem) -> str:
        return _link(self._address(record), f"{record.criterion.code} {record.criterion.name}")

    def value_criterion(self, record: AssessmentItem) -> str:
        return f"{record.criterion.code} {record.criterion.name}"

    def render_self_points(self, record: AssessmentItem) -> str:
        if record.claims_not_applicable:
            return "không áp dụng"
        return f"{vn_points(record.self_points)}/{vn_points(record.criterion.max_points)}"

    def value_self_points(self, record: AssessmentItem) -> Decimal | str | None:
        return "không áp dụng" if record.claims_not_applicable else record.self_points

    def render_last_points(self, value: Decimal) -> str:
        return vn_points(value)

    def value_last_points(self, value: Decimal) -> Decimal:
        return value

    def render_verified_points(self, value: Decimal) -> str:
        return vn_points(value)

    def value_verified_points(self, value: Decimal) -> Decimal:
        return value

    def render_notes(self, record: AssessmentItem) -> str:
        return format_html("<span>{} có</span>", icon("chat-left-text")) if record.explanation else "–"

    def value_notes(self, record: AssessmentItem) -> str:
        return record.explanation

    def render_state(self, record: AssessmentItem) -> str:
        tones = {ItemState.ACCEPTED: "good", ItemState.ADJUSTED: "accent", ItemState.RETURNED: "bad"}
        return badge(record.get_state_display(), tones.get(ItemState(record.state), "attention"))

    def value_state(self, record: AssessmentItem) -> str:
        return str(record.get_state_display())


class EvidenceTable(tables.Table):
    """The proofs of units."""

    name = tables.Column("Tệp")
    unit = tables.Column("Đơn vị", order_by=("unit__sort_key",))
    size = tables.Column("Dung lượng", attrs=NUMBER)
    pages = tables.Column("Số trang", attrs=NUMBER)
    use_count = tables.Column("Dùng cho (tiêu chí)", attrs=NUMBER)
    uploaded_at = tables.Column("Tải lên")
    act = tables.TemplateColumn(
        template_name="scoring/_evidence_delete.html", verbose_name="Xóa", orderable=False, exclude_from_export=True
    )

    class Meta:
        model = Evidence
        fields = ("name", "unit", "size", "pages", "use_count", "uploaded_at", "act")

    def render_name(self, record: Evidence) -> str:
        return _link(reverse("scoring:evidence-file", args=[record.pk, record.name]), record.name)

    def value_name(self, record: Evidence) -> str:
        return record.name

    def render_size(self, value: int) -> str:
        return file_size(value)

    def render_uploaded_at(self, record: Evidence) -> str:
        who = record.uploaded_by.display_name if record.uploaded_by else "–"
        return f"{vn_date(record.uploaded_at.date())}, {who}"
