"""Services ask for work by name; each name must have a task, and each task somebody who asks."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

from celery import current_app
from django.conf import settings

from tests.architecture.sources import ROOT, python_files, tree_of


def value_of(expression: ast.expr, file: Path) -> str:
    """What an expression in a module of ours means there: a text, or a constant by its name."""
    module = importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
    return str(eval(ast.unparse(expression), vars(module)))


def calls_of(*names: str) -> Iterator[tuple[Path, ast.Call]]:
    """Every call in our source of a function written in one of these ways."""
    for file in python_files():
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in names:
                yield file, node


PASSED_ON = {ROOT / "core" / "services" / "exports.py", ROOT / "core" / "tasks.py"}
"""Here a bare ``name`` is what somebody else gave."""


def is_passed_on(file: Path, name: ast.expr) -> bool:
    return file in PASSED_ON and ast.unparse(name) == "name"


def requested_names() -> set[str]:
    """The names of jobs that services and pages ask for."""
    return {
        value_of(keyword.value, file)
        for file, call in calls_of("jobs.request", "exports.request")
        for keyword in call.keywords
        if keyword.arg == "name" and not is_passed_on(file, keyword.value)
    }


def job_tasks() -> set[str]:
    """The names given to ``@job_task`` and ``@export_task`` anywhere."""
    registering = ("job_task", "tasks.job_task", "export_task", "tasks.export_task")
    given = [(file, call.args[0]) for file, call in calls_of(*registering)]
    return {value_of(name, file) for file, name in given if not is_passed_on(file, name)}


def test_every_requested_job_has_a_task_and_every_task_is_requested() -> None:
    assert requested_names() == job_tasks() != set()


def test_every_task_named_in_the_source_is_known_to_the_worker() -> None:
    current_app.loader.import_default_modules()
    names = {*job_tasks(), *(entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values())}

    assert names - set(current_app.tasks) == set()
    assert names != set()
