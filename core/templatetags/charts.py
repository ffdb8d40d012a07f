"""``{% chart figure %}`` draws any chart of ``core.charts`` as SVG or table, the same in page and PDF."""

from collections.abc import Mapping
from typing import Any, Protocol

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.charts import Sparkline

register = template.Library()


class Chart(Protocol):
    """Anything with a template that draws it."""

    @property
    def template(self) -> str:
        """Name of the template, which gets the object as ``chart``."""


@register.simple_tag(takes_context=True)
def chart(context: Mapping[str, Any], figure: Chart | None) -> SafeString | str:
    """The drawn chart. With ``for_print`` in the context its data table is left open, as paper cannot be clicked."""
    if figure is None:
        return ""
    return render_to_string(figure.template, {"chart": figure, "for_print": context.get("for_print", False)})


@register.simple_tag
def sparkline(values: list[Any], sentence: str = "") -> SafeString | str:
    """A small trend line for a table cell; nothing for fewer than two values."""
    if len(values) < 2:
        return ""
    return render_to_string(Sparkline.template, {"chart": Sparkline(values, sentence)})
