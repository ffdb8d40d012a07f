"""Small parts of every page: numbers and dates, icons, badges, breadcrumbs, buttons of a workflow.

The library is a template builtin (settings), so templates use it without ``{% load %}``.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cache, wraps
from importlib import import_module
from pathlib import Path
from typing import Any

from django import template
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core import formats
from core.workflow import Transition

register = template.Library()

FORMATS = ("vn_number", "vn_points", "vn_percent", "vn_money", "vn_date", "vn_date_long", "vn_datetime", "file_size")


def _as_filter(write: Callable[..., str]) -> Callable[..., str]:
    """A template passes "" for what is not there (a figure without a record): that stays empty."""

    @wraps(write)
    def written(value: Any, *arguments: Any) -> str:
        return "" if value == "" else write(value, *arguments)

    return written


for _name in FORMATS:
    register.filter(_name, _as_filter(getattr(formats, _name)))

_ICON_FILE = Path(__file__).resolve().parent.parent / "data" / "icons.json"

# Tone, and the icon that repeats it for those who do not see colour.
TONE_ICONS = {
    "good": "check-circle",
    "attention": "hourglass-split",
    "bad": "x-circle",
    "neutral": "circle",
    "accent": "play-fill",
}

# How a state looks when its enum says nothing; an enum of ``<app>.enums`` may carry a ``tone`` property of its own.
STATE_TONES = {
    "good": "accepted approved active published final issued signed carried eligible done met completed verified "
    "awarded succeeded confirmed passed decided certified",
    "attention": "submitted with_director waiting pending returned provisional queued running reported adjusted "
    "supplement on_hold proposed not_reported no_quorum",
    "bad": "refused rejected failed overdue late not_met ineligible not_eligible lost revoked",
    "accent": "open in_progress scheduled",
}
_TONE_OF_STATE = {state: tone for tone, states in STATE_TONES.items() for state in states.split()}


@cache
def _icons() -> dict[str, str]:
    return dict(json.loads(_ICON_FILE.read_text(encoding="utf-8")))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Inline SVG of ``core/data/icons.json``; decorative unless a label is given."""
    try:
        shape = _icons()[name]
    except KeyError:
        raise template.TemplateSyntaxError(f"No icon {name!r} in {_ICON_FILE.name}") from None
    # The shapes are our own data file, never user input.
    drawing = mark_safe(shape)  # noqa: S308
    if label:
        return format_html(
            '<svg class="icon" viewBox="0 0 16 16" role="img" aria-label="{}" focusable="false">{}</svg>',
            label,
            drawing,
        )
    return format_html('<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{}</svg>', drawing)


@register.simple_tag
def badge(text: object, tone: str = "neutral", icon_name: str = "") -> SafeString:
    """A word on a pale ground: tones good, attention, bad, neutral, accent."""
    shape = icon(icon_name or TONE_ICONS.get(tone, "circle"))
    return format_html('<span class="tag tag-{}">{}<span>{}</span></span>', tone, shape, text)


@cache
def _tones(model: type[models.Model], field: str) -> dict[str, str]:
    """Tones that the field's own enum gives to its values; empty when it gives none."""
    choices = list(model._meta.get_field(field).flatchoices)  # type: ignore[union-attr]
    try:
        module = import_module(f"{model._meta.app_label}.enums")
    except ModuleNotFoundError:
        return {}
    for enum in vars(module).values():
        if isinstance(enum, type) and issubclass(enum, models.TextChoices) and enum.choices == choices:
            return {member.value: member.tone for member in enum if hasattr(member, "tone")}
    return {}


def state_tone(record: models.Model, field: str = "state") -> str:
    """Tone of a record's state: from its enum's ``tone`` if it has one, else from the common list above."""
    value = str(getattr(record, field))
    return _tones(type(record), field).get(value) or _TONE_OF_STATE.get(value, "neutral")


@register.simple_tag
def state_badge(record: models.Model | None, field: str = "state") -> SafeString | str:
    """The state in words, with its colour; nothing for an absent record."""
    if record is None:
        return ""
    return badge(getattr(record, f"get_{field}_display")(), state_tone(record, field))


@register.simple_tag
def crumb(text: object, url: str = "", *args: object) -> SafeString:
    """One step of the path: a link when ``url`` (a path or a URL name) is given, else the page itself."""
    if not url:
        return format_html('<li class="breadcrumb-item active" aria-current="page">{}</li>', text)
    address = url if url.startswith("/") else reverse(url, args=args)
    return format_html('<li class="breadcrumb-item"><a href="{}">{}</a></li>', address, text)


@register.inclusion_tag("core/_transition_buttons.html", takes_context=True)
def transition_buttons(context: Mapping[str, Any], transitions: Iterable[Transition], url: str) -> dict[str, Any]:
    """Buttons of ``core.selectors.available_transitions``: the primary one in sight, the others under «Khác».

    Each button posts to ``url`` with ``transition`` (its name) and ``comment`` (where one is asked for).
    """
    ordered = sorted(transitions, key=lambda transition: transition.style != "primary")
    first = [transition for transition in ordered if transition.style == "primary"][:1] or ordered[:1]
    others = [transition for transition in ordered if transition not in first]
    return {"first": first, "others": others, "url": url, "csrf_token": context.get("csrf_token")}


@register.simple_tag(takes_context=True)
def has_perm(context: Mapping[str, Any], permission: str, record: Any = None) -> bool:
    """``{% has_perm "app.verb_noun" record as may %}``: whether the reader holds the permission."""
    user = context.get("user")
    return bool(user and user.is_authenticated and user.has_perm(permission, record or None))


@register.simple_tag
def change_words(change: Any) -> str:
    """A change of the audit trail: «cũ → mới», or a plain value."""
    if isinstance(change, list) and len(change) == 2 and not isinstance(change[0], list):
        return f"{_value_words(change[0])} → {_value_words(change[1])}"
    return "; ".join(_value_words(part) for part in change) if isinstance(change, list) else _value_words(change)


def _value_words(value: Any) -> str:
    if value in (None, "", [], {}):
        return "–"
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_value_words(part)}" for name, part in value.items())
    if isinstance(value, list):
        return ", ".join(f"({_value_words(part)})" if isinstance(part, dict) else _value_words(part) for part in value)
    text = str(value)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return formats.vn_date(moment.date()) if len(text) == 10 else vn_when(moment)


@register.filter
def vn_when(value: datetime | None) -> str:
    """«hôm nay 14:32», «hôm qua 08:05», else the date with its hour."""
    if not value:
        return ""
    local, today = timezone.localtime(value), timezone.localdate()
    days = (today - local.date()).days
    if days in (0, 1):
        return f"{'hôm nay' if days == 0 else 'hôm qua'} {local:%H:%M}"
    return f"{formats.vn_date(local.date())} {local:%H:%M}"


@register.filter
def days_left(deadline: date | datetime | None) -> str:
    """How far a deadline is: «còn 2 ngày», «hết hạn hôm nay», «quá hạn 3 ngày»."""
    if not deadline:
        return ""
    day = timezone.localtime(deadline).date() if isinstance(deadline, datetime) else deadline
    left = (day - timezone.localdate()).days
    if left == 0:
        return "hết hạn hôm nay"
    return f"còn {left} ngày" if left > 0 else f"quá hạn {-left} ngày"


@register.filter
def deadline_tone(deadline: date | datetime | None) -> str:
    """Tone of a deadline: bad when past, attention within a week, else neutral."""
    if not deadline:
        return "neutral"
    day = timezone.localtime(deadline).date() if isinstance(deadline, datetime) else deadline
    left = (day - timezone.localdate()).days
    return "bad" if left < 0 else "attention" if left <= 7 else "neutral"
