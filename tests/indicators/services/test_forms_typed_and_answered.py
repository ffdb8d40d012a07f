"""Forms of a survey that are typed as counts beside what people answered in the portal: perhaps the same forms."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import RoleCode
from indicators.engine.sanity import Check, Gravity
from indicators.enums import SurveyKind
from indicators.models import SurveyCount
from indicators.selectors.doubts import doubts_of
from indicators.selectors.figures import figure_for
from indicators.services import monthly_counts
from indicators.services.catalogue import load_catalogue
from indicators.services.errors import DOUBTFUL, FigureRefused
from tests.factories.accounts import user_with
from tests.factories.world import World
from tests.indicators.survey_world import answered, open_survey
from tests.sign_in import sign_in_as

AT = datetime(2026, 11, 20, tzinfo=UTC)
NOVEMBER = {"year": 2026, "month": 11}


def _type(world: World, **given: Any) -> SurveyCount:
    values = {
        "unit": world.surgery, "kind": SurveyKind.OUTPATIENT, **NOVEMBER, "source_note": "Phiếu giấy",
        "counts": {"forms": 20, "level_4": 20, "level_5": 40}, "by": user_with(RoleCode.OFFICE, world.centre), "at": AT,
    }  # fmt: skip
    return monthly_counts.record_survey_month(**{**values, **given})


@pytest.fixture
def answers(world: World) -> None:
    """Answers of November 2026 at one department."""
    load_catalogue()
    answered(open_survey(world.centre), world.surgery, 20)


@pytest.mark.usefixtures("answers")
def test_typed_forms_of_a_month_with_answers_are_refused_until_they_are_confirmed(world: World) -> None:
    before = figure_for("outpatient_satisfaction", world.surgery, 2026)
    with pytest.raises(FigureRefused, match="Tháng 11/2026 đã có 20 phiếu") as refused:
        _type(world)
    assert refused.value.code == DOUBTFUL
    assert figure_for("outpatient_satisfaction", world.surgery, 2026) == before

    _type(world, as_told=True)

    (raised,) = [each for each in doubts_of([world.surgery], 2026, AT.date()) if each.doubt.check == Check.BOTH_WAYS]
    assert (raised.doubt.gravity, raised.doubt.month) == (Gravity.HIGH, 11)
    assert "20 phiếu trả lời trên cổng và 20 phiếu nhập tay" in raised.doubt.sentence
    assert "outpatient_satisfaction" in raised.indicators


@pytest.mark.usefixtures("answers")
@pytest.mark.parametrize(
    "other", [{"month": 10}, {"kind": SurveyKind.SIPAS}, {"counts": {"forms": 0}}], ids=["month", "kind", "nothing"]
)
def test_other_months_and_kinds_are_typed_as_before(world: World, other: dict[str, Any]) -> None:
    _type(world, **other)

    assert Check.BOTH_WAYS not in {each.doubt.check for each in doubts_of([world.surgery], 2026, date(2026, 12, 1))}


@pytest.mark.usefixtures("answers")
def test_other_department_is_typed_as_before(world: World) -> None:
    assert _type(world, unit=world.pharmacy).forms == 20


@pytest.mark.usefixtures("answers")
def test_page_asks_whether_these_are_other_forms(client: Client, world: World) -> None:
    sign_in_as(client, RoleCode.OFFICE, world.centre)
    address = reverse("indicators:survey-count-create")
    typed = {"unit": world.surgery.pk, "kind": "outpatient", "month": 11, "forms": 3, "level_5": 3, "source_note": "x"}
    assert "những phiếu khác" not in client.get(address).content.decode()

    refused = client.post(address, typed)
    assert refused.status_code == 400
    assert "Đây là những phiếu khác, không có trên cổng" in refused.content.decode()
    assert not SurveyCount.objects.exists()

    assert client.post(address, {**typed, "as_told": "on"}).status_code == 302
    assert SurveyCount.objects.get().forms == 3
