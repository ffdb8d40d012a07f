"""The table of doubts about figures."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from core.listing import MIDDLING, NOWRAP, WIDE_TITLE
from core.templatetags.ui import badge
from indicators.engine.sanity import Gravity
from indicators.selectors.doubts import UnitDoubt

TONES = {Gravity.HIGH: "bad", Gravity.MEDIUM: "attention", Gravity.LOW: "neutral"}


def address_of(record: UnitDoubt) -> str:
    """The page where a doubt is answered."""
    doubt = record.doubt
    arguments = [record.unit.pk, doubt.year, doubt.month, doubt.check.value, doubt.subject]
    return reverse("indicators:doubt-answer", args=arguments)


class DoubtTable(tables.Table):
    """One doubt in each row."""

    gravity = tables.Column("Mức độ", accessor="doubt__gravity", orderable=False)
    unit = tables.Column("Đơn vị", accessor="unit__short_name", order_by=("unit__sort_key",), attrs=MIDDLING)
    month = tables.Column("Tháng", accessor="doubt__month", attrs=NOWRAP)
    subject = tables.Column("Số liệu", accessor="subject_words", orderable=False, attrs=MIDDLING)
    sentence = tables.Column("Nghi vấn", accessor="doubt__sentence", orderable=False, attrs=WIDE_TITLE)
    answer = tables.Column("Giải thích", accessor="answer__reason", default="", empty_values=(), orderable=False)

    class Meta:
        fields = ("gravity", "unit", "month", "subject", "sentence", "answer")

    def render_gravity(self, record: UnitDoubt) -> Any:
        return badge(record.gravity_words, TONES[record.doubt.gravity])

    def value_gravity(self, record: UnitDoubt) -> str:
        return record.gravity_words

    def render_month(self, record: UnitDoubt) -> str:
        doubt = record.doubt
        return f"{doubt.month}/{doubt.year}" if doubt.month else f"năm {doubt.year}"

    def render_sentence(self, record: UnitDoubt, value: str) -> Any:
        return format_html('<a class="row-link" href="{}">{}</a>', address_of(record), value)

    def value_sentence(self, value: str) -> str:
        return value

    def render_answer(self, record: UnitDoubt) -> Any:
        if record.answer is None:
            return badge("Chưa có", "neutral")
        return format_html("<span>{}</span>", record.answer.reason)

    def value_answer(self, record: UnitDoubt) -> str:
        return record.answer.reason if record.answer else ""
