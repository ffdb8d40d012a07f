"""Cases that an import took from one unit to another, and the doubts that follow where its file named no units."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from accounts.models import Unit
from indicators.engine import sanity
from indicators.engine.sanity import Doubt
from indicators.enums import CaseImportState
from indicators.models import CaseImport


@dataclass(frozen=True)
class Move:
    """So many cases received in a year, which ``told_by`` told of one unit and a later file of another one."""

    before: Unit
    now: Unit
    told_by: CaseImport
    year: int
    cases: int
    is_named: bool
    """Whether the file has a column of units."""

    @property
    def is_grave(self) -> bool:
        """Whether the file took them by the unit that was chosen for all of it; one within the unit says more only."""
        return not self.is_named and not self.now.path.startswith(self.before.path)


def moves_of(imports: Iterable[CaseImport]) -> list[Move]:
    """What these imports took, or would take, from units to others; two queries where there is anything."""
    rows = [(each, row) for each in imports for row in each.moved]
    if not rows:
        return []
    units = Unit.objects.in_bulk({pk for _, row in rows for pk in row[:2]})
    told_by = CaseImport.objects.in_bulk({row[2] for _, row in rows})
    return [
        Move(units[before], units[now], told_by[source], year, cases, is_named="unit" in each.columns)
        for each, (before, now, source, year, cases) in rows
        if source in told_by and before in units and now in units
    ]


def doubts_about_moves(subject: str, wanted: Mapping[str, Unit], year: int) -> Iterator[tuple[str, Doubt]]:
    """Path and doubt of each of these units that lost cases to another one, or got them, and not back since."""
    above = {path[:length] for path in wanted for length in range(Unit.steplen, len(path) + 1, Unit.steplen)}
    imports = CaseImport.objects.filter(state=CaseImportState.IMPORTED, centre__path__in=above).exclude(moved=[])
    lost: dict[str, Counter[str]] = defaultdict(Counter)
    gained: dict[str, Counter[str]] = defaultdict(Counter)
    for (before, now), cases in _gone(moves_of(imports.only("columns", "moved")), year).items():
        lost[before.path][now.short_name] += cases
        gained[now.path][before.short_name] += cases
    for path in wanted:
        if path in lost or path in gained:
            yield path, sanity.moved_doubt(subject, year, lost[path], gained[path])


def _gone(moves: Iterable[Move], year: int) -> dict[tuple[Unit, Unit], int]:
    """By unit before and now the cases that were taken over, less those that went back by whatever file."""
    taken: Counter[tuple[Unit, Unit]] = Counter()
    back: Counter[tuple[Unit, Unit]] = Counter()
    for move in moves:
        if move.year == year:
            taken[move.before, move.now] += move.cases * move.is_grave
            back[move.now, move.before] += move.cases
    return {both: cases - back[both] for both, cases in taken.items() if cases > back[both]}
