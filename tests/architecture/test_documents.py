"""What docs/ says about the code is true of the code."""

import re
import tomllib
from pathlib import Path

import pytest

from reports.management.demo.accounts import USERNAMES
from reports.management.demo.story import PASSWORD
from reports.management.reference import PAGES, workflows
from tests.architecture.sources import APPS, ROOT

DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")
# term | identifier(s) | where it lives
GLOSSARY_ROW = re.compile(r"^\| (?P<term>[^|]+) \| (?P<identifiers>[^|]*`[^|]*) \| `(?P<place>[^`|]+)`")
GLOSSARY_ROWS = [
    found
    for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    if (found := GLOSSARY_ROW.match(line))
]


@pytest.mark.parametrize("name", PAGES)
def test_reference_page_is_what_the_code_says(name: str) -> None:
    stored = (ROOT / name).read_text(encoding="utf-8")

    assert stored == PAGES[name](), "run: manage.py write_docs"


def test_every_workflow_of_an_app_is_written_down() -> None:
    declaring = {file.parent.name for file in ROOT.glob("*/workflow.py") if file.parent.name != "core"}

    assert {table.record.partition(".")[0] for table in workflows()} == declaring


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_what_a_document_links_to_exists(document: Path) -> None:
    targets = LINK.findall(document.read_text(encoding="utf-8"))

    assert [target for target in targets if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("row", GLOSSARY_ROWS, ids=lambda row: row["term"].strip())
def test_a_word_of_the_glossary_lives_where_it_says(row: re.Match[str]) -> None:
    place = ROOT / row["place"]
    files = [place] if place.is_file() else sorted(place.rglob("*.*"))
    source = "\n".join(file.read_text(encoding="utf-8") for file in files if file.suffix in {".py", ".toml"})

    identifiers = [part for name in re.findall(r"`([^`]+)`", row["identifiers"]) for part in name.split(".")]
    missing = [name for name in identifiers if not re.search(rf"\b{re.escape(name)}\b", source)]

    assert missing == []


def test_the_glossary_can_be_read() -> None:
    assert len(GLOSSARY_ROWS) > 50


def test_the_page_of_the_architecture_tells_the_contracts() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    contracts = {contract["id"]: contract for contract in configuration["contracts"]}
    apps, layers = re.findall(r"^```\n(.+?)\n```$", page, re.MULTILINE | re.DOTALL)
    pure = re.search(r"A last contract keeps\n(.+?) free of Django", page, re.DOTALL)

    assert apps.split(" > ") == contracts["apps"]["layers"]
    assert layers.splitlines() == [re.sub(r"[()]", "", layer) for layer in contracts["layers"]["layers"]]
    assert pure and sorted(re.findall(r"`([\w.]+)`", pure[1])) == sorted(contracts["pure"]["source_modules"])


def test_the_page_of_the_architecture_names_the_apps_that_tell_what_waits() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if "selectors/waiting.py" in line)

    assert set(re.findall(r"`(\w+)`", row)) - {"reports"} == {
        app for app in APPS if (ROOT / app / "selectors" / "waiting.py").exists()
    }


def test_the_readme_names_the_accounts_of_the_demonstration() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert [name for name in (*USERNAMES.values(), PASSWORD) if f"`{name}`" not in readme] == []
