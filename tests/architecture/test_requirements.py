"""What is imported is pinned by name, and what is pinned is used."""

import ast
import re
import sys
from importlib.metadata import packages_distributions

from tests.architecture.sources import APPS, ROOT, python_files, tree_of

# Named in settings, in an address or on a command line, so no import shows them.
USED_WITHOUT_IMPORT = {
    "argon2-cffi",
    "crispy-bootstrap5",
    "django-axes",
    "gunicorn",
    "psycopg2-binary",
    "redis",
    "whitenoise",
}


def pinned() -> set[str]:
    """The packages of requirements.in."""
    lines = (ROOT / "requirements.in").read_text().splitlines()
    return {re.split(r"[\[=<> #]", line)[0].lower() for line in lines if line and not line.startswith("#")}


def imported() -> set[str]:
    """The packages that our source imports from elsewhere."""
    modules = set()
    for file in python_files():
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Import):
                modules.update(alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                modules.add(str(node.module).split(".")[0])
    foreign = modules - set(sys.stdlib_module_names) - {*APPS, "config"}
    packages = packages_distributions()
    return {packages[module][0].lower() for module in foreign}


def test_every_imported_package_is_pinned_by_name() -> None:
    # kombu is Celery's other half and pinned by it exactly.
    assert imported() - pinned() - {"kombu"} == set()


def test_every_pinned_package_is_used() -> None:
    assert pinned() - imported() - USED_WITHOUT_IMPORT == set()
