"""Services ask for work by name; each name must have a task, and each task somebody who asks."""

import ast
from collections.abc import Iterator
from pathlib import Path

from celery import current_app
from django.conf import settings

from tests.architecture.sources import ROOT, python_files, tree_of


def constants(file: Path) -> dict[str, str]:
    """The strings that a module gives names to."""
    return {
        target.id: node.value.value
        for node in tree_of(file).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def requested_names() -> Iterator[tuple[str, str]]:
    """Every call of ``jobs.request`` with the name it asks for; "" when that cannot be read off the source."""
    for file in python_files():
        for node in ast.walk(tree_of(file)):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "jobs.request"):
                continue
            name = next((keyword.value for keyword in node.keywords if keyword.arg == "name"), None)
            place = f"{file.relative_to(ROOT)}:{node.lineno}"
            if isinstance(name, ast.Constant):
                yield place, str(name.value)
            else:
                yield place, constants(file).get(name.id, "") if isinstance(name, ast.Name) else ""


def job_tasks() -> Iterator[str]:
    """The names given to ``@job_task`` anywhere."""
    for file in python_files():
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("job_task", "tasks.job_task"):
                yield ast.literal_eval(node.args[0])


def test_every_requested_job_has_a_task_and_every_task_is_requested() -> None:
    requested = dict(requested_names())

    assert [place for place, name in requested.items() if not name] == []
    assert sorted(set(requested.values())) == sorted(job_tasks())


def test_every_task_named_in_the_source_is_known_to_the_worker() -> None:
    current_app.loader.import_default_modules()
    names = {*job_tasks(), *(entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values())}

    assert names - set(current_app.tasks) == set()
    assert names != set()
