"""The monthly report of satisfaction in the layout of a Sở Y tế: two blocks, three rows, and an annex by unit.

Block one is what the units asked themselves (surveys of their own, and counts typed of surveys held elsewhere), block
two what the Sở asked with a survey of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, Sum

from accounts.enums import UnitKind
from accounts.models import Unit, User
from accounts.policies import Reach, reach
from indicators.engine.disclosure import shown_groups
from indicators.engine.months import month_end
from indicators.engine.survey_results import Share
from indicators.enums import SurveyKind
from indicators.models import SurveyAnswer, SurveyCount
from indicators.roles import VIEW_SURVEY_REPORT

KINDS = (
    (SurveyKind.INPATIENT, "Nội trú"),
    (SurveyKind.OUTPATIENT, "Ngoại trú"),
    (SurveyKind.VACCINATION, "Tiêm chủng"),
)
OWN, SUPERIOR = "own", "superior"
BLOCKS = ((OWN, "Đơn vị tự khảo sát"), (SUPERIOR, "Sở Y tế khảo sát qua mã QR"))


@dataclass(slots=True)
class Cell:
    """Forms and counted answers of one kind in one block; ``units`` are the centres that had any.

    ``people`` gave an answer that counts. ``fewest``: so many of them are needed to tell the rate, the largest number
    that one of its surveys asks for.
    """

    forms: int = 0
    people: int = 0
    satisfied: int = 0
    valid: int = 0
    fewest: int = 0
    is_hidden: bool = False
    """Whether the rate could be taken from others to tell one of too few."""
    units: set[int] = field(default_factory=set)

    def add(self, unit: int, forms: int, people: int, satisfied: int, valid: int, fewest: int) -> None:
        """Count the forms of a centre, from a survey that asks for ``fewest`` people."""
        if forms:
            self.units.add(unit)
            self.fewest = max(self.fewest, fewest)
        self.forms += forms
        self.people += people
        self.satisfied += satisfied
        self.valid += valid

    @property
    def share(self) -> Share | None:
        """The pooled rate; None when too few answered."""
        return None if self.is_hidden or self.people < self.fewest else Share(self.satisfied, self.valid)


@dataclass(frozen=True)
class Report:
    """The report of one month."""

    year: int
    month: int
    centres: Sequence[Unit]
    cells: dict[tuple[str, str], Cell]
    """By block and kind."""
    annex: dict[tuple[int, str, str], Cell]
    """By centre, block and kind."""

    def lines(self) -> Iterator[tuple[str, list[tuple[str, Cell]]]]:
        """Blocks with their rows."""
        for block, block_words in BLOCKS:
            yield block_words, [(words, self.cells[block, kind]) for kind, words in KINDS]

    def annex_lines(self) -> Iterator[tuple[Unit, list[tuple[str, Cell]]]]:
        """Each centre with its cells and what they count, block by block and kind by kind."""
        for centre in self.centres:
            yield (
                centre,
                [
                    (f"{words} ({by})", self.annex[centre.pk, block, kind])
                    for block, by in BLOCKS
                    for kind, words in KINDS
                ],
            )


def report_for(user: User, year: int, month: int) -> Report:
    """The month over all centres of the user's branches, in a constant number of queries."""
    reached = reach(user, VIEW_SURVEY_REPORT)
    centres = list(reached.filter(Unit.objects.filter(kind=UnitKind.CENTRE), field="").order_by("position", "sort_key"))
    by_path = {centre.path: centre for centre in centres}
    keys: list[tuple[str, str]] = [(block, kind) for block, _ in BLOCKS for kind, _ in KINDS]
    cells = {key: Cell() for key in keys}
    annex = {(centre.pk, *key): Cell() for centre in centres for key in keys}
    for path, block, kind, *counts in (*_answers(reached, year, month), *_typed(reached, year, month)):
        above = (path[:length] for length in range(Unit.steplen, len(path) + 1, Unit.steplen))
        centre = next((by_path[each] for each in above if each in by_path), None)
        if centre is not None:
            cells[block, kind].add(centre.pk, *counts)
            annex[centre.pk, block, kind].add(centre.pk, *counts)
    for block, kind in keys:
        _hide([annex[centre.pk, block, kind] for centre in centres], cells[block, kind].fewest)
    return Report(year, month, centres, cells, annex)


def _hide(cells: Sequence[Cell], fewest: int) -> None:
    """Hide the rates of too few, and one more where the sum of all would tell them."""
    people = {number: cell.people for number, cell in enumerate(cells) if cell.forms}
    shown = shown_groups(people, fewest)
    for number in people:
        cells[number].is_hidden = number not in shown


def _answers(reached: Reach, year: int, month: int) -> Iterator[tuple[str, str, str, int, int, int, int, int]]:
    answers = SurveyAnswer.objects.filter(
        finished_on__range=(date(year, month, 1), month_end(year, month)),
        point__survey__questionnaire__kind__in=[kind for kind, _ in KINDS],
    )
    rows: Any = (
        reached.filter(answers, "point__unit")
        .order_by()
        .values_list(
            "point__unit__path",
            "point__survey__centre__kind",
            "point__survey__questionnaire__kind",
            "point__survey__shown_from",
        )
        .annotate(
            number=Count("pk"), people=Count("pk", filter=Q(valid__gt=0)), good=Sum("satisfied"), all=Sum("valid")
        )
    )
    for path, holder, kind, fewest, *counts in rows:
        yield path, SUPERIOR if holder == UnitKind.AUTHORITY else OWN, kind, *counts, fewest


def _typed(reached: Reach, year: int, month: int) -> Iterator[tuple[str, str, str, int, int, int, int, int]]:
    rows = SurveyCount.objects.filter(year=year, month=month, kind__in=[kind for kind, _ in KINDS])
    for row in reached.filter(rows).select_related("unit"):
        valid = row.level_1 + row.level_2 + row.level_3 + row.level_4 + row.level_5
        satisfied = row.level_4 + row.level_5
        yield row.unit.path, OWN, row.kind, row.forms, row.forms, satisfied, valid, settings.SURVEY_SHOWN_FROM
