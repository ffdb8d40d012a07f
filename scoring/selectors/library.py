"""The criteria sets that are shipped with the program, to start one's own from."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True)
class LibraryEntry:
    """One shipped set. ``source`` says in a sentence what it is and where it comes from."""

    code: str
    name: str
    source: str
    path: Path


@cache
def library() -> list[LibraryEntry]:
    """Every shipped set by name; they change only with the program."""
    return sorted((_entry(path) for path in DATA.glob("*.toml")), key=lambda entry: entry.name)


def _entry(path: Path) -> LibraryEntry:
    text = path.read_text(encoding="utf-8")
    head = tomllib.loads(text)
    return LibraryEntry(head["code"], head["name"], text.partition("\n")[0].removeprefix("#").strip(), path)
