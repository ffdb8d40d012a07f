"""Tables of figures."""

from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django_tables2.utils import A

from accounts.policies import Reach, reach
from core.formats import vn_number
from core.listing import MIDDLING, NOWRAP, NUMBER, ROW_LINK, WIDE_TITLE
from indicators.models import Measurement, ProcedureCount, SurveyCount, TypedFigure
from indicators.roles import ENTER_COUNTS, ENTER_FIGURES
from indicators.selectors.figure_files import address_of, closed_months, names_of, takes_documents


class DocumentsColumn(tables.Column):
    """How many documents a typed figure has, leading to them; their names in an Excel file."""

    def __init__(self, permission: str) -> None:
        super().__init__(verbose_name="Tài liệu", empty_values=(), orderable=False, attrs=NOWRAP)
        self.permission = permission

    def render(self, record: TypedFigure, table: tables.Table) -> str:
        address, number = address_of(record), len(record.files.all())
        may_add = address and takes_documents(record, _closed(table)) and self._reach(table).covers(record.unit)
        if not number and not may_add:
            return "–"
        words = f"{number} tài liệu" if number else "Thêm"
        whose = f" (tài liệu của số liệu {record})"
        return format_html('<a href="{}">{}<span class="visually-hidden">{}</span></a>', address, words, whose)

    def _reach(self, table: Any) -> Reach:
        """Where the reader may change documents, asked once for the table."""
        if not hasattr(table, "documents_reach"):
            table.documents_reach = reach(table.request.user, self.permission)
        found: Reach = table.documents_reach
        return found

    def value(self, record: TypedFigure) -> str:
        return names_of(record.files.all())


class ProcedureCountTable(tables.Table):
    """Case files of a procedure at a unit in a month."""

    month = tables.Column(verbose_name="Tháng", order_by=("year", "month"))
    unit = tables.Column(verbose_name="Đơn vị", order_by=("unit__sort_key",), attrs=MIDDLING)
    procedure = tables.Column(verbose_name="Thủ tục", accessor="procedure__name", attrs=WIDE_TITLE)
    received = tables.Column(verbose_name="Tiếp nhận", attrs=NUMBER, empty_values=(), orderable=False)
    finished = tables.Column(verbose_name="Đã giải quyết", attrs=NUMBER, empty_values=(), orderable=False)
    finished_late = tables.Column(verbose_name="Quá hạn", attrs=NUMBER)
    on_time = tables.Column(verbose_name="Đúng và trước hạn", attrs=NUMBER, empty_values=(), orderable=False)
    paid_online = tables.Column(verbose_name="Thanh toán trực tuyến", attrs=NUMBER)
    source_note = tables.Column(verbose_name="Nguồn", orderable=False, attrs=MIDDLING)
    documents = DocumentsColumn(ENTER_COUNTS)

    class Meta:
        model = ProcedureCount
        fields = (
            "month",
            "unit",
            "procedure",
            "received",
            "finished",
            "finished_late",
            "on_time",
            "paid_online",
            "source_note",
            "documents",
        )

    def render_month(self, record: ProcedureCount) -> str:
        return f"{record.month}/{record.year}"

    def render_received(self, record: ProcedureCount) -> str:
        return vn_number(record.received_direct + record.received_online)

    def render_finished(self, record: ProcedureCount) -> str:
        return vn_number(_finished(record))

    def render_on_time(self, record: ProcedureCount) -> str:
        finished = _finished(record)
        if not finished:
            return "không phát sinh"
        return f"{vn_number((finished - record.finished_late) * 100 / Decimal(finished), 2)}%"


class SurveyCountTable(tables.Table):
    """Answers of a survey at a unit in a month."""

    month = tables.Column(verbose_name="Tháng", order_by=("year", "month"))
    unit = tables.Column(verbose_name="Đơn vị", order_by=("unit__sort_key",))
    kind = tables.Column(verbose_name="Loại khảo sát")
    forms = tables.Column(verbose_name="Số phiếu", attrs=NUMBER)
    satisfied = tables.Column(verbose_name="Hài lòng", attrs=NUMBER, empty_values=(), orderable=False)
    fully_satisfied = tables.Column(verbose_name="Phiếu hài lòng toàn diện", attrs=NUMBER)
    source_note = tables.Column(verbose_name="Nguồn", orderable=False)
    documents = DocumentsColumn(ENTER_COUNTS)

    class Meta:
        model = SurveyCount
        fields = ("month", "unit", "kind", "forms", "satisfied", "fully_satisfied", "source_note", "documents")

    def render_month(self, record: SurveyCount) -> str:
        return f"{record.month}/{record.year}"

    def render_satisfied(self, record: SurveyCount) -> str:
        answers = record.level_1 + record.level_2 + record.level_3 + record.level_4 + record.level_5
        if not answers:
            return "không phát sinh"
        return f"{vn_number((record.level_4 + record.level_5) * 100 / Decimal(answers), 2)}%"


class MeasurementTable(tables.Table):
    """Declared figures."""

    indicator = tables.Column(
        verbose_name="Chỉ số", linkify=("indicators:figure-detail", [A("indicator__code")]), attrs=ROW_LINK
    )
    unit = tables.Column(verbose_name="Đơn vị", order_by=("unit__sort_key",))
    period = tables.Column(verbose_name="Kỳ", empty_values=(), order_by=("year", "period"), attrs=NOWRAP)
    figure = tables.Column(verbose_name="Số liệu", attrs=NUMBER, empty_values=(), orderable=False)
    source_note = tables.Column(verbose_name="Nguồn, văn bản", orderable=False)
    documents = DocumentsColumn(ENTER_FIGURES)
    entered_by = tables.Column(verbose_name="Người nhập", orderable=False)
    entered_at = tables.DateTimeColumn(verbose_name="Nhập lúc", format="j/n/Y H:i", attrs=NOWRAP)
    locked_at = tables.Column(
        verbose_name="Khóa",
        empty_values=(),
        orderable=False,
        linkify=("indicators:measurement-lock", [A("pk")]),
        attrs=NOWRAP,
    )

    class Meta:
        model = Measurement
        fields = (
            "indicator",
            "unit",
            "period",
            "figure",
            "source_note",
            "documents",
            "entered_by",
            "entered_at",
            "locked_at",
        )

    def render_period(self, record: Measurement) -> str:
        return record.period_words

    def render_figure(self, record: Measurement) -> str:
        return record.figure_words

    def render_locked_at(self, record: Measurement) -> str:
        return "Đã khóa" if record.locked_at else "Còn mở"


def _closed(table: Any) -> frozenset[int]:
    """The closed months of the year that the table is about, read once for the table."""
    if not hasattr(table, "closed_months"):
        table.closed_months = closed_months(table.request.centre, table.request.year)
    closed: frozenset[int] = table.closed_months
    return closed


def _finished(record: ProcedureCount) -> int:
    return record.finished_early + record.finished_on_time + record.finished_late
