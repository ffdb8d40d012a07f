"""Criteria sets in files: examining one, with every fault at its place, and writing one."""

from dataclasses import dataclass
from pathlib import Path

from scoring.engine import definition, tree
from scoring.engine.slips import Slip, errors
from scoring.services import criteria_toml
from scoring.services.criteria import CriteriaRefused, storing_slips


@dataclass(frozen=True)
class Examined:
    """What a file holds, or why it cannot be used."""

    criteria_set: tree.CriteriaSet | None
    slips: tuple[Slip, ...] = ()

    @property
    def errors(self) -> list[Slip]:
        return errors(self.slips)


def read_file(path: Path) -> tree.CriteriaSet:
    """The criteria set of a file; raises CriteriaRefused with every slip."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CriteriaRefused(f"Không mở được tệp “{path}”.", hint="Kiểm tra đường dẫn.") from error
    return read_content(content, path.name)


def read_content(content: bytes, name: str) -> tree.CriteriaSet:
    """The criteria set of a file; ``name`` is what people call it. Raises CriteriaRefused with every slip."""
    examined = examine(content, name)
    if examined.criteria_set is None or examined.errors:
        raise CriteriaRefused(
            f"Bộ tiêu chí trong tệp “{name}” còn {len(examined.errors)} lỗi, chưa nạp gì.",
            hint="Sửa từng chỗ được nêu rồi nạp lại.",
            slips=[str(slip) for slip in examined.errors],
        )
    return examined.criteria_set


def examine(content: bytes, name: str) -> Examined:
    """What is in a file, checked in every way, its worked examples included. Writes nothing."""
    given = criteria_toml.read(content, name)
    built, found = definition.read_set(given)
    if built is not None:
        found = found + storing_slips(built)
    return Examined(built, tuple(found))
