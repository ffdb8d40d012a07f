"""Statements about a unit that give way to longer ones of units below, of which they tell some months only."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from indicators.engine import sanity
from indicators.engine.figure_rows import Row
from indicators.engine.overlaps import cut_short, wholes_of
from indicators.engine.sanity import Doubt
from indicators.enums import Measure, Source
from indicators.models import Indicator
from indicators.selectors.providers import Question, rows_for

ADDED_OVER_UNITS = (Measure.PERCENT, Measure.COUNT)


def short_statements(paths: Collection[str], year: int) -> Iterator[tuple[str, Doubt, str]]:
    """Path, doubt and name of the indicator for each such statement of these units."""
    declared = Indicator.objects.filter(source__in=(Source.DECLARED, Source.EXTERNAL), measure__in=ADDED_OVER_UNITS)
    indicators = {indicator.code: indicator for indicator in declared}
    by_code: dict[str, list[Row]] = defaultdict(list)
    for row in rows_for(Question(list(indicators.values()), (year,), sorted(paths))):
        by_code[row.code].append(row)
    for code, rows in by_code.items():
        name = indicators[code].name
        lengths = {len(row.path) for row in rows}
        with_parts = {whole for row in rows for whole in wholes_of(row.path, lengths)}
        for path in sorted(with_parts & set(paths)):
            branch = [row for row in rows if row.path.startswith(path)]
            short = cut_short(branch)
            for row in branch:
                if row.path == path and (path, row.mask) in short:
                    yield path, sanity.overlap_doubt(code, f"“{name}”", year, row.month, row.months), name
