"""The two orders of the architecture, as import-linter sees them."""

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.sources import APPS, ROOT, python_files


def test_import_contracts_are_kept() -> None:
    linter = Path(sys.executable).parent / "lint-imports"

    result = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)

    assert result.returncode == 0, result.stdout


def test_every_package_stands_under_the_contracts() -> None:
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    packages = {folder.parent.name for folder in ROOT.glob("*/__init__.py")} - {"ops", "tests"}

    assert set(configuration["root_packages"]) == packages == {*APPS, "config"}


def test_apps_stand_in_the_order_of_the_tests() -> None:
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    order = next(contract["layers"] for contract in configuration["contracts"] if contract["id"] == "apps")

    assert order == ["config", *reversed(APPS)]


def test_rows_are_removed_without_looking_around_in_one_place_only() -> None:
    found = [str(file.relative_to(ROOT)) for file in python_files() if "_raw_delete" in file.read_text()]

    assert found == ["core/services/bulk.py"]


def test_no_app_imports_the_scripts_around_it() -> None:
    found = [
        file.relative_to(ROOT)
        for app in (*APPS, "config")
        for file in (ROOT / app).rglob("*.py")
        if "from ops" in file.read_text() or "import ops" in file.read_text()
    ]

    assert found == []
