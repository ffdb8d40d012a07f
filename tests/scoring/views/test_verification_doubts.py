"""The verifier sees what is doubted about the figures behind a criterion, and the unit's reason."""

from datetime import UTC, date, datetime

from django.test import Client
from django.urls import reverse

from indicators.selectors.doubts import doubts_of
from indicators.services import doubts
from scoring.models import Criterion
from tests.factories.indicators import SurveyCountFactory
from tests.scoring.conftest import Filled
from tests.sign_in import sign_in

AT = datetime(2026, 12, 1, 2, tzinfo=UTC)


def test_doubt_and_reason_stand_beside_the_criterion_that_the_figure_feeds(client: Client, filled: Filled) -> None:
    filled.submit()
    item = filled.item("a1")
    year, unit = item.assessment.round.year, item.assessment.unit
    Criterion.objects.filter(pk=item.criterion_id).update(indicator_code="staff_satisfaction")
    SurveyCountFactory(unit=unit, kind="staff", year=year, month=1, forms=5, level_5=44)
    desk = reverse("scoring:verification-item", args=[item.pk])
    sign_in(client, filled.office)

    unanswered = client.get(desk).content.decode()
    assert "Mức thấp." in unanswered and "chỉ có 5 phiếu" in unanswered and "Đơn vị chưa giải thích" in unanswered
    (raised,) = doubts_of([unit], year, date(year + 1, 1, 1))
    doubts.answer(
        unit=unit,
        doubt=raised.doubt,
        fingerprint=raised.doubt.fingerprint,
        reason="Khoa chỉ có năm nhân viên",
        by=filled.head,
        at=AT,
    )
    assert "Đơn vị giải thích: Khoa chỉ có năm nhân viên" in client.get(desk).content.decode()


def test_other_criteria_are_shown_without_it(client: Client, filled: Filled) -> None:
    filled.submit()
    SurveyCountFactory(unit=filled.world.surgery, kind="staff", month=1, forms=5)

    page = sign_in(client, filled.office).get(reverse("scoring:verification-item", args=[filled.item("a1").pk]))

    assert "Nghi vấn số liệu" not in page.content.decode()
