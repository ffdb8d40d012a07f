"""Facts for the eligibility check, read for many people or units at once (a fixed number of queries)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Person, Unit
from awards.eligibility import (
    CampaignFact,
    DisciplineFact,
    Fact,
    Facts,
    InitiativeFact,
    MembersFact,
    PerformanceLevel,
)
from awards.enums import DisciplineMeasure, DossierState, InitiativeKind
from awards.models import DisciplineRecord, Dossier, Honour, Initiative, InitiativeUse, PerformanceRating
from campaigns.models import Round
from core.formats import vn_date
from scoring.selectors import results

NO_DISCIPLINE = DisciplineFact("", False, "Sổ theo dõi kỷ luật của phòng Tổ chức - Hành chính")
NO_MEASURE = (DisciplineMeasure.PENDING, DisciplineMeasure.CLEARED)
SEVERE = (DisciplineMeasure.WARNING, DisciplineMeasure.DISMISSAL, DisciplineMeasure.TERMINATION)
# A dossier in one of these states no longer speaks for its subject.
DEAD = (DossierState.WITHDRAWN, DossierState.REVOKED, DossierState.FAILED, DossierState.NOT_ELIGIBLE)
YEARS_BACK = 6


def working_in(units: Iterable[Unit], year: int) -> QuerySet[Person]:
    """People of these units who work there at the end of the year."""
    last_day = date(year, 12, 31)
    return Person.objects.filter(unit__in=list(units)).filter(
        Q(active_from__isnull=True) | Q(active_from__lte=last_day),
        Q(active_to__isnull=True) | Q(active_to__gte=last_day),
    )


def facts_of_people(people: Iterable[Person], year: int) -> dict[int, Facts]:
    """Facts by person key."""
    listed = list(people)
    keys = [person.pk for person in listed]
    ratings = _ratings(PerformanceRating.objects.filter(person__in=keys), "person_id", year)
    discipline = _discipline(keys, year)
    initiatives = _initiatives(keys, year)
    titles = _titles(Honour.objects.filter(person__in=keys), "person_id")
    return {
        person.pk: Facts(
            year=year,
            performance=_performance(ratings[person.pk], year),
            levels=_levels(ratings[person.pk], year),
            months_worked=months_worked(person, year),
            discipline=discipline.get(person.pk, NO_DISCIPLINE),
            initiatives=tuple(initiatives[person.pk]),
            titles=titles[person.pk],
        )
        for person in listed
    }


def facts_of_units(units: Iterable[Unit], year: int, emulation_round: Round | None) -> dict[int, Facts]:
    """Facts by unit key; the campaign's result is the published one of the round."""
    listed = list(units)
    keys = [unit.pk for unit in listed]
    own = PerformanceRating.objects.filter(unit__in=keys, person__isnull=True)
    ratings = _ratings(own, "unit_id", year)
    titles = _titles(Honour.objects.filter(subject_unit__in=keys, person__isnull=True), "subject_unit_id")
    members = _members(listed, year)
    campaign = _campaign(keys, emulation_round)
    return {
        unit.pk: Facts(
            year=year,
            performance=_performance(ratings[unit.pk], year),
            levels=_levels(ratings[unit.pk], year),
            discipline=NO_DISCIPLINE,
            titles=titles[unit.pk],
            members=members.get(unit.pk),
            campaign=campaign.get(unit.pk),
        )
        for unit in listed
    }


def months_worked(person: Person, year: int) -> int:
    """Months of the year in which the person was employed, the first and the last one included."""
    first = 1 if person.active_from is None or person.active_from.year < year else person.active_from.month
    last = 12 if person.active_to is None or person.active_to.year > year else person.active_to.month
    if (person.active_from and person.active_from.year > year) or (person.active_to and person.active_to.year < year):
        return 0
    return max(0, last - first + 1)


def _ratings(rows: QuerySet[PerformanceRating], key: str, year: int) -> dict[int, list[PerformanceRating]]:
    found: dict[int, list[PerformanceRating]] = defaultdict(list)
    for row in rows.filter(year__lte=year, year__gt=year - YEARS_BACK):
        found[getattr(row, key)].append(row)
    return found


def _performance(rows: list[PerformanceRating], year: int) -> Fact | None:
    for row in rows:
        if row.year == year:
            return Fact(PerformanceLevel(row.level), f"{row.source} ngày {vn_date(row.decided_on)}")
    return None


def _levels(rows: list[PerformanceRating], year: int) -> Mapping[int, PerformanceLevel]:
    return {row.year: PerformanceLevel(row.level) for row in rows if row.year < year}


def _discipline(keys: list[int], year: int) -> dict[int, DisciplineFact]:
    found: dict[int, DisciplineFact] = {}
    records = DisciplineRecord.objects.filter(person__in=keys, starts_on__lte=date(year, 12, 31)).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=date(year, 1, 1))
    )
    for record in records.exclude(measure=DisciplineMeasure.CLEARED).order_by("starts_on"):
        is_open = record.measure == DisciplineMeasure.PENDING
        known = found.get(record.person_id)
        measure = "" if is_open else record.get_measure_display()
        found[record.person_id] = DisciplineFact(
            measure=measure or (known.measure if known else ""),
            is_open=is_open or (known.is_open if known else False),
            source=f"{record.source} ngày {vn_date(record.starts_on)}",
        )
    return found


def _initiatives(keys: list[int], year: int) -> dict[int, list[InitiativeFact]]:
    found: dict[int, list[InitiativeFact]] = defaultdict(list)
    rows = Initiative.objects.filter(authors__person__in=keys, year__lte=year, year__gt=year - YEARS_BACK)
    uses = _uses(rows)
    for work, author in rows.values_list("pk", "authors__person").order_by("-year", "title"):
        if author in keys:
            found[author].append(uses[work, author])
    return found


def _uses(rows: QuerySet[Initiative]) -> dict[tuple[int, int], InitiativeFact]:
    """Each initiative as a fact of each author, with the earlier award of that very author that it has served."""
    works = list(rows.distinct().prefetch_related("authors"))
    spent: dict[tuple[int, int], Dossier] = {}
    used = InitiativeUse.objects.filter(initiative__in=works).exclude(dossier__state__in=(*DEAD, DossierState.DRAFT))
    for use in used.select_related("dossier__award"):
        if use.dossier.person_id:
            spent[use.initiative_id, use.dossier.person_id] = use.dossier
    facts = {}
    for work in works:
        for author in work.authors.all():
            dossier = spent.get((work.pk, author.person_id))
            facts[work.pk, author.person_id] = InitiativeFact(
                name=work.title,
                scope=work.scope,
                year=work.year,
                source=f"Quyết định {work.decision_number} ngày {vn_date(work.decided_on)}",
                is_topic=work.kind == InitiativeKind.TOPIC,
                used_for=f"{dossier.award.name} năm {dossier.year}" if dossier else "",
                used_family=dossier.award.family if dossier else "",
            )
    return facts


def _titles(rows: QuerySet[Honour], key: str) -> dict[int, dict[str, frozenset[int]]]:
    found: dict[int, dict[str, frozenset[int]]] = defaultdict(dict)
    for owner, code, year in rows.filter(revoked_at__isnull=True).values_list(key, "award__code", "year"):
        found[owner][code] = found[owner].get(code, frozenset()) | {year}
    return found


def _members(units: list[Unit], year: int) -> dict[int, MembersFact]:
    people = list(working_in(units, year))
    keys = [person.pk for person in people]
    living = Dossier.objects.filter(person__in=keys, year=year).exclude(state__in=DEAD)
    titled: dict[str, set[int | None]] = {"LDTT": set(), "CSTDCS": set()}
    for code, person in living.filter(award__code__in=titled).values_list("award__code", "person"):
        titled[code].add(person)
    honours = Honour.objects.filter(person__in=keys, year=year, revoked_at__isnull=True, award__code__in=titled)
    for code, person in honours.values_list("award__code", "person"):
        titled[code].add(person)
    # Chiến sĩ thi đua cơ sở is granted to people who meet Lao động tiên tiến.
    titled["LDTT"] |= titled["CSTDCS"]
    levels = dict(PerformanceRating.objects.filter(person__in=keys, year=year).values_list("person", "level"))
    warned = set(
        DisciplineRecord.objects.filter(person__in=keys, measure__in=SEVERE, starts_on__year=year).values_list(
            "person", flat=True
        )
    )
    by_unit: dict[int, list[int]] = defaultdict(list)
    for member in people:
        by_unit[member.unit_id].append(member.pk)
    return {unit: _members_fact(members, titled, levels, warned, year) for unit, members in by_unit.items()}


def _members_fact(
    members: list[int], titled: dict[str, set[int | None]], levels: dict[int, str], warned: set[int], year: int
) -> MembersFact:
    is_rated = all(member in levels for member in members)
    is_proposed = any(member in titled["LDTT"] for member in members)
    return MembersFact(
        total=len(members),
        ldtt=sum(member in titled["LDTT"] for member in members) if is_proposed else None,
        cstdcs=sum(member in titled["CSTDCS"] for member in members) if is_proposed else None,
        completed=sum(levels[member] != PerformanceLevel.NOT_COMPLETED for member in members) if is_rated else None,
        warned=sum(member in warned for member in members),
        source=f"Hồ sơ đề nghị, sổ vàng và kết quả xếp loại năm {year}",
    )


def _campaign(keys: list[int], emulation_round: Round | None) -> dict[int, CampaignFact]:
    """The published result; a unit to which no criterion applied has none."""
    run = results.published_run(emulation_round) if emulation_round else None
    if run is None:
        return {}
    rows = [row for row in results.ranking(run) if row.total is not None and row.rank is not None]
    day = f" ngày {vn_date(timezone.localdate(run.published_at))}" if run.published_at else ""
    return {
        row.unit_id: CampaignFact(row.total, row.grade, row.rank, len(rows), f"Kết quả công bố{day}")
        for row in rows
        if row.unit_id in keys and row.total is not None and row.rank is not None
    }
