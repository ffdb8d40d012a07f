"""Keys point downward, every model can be made by a factory, and every change has its migration."""

import importlib
import re
from io import StringIO

import factory
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.models import Model

from tests.architecture.sources import APPS, ROOT, height

MODELS = [model for app in APPS for model in apps.get_app_config(app).get_models()]


def factories() -> list[type[factory.django.DjangoModelFactory]]:
    """Every factory of tests/factories that makes a model."""
    found = []
    for file in sorted((ROOT / "tests" / "factories").glob("[a-z]*.py")):
        module = importlib.import_module(f"tests.factories.{file.stem}")
        for value in vars(module).values():
            is_factory = isinstance(value, type) and issubclass(value, factory.django.DjangoModelFactory)
            if is_factory and value.__module__ == module.__name__ and value._meta.model is not None:
                found.append(value)
    return found


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_keys_point_downward(model: type[Model]) -> None:
    related = [
        field.related_model
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
        if field.is_relation and field.related_model is not None
    ]
    upward = [
        other._meta.label
        for other in related
        if other._meta.app_label in APPS
        and other._meta.label != settings.AUTH_USER_MODEL
        and height(other._meta.app_label) > height(model._meta.app_label)
    ]

    assert upward == []


def test_every_model_has_a_factory() -> None:
    made = {each._meta.model for each in factories()}

    assert [model._meta.label for model in MODELS if model not in made] == []


@pytest.mark.django_db
@pytest.mark.parametrize("maker", factories(), ids=lambda maker: maker.__name__)
def test_every_factory_makes_a_stored_row(maker: type[factory.django.DjangoModelFactory]) -> None:
    made = maker()

    assert type(made)._default_manager.get(pk=made.pk) == made


@pytest.mark.django_db
def test_every_model_change_has_its_migration() -> None:
    told = StringIO()

    call_command("makemigrations", check_changes=True, dry_run=True, stdout=told)

    assert "No changes detected" in told.getvalue() or "Không" in told.getvalue()


def test_every_migration_says_its_purpose() -> None:
    names = [file.stem for app in APPS for file in (ROOT / app / "migrations").glob("[0-9]*.py")]

    assert [name for name in names if re.search(r"_auto_|_alter_\w+_and_more$", name)] == []
