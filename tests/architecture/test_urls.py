"""Every address says who may open it."""

import importlib
import re
from collections.abc import Iterator
from functools import cache

import pytest
import rules
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from core.access import PUBLIC, SIGNED_IN
from tests.architecture.sources import APPS

# Open to people without an account. Every line here is a decision.
PUBLIC_ADDRESSES = {"accounts:login", "awards:confirmation", "awards:confirmation-search", "core:healthz"} | {
    # Surveys: whoever stands before the poster may answer.
    "indicators:answering",
    "indicators:answering-code",
    "indicators:answering-part",
    "indicators:answering-receive",
    "indicators:answering-thanks",
    "indicators:answering-worker",
    "indicators:kiosk",
    "indicators:kiosk-leave",
    "indicators:kiosk-start",
    # Results that the centre has chosen to publish.
    "indicators:survey-public-results",
}
ENTRY_PAGES = (
    "reports:home",
    "campaigns:plan-list",
    "campaigns:round-list",
    "campaigns:task-list",
    "indicators:figure-list",
    "indicators:procedure-statistics",
    "scoring:criteria-list",
    "scoring:assessment-list",
    "scoring:verification-queue",
    "scoring:result-list",
    "awards:dossier-list",
    "awards:session-list",
    "awards:decision-list",
    "reports:dashboard",
    "reports:document-list",
    "accounts:directory",
    "accounts:unit-list",
    "accounts:audit-list",
)


def addresses(
    resolver: URLResolver, route: str = "", spaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, str, URLPattern]]:
    """Every pattern with its full name and route."""
    for entry in resolver.url_patterns:
        path = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, path, (*spaces, entry.namespace) if entry.namespace else spaces)
        else:
            yield ":".join((*spaces, entry.name or "")), path, entry


def declared_permissions() -> set[str]:
    """The permissions that the apps declare for their roles."""
    modules = [importlib.import_module(f"{app}.roles") for app in APPS if app != "core"]
    return {permission.code for module in modules for permission in module.PERMISSIONS}


@cache
def all_addresses() -> list[tuple[str, str, URLPattern]]:
    return list(addresses(get_resolver()))


def test_every_address_declares_its_permission() -> None:
    undeclared = [name for name, _, pattern in all_addresses() if not getattr(pattern.callback, "permission", "")]

    assert undeclared == []


def test_every_declared_permission_exists() -> None:
    known = declared_permissions() | {PUBLIC, SIGNED_IN}
    asked = {name: pattern.callback.permission for name, _, pattern in all_addresses()}

    assert {name: code for name, code in asked.items() if code not in known} == {}


def test_every_permission_of_a_role_is_answered_by_a_policy() -> None:
    assert [code for code in sorted(declared_permissions()) if not rules.perm_exists(code)] == []


def test_exactly_the_listed_addresses_are_public() -> None:
    public = {name for name, _, pattern in all_addresses() if pattern.callback.permission == PUBLIC}

    assert public == PUBLIC_ADDRESSES


def test_every_address_is_named_once_in_the_space_of_its_app() -> None:
    names = [name for name, _, _ in all_addresses()]
    misplaced = [
        name for name, _, pattern in all_addresses() if name.split(":")[0] != pattern.callback.__module__.split(".")[0]
    ]

    assert misplaced == []
    assert all(re.fullmatch(rf"({'|'.join(APPS)}):[a-z]+(-[a-z]+)*", name) for name in names), names
    assert sorted(names) == sorted(set(names))


def test_addresses_are_written_in_plain_words() -> None:
    odd = [path for _, path, _ in all_addresses() if not re.fullmatch(r"[a-z0-9/.-]*", re.sub(r"<[^>]+>", "", path))]

    assert odd == []


@pytest.mark.parametrize("name", ENTRY_PAGES)
def test_every_entry_of_the_navigation_exists(name: str) -> None:
    assert reverse(name).endswith("/")
