"""A province that exists only to be measured: made in bulk, and the same every time."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import connection, transaction

from accounts.enums import UnitGroup, UnitKind
from accounts.models import Membership, Role, Unit, User
from accounts.services.roles import sync_roles
from campaigns.enums import RoundState
from campaigns.models import Campaign, Participant, Round
from core.text import search_key, sort_key
from indicators.models import Indicator
from ops.bench import criteria as published
from scoring.engine import definition
from scoring.engine.evaluation import outcome_of
from scoring.engine.values import Awarded, Entry, inputs_from
from scoring.models import CriteriaSet
from scoring.selectors.criteria import engine_set
from scoring.services import criteria

AT = datetime(2026, 12, 1, 1, tzinfo=UTC)
YEAR = 2026
VARIANTS = 997
"""So many different declarations of one criterion there are (a prime, so that they do not fall in step)."""


@dataclass(frozen=True)
class Province:
    """A centre with so many units that take part in one round."""

    round: Round
    units: int


def prepare() -> CriteriaSet:
    """The authority, its office, the criteria and what units may declare; once for all provinces."""
    sync_roles()
    authority = Unit.objects.add_root(_unit("so-y-te", "Sở Y tế đo tốc độ", UnitKind.AUTHORITY))
    for number in range(1, 6):
        user = User.objects.create(
            username=f"tham-dinh-{number}", label=f"Người thẩm định {number}", must_change_password=False
        )
        Membership.objects.create(
            user=user, unit=authority, role=Role.objects.get(code="office"), valid_from=date(YEAR, 1, 1)
        )
    Indicator.objects.bulk_create(Indicator(code=code, name=f"Chỉ số {code}") for code in published.INDICATORS)
    built, slips = definition.read_set(published.mapping())
    if built is None or definition.errors(slips):
        raise ValueError("; ".join(str(slip) for slip in slips))
    stored = criteria.store(criteria_set=built, unit=authority, by=None, at=AT)
    _store_variants(stored)
    return stored


@transaction.atomic
def make(units: int, criteria_set: CriteriaSet) -> Province:
    """A centre of this many units: nineteen of twenty have handed in a verified sheet, figures exist for all."""
    authority = Unit.objects.get(code="so-y-te")
    code = f"trung-tam-{units}"
    centre = Unit.objects.add_child(authority, _unit(code, f"Trung tâm Y tế {units}", UnitKind.CENTRE))
    _add_departments(centre, units)
    campaign = Campaign.objects.create(
        code=code, unit=centre, title=f"Phong trào {units}", starts_on=date(YEAR, 1, 1), ends_on=date(YEAR, 12, 31)
    )
    round_ = Round.objects.create(
        campaign=campaign, year=YEAR, title=f"Đợt {units} đơn vị", state=RoundState.OPEN, open_at=AT
    )
    departments = Unit.objects.filter(path__startswith=centre.path).exclude(pk=centre.pk).order_by("path")
    Participant.objects.bulk_create(Participant(round=round_, unit=unit) for unit in departments)
    criteria.assign(round=round_, criteria_set=criteria_set, by=None, at=AT)
    for statement in (_SHEETS, _ITEMS, _EVIDENCE, _LINKS, _FIGURES):
        with connection.cursor() as cursor:
            cursor.execute(statement, {"round": round_.pk, "at": AT, "year": YEAR})
    return Province(round_, units)


def settle() -> None:
    """Tidy up after the bulk writing, so that no measurement pays for it."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def forget_results() -> None:
    """Throw away all runs, so that the next one starts from empty tables."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE scoring_scorerun CASCADE")


def _unit(code: str, name: str, kind: str) -> dict[str, str]:
    return {"code": code, "name": name, "short_name": name, "kind": kind}


def _add_departments(centre: Unit, units: int) -> None:
    groups = [group for group in UnitGroup if group]
    Unit.objects.bulk_create(
        (
            Unit(
                **_unit(f"{centre.code}-{number}", f"Khoa số {number}", UnitKind.DEPARTMENT),
                path=Unit._get_path(centre.path, centre.depth + 1, number),
                depth=centre.depth + 1,
                group=groups[number % len(groups)],
                position=number,
                search_key=search_key(f"Khoa số {number}"),
                sort_key=sort_key(f"Khoa số {number}"),
            )
            for number in range(1, units + 1)
        ),
        batch_size=1000,
    )
    Unit.objects.filter(pk=centre.pk).update(numchild=units)


def _store_variants(stored: CriteriaSet) -> None:
    """Every declaration with the mark that the unit gives itself for it: what the rule gives."""
    built = engine_set(stored)
    ids = dict(stored.criteria.values_list("code", "pk"))
    rows = []
    for place, leaf in enumerate(built.criteria()):
        for variant in range(VARIANTS):
            declared = published.declared(place, variant * 31 + place * 17)
            outcome = outcome_of(leaf, Entry(inputs_from(declared)))
            mark = int(outcome.points * 100) if isinstance(outcome, Awarded) else int(leaf.max_points * 50)
            rows.append((ids[leaf.code], place, variant, json.dumps(declared), mark, published.is_supplied(place)))
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TABLE IF EXISTS bench_variant; CREATE TABLE bench_variant (criterion_id bigint, place int,"
            " variant int, declared jsonb, mark int, supplied boolean, PRIMARY KEY (variant, criterion_id))"
        )
        cursor.executemany("INSERT INTO bench_variant VALUES (%s, %s, %s, %s, %s, %s)", rows)


_SHEETS = """
INSERT INTO scoring_assessment (round_id, unit_id, state, created_at, submitted_at, submitted_by_id, verified_at)
SELECT p.round_id, p.unit_id, 'verified', %(at)s, %(at)s, (SELECT min(id) FROM accounts_user), %(at)s
FROM campaigns_participant p JOIN accounts_unit u ON u.id = p.unit_id
WHERE p.round_id = %(round)s AND u.position %% 20 <> 7
ORDER BY u.position
"""

# Of a hundred lines 3 are left out by agreement, 10 adjusted, 2 not yet verified, the others agreed to.
_ITEMS = f"""
INSERT INTO scoring_assessmentitem (assessment_id, criterion_id, declared, declared_source, self_points,
    claims_not_applicable, explanation, saved_at, saved_by_id, revision, state, verified_points,
    verified_not_applicable, verified_reason, comment, internal_note, verified_at, verified_by_id)
SELECT a.id, v.criterion_id, v.declared, CASE WHEN v.supplied THEN 'Thống kê của cổng, đến 30/11' ELSE '' END, v.mark,
    h.lot < 3, CASE WHEN h.lot < 3 THEN 'Đơn vị không có nhiệm vụ này' ELSE '' END, %(at)s, a.submitted_by_id, 1,
    CASE WHEN h.lot < 3 THEN 'accepted' WHEN h.lot < 13 THEN 'adjusted' WHEN h.lot < 15 THEN 'pending'
        ELSE 'accepted' END,
    CASE WHEN h.lot < 3 THEN NULL WHEN h.lot < 13 THEN v.mark / 2 WHEN h.lot < 15 THEN NULL ELSE v.mark END,
    h.lot < 3, CASE WHEN h.lot BETWEEN 3 AND 12 THEN 'Minh chứng chỉ đủ cho một nửa' ELSE '' END, '', '',
    CASE WHEN h.lot BETWEEN 13 AND 14 THEN NULL ELSE %(at)s::timestamptz END,
    CASE WHEN h.lot BETWEEN 13 AND 14 THEN NULL ELSE a.submitted_by_id + 1 + h.lot %% 4 END
FROM scoring_assessment a JOIN accounts_unit u ON u.id = a.unit_id
JOIN bench_variant v ON v.variant = (u.position * 7 + v.place * 101) %% {VARIANTS}
CROSS JOIN LATERAL (SELECT (u.position * 13 + v.place * 29) %% 100 AS lot) h
WHERE a.round_id = %(round)s
ORDER BY u.position, v.place
"""

_EVIDENCE = """
INSERT INTO scoring_evidence (unit_id, name, file, content_type, size, sha256, pages, uploaded_at, uploaded_by_id)
SELECT a.unit_id, 'Báo cáo số ' || n || '.pdf', 'evidence/' || n, 'application/pdf', 1000,
    md5(a.unit_id || '-' || n) || md5(n || '-' || a.unit_id), 1, %(at)s, a.submitted_by_id
FROM scoring_assessment a CROSS JOIN generate_series(1, 4) n
WHERE a.round_id = %(round)s
"""

_LINKS = """
INSERT INTO scoring_evidencelink (item_id, evidence_id, page)
SELECT i.id, e.id, 1 + i.criterion_id %% 9
FROM scoring_assessment a JOIN scoring_assessmentitem i ON i.assessment_id = a.id
JOIN scoring_evidence e ON e.unit_id = a.unit_id AND e.name = 'Báo cáo số ' || 1 + i.criterion_id %% 4 || '.pdf'
WHERE a.round_id = %(round)s AND i.criterion_id %% 3 = 0
"""

_FIGURES = """
INSERT INTO indicators_measurement (indicator_id, unit_id, year, period_kind, period, numerator, denominator,
    source_note, entered_at)
SELECT i.id, p.unit_id, y, 'year', 0, (150 + (u.position * 3 + i.id) %% 50) * 10000, 2000000, 'Báo cáo năm', %(at)s
FROM campaigns_participant p JOIN accounts_unit u ON u.id = p.unit_id CROSS JOIN indicators_indicator i
CROSS JOIN generate_series(%(year)s - 1, %(year)s) y
WHERE p.round_id = %(round)s
"""
