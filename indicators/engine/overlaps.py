"""Which rows of a branch count where several tell of the same, so that nothing is counted twice or lost. Pure."""

from collections.abc import Iterable

from indicators.engine.figure_rows import Row

Period = tuple[str, int]
"""Path of a unit, and months as bits (``Row.mask``)."""


def told_once(rows: list[Row]) -> list[Row]:
    """Without rows that tell of the same events as others of the same month do at a unit above or below.

    Origins are chosen, never added: one that names all units of the branch stands instead of others above it; else what
    is told of the whole stands instead of what others tell of its parts. Rows of one origin are added.
    """
    if len(rows) < 2 or len({row.origin for row in rows} - {""}) < 2:
        return rows
    kept = [row for row in rows if not row.origin]
    months: dict[int, list[Row]] = {}
    for row in rows:
        if row.origin:
            months.setdefault(row.month, []).append(row)
    for told in months.values():
        lengths = sorted({len(row.path) for row in told})
        named = {above: row.origin for row in told if row.names_parts for above in wholes_of(row.path, lengths)}
        standing = [row for row in told if named.get(row.path, row.origin) == row.origin]
        wholes = {row.path: row.origin for row in standing}
        kept += [
            row
            for row in standing
            if all(wholes.get(above, row.origin) == row.origin for above in wholes_of(row.path, lengths))
        ]
    return kept


def settled(rows: list[Row]) -> list[Row]:
    """Without statements that lie within others about more: of units above, or of a longer period of the same unit.

    Where statements above tell of only some months of one below, the longer one stands (``cut_short``).
    """
    statements = [row for row in rows if row.is_statement]
    if not statements:
        return rows
    short = cut_short(statements)
    taken: dict[str, int] = {}
    kept = [row for row in rows if not row.is_statement]
    lengths = sorted({len(row.path) for row in statements})
    for row in sorted(statements, key=lambda row: (len(row.path), row.first_month - row.last_month)):
        covered = taken.get(row.path, 0)
        for whole in wholes_of(row.path, lengths):
            covered |= taken.get(whole, 0)
        if row.mask & ~covered and (row.path, row.mask) not in short:
            taken[row.path] = taken.get(row.path, 0) | row.mask
            kept.append(row)
    return kept


def cut_short(statements: list[Row]) -> set[Period]:
    """Path and months of those that tell of only some months of a longer statement of a unit below.

    A month of a centre says nothing of the rest of the quarter that a department stated as one: added to the quarter it
    would count twice, and alone it would lose two months.
    """
    short: set[Period] = set()
    while found := _overlapped([row for row in statements if (row.path, row.mask) not in short]):
        short |= found
    return short


def _overlapped(statements: list[Row]) -> set[Period]:
    lengths = sorted({len(row.path) for row in statements})
    periods: dict[str, set[int]] = {}
    for row in statements:
        periods.setdefault(row.path, set()).add(row.mask)
    short: set[Period] = set()
    for row in statements:
        wholes = wholes_of(row.path, lengths)
        over = [(whole, mask) for whole in wholes for mask in periods.get(whole, ()) if mask & row.mask]
        covered = 0
        for _, mask in over:
            covered |= mask
        if row.mask & ~covered:
            short.update(over)
    return short


def wholes_of(path: str, lengths: Iterable[int]) -> list[str]:
    """The paths of these lengths that lead to a path."""
    return [path[:length] for length in lengths if length < len(path)]
