from datetime import date

import pytest

from awards.models import Initiative, PerformanceRating
from awards.selectors import facts as known
from awards.services import certificates, facts
from awards.services.facts import FactRefused
from core.models import AuditEvent
from indicators.enums import PeriodState
from indicators.services.errors import FigureRefused
from tests.awards.conftest import AT, complete, rate
from tests.factories.accounts import PersonFactory
from tests.factories.indicators import FigurePeriodFactory
from tests.factories.scoring import ScoreRunFactory, UnitScoreFactory


def of(person, year=2026):
    return known.facts_of_people([person], year)[person.pk]


def test_second_rating_of_a_year_corrects_the_first_and_is_audited(house):
    rate(house, house.surgeon, "HTT")
    rate(house, house.surgeon, "HTXS")

    assert PerformanceRating.objects.get().level == "HTXS"
    event = AuditEvent.objects.filter(action="awards.rating.record").first()
    assert event.changes["mức xếp loại"] == ["Hoàn thành tốt nhiệm vụ", "Hoàn thành xuất sắc nhiệm vụ"]


def test_rating_needs_somebody_and_a_possible_date(house):
    values = {"level": "HTT", "source": "TB", "by": house.office, "at": AT}
    with pytest.raises(FactRefused):
        facts.record_rating(year=2026, decided_on=date(2026, 12, 5), **values)
    with pytest.raises(FactRefused):
        facts.record_rating(year=2026, decided_on=date(2025, 12, 5), person=house.surgeon, **values)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (None, None, 12),
        (date(2020, 1, 1), None, 12),
        (date(2026, 7, 15), None, 6),
        (date(2026, 8, 1), None, 5),
        (None, date(2026, 3, 31), 3),
        (date(2027, 1, 1), None, 0),
        (None, date(2025, 12, 31), 0),
    ],
)
def test_months_worked(start, end, months):
    assert known.months_worked(PersonFactory.build(unit=None, active_from=start, active_to=end), 2026) == months


def test_pending_matter_is_open_until_it_is_concluded(house):
    record = facts.record_discipline(
        person=house.surgeon,
        measure="pending",
        starts_on=date(2026, 5, 1),
        source="Đơn 3",
        by=house.office,
        at=AT,
    )
    assert of(house.surgeon).discipline.is_open

    values = {"ends_on": date(2026, 6, 1), "source": "Kết luận 4", "by": house.office, "at": AT}
    facts.conclude_discipline(record=record, measure="cleared", **values)

    assert not of(house.surgeon).discipline.is_open and not of(house.surgeon).discipline.measure
    with pytest.raises(FactRefused, match="đã có kết luận"):
        facts.conclude_discipline(record=record, measure="warning", **values)


def test_discipline_of_another_year_does_not_count(house):
    facts.record_discipline(
        person=house.surgeon,
        measure="reprimand",
        starts_on=date(2024, 5, 1),
        ends_on=date(2025, 5, 1),
        source="QĐ 5",
        by=house.office,
        at=AT,
    )

    assert of(house.surgeon, 2025).discipline.measure == "Khiển trách"
    assert of(house.surgeon, 2026).discipline.measure == ""


def test_titles_come_from_the_register_of_honours(house):
    for year in (2024, 2025):
        certificates.enter(
            unit=house.world.centre,
            award=house.award("CSTDCS"),
            year=year,
            subject_unit=house.world.surgery,
            person=house.surgeon,
            decision_number=f"{year}/QĐ",
            decided_on=date(year, 12, 20),
            decider_name="Giám đốc",
            by=house.office,
            at=AT,
        )

    assert of(house.surgeon).titles == {"CSTDCS": frozenset({2024, 2025})}


def test_members_of_a_unit_are_counted_from_dossiers_and_ratings(house):
    colleague = PersonFactory(unit=house.world.surgery)
    unknown = known.facts_of_units([house.world.surgery], 2026, None)[house.world.surgery.pk].members
    assert unknown.ldtt is None and unknown.completed is None

    complete(house, "LDTT", house.surgeon)
    for person in (house.surgeon, colleague, house.head.person):
        rate(house, person)

    members = known.facts_of_units([house.world.surgery], 2026, None)[house.world.surgery.pk].members
    assert (members.total, members.ldtt, members.completed, members.warned) == (3, 1, 3, 0)


def test_campaign_result_counts_once_it_is_published(house):
    run = ScoreRunFactory()
    UnitScoreFactory(run=run, unit=house.world.surgery, total=92, grade="Xuất sắc", rank=1)
    unit = house.world.surgery

    assert known.facts_of_units([unit], 2026, run.round)[unit.pk].campaign is None
    run.state, run.final_at, run.published_at = "published", AT, AT
    run.save()

    result = known.facts_of_units([unit], 2026, run.round)[unit.pk].campaign
    assert (result.score, result.grade, result.rank, result.participants) == (92, "Xuất sắc", 1, 1)
    assert result.source == "Kết quả công bố ngày 10/12/2026"


def test_facts_cost_the_same_for_one_and_many(house, django_assert_max_num_queries):
    people = [PersonFactory(unit=house.world.surgery) for _ in range(5)]

    with django_assert_max_num_queries(6):
        known.facts_of_people(people, 2026)


@pytest.mark.parametrize("closed", [9, 10])
def test_initiative_does_not_come_into_a_closed_month(house, closed):
    FigurePeriodFactory(centre=house.world.centre, year=2026, month=closed, state=PeriodState.CLOSED, closed_at=AT)
    values = {"title": "Trả kết quả qua tin nhắn", "kind": "operation", "scope": "grassroots"}
    values |= {"decision_number": "30/QĐ-TTYT", "decided_on": date(2026, 10, 1), "by": house.office, "at": AT}

    def register():
        return facts.register_initiative(unit=house.world.surgery, shares={house.surgeon: 100}, **values)

    if closed == 10:
        with pytest.raises(FigureRefused, match="tháng 10/2026 đã khóa"):
            register()
        assert not Initiative.objects.exists()
    else:
        assert register().decided_on == date(2026, 10, 1)
