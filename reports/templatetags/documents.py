"""How document text is set: what must not be torn apart at the end of a line."""

from __future__ import annotations

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_KEPT = re.compile(r"\d+%? [-–] \d+%?|\b[Yy] tế\b[.,;]?(?:/\.)?")
_KEPT_AND_END = re.compile(_KEPT.pattern + r"|\S+ \S+$")
_ONE_LINE = 60  # characters: shorter text has no last line to fill


@register.filter
def typeset(text: str) -> SafeString:
    """Keeps ranges (“2026 - 2030”), “Y tế” and the last two words on one line, without a change to the text itself."""
    kept = _KEPT_AND_END if len(text) > _ONE_LINE else _KEPT
    return mark_safe(kept.sub(r'<span class="vb-keep">\g<0></span>', conditional_escape(text)))
