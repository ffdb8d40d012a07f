"""Columns of the award lists."""

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from awards.enums import DossierState
from awards.models import Decision, DisciplineRecord, Dossier, Honour, Initiative, PerformanceRating, Session
from awards.selectors.dossiers import WAITS_ON
from core.formats import vn_date, vn_datetime, vn_money
from core.listing import NOWRAP, NUMBER, TITLE
from core.templatetags.ui import badge, state_badge, state_tone


def _link(url: str, text: object) -> str:
    return format_html('<a class="row-link" href="{}">{}</a>', url, text)


class DossierTable(tables.Table):
    """Dossiers with on whom each waits."""

    subject = tables.Column("Người, tập thể", accessor="subject_name", order_by=("sort_key", "pk"))
    award = tables.Column("Danh hiệu, hình thức", order_by=("award__position", "sort_key"))
    unit = tables.Column("Đơn vị", order_by=("unit__sort_key", "sort_key"))
    state = tables.Column("Trạng thái")
    waits_on = tables.Column("Đang chờ", accessor="state", orderable=False)
    state_since = tables.Column("Từ ngày")

    class Meta:
        model = Dossier
        fields = ("subject", "award", "unit", "state", "waits_on", "state_since")
        row_attrs = {"data-row-link": lambda record: reverse("awards:dossier-detail", args=[record.pk])}

    def render_subject(self, record: Dossier) -> str:
        return _link(reverse("awards:dossier-detail", args=[record.pk]), record.subject_name)

    def value_subject(self, record: Dossier) -> str:
        return record.subject_name

    def render_state(self, record: Dossier) -> str:
        return state_badge(record)

    def value_state(self, record: Dossier) -> str:
        return record.get_state_display()

    def render_waits_on(self, record: Dossier) -> str:
        return WAITS_ON.get(DossierState(record.state), "–")

    def render_state_since(self, record: Dossier) -> str:
        return vn_date(timezone.localdate(record.state_since))


class SessionTable(tables.Table):
    """Council sessions, the next one first."""

    title = tables.Column("Phiên họp")
    starts_at = tables.Column("Thời gian")
    place = tables.Column("Địa điểm", orderable=False)
    items_count = tables.Column("Hồ sơ", attrs=NUMBER)
    state = tables.Column("Trạng thái")

    class Meta:
        model = Session
        fields = ("title", "starts_at", "place", "items_count", "state")
        row_attrs = {"data-row-link": lambda record: reverse("awards:session-detail", args=[record.pk])}

    def render_title(self, record: Session) -> str:
        return _link(reverse("awards:session-detail", args=[record.pk]), record.title)

    def value_title(self, record: Session) -> str:
        return record.title

    def render_starts_at(self, record: Session) -> str:
        return vn_datetime(record.starts_at)

    def render_state(self, record: Session) -> str:
        return state_badge(record)

    def value_state(self, record: Session) -> str:
        return record.get_state_display()


class DecisionTable(tables.Table):
    """Decisions; drafts have neither number nor date."""

    title = tables.Column("Trích yếu", attrs=TITLE)
    number = tables.Column("Số", accessor="number_and_symbol", orderable=False, default="–", attrs=NOWRAP)
    signed_on = tables.Column("Ngày ký", default="–")
    lines_count = tables.Column("Người, tập thể", attrs=NUMBER)
    state = tables.Column("Trạng thái")

    class Meta:
        model = Decision
        fields = ("number", "title", "signed_on", "lines_count", "state")
        row_attrs = {"data-row-link": lambda record: reverse("awards:decision-detail", args=[record.pk])}

    def render_title(self, record: Decision) -> str:
        return _link(reverse("awards:decision-detail", args=[record.pk]), record.title)

    def value_title(self, record: Decision) -> str:
        return record.title

    def render_signed_on(self, record: Decision) -> str:
        return vn_date(record.signed_on)

    def render_state(self, record: Decision) -> str:
        return state_badge(record)

    def value_state(self, record: Decision) -> str:
        return record.get_state_display()


class HonourTable(tables.Table):
    """The register of honours (sổ vàng)."""

    number = tables.Column("Số sổ", accessor="register_number", order_by=("register_year", "number"))
    subject_name = tables.Column("Người, tập thể", order_by=("search_key",))
    unit_name = tables.Column("Đơn vị", orderable=False)
    award = tables.Column("Danh hiệu, hình thức", order_by=("award__position", "search_key"))
    year = tables.Column("Năm", attrs=NUMBER)
    decision_number = tables.Column("Quyết định", orderable=False, attrs=NOWRAP)
    decided_on = tables.Column("Ngày")
    amount = tables.Column("Tiền thưởng", attrs=NUMBER, default="–")
    state = tables.Column("Hiệu lực", accessor="revoked_at", empty_values=(), orderable=False)

    class Meta:
        model = Honour
        fields = (
            "number",
            "subject_name",
            "unit_name",
            "award",
            "year",
            "decision_number",
            "decided_on",
            "amount",
            "state",
        )

    def render_number(self, record: Honour) -> str:
        return _link(reverse("awards:confirmation", args=[record.code]), record.register_number)

    def value_number(self, record: Honour) -> str:
        return record.register_number

    def render_year(self, record: Honour) -> str:
        return str(record.year)

    def render_decided_on(self, record: Honour) -> str:
        return vn_date(record.decided_on)

    def render_amount(self, record: Honour) -> str:
        return vn_money(record.amount)

    def value_amount(self, record: Honour) -> int | None:
        return record.amount

    def render_state(self, record: Honour) -> str:
        return badge("Đã thu hồi", "bad") if record.revoked_at else badge("Còn hiệu lực", "good")

    def value_state(self, record: Honour) -> str:
        return "Đã thu hồi" if record.revoked_at else "Còn hiệu lực"


class RatingTable(tables.Table):
    """Legal performance levels."""

    subject = tables.Column("Người, tập thể", empty_values=(), order_by=("person__sort_key", "unit__sort_key"))
    unit = tables.Column("Đơn vị", order_by=("unit__sort_key",))
    year = tables.Column("Năm", attrs=NUMBER)
    level = tables.Column("Mức xếp loại")
    source = tables.Column("Văn bản", orderable=False)
    decided_on = tables.Column("Ngày")

    class Meta:
        model = PerformanceRating
        fields = ("subject", "unit", "year", "level", "source", "decided_on")

    def render_subject(self, record: PerformanceRating) -> str:
        return record.person.full_name if record.person else record.unit.name

    def render_year(self, record: PerformanceRating) -> str:
        return str(record.year)

    def render_decided_on(self, record: PerformanceRating) -> str:
        return vn_date(record.decided_on)


class InitiativeTable(tables.Table):
    """Recognised initiatives and topics."""

    title = tables.Column("Tên")
    authors_names = tables.Column("Tác giả", empty_values=(), orderable=False)
    kind = tables.Column("Loại")
    scope = tables.Column("Phạm vi")
    year = tables.Column("Năm", attrs=NUMBER)
    decision_number = tables.Column("Quyết định", orderable=False)

    class Meta:
        model = Initiative
        fields = ("title", "authors_names", "kind", "scope", "year", "decision_number")

    def render_year(self, record: Initiative) -> str:
        return str(record.year)

    def render_authors_names(self, record: Initiative) -> str:
        return "; ".join(f"{author.person.full_name} ({author.share}%)" for author in record.authors.all())

    def render_decision_number(self, record: Initiative) -> str:
        return f"{record.decision_number} ngày {vn_date(record.decided_on)}"


class DisciplineTable(tables.Table):
    """Disciplinary matters, open ones first by date."""

    person = tables.Column("Người", order_by=("person__sort_key",))
    unit = tables.Column("Đơn vị", accessor="person__unit", orderable=False)
    measure = tables.Column("Hình thức")
    starts_on = tables.Column("Từ ngày")
    ends_on = tables.Column("Đến ngày", default="–")
    source = tables.Column("Văn bản", orderable=False)
    act = tables.Column("Kết luận", accessor="pk", orderable=False, exclude_from_export=True)

    class Meta:
        model = DisciplineRecord
        fields = ("person", "unit", "measure", "starts_on", "ends_on", "source", "act")

    def render_measure(self, record: DisciplineRecord) -> str:
        return badge(record.get_measure_display(), state_tone(record, "measure"))

    def value_measure(self, record: DisciplineRecord) -> str:
        return record.get_measure_display()

    def render_starts_on(self, record: DisciplineRecord) -> str:
        return vn_date(record.starts_on)

    def render_ends_on(self, record: DisciplineRecord) -> str:
        return vn_date(record.ends_on)

    def render_act(self, record: DisciplineRecord) -> str:
        if record.measure != "pending":
            return "–"
        return format_html(
            '<a href="{}">Ghi kết luận<span class="visually-hidden"> về {}</span></a>',
            reverse("awards:discipline-conclude", args=[record.pk]),
            record.person.full_name,
        )
