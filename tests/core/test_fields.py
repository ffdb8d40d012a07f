"""Fixed-point columns are exact on both databases; text is stored in one normal form."""

import unicodedata
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Sum

from core.fields import FixedPointField, NumberInput
from scoring.models import UnitScore
from tests.factories.accounts import PersonFactory
from tests.factories.scoring import ScoreRunFactory, UnitScoreFactory


@pytest.mark.django_db
def test_sum_of_points_is_exact() -> None:
    run = ScoreRunFactory()
    for _ in range(10):
        UnitScoreFactory(run=run, base=Decimal("0.1"))

    assert UnitScore.objects.aggregate(total=Sum("base"))["total"] == Decimal(1)


def test_more_decimals_than_the_column_holds_are_refused_not_rounded() -> None:
    with pytest.raises(ValidationError):
        FixedPointField(places=2).get_prep_value(Decimal("1.005"))
    assert FixedPointField(places=2).get_prep_value(Decimal("7.5")) == 750


@pytest.mark.django_db
def test_decomposed_text_is_stored_composed() -> None:
    person = PersonFactory(full_name=unicodedata.normalize("NFD", " Lê Thị Hòa "))

    person.refresh_from_db()
    assert person.full_name == "Lê Thị Hòa"


@pytest.mark.parametrize(("typed", "meant"), [("1.234,5", "1234.5"), ("1.234", "1234"), ("99.5", "99.5")])
def test_number_is_read_as_typed_in_vietnam(typed: str, meant: str) -> None:
    assert NumberInput().clean(typed) == Decimal(meant)


@pytest.mark.parametrize("typed", ["abc", "-1", "1.23.4"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        NumberInput().clean(typed)
