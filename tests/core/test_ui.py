"""Small parts of every page."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import models
from django.template import Context, Template, TemplateSyntaxError
from django.utils import timezone

from awards.models import Dossier
from core.models import Job
from core.templatetags import ui
from core.workflow import Transition
from indicators.models import FigurePeriod

TEMPLATES = Path(__file__).parents[2] / "templates"
SUBMIT = Transition("submit", ("draft",), "submitted", "x.y", "Nộp", style="primary")
RETURN = Transition("return", ("submitted",), "draft", "x.y", "Trả lại", comment_required=True)


def rendered(text: str, **context: object) -> str:
    return Template(text).render(Context(context))


def test_every_icon_named_in_a_template_exists() -> None:
    named = {
        name
        for file in TEMPLATES.rglob("*.html")
        for name in re.findall(r'{%\s*icon\s+"([^"]+)"', file.read_text("utf-8"))
    }

    assert named
    assert named - set(ui._icons()) == set()


def test_unknown_icon_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="khong-co"):
        ui.icon("khong-co")


def test_badge_escapes_its_text_and_repeats_the_tone_as_icon() -> None:
    html = ui.badge("<b>", "good")

    assert "&lt;b&gt;" in html
    assert "tag-good" in html
    assert "<svg" in html


@pytest.mark.parametrize(
    ("record", "tone"),
    [
        (Job(state="succeeded"), "good"),
        (Dossier(state="supplement"), "attention"),
        (Dossier(state="eligible"), "accent"),
        (Dossier(state="draft"), "neutral"),
        (FigurePeriod(state="open"), "accent"),
        (FigurePeriod(state="reopened"), "attention"),
        (FigurePeriod(state="closed"), "neutral"),
    ],
)
def test_state_has_the_tone_of_its_enum_or_of_the_common_list(record: models.Model, tone: str) -> None:
    assert ui.state_tone(record) == tone
    assert f"tag-{tone}" in ui.state_badge(record)


def test_crumb_without_address_is_the_page_itself() -> None:
    assert 'aria-current="page"' in rendered('{% crumb "Khoa Nội" %}')
    assert 'href="/thong-bao/"' in rendered('{% crumb "Thông báo" "core:notification-list" %}')


def test_primary_transition_is_in_sight_and_others_lie_under_more() -> None:
    html = rendered("{% transition_buttons transitions '/x/' %}", transitions=[RETURN, SUBMIT], csrf_token="t")

    assert html.index("Nộp") < html.index("Khác") < html.index("Trả lại")
    assert 'name="comment"' in html


def test_transition_without_comment_asks_for_none() -> None:
    html = rendered("{% transition_buttons transitions '/x/' %}", transitions=[SUBMIT], csrf_token="t")

    assert 'name="transition" value="submit"' in html
    assert "comment" not in html
    assert "Khác" not in html


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (2, "còn 2 ngày", "attention"),
        (0, "hết hạn hôm nay", "attention"),
        (-3, "quá hạn 3 ngày", "bad"),
        (30, "còn 30 ngày", "neutral"),
    ],
)
def test_deadline_in_words(days: int, words: str, tone: str) -> None:
    deadline = timezone.localdate() + timedelta(days=days)

    assert ui.days_left(deadline) == words
    assert ui.deadline_tone(deadline) == tone


def test_moment_of_today_and_yesterday_in_words() -> None:
    noon = timezone.localtime().replace(hour=12, minute=5)

    assert ui.vn_when(noon) == "hôm nay 12:05"
    assert ui.vn_when(noon - timedelta(days=1)) == "hôm qua 12:05"
    assert ui.vn_when(None) == ""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (["Khoa Nội", "Khoa Ngoại"], "Khoa Nội → Khoa Ngoại"),
        ([None, "2026-12-05"], "– → 5/12/2026"),
        ([True, False], "có → không"),
        ("Khoa Nội", "Khoa Nội"),
        (["a", "b", "c"], "a; b; c"),
        ([{}, {"steps": [{"low": "90", "points": "4"}, {"low": "0"}]}], "– → steps: (low: 90; points: 4), (low: 0)"),
    ],
)
def test_change_of_the_audit_trail_in_words(change: object, words: str) -> None:
    assert ui.change_words(change) == words


@pytest.mark.parametrize("name", [*ui.FORMATS, "vn_when", "days_left"])
def test_filters_leave_what_is_not_there_empty(name: str) -> None:
    assert rendered(f"{{{{ absent.value|{name} }}}}", absent=None) in ("", "–")
