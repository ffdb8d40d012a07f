"""Recording ratings, discipline and initiatives: the office's facts about people and units."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import Person, Unit, User
from awards.enums import DisciplineMeasure
from awards.models import DisciplineRecord, Initiative, InitiativeAuthor, PerformanceRating
from core.errors import DomainError
from core.services import audit
from indicators.services import periods


class FactRefused(DomainError):
    """A fact that cannot be recorded like this."""


@transaction.atomic
def record_rating(
    *,
    year: int,
    level: str,
    source: str,
    decided_on: date,
    by: User,
    at: datetime,
    person: Person | None = None,
    unit: Unit | None = None,
) -> PerformanceRating:
    """Record the legal performance level of a person, or of a unit when no person is given; corrects an earlier one."""
    owner = person.unit if person is not None else unit
    if owner is None:
        raise FactRefused("Chưa chọn cá nhân hoặc đơn vị được xếp loại.", field="person")
    if decided_on.year < year:
        raise FactRefused("Ngày xếp loại phải từ năm được xếp loại trở đi.", hint="Ghi lại ngày.", field="decided_on")
    key = {"person": person, "year": year} if person else {"person__isnull": True, "unit": owner, "year": year}
    rating = PerformanceRating.objects.select_for_update(of=("self",)).filter(**key).first()
    values = {"level": level, "source": source, "decided_on": decided_on}
    if rating is None:
        rating = PerformanceRating(unit=owner, person=person, year=year)
        changes: dict[str, Any] = {"mức xếp loại": [None, level]}
    else:
        changes = audit.difference(rating, values)
    if changes:
        for name, value in {**values, "recorded_at": at, "recorded_by": by}.items():
            setattr(rating, name, value)
        rating.save()
        audit.record(action="awards.rating.record", target=rating, by=by, at=at, unit=owner, changes=changes)
    return rating


@transaction.atomic
def record_discipline(
    *, person: Person, measure: str, starts_on: date, source: str, by: User, at: datetime, ends_on: date | None = None
) -> DisciplineRecord:
    """Record a disciplinary matter, open (`pending`) or decided."""
    if ends_on is not None and ends_on < starts_on:
        raise FactRefused("Ngày kết thúc trước ngày bắt đầu.", hint="Ghi lại hai ngày.", field="ends_on")
    record = DisciplineRecord.objects.create(
        person=person,
        measure=measure,
        starts_on=starts_on,
        ends_on=ends_on,
        source=source,
        recorded_at=at,
        recorded_by=by,
    )
    changes = {"hình thức": record.get_measure_display(), "văn bản": source}
    audit.record(action="awards.discipline.record", target=record, by=by, at=at, changes=changes)
    return record


@transaction.atomic
def conclude_discipline(
    *, record: DisciplineRecord, measure: str, ends_on: date, source: str, by: User, at: datetime
) -> DisciplineRecord:
    """Conclude a matter that was being verified: a measure, or cleared."""
    locked = DisciplineRecord.objects.select_for_update().get(pk=record.pk)
    if locked.measure != DisciplineMeasure.PENDING:
        raise FactRefused("Vụ việc này đã có kết luận.", hint="Tải lại trang để xem.")
    if measure == DisciplineMeasure.PENDING or ends_on < locked.starts_on:
        raise FactRefused("Kết luận phải có hình thức và ngày sau ngày bắt đầu.", field="ends_on")
    values = {"measure": measure, "ends_on": ends_on, "source": source}
    changes = audit.difference(locked, values)
    for name, value in values.items():
        setattr(locked, name, value)
    locked.save()
    audit.record(action="awards.discipline.conclude", target=locked, by=by, at=at, changes=changes)
    return locked


@transaction.atomic
def register_initiative(
    *,
    unit: Unit,
    title: str,
    kind: str,
    scope: str,
    decision_number: str,
    decided_on: date,
    shares: Mapping[Person, int],
    by: User,
    at: datetime,
    benefit: str = "",
) -> Initiative:
    """Register a recognised initiative with its authors and their shares (per cent, together 100).

    Refused when the figures of the month of its decision are closed, since it counts there.
    """
    if not shares or sum(shares.values()) != 100 or min(shares.values()) < 1:
        raise FactRefused("Tỷ lệ đóng góp của các tác giả phải cộng lại bằng 100%.", field="shares")
    centre = unit.centre or unit
    known = Initiative.objects.filter(unit__path__startswith=centre.path)
    if known.filter(decision_number=decision_number, title=title).exists():
        raise FactRefused("Sáng kiến này đã có trong sổ theo dõi.", hint="Kiểm tra tên và số quyết định.")
    periods.refuse_if_closed(centre=unit.centre, year=decided_on.year, months=[decided_on.month])
    initiative = Initiative.objects.create(
        unit=unit,
        title=title,
        kind=kind,
        scope=scope,
        year=decided_on.year,
        decision_number=decision_number,
        decided_on=decided_on,
        benefit=benefit,
    )
    InitiativeAuthor.objects.bulk_create(
        InitiativeAuthor(initiative=initiative, person=person, share=share) for person, share in shares.items()
    )
    changes = {"tác giả": [str(person) for person in shares], "quyết định": decision_number}
    audit.record(action="awards.initiative.register", target=initiative, by=by, at=at, changes=changes)
    return initiative
