"""Templates compile, what they include exists and stands lower, none is left over, nothing comes from elsewhere."""

import re

import pytest
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from tests.architecture.sources import (
    APPS,
    STATIC,
    height,
    python_files,
    template_names,
    template_text,
    text_patterns,
    without_comments,
)

NAMES = template_names()
HTML_NAMES = [name for name in NAMES if name.endswith(".html")]
# Django and its parts ask for these by name.
ASKED_FOR_BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
LITERAL_REFERENCE = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""")


def references(name: str) -> list[str]:
    """The templates that a template names outright in include and extends."""
    return LITERAL_REFERENCE.findall(without_comments(template_text(name)))


def level(name: str) -> int:
    """How high a template stands; those of the whole site (base.html) as low as core's."""
    folder = name.split("/")[0] if "/" in name else "core"
    return height({"registration": "accounts"}.get(folder, folder))


@pytest.mark.parametrize("name", HTML_NAMES)
def test_template_compiles(name: str) -> None:
    assert get_template(name).template.name == name


def test_templates_mirror_the_apps() -> None:
    folders = {name.split("/")[0] for name in NAMES if "/" in name}

    assert folders - {*APPS, "registration"} == set()


def test_what_a_template_names_exists() -> None:
    missing = []
    for name in HTML_NAMES:
        for other in references(name):
            try:
                get_template(other)
            except TemplateDoesNotExist:
                missing.append(f"{name} → {other}")

    assert missing == []


def test_templates_point_downward() -> None:
    upward = [
        f"{name} → {other}"
        for name in HTML_NAMES
        for other in references(name)
        if other in NAMES and level(other) > level(name)
    ]

    assert upward == []


def test_stylesheets_of_an_app_are_loaded_by_it_and_those_above() -> None:
    loaded = {name: re.findall(r"thidua/(\w+)\.css", without_comments(template_text(name))) for name in HTML_NAMES}
    upward = [
        f"{name} → {sheet}.css"
        for name, sheets in loaded.items()
        for sheet in sheets
        if sheet in APPS and height(sheet) > level(name)
    ]

    assert "campaigns" in {sheet for sheets in loaded.values() for sheet in sheets}
    assert upward == []


def test_no_template_is_left_over() -> None:
    named_in_templates = {other for name in HTML_NAMES for other in re.findall(r"[\w/.-]+\.html", template_text(name))}
    patterns = {pattern for file in python_files() for pattern in text_patterns(file) if "html" in pattern}
    candidates = [name for name in HTML_NAMES if name not in named_in_templates | ASKED_FOR_BY_DJANGO]

    unused = [name for name in candidates if not any(re.search(rf"(^|\W){pattern}$", name) for pattern in patterns)]

    assert unused == []


FOREIGN = {
    ".html": re.compile(
        r"""<(?:script|link|img|iframe|source|video|audio|object|embed|use|form)\b[^>]*?"""
        r"""\s(?:src|srcset|href|data|action)\s*=\s*["'](?:https?:)?//""",
        re.IGNORECASE,
    ),
    ".css": re.compile(r"""(?:url\(\s*["']?|@import\s+["'])(?:https?:)?//""", re.IGNORECASE),
    ".js": re.compile(
        r"""(?:fetch|import|importScripts|open|EventSource|WebSocket)\s*\(\s*["'`](?:https?:|wss?:)?//"""
    ),
}


def test_no_template_loads_from_another_host() -> None:
    assert [name for name in HTML_NAMES if FOREIGN[".html"].search(template_text(name))] == []


def test_no_static_file_loads_from_another_host() -> None:
    files = [file for file in STATIC.rglob("*") if file.suffix in FOREIGN]
    found = [str(file.relative_to(STATIC)) for file in files if FOREIGN[file.suffix].search(file.read_text("utf-8"))]

    assert files
    assert found == []


INLINE = {
    "script": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*type=[\"']application/json)", re.IGNORECASE),
    "handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "style": re.compile(r"<[a-z][^>]*\sstyle\s*=|<style\b", re.IGNORECASE),
}


@pytest.mark.parametrize("kind", INLINE)
def test_no_template_writes_inline(kind: str) -> None:
    """The content security policy would refuse it."""
    found = [name for name in HTML_NAMES if INLINE[kind].search(without_comments(template_text(name)))]

    assert found == []
