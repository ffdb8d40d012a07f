"""Tables of surveys, questionnaires and comments."""

from datetime import date

import django_tables2 as tables
from django_tables2.utils import A

from core.formats import vn_date, vn_date_span, vn_number
from core.listing import MIDDLING, NOWRAP, NUMBER, ROW_LINK
from core.templatetags.ui import badge, state_badge
from indicators.enums import QuestionnaireState
from indicators.models import Questionnaire, Survey, SurveyComment


class SurveyTable(tables.Table):
    """Rounds of surveys."""

    title = tables.Column(verbose_name="Đợt khảo sát", linkify=("indicators:survey-detail", [A("pk")]), attrs=ROW_LINK)
    kind = tables.Column(verbose_name="Loại khảo sát", accessor="questionnaire__get_kind_display", orderable=False)
    centre = tables.Column(verbose_name="Nơi tổ chức", order_by=("centre__sort_key",), attrs=MIDDLING)
    dates = tables.Column(verbose_name="Thời gian", empty_values=(), order_by=("opens_on",), attrs=NOWRAP)
    answer_count = tables.Column(verbose_name="Số phiếu", attrs=NUMBER)
    target = tables.Column(verbose_name="Cần đạt", attrs=NUMBER)
    state = tables.Column(verbose_name="Trạng thái")

    class Meta:
        model = Survey
        fields = ("title", "kind", "centre", "dates", "answer_count", "target", "state")

    def render_dates(self, record: Survey) -> str:
        return vn_date_span(record.opens_on, record.closes_on)

    def render_answer_count(self, value: int) -> str:
        return vn_number(value)

    def render_target(self, value: int) -> str:
        return vn_number(value) if value else "–"

    def render_state(self, record: Survey) -> str:
        return state_badge(record)

    def value_state(self, record: Survey) -> str:
        return record.get_state_display()


class QuestionnaireTable(tables.Table):
    """Shared questionnaires and own ones."""

    title = tables.Column(verbose_name="Phiếu", linkify=("indicators:questionnaire-detail", [A("pk")]), attrs=ROW_LINK)
    version = tables.Column(verbose_name="Phiên bản", attrs=NUMBER)
    kind = tables.Column(verbose_name="Loại khảo sát")
    questions = tables.Column(verbose_name="Số câu", empty_values=(), orderable=False, attrs=NUMBER)
    centre = tables.Column(verbose_name="Của", empty_values=(), order_by=("centre__sort_key",), attrs=MIDDLING)
    state = tables.Column(verbose_name="Trạng thái")

    class Meta:
        model = Questionnaire
        fields = ("title", "version", "kind", "questions", "centre", "state")

    def render_questions(self, record: Questionnaire) -> str:
        sections = record.content.get("sections", [])
        return vn_number(sum(len(section.get("questions", [])) for section in sections))

    def render_centre(self, record: Questionnaire) -> str:
        return str(record.centre) if record.centre else "Dùng chung"

    def render_state(self, record: Questionnaire) -> str:
        return badge("Sẵn sàng", "neutral") if _is_ready(record) else state_badge(record)

    def value_state(self, record: Questionnaire) -> str:
        return "Sẵn sàng" if _is_ready(record) else record.get_state_display()


def _is_ready(record: Questionnaire) -> bool:
    """A shared one that nobody has used yet is not being written by anybody."""
    return record.centre is None and record.state == QuestionnaireState.DRAFT


class CommentTable(tables.Table):
    """Free comments."""

    text = tables.Column(
        verbose_name="Góp ý",
        linkify=("indicators:survey-comment", [A("pk")]),
        attrs={"a": {"class": "row-link"}, "td": {"class": "wide"}, "th": {"class": "wide"}},
    )
    day = tables.Column(
        verbose_name="Ngày", accessor="answer__finished_on", attrs=NOWRAP, order_by=("answer__finished_on",)
    )
    unit = tables.Column(
        verbose_name="Đơn vị",
        accessor="answer__point__unit",
        order_by=("answer__point__unit__sort_key",),
        attrs=MIDDLING,
    )
    survey = tables.Column(
        verbose_name="Đợt khảo sát", accessor="answer__point__survey__title", orderable=False, attrs=MIDDLING
    )
    state = tables.Column(verbose_name="Trạng thái")
    reply = tables.Column(verbose_name="Trả lời", orderable=False)

    class Meta:
        model = SurveyComment
        fields = ("text", "day", "unit", "survey", "state", "reply")

    def render_day(self, value: date) -> str:
        return vn_date(value)

    def render_state(self, record: SurveyComment) -> str:
        return state_badge(record)

    def value_state(self, record: SurveyComment) -> str:
        return record.get_state_display()
