"""A unit with figures stays what it is, so that nobody walks around the closed months of its centre."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import UnitKind
from accounts.models import Unit
from accounts.roles import RoleCode
from accounts.services import units
from accounts.services.units import UnitRefused
from indicators.enums import PeriodState
from tests.factories.accounts import UnitFactory, user_with
from tests.factories.indicators import (
    FigurePeriodFactory,
    MeasurementFactory,
    ProcedureCountFactory,
    ProcedureFactory,
    SurveyCountFactory,
)
from tests.factories.world import World
from tests.indicators.services.test_figure_files import AT

FIGURES: dict[str, Callable[[Unit, World], Any]] = {
    "month": lambda unit, world: FigurePeriodFactory(centre=unit, month=3, state=PeriodState.CLOSED, closed_at=AT),
    "declared": lambda unit, world: MeasurementFactory(unit=unit),
    "cases": lambda unit, world: ProcedureCountFactory(unit=unit, procedure=ProcedureFactory(centre=world.centre)),
    "answers": lambda unit, world: SurveyCountFactory(unit=unit, month=3),
}


def become(unit: Unit, kind: str) -> Unit:
    return units.update(unit=unit, values={"kind": kind}, by=None, at=AT)


def test_no_unit_becomes_a_centre_within_a_centre(world: World) -> None:
    with pytest.raises(UnitRefused, match="không thể thuộc trung tâm khác"):
        become(world.surgery, UnitKind.CENTRE)
    values = {"code": "moi", "kind": UnitKind.CENTRE, "name": "Trung tâm mới", "short_name": "Mới"}
    for parent in (world.centre, world.surgery):
        with pytest.raises(UnitRefused, match="không thể thuộc trung tâm khác"):
            units.create(parent=parent, values=dict(values), by=None, at=AT)
    assert become(world.surgery, UnitKind.OFFICE).kind == UnitKind.OFFICE


@pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES.keys())
def test_centre_stays_one_once_there_are_figures(world: World, figure: Callable[[Unit, World], Any]) -> None:
    figure(world.centre, world)
    with pytest.raises(UnitRefused, match="đơn vị đã có số liệu"):
        become(world.centre, UnitKind.OTHER)
    world.centre.refresh_from_db()
    assert world.centre.kind == UnitKind.CENTRE


def test_figures_of_a_department_hold_its_centre_and_nothing_holds_a_new_one(world: World) -> None:
    MeasurementFactory(unit=world.surgery)
    with pytest.raises(UnitRefused):
        become(world.centre, UnitKind.OTHER)
    new = UnitFactory(parent=world.authority, code="ttyt-ba", kind=UnitKind.OTHER)
    assert become(become(new, UnitKind.CENTRE), UnitKind.OTHER).kind == UnitKind.OTHER


def test_form_says_at_its_field_why_the_kind_stays(client: Client, world: World) -> None:
    client.force_login(user_with(RoleCode.OFFICE, world.centre))
    page = reverse("accounts:unit-edit", args=[world.surgery.pk])
    form = client.get(page).context["form"]
    given = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in given.items() if value is not None}

    refused = client.post(page, {**sent, "kind": UnitKind.CENTRE})

    assert "không thể thuộc trung tâm khác" in str(refused.context["form"].errors["kind"])
    world.surgery.refresh_from_db()
    assert world.surgery.kind == UnitKind.DEPARTMENT
