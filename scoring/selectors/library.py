"""The criteria sets that are shipped with the program, to start one's own from."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[1] / "data"
_SOURCE, _NOTE = "Nguồn:", "Lưu ý:"


@dataclass(frozen=True)
class LibraryEntry:
    """One shipped set. ``source`` says in sentences what it is and where it comes from."""

    code: str
    name: str
    source: str
    path: Path
    notes: tuple[str, ...] = ()
    """What should be confirmed with whoever issued the set before it is used."""

    @property
    def about(self) -> str:
        """Source and notes in one paragraph."""
        return " ".join([self.source, *(f"{_NOTE} {note}" for note in self.notes)])


@cache
def library() -> list[LibraryEntry]:
    """Every shipped set by name; they change only with the program."""
    return sorted((_entry(path) for path in DATA.glob("*.toml")), key=lambda entry: entry.name)


def _entry(path: Path) -> LibraryEntry:
    """The head of a file, and the comments before it: what it is, its source, its notes."""
    text = path.read_text(encoding="utf-8")
    head = tomllib.loads(text)
    comments = [line.removeprefix("#").strip() for line in text.partition("\n\n")[0].splitlines()]
    source = [comments[0], *(line for line in comments if line.startswith(_SOURCE))]
    notes = tuple(line.removeprefix(_NOTE).strip() for line in comments if line.startswith(_NOTE))
    return LibraryEntry(head["code"], head["name"], " ".join(source), path, notes)
