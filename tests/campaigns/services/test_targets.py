from decimal import Decimal

import pytest

from campaigns.enums import TargetOperator
from campaigns.models import Plan, Target, TargetReport
from campaigns.services import targets
from campaigns.services.targets import ReportRefused
from tests.campaigns.conftest import AT, People
from tests.factories.campaigns import TargetFactory

pytestmark = pytest.mark.django_db


def graded(plan: Plan) -> Target:
    return TargetFactory(plan=plan, operator=TargetOperator.GRADE_GTE, low=None, grade="Tốt")


def test_result_written_twice_is_corrected(issued: Plan, people: People) -> None:
    target = graded(issued)
    for grade in ("Khá", "Tốt"):
        targets.report(target=target, year=2026, grade=grade, source_note="Quyết định 12", by=people.office, at=AT)

    assert list(TargetReport.objects.values_list("target_code", "year", "grade")) == [(target.code, 2026, "Tốt")]


@pytest.mark.parametrize("who", ["surgeon", "foreign_office"])
def test_results_are_for_the_own_office(issued: Plan, people: People, who: str) -> None:
    with pytest.raises(ReportRefused, match="không có quyền"):
        targets.report(target=graded(issued), year=2026, grade="Tốt", source_note="Có", by=getattr(people, who), at=AT)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"grade": "Tuyệt vời"}, "phải là một trong"),
        ({"grade": "Tốt", "year": 2035}, "ngoài thời gian"),
        ({"grade": "Tốt", "source_note": " "}, "Chưa ghi nguồn"),
    ],
)
def test_bad_grade_is_refused(issued: Plan, people: People, values: dict, words: str) -> None:
    given = {"year": 2026, "source_note": "Quyết định 12", **values}

    with pytest.raises(ReportRefused, match=words):
        targets.report(target=graded(issued), by=people.office, at=AT, **given)


@pytest.mark.parametrize("value", ["-1", "100.5", None])
def test_rate_outside_0_to_100_is_refused(issued: Plan, people: People, value: str | None) -> None:
    number = None if value is None else Decimal(value)

    with pytest.raises(ReportRefused):
        targets.report(
            target=TargetFactory(plan=issued), year=2026, value=number, source_note="Có", by=people.office, at=AT
        )
    assert not TargetReport.objects.exists()


@pytest.mark.parametrize("value", ["0", "2.5"])
def test_rank_is_a_whole_number(issued: Plan, people: People, value: str) -> None:
    target = TargetFactory(plan=issued, operator=TargetOperator.IMPROVE_RANK, low=None, unit_of_measure="hạng")

    with pytest.raises(ReportRefused, match="số nguyên"):
        targets.report(target=target, year=2026, value=Decimal(value), source_note="Có", by=people.office, at=AT)
