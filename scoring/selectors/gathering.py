"""Everything a calculation depends on for some units of a round, gathered in a constant number of queries."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from accounts.models import Unit
from campaigns.models import Round
from scoring.engine import averages, canonical, tree
from scoring.engine.standing import Standing
from scoring.engine.values import Decision, Entry, Inputs, NotApplicable
from scoring.enums import EnteredBy
from scoring.selectors import answers, circumstances, entries
from scoring.selectors.answers import Answer, Submitted
from scoring.selectors.inputs import Known, known_inputs


@dataclass(frozen=True, slots=True)
class UnitInputs:
    """One unit: what counts by criterion code, what the unit says of itself, and what both rest on."""

    unit: Unit
    standing: Standing
    entries: Mapping[str, Entry]
    own: Mapping[str, Entry] | None
    """None when nothing was handed in."""
    answers: Mapping[str, Answer]
    known: Mapping[str, Known]
    from_portal: Collection[str]
    """Codes of the criteria where the portal's own figures are what counts."""
    measured: Mapping[str, str]
    """What was measured as text, for the trace and the hash."""

    @property
    def inputs_hash(self) -> str:
        """Changes with everything that the result of the unit depends on."""
        return canonical.unit_inputs_hash(self.entries, self.measured, self.standing)

    def source_of(self, code: str) -> tuple[str, str]:
        """Where the inputs that count come from, and the date they reach (ISO, or empty)."""
        answer = self.answers.get(code)
        if code in self.from_portal:
            known = self.known[code]
            return known.source, known.as_of.isoformat() if known.as_of else ""
        if answer is None:
            return "Đơn vị kê khai", ""
        by_office = answer.criterion.entered_by == EnteredBy.OFFICE
        return answer.declared_source or ("Người thẩm định nhập" if by_office else "Đơn vị kê khai"), ""


Averages = Mapping[averages.Key, Fraction]
UNITS_AT_A_TIME = 500


def gather(
    round_: Round,
    criteria_set: tree.CriteriaSet,
    unit_ids: Sequence[int],
    means: Averages,
    *,
    codes: Collection[str] = (),
) -> list[UnitInputs]:
    """These units in the order given, with their figures, submitted declarations, verification and circumstances.

    ``means`` are the averages of the round (``averages_of``); ``codes``: only these criteria (none: all of them).
    """
    leaves = [leaf for leaf in criteria_set.criteria() if not codes or leaf.code in codes]
    read = _read(round_, leaves, unit_ids, codes)
    known_facts = circumstances.in_force(round_, unit_ids)
    fill = averages.filler(criteria_set, means)
    found = []
    for pk in unit_ids:
        standing = Standing(read.units[pk].group, pk in read.lines, known_facts.get(pk, {}))
        found.append(_unit(read.units[pk], standing, leaves, read.lines.get(pk), read.known.get(pk, {}), fill))
    return found


def averages_of(round_: Round, criteria_set: tree.CriteriaSet, unit_ids: Sequence[int]) -> Averages:
    """What criteria that compare units are compared with; reads those criteria alone."""
    codes = averages.compared(criteria_set)
    leaves = [leaf for leaf in criteria_set.criteria() if leaf.code in codes]
    tallies = []
    for part in _parts(unit_ids) if leaves else ():
        read = _read(round_, leaves, part, codes)
        entries_by_unit = {pk: {leaf.code: read.entry(pk, leaf.code) for leaf in leaves} for pk in part}
        tallies.append(averages.tally(criteria_set, entries_by_unit, {pk: read.units[pk].group for pk in part}))
    return averages.settle(criteria_set, averages.merge(tallies))


@dataclass(frozen=True, slots=True)
class _Read:
    """What the database holds about some units."""

    units: Mapping[int, Unit]
    lines: Mapping[int, Mapping[str, Answer]]
    known: Mapping[int, Mapping[str, Known]]

    def entry(self, unit_id: int, code: str) -> Entry:
        """What counts: verification before declaration; without a declaration what the portal itself knows."""
        return _entry(self.known.get(unit_id, {}).get(code), self.lines.get(unit_id, {}).get(code))


def _read(
    round_: Round, leaves: Sequence[tree.Criterion], unit_ids: Sequence[int], codes: Collection[str] = ()
) -> _Read:
    units = Unit.objects.in_bulk(unit_ids)
    sheets = answers.submitted(round_, unit_ids)
    lines = answers.answers(sheets.values(), codes)
    asked = [
        unit
        for unit in units.values()
        if _needs_figures(sheets.get(unit.pk)) or any(leaf.code not in lines[unit.pk] for leaf in leaves)
    ]
    known: dict[int, dict[str, Known]] = {}
    for (pk, code), each in known_inputs(leaves, asked, round_.year).items():
        known.setdefault(pk, {})[code] = each
    return _Read(units, lines, known)


def _parts(unit_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(unit_ids), UNITS_AT_A_TIME):
        yield unit_ids[start : start + UNITS_AT_A_TIME]


def _unit(
    unit: Unit,
    standing: Standing,
    leaves: Sequence[tree.Criterion],
    lines: Mapping[str, Answer] | None,
    known: Mapping[str, Known],
    fill: averages.Filler,
) -> UnitInputs:
    given = lines or {}
    counted: Mapping[str, Entry] = {leaf.code: _entry(known.get(leaf.code), given.get(leaf.code)) for leaf in leaves}
    from_portal = {code for code, each in known.items() if counted[code].measured is each.inputs}
    counted = fill(counted, standing.group)
    own: Mapping[str, Entry] | None = None
    if lines is not None:
        own = {
            leaf.code: _own_entry(leaf, known.get(leaf.code), lines.get(leaf.code), counted[leaf.code])
            for leaf in leaves
        }
        own = fill(own, standing.group)
    texts = {code: _text(entry, given.get(code)) for code, entry in counted.items()}
    return UnitInputs(unit, standing, counted, own, given, known, from_portal, texts)


def _text(entry: Entry, answer: Answer | None) -> str:
    if answer is not None and entry.measured is answer.reported:
        return answer.reported_text
    return canonical.measured_text(entry.measured)


def _needs_figures(sheet: Submitted | None) -> bool:
    """Whether the portal's present figures may count: from submission on the frozen ones do, unless it was returned."""
    return sheet is None or sheet.state in entries.EDITABLE


def _entry(known: Known | None, answer: Answer | None) -> Entry:
    if answer is not None:
        return entries.entry_of(answer.assessment, answer, known)
    return Entry(known.inputs if known else None)


def _own_entry(leaf: tree.Criterion, known: Known | None, answer: Answer | None, counted: Entry) -> Entry:
    """The unit's own view of itself: its claims and its own marks."""
    if answer is None:
        return counted
    if answer.claims_not_applicable:
        return Entry(NotApplicable(answer.explanation))
    measured = counted.measured
    if not isinstance(measured, Inputs):
        measured = entries.inputs_of(answer.assessment, answer, known)
    if answer.self_points is None:
        return Entry(measured)
    return Entry(measured, Decision(min(answer.self_points, leaf.max_points), ""))
