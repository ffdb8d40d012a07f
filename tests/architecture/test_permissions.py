"""A right has one name in the code: the constant that ``roles`` of its app declares."""

import ast
from importlib import import_module
from importlib.util import find_spec

from tests.architecture.sources import APPS, ROOT, python_files, tree_of

# Jobs are named as rights are; these two words name a job.
JOBS = {("indicators/enums.py", "indicators.import_cases"), ("scoring/services/runs.py", "scoring.compute_scores")}
ROLES = [import_module(f"{app}.roles") for app in APPS if find_spec(f"{app}.roles")]
CODES = {permission.code for module in ROLES for permission in module.PERMISSIONS}


def test_rights_are_named_by_the_constants_of_their_app() -> None:
    declared = {f"{app}/roles.py" for app in APPS}
    found = {
        (file.relative_to(ROOT).as_posix(), node.value)
        for file in python_files()
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Constant) and node.value in CODES
    }

    assert {(file, code) for file, code in found if file not in declared} == JOBS


def test_each_right_is_written_once_in_roles() -> None:
    for module in ROLES:
        tree = ast.parse((ROOT / module.__name__.split(".")[0] / "roles.py").read_text(encoding="utf-8"))
        written = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and node.value in CODES]

        assert sorted(written) == sorted(permission.code for permission in module.PERMISSIONS)


def test_a_constant_is_called_as_its_right() -> None:
    for module in ROLES:
        app = module.__name__.split(".")[0]

        for permission in module.PERMISSIONS:
            name = permission.code.removeprefix(f"{app}.").upper()
            assert getattr(module, name, None) == permission.code
