"""The reference pages of docs/ that are written from the tables in the code: permissions and workflows."""

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.urls import get_resolver
from rules.permissions import permissions as policies

from accounts.roles import ROLE_DESCRIPTIONS, Permission, RoleCode
from accounts.services.roles import declared_permissions
from core.workflow import Transition, Workflow

WRITTEN = "<!-- Written by `manage.py write_docs` from the code. Change the code, not this page. -->"
PERMISSIONS_INTRODUCTION = """\
What each role may do in a new installation. Roles are data: an administrator can change what they may do.
A role is held at a unit and reaches all units below it."""
OWN_RULES = """\
Most permissions ask only that the record's unit lies within reach. These have a rule of their own, written as the
predicates in each app's `policies.py`. *Is concerned by* also lets units see what a unit above them has issued."""
WORKFLOWS_INTRODUCTION = """\
Every change of state in the portal. The same tables draw the buttons, guard the changes and name the events of the
audit trail (`<record>.<change>`). Roles are those that hold the permission in a new installation; the record must
also lie within their reach. Some changes have no button: a service makes them as part of another act."""


def workflows() -> list[Workflow]:
    """The workflows of all installed apps, from the lowest app upward."""
    modules = [f"{config.name}.workflow" for config in apps.get_app_configs()]
    declared = [value for name in modules if find_spec(name) for value in vars(import_module(name)).values()]
    return [value for value in declared if isinstance(value, Workflow)]


def permissions_page() -> str:
    """docs/permissions.md: roles, the matrix of permissions, and those with a rule of their own."""
    return _page(_permission_lines(declared_permissions()))


def workflows_page() -> str:
    """docs/workflows.md: for each kind of record its states and every change between them."""
    return _page(_workflow_lines(workflows(), {each.code: each for each in declared_permissions()}))


PAGES: dict[str, Callable[[], str]] = {
    "docs/permissions.md": permissions_page,
    "docs/workflows.md": workflows_page,
}


def _page(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def _rule(columns: int) -> str:
    return "|" + "---|" * columns


def _permission_lines(declared: list[Permission]) -> Iterator[str]:
    yield from ("# Permissions", "", WRITTEN, "")
    yield PERMISSIONS_INTRODUCTION
    yield from ("", "## Roles", "", _row("role", "code", "what it is for"), _rule(3))
    for role in RoleCode:
        yield _row(role.label, f"`{role.value}`", ROLE_DESCRIPTIONS[role])
    for app in dict.fromkeys(each.code.partition(".")[0] for each in declared):
        yield from ("", f"## `{app}`: {apps.get_app_config(app).verbose_name}", "")
        yield _row("permission", "code", *(role.label for role in RoleCode))
        yield _rule(2 + len(RoleCode))
        for each in declared:
            if each.code.startswith(f"{app}."):
                marks = ("●" if role in each.roles else "" for role in RoleCode)
                yield _row(each.label, f"`{each.code.partition('.')[2]}`", *marks)
    yield from ("", "## Permissions with a rule of their own", "")
    yield OWN_RULES
    yield from ("", _row("permission", "predicate"), _rule(2))
    for code, predicate in _with_own_rule(declared):
        yield _row(f"`{code}`", f"`{predicate}`")


def _with_own_rule(declared: list[Permission]) -> list[tuple[str, str]]:
    """The permissions whose policy is more than holding them at the record's unit."""
    _ = get_resolver().url_patterns  # imports every view, and with the views every app's policies
    asked = [(each.code, str(policies[each.code].name)) for each in declared]
    return [(code, name) for code, name in asked if name != f"holds {code}"]


def _workflow_lines(tables: list[Workflow], declared: dict[str, Permission]) -> Iterator[str]:
    yield from ("# Workflows", "", WRITTEN, "")
    yield WORKFLOWS_INTRODUCTION
    for table in tables:
        yield from ("", f"## {_capital(table.label)} (`{table.record}`)", "", "```mermaid", "stateDiagram-v2")
        for state in table.states:
            yield f"    {state.value}: {state.label}"
        for each in table.transitions:
            for source in each.sources:
                yield f"    {_value(source)} --> {_value(each.target)}: {each.label}"
        yield from ("```", "")
        yield _row("change", "button", "from", "to", "permission", "roles", "reason")
        yield _rule(7)
        for each in table.transitions:
            yield _transition_row(table, each, declared[each.permission] if each.permission else None)
        if alone := _untouched(table):
            yield from ("", f"Reached without a change of this table: {', '.join(alone)}.")


def _transition_row(table: Workflow, each: Transition, permission: Permission | None) -> str:
    return _row(
        f"`{each.name}`",
        each.label,
        "<br>".join(table.states(source).label for source in each.sources),
        table.states(each.target).label,
        f"`{permission.code}`" if permission else "follows from another change",
        "<br>".join(role.label for role in permission.roles) if permission else "",
        "required" if each.comment_required else "",
    )


def _untouched(table: Workflow) -> list[str]:
    """The labels of states that no change leads to or away from."""
    touched = {state for each in table.transitions for state in (*each.sources, each.target)}
    return [state.label for state in table.states if state not in touched]


def _value(state: str) -> str:
    return str(getattr(state, "value", state))


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]
