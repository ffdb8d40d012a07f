"""Tables of cases and of their imports."""

from datetime import datetime
from functools import cached_property
from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django_tables2.utils import A

from core.formats import vn_moment, vn_number
from core.listing import MIDDLING, NOWRAP, NUMBER, ROW_LINK, WIDE
from core.templatetags.ui import badge, state_badge
from indicators.enums import CaseImportState, CaseWork
from indicators.models import CaseFile, CaseImport

TONES = {"early": "good", "on_time": "good", "late": "bad"}


def _moment(value: datetime) -> str:
    """Day and time, without a time that the file did not tell."""
    return vn_moment(timezone.localtime(value))


def standing_badge(record: CaseImport) -> str:
    """What is being done with a file (one of ``imports_of``), else its state."""
    work = _under_way(record)
    return badge(work.label, "attention") if work else state_badge(record)


def _under_way(record: CaseImport) -> CaseWork | None:
    doing: str | None = record.doing  # type: ignore[attr-defined]
    work = CaseWork(doing) if doing else None
    return None if work is None or record.state == work.ends_in != CaseImportState.CHECKED else work


class CaseTable(tables.Table):
    """Cases, one in a row; who filed them only where it is kept and may be seen.

    How a case was filed and by whom stand below its code, so that all columns fit on a screen of 1,366 points; in an
    Excel file they have columns of their own.
    """

    code = tables.Column(verbose_name="Mã hồ sơ", attrs={"td": {"class": "nowrap"}})
    unit = tables.Column(
        verbose_name="Đơn vị", accessor="group__unit", order_by=("group__unit__sort_key",), attrs=MIDDLING
    )
    subject = tables.Column(verbose_name="Thủ tục, lĩnh vực", empty_values=(), orderable=False, attrs=WIDE)
    # Day above time where the screen is narrow.
    received_at = tables.Column(verbose_name="Tiếp nhận")
    due_at = tables.Column(verbose_name="Hẹn trả")
    finished_at = tables.Column(verbose_name="Trả kết quả")
    standing = tables.Column(verbose_name="So với hạn", empty_values=(), orderable=False)
    channel = tables.Column(verbose_name="Hình thức nộp", orderable=False, visible=False)
    applicant = tables.Column(verbose_name="Người nộp", accessor="applicant__name", orderable=False, visible=False)

    class Meta:
        model = CaseFile
        fields = (
            "code", "unit", "subject", "received_at", "due_at", "finished_at", "standing", "channel", "applicant",
        )  # fmt: skip

    def render_code(self, record: CaseFile, value: str) -> str:
        below = filter(None, (record.get_channel_display(), self._applicant(record)))
        lines = format_html_join("", '<span class="cell-below">{}</span>', ((line,) for line in below))
        return format_html("{}{}", value, lines)

    def value_code(self, value: str) -> str:
        return value

    def render_subject(self, record: CaseFile) -> str:
        return record.group.procedure.name if record.group.procedure else record.group.field

    def render_received_at(self, value: datetime) -> str:
        return _moment(value)

    def render_due_at(self, value: datetime) -> str:
        return _moment(value)

    def render_finished_at(self, value: datetime) -> str:
        return _moment(value)

    def render_standing(self, record: CaseFile) -> str:
        words = self.value_standing(record)
        tone = "bad" if words == "Đã quá hạn" else TONES.get(record.timing, "neutral")
        return badge(words, tone)

    def value_standing(self, record: CaseFile) -> str:
        if record.finished_at is None:
            return "Đã quá hạn" if record.due_at and record.due_at < timezone.now() else "Đang giải quyết"
        return record.get_timing_display() or record.get_outcome_display()

    def plain(self, record: CaseFile) -> list[Any]:
        """The values of a row, quicker than column by column."""
        moments = (record.received_at, record.due_at, record.finished_at)
        told = [
            record.code,
            record.group.unit,
            self.render_subject(record),
            *(_moment(moment) if moment else None for moment in moments),
            self.value_standing(record),
            record.get_channel_display(),
        ]
        if self._tells_applicants:
            told.append(self._applicant(record))
        return told

    @cached_property
    def _tells_applicants(self) -> bool:
        return any(column.name == "applicant" for column in self.columns.iterall())

    def _applicant(self, record: CaseFile) -> str | None:
        """Who filed the case, where this list tells: only then were the names read with the rows."""
        return record.applicant.name if self._tells_applicants and hasattr(record, "applicant") else None


class CaseImportTable(tables.Table):
    """Files that were brought in."""

    file_name = tables.Column(verbose_name="Tệp", linkify=("indicators:case-import-detail", [A("pk")]), attrs=ROW_LINK)
    source = tables.Column(verbose_name="Nguồn", order_by=("source__name",))
    uploaded_at = tables.Column(verbose_name="Tải lên", attrs=NOWRAP)
    uploaded_by = tables.Column(verbose_name="Người tải", orderable=False)
    rows_added = tables.Column(verbose_name="Mới", attrs=NUMBER)
    rows_changed = tables.Column(verbose_name="Cập nhật", attrs=NUMBER)
    rows_refused = tables.Column(verbose_name="Dòng lỗi", attrs=NUMBER)
    state = tables.Column(verbose_name="Trạng thái")

    class Meta:
        model = CaseImport
        fields = (
            "file_name", "source", "uploaded_at", "uploaded_by", "rows_added", "rows_changed", "rows_refused", "state",
        )  # fmt: skip

    def render_uploaded_at(self, value: datetime) -> str:
        return _moment(value)

    def render_rows_added(self, value: int) -> str:
        return vn_number(value)

    def render_rows_changed(self, value: int) -> str:
        return vn_number(value)

    def render_rows_refused(self, value: int) -> str:
        return vn_number(value)

    def render_state(self, record: CaseImport) -> str:
        return standing_badge(record)

    def value_state(self, record: CaseImport) -> str:
        work = _under_way(record)
        return work.label if work else record.get_state_display()
